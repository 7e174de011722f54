"""How the intake behaves, whatever the words: templates over topics that the lexicon names in one plain word or two."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.assess import Assessor, read_self_description
from fingerpost.evaluation import measure, read_gold

# a plain name of each of a few topics, and of a deed
NAMES = {
    "mentoring": "mentoring juniors",
    "meetings": "long meetings",
    "technical-writing": "writing documentation",
    "code-review": "code reviews",
    "public-speaking": "public speaking",
    "infrastructure": "Kubernetes",
    "reliability": "being on call",
    "travel": "business trips",
    "ui-work": "CSS",
    "customer-contact": "talking to customers",
}
NEUTRAL = [
    "The office is near the river.",
    "It rained for most of the week.",
    "Lunch is at noon.",
    "Our building has four floors.",
    "The train was late again.",
    "My sister plays the cello.",
]
topics = st.sampled_from(sorted(NAMES))


def read(assessor: Assessor, text: str) -> set[tuple[str, str, str | int]]:
    return {f.key for f in read_self_description(assessor, text).facts}


@pytest.mark.parametrize("topic", sorted(NAMES))
def test_liking_disliking_and_negation(assessor: Assessor, topic: str) -> None:
    name = NAMES[topic]
    assert ("preference", topic, "likes") in read(assessor, f"I enjoy {name}.")
    assert ("preference", topic, "dislikes") in read(assessor, f"I hate {name}.")
    assert read(assessor, f"I don't enjoy {name}.") == {("preference", topic, "dislikes")}
    assert ("preference", topic, "likes") in read(assessor, f"I don't hate {name}.")


@pytest.mark.parametrize("topic", sorted(NAMES))
@pytest.mark.parametrize("other", ["My colleague", "Fatima", "My wife", "Half of my team", "He"])
def test_others_tastes_are_not_the_writers(assessor: Assessor, topic: str, other: str) -> None:
    verb = "enjoy" if other.startswith("Half") else "enjoys"
    assert read(assessor, f"{other} {verb} {NAMES[topic]}.") == set()


@pytest.mark.parametrize("topic", sorted(NAMES))
def test_what_is_over_supposed_or_asked_says_nothing_of_today(assessor: Assessor, topic: str) -> None:
    name = NAMES[topic]
    assert ("preference", topic, "likes") not in read(assessor, f"I used to enjoy {name}.")
    assert ("preference", topic, "likes") not in read(assessor, f"Do you enjoy {name}?")
    assert read(assessor, f"You should try {name}.") == set()


@pytest.mark.parametrize("topic", sorted(NAMES))
def test_wishing_is_not_liking(assessor: Assessor, topic: str) -> None:
    assert read(assessor, f"I would like to do more {NAMES[topic]}.") == {("goal", topic, "wants")}


@settings(deadline=None, max_examples=40)
@given(topic=topics, neutral=st.sampled_from(NEUTRAL), before=st.booleans())
def test_a_neutral_sentence_changes_nothing(assessor: Assessor, topic: str, neutral: str, before: bool) -> None:
    said = f"I love {NAMES[topic]}."
    together = f"{neutral} {said}" if before else f"{said} {neutral}"
    assert read(assessor, together) == read(assessor, said)


@settings(deadline=None, max_examples=40)
@given(chosen=st.lists(topics, min_size=2, max_size=4, unique=True), seed=st.integers(0, 1000))
def test_order_of_sentences_does_not_matter(assessor: Assessor, chosen: list[str], seed: int) -> None:
    verbs = ["I love", "I hate", "I'm good at", "I really enjoy"]
    sentences = [f"{verbs[i % 4]} {NAMES[t]}." for i, t in enumerate(chosen)]
    shuffled = sentences[:]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - no secret
    assert read(assessor, " ".join(sentences)) == read(assessor, " ".join(shuffled))


@settings(deadline=None, max_examples=40)
@given(topic=topics, how=st.sampled_from(["upper", "spaces", "newline", "tab", "crlf", "quotes", "no stop"]))
def test_form_does_not_matter(assessor: Assessor, topic: str, how: str) -> None:
    said = f"I love {NAMES[topic]}, and I don't like meetings."
    formed = {
        "upper": said.upper(),
        "spaces": said.replace(" ", "  "),
        "newline": said + "\n",
        "tab": "\t" + said,
        "crlf": said + "\r\n",
        "quotes": said.replace("'", "’"),
        "no stop": said.rstrip("."),
    }[how]
    assert read(assessor, formed) == read(assessor, said)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_is_read_and_evidence_is_exact(assessor: Assessor, text: str) -> None:
    clean = text.replace("\x00", "\ufffd")
    reading = read_self_description(assessor, clean)
    for fact in reading.facts:
        assert fact.evidence
        for evidence in fact.evidence:
            assert clean[evidence.start : evidence.end] == evidence.text
    for span in reading.unread:
        assert 0 <= span.start < span.end <= len(clean)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I love mentoring and code reviews but not meetings.",
            {"mentoring": "likes", "code-review": "likes", "meetings": "dislikes"},
        ),
        (
            "Likes: mentoring, Kubernetes. Dislikes: meetings, CSS",
            {"mentoring": "likes", "infrastructure": "likes", "meetings": "dislikes", "ui-work": "dislikes"},
        ),
        ("I'd rather mentor juniors than sit in meetings.", {"mentoring": "likes", "meetings": "dislikes"}),
        ("Neither meetings nor business trips are for me.", {"meetings": "dislikes", "travel": "dislikes"}),
        ("I don't mind meetings.", {"meetings": "likes"}),
        ("I could live without meetings.", {"meetings": "dislikes"}),
        ("My boss hates code reviews. I like them.", {"code-review": "likes"}),
        ("Code reviews bore me, and so do meetings.", {"code-review": "dislikes"}),
        ("I can't say that I dislike meetings.", {"meetings": "likes"}),
    ],
)  # fmt: skip
def test_coordination_comparison_and_hedges(assessor: Assessor, text: str, expected: dict[str, str]) -> None:
    found = {t: v for k, t, v in read(assessor, text) if k == "preference"}
    assert {t: found.get(t) for t in expected} == expected


def test_experience_present_past_and_never(assessor: Assessor) -> None:
    assert ("experience", "public-speaking", "has") in read(assessor, "Last year I gave three conference talks.")
    assert ("experience", "public-speaking", "lacks") in read(assessor, "I have never given a conference talk.")
    assert not read(assessor, "If I gave a conference talk, who would come?")
    assert not read(assessor, "My colleague gave three conference talks.")


def test_roles_present_former_wished_and_others(assessor: Assessor) -> None:
    assert read(assessor, "I'm a tech lead at a bank.") >= {("situation", "current-role", "tech-lead")}
    assert ("situation", "current-role", "tech-lead") not in read(assessor, "My tech lead is on holiday.")
    assert read(assessor, "I want to become a staff engineer.") == {("goal", "staff-engineer", "wants")}
    former = read(assessor, "I used to be an engineering manager.")
    assert ("experience", "people-management", "has") in former
    assert not any(topic == "current-role" for _, topic, _ in former)


def test_numbers(assessor: Assessor) -> None:
    facts = read(assessor, "Senior engineer, 11 yrs, at a company of about two thousand six hundred people.")
    assert ("situation", "years-experience", 11) in facts
    assert ("situation", "company-size", "large") in facts


def test_distress_is_noticed_and_idioms_are_not(assessor: Assessor) -> None:
    assert read_self_description(assessor, "I can't go on and I want to end my life.").distress
    for idiom in ("Meetings kill me.", "My friend had a panic attack.", "I'd die for a good compiler."):
        assert not read_self_description(assessor, idiom).distress


def test_annotated_files_are_sound(assessor: Assessor) -> None:
    folder = Path(__file__).parent / "annotated"
    files = sorted([*folder.glob("own-*.jsonl"), *folder.glob("fresh-*.jsonl")])
    assert len(files) == 18
    records = [record for path in files for record in read_gold(path)]
    assert len({record.id for record in records}) == len(records) > 500
    vocabulary = assessor.knowledge.vocabulary
    assert not [(r.id, f.key) for r in records for f in r.facts if vocabulary.find_fault(*f.key)]
    lines = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert all(fact["evidence"] in line["text"] for line in lines for fact in line["facts"])


def test_coordinated_cues_share_an_object(assessor: Assessor) -> None:
    text = "I gave two talks last year, which I was nervous about but enjoyed."
    assert ("preference", "public-speaking", "likes") in [f.key for f in read_self_description(assessor, text).facts]


FLOORS = {"own-tuning.jsonl": 0.9, "own-held.jsonl": 0.81, "fresh-retold-a.jsonl": 0.68, "fresh-retold-b.jsonl": 0.66}


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_floor_of_our_annotated_texts(assessor: Assessor, name: str) -> None:
    """The figures reached are frozen a little below, so that no change lowers them unseen."""
    figures, _ = measure(assessor, read_gold(Path(__file__).parent / "annotated" / name))
    assert figures.strict.f1 >= FLOORS[name]
    assert figures.overlap / figures.overlap_of >= 0.95
