"""Words of despair are met with a word of help, in every command; jests and other people's troubles are not."""

import pytest

from fingerpost.assess import Assessor, read_self_description

HEAVY = [
    "I can't go on and I want to end my life.",
    "Life isn't worth living.",
    "My life is not worth living anymore.",
    "I see no point in living.",
    "I don't see any reason to carry on.",
    "I can't see any point in going on.",
    "There isn't any reason to live.",
    "There is no point in living any more.",
    "Everyone would be better off without me.",
    "I think my kids would be better off without me.",
    "Some days I don't want to be here any more.",
    "Some days I don't want to be here anymore, and I love mentoring juniors.",
    "I can't see a way out.",
    "I feel hopeless.",
    "Most evenings I feel worthless and tired.",
    "I want to kill myself, honestly.",
    "My job makes me want to kill myself.",
    "I don't want to live any more.",
    "I no longer want to be alive.",
    "I wish I had never been born.",
    "I wish I were dead.",
    "Nobody would miss me.",
    "Nobody would notice if I was gone.",
    "I have lost the will to live.",
    "I've thought about ending it.",
    "I just want to disappear.",
    "I am a burden to everyone.",
    "Nothing matters anymore.",
    "I hate my life.",
    "What is the point of living?",
    "I cry in the toilet every day.",
]
PLAIN = [
    "Meetings kill me.",
    "My friend had a panic attack.",
    "I'd die for a good compiler.",
    "This bug makes me want to kill myself lol.",
    "That regex made me want to die.",
    "Flaky builds make me suicidal.",
    "I want to kill myself whenever webpack breaks lol.",
    "Moving to sales would be career suicide.",
    "I built a suicide prevention hotline.",
    "I am hopeless at CSS.",
    "I feel hopeless at public speaking.",
    "Nothing matters more to me than mentoring.",
    "I never want to wake up to a pager again.",
    "I don't want to wake up at 3am for the pager.",
    "I don't want to live in London.",
    "I see no way out of this legacy codebase but a rewrite.",
    "I see no point in meetings.",
    "There is no reason to carry on with the old framework.",
    "I shot myself in the foot with that migration.",
    "My boss said she wants to die.",
    "I don't feel hopeless.",
    "I am not suicidal, just tired of on-call.",
    "It is worth living near the office.",
    "I earn a living with Java and it makes my life better.",
    "The team did not see the point of the rewrite.",
]


@pytest.mark.parametrize("text", HEAVY)
def test_words_of_despair_are_noticed(assessor: Assessor, text: str) -> None:
    reading = read_self_description(assessor, text)
    assert reading.distress
    assert not reading.unread


@pytest.mark.parametrize("text", PLAIN)
def test_jests_and_manners_of_speaking_are_not(assessor: Assessor, text: str) -> None:
    assert not read_self_description(assessor, text).distress
