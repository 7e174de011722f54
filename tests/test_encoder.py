"""The encoders: what they are shown, how they read, and that nothing but a sentence decides what they say of it."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.assess import Assessor, compile_knowledge
from fingerpost.errors import KnowledgeError
from fingerpost.intake.encoding import Encoder, spell_sentence
from fingerpost.intake.pieces import MOST_BEFORE, MOST_PIECES, OPENS, PARTS, UNKNOWN, Pieces
from fingerpost.intake.reading import read_text, read_texts
from fingerpost.intake.weights import Scale
from fingerpost.knowledge import KnowledgeBase, load_knowledge
from fingerpost.learning.corpus import Annotated, digest_sentences, is_kept_aside, read_lessons
from fingerpost.learning.showing import Shown, list_shown

SENTENCES = Path(__file__).resolve().parent.parent / "kb" / "sentences"


@pytest.fixture(scope="module")
def encoder(knowledge: KnowledgeBase) -> Encoder:
    return Encoder(knowledge.encoders[0])


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces([OPENS, PARTS, UNKNOWN, "cook", "##ing", "cafe", "'", "t", "don"])


def test_words_are_cut_into_the_longest_pieces(pieces: Pieces) -> None:
    named = [pieces.pieces[n] for n in pieces.split_words("cooking don't café stove")]
    assert named == ["cook", "##ing", "don", "'", "t", "cafe", UNKNOWN]


def test_the_sentence_itself_is_marked(pieces: Pieces) -> None:
    numbers, own = pieces.join_sentences("don cook", "cooking")
    assert [pieces.pieces[n] for n in numbers] == [OPENS, "don", "cook", PARTS, "cook", "##ing", PARTS]
    assert own == [0, 0, 0, 0, 1, 1, 1]
    assert pieces.join_sentences("", "cook")[1] == [0, 0, 1, 1]


@given(st.text(max_size=400), st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_makes_a_stretch_of_bounded_length(before: str, sentence: str) -> None:
    pieces = Pieces([OPENS, PARTS, UNKNOWN, "a", "##a"])
    numbers, own = pieces.join_sentences(before.lower(), sentence.lower())
    assert len(numbers) == len(own) <= MOST_BEFORE + MOST_PIECES + 3
    assert all(0 <= n < len(pieces.pieces) for n in numbers)


def test_both_were_fitted_to_the_sentences_that_are_there(knowledge: KnowledgeBase) -> None:
    corpora = {Encoder(path).corpus for path in knowledge.encoders}
    assert corpora == {digest_sentences(SENTENCES)}, "run `make encoder weights golden generate`"


def test_they_tell_only_of_facts_of_the_vocabulary(knowledge: KnowledgeBase) -> None:
    told = [Encoder(path).facts for path in knowledge.encoders]
    assert len(told) == 2
    assert told[0] == told[1] != []
    assert not [f for f in told[0] if knowledge.vocabulary.find_fault(*f)]


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("I would happily spend all day pairing with the new graduates.", ("preference", "mentoring", "likes")),
        ("Standing at a lectern turns my stomach.", ("preference", "public-speaking", "dislikes")),
        ("My css is a disgrace.", ("skill", "ui-work", "weak")),
    ],
)
def test_what_no_entry_names_is_understood(assessor: Assessor, sentence: str, fact: tuple[str, str, str]) -> None:
    assert fact in {f.key for f in read_text(sentence, assessor.lexicon).facts}


@given(st.lists(st.sampled_from(["i love code.", "the sky is grey.", "we hire.", "talks? never again."]), max_size=6))
@settings(max_examples=20, deadline=None)
def test_what_was_read_before_changes_nothing(encoder: Encoder, before: list[str]) -> None:
    for sentence in before:
        encoder.judge_sentence(("", sentence))
    sentence = ("", "i could talk to our users until the cows come home.")
    first = encoder.judge_sentence(sentence)
    encoder.judged.forget()
    assert encoder.judge_sentence(sentence) == first


_SENTENCES = st.lists(
    st.sampled_from("i we hate love never code reviews on call talks , . ; mentoring used to my boss the and".split()),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(st.lists(_SENTENCES, min_size=1, max_size=40))
@settings(max_examples=20, deadline=None)
def test_many_at_once_are_judged_like_each_alone(encoder: Encoder, sentences: list[str]) -> None:
    encoder.judged.forget()
    together = encoder.judge_sentences(("", s) for s in sentences)
    for spelt, told in together.items():
        encoder.judged.forget()
        assert encoder.judge_sentence(spelt) == told


def test_a_sentence_brings_the_one_before_only_where_it_leans_on_it(assessor: Assessor) -> None:
    far = "The office of the new company has three floors, two lifts and a decent canteen on the roof."
    text = f"I ran the guild for a year. I loved it. Would do it again. {far}"
    lesson = next(read_lessons([Annotated(text, ())], assessor.lexicon))
    spelt = [spell_sentence(lesson.page, s) for s in lesson.page.sentences]
    assert spelt == [
        ("", "i ran the guild for a year."),
        ("i ran the guild for a year.", "i loved it."),
        # what is very short takes along what stands before it
        ("i ran the guild for a year. i loved it.", "would do it again."),
        ("", far.lower()),
    ]


def test_it_is_shown_sentences_and_the_parts_that_are_evidence(assessor: Assessor) -> None:
    text = "I like code reviews but not the standups."
    spans = ((0, 19, ("preference", "code-review", "likes")), (20, 40, ("preference", "meetings", "dislikes")))
    shown = list_shown(read_lessons([Annotated(text, spans)], assessor.lexicon))
    assert shown == [
        Shown("", "but not the standups", (spans[1][2],)),
        Shown("", "i like code reviews", (spans[0][2],)),
        Shown("", "i like code reviews but not the standups.", (spans[0][2], spans[1][2])),
    ]


def test_one_text_in_fourteen_is_kept_aside() -> None:
    aside = sum(is_kept_aside(f"text {n}") for n in range(14000))
    assert 850 < aside < 1150


def test_a_broken_encoder_is_named_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "encoder.onnx"
    path.write_bytes(b"no network")
    with pytest.raises(KnowledgeError, match=r"encoder\.onnx") as raised:
        Encoder(path).judge_sentence(("", "i code."))
    assert "\n" not in str(raised.value)


def test_without_encoder_words_and_lexicon_read_alone(knowledge: KnowledgeBase) -> None:
    lexicon = compile_knowledge(replace(knowledge, encoders=()))
    assert not lexicon.encoders
    assert ("preference", "mentoring", "likes") in [f.key for f in read_text("I love mentoring juniors.", lexicon).facts]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I love mentoring juniors.", False),
        ("Do you like mentoring?", False),
        ("My boss loves mentoring.", False),
        ("My stylesheets make designers cry.", True),
    ],
)
def test_it_is_asked_only_where_it_can_make_a_difference(
    assessor: Assessor, monkeypatch: pytest.MonkeyPatch, text: str, asked: bool
) -> None:
    heard = []

    def judge(_: Encoder, spelt: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[tuple[str, str, str], float]]:
        asked = list(spelt)
        heard.extend(asked)
        return {one: {} for one in asked}

    monkeypatch.setattr(Encoder, "judge_sentences", judge)
    read_text(text, assessor.lexicon)
    assert bool(heard) == asked


def test_what_it_adds_is_shown_in_the_part_of_the_sentence_that_tells_it(assessor: Assessor) -> None:
    text = "I live above a bakery, and I would happily spend my days helping the new graduates find their feet."
    told = {f.key: f for f in read_text(text, assessor.lexicon).facts}
    [evidence] = told["preference", "mentoring", "likes"].evidence
    assert evidence.text == "I would happily spend my days helping the new graduates find their feet"


def test_a_sentence_in_full_means_what_it_says_whatever_was_asked(assessor: Assessor) -> None:
    texts = ["Slide decks and lecterns, mostly.", "When a junior outgrows me I could burst with pride."]
    bare, full = (
        {f.key for f in reading.facts} for reading in read_texts(texts, assessor.lexicon, ["dislikes", "dislikes"])
    )
    assert bare == {("preference", "public-speaking", "dislikes")}
    assert ("preference", "mentoring", "likes") in full


def test_a_sentence_that_leans_on_another_tells_its_fact_no_second_time(assessor: Assessor) -> None:
    reading = read_text("I have an idea for a product of my own. Call me.", assessor.lexicon)
    [fact] = [f for f in reading.facts if f.topic == "has-idea"]
    assert [e.text for e in fact.evidence] == ["I have an idea for a product of my own"]


class Teller:
    """An encoder that knows one sentence and counts how often it is asked."""

    def __init__(self, sentence: str, told: dict[tuple[str, str, str], float]) -> None:
        self.sentence, self.told, self.asked = sentence, told, 0

    def judge_sentences(self, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[tuple[str, str, str], float]]:
        wanted = list(asked)
        self.asked += len(wanted)
        return {one: self.told if one[1] == self.sentence else {} for one in wanted}


@pytest.mark.parametrize(("chance", "deep_asked", "read"), [(0.999, 0, True), (0.001, 0, False), (0.4, 1, True)])
def test_the_deep_one_is_asked_where_the_quick_one_is_not_sure(
    assessor: Assessor, chance: float, deep_asked: int, read: bool
) -> None:
    text, fact = "My stylesheets make designers weep.", ("skill", "ui-work", "weak")
    lexicon = assessor.lexicon
    weights = lexicon.weights
    assert weights is not None
    # chances are taken as the encoder tells them
    plain = Scale({"unsaid, encoder": 1.0, "said, encoder": 1.0}, 0.0, 0.3, 0.4)
    quick, deep = Teller(text.lower(), {fact: chance}), Teller(text.lower(), {fact: 0.95})
    cascade = lexicon.weigh_with(replace(weights, joint=(plain, plain)), lexicon.kinds, cast("list[Encoder]", [quick, deep]))
    facts = {f.key for f in read_text(text, cascade).facts}
    assert (quick.asked, deep.asked) == (1, deep_asked)
    assert (fact in facts) == read


def test_a_deep_encoder_without_the_quick_one_is_of_no_use(tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    shutil.copytree(SENTENCES.parent, kb, ignore=shutil.ignore_patterns("sentences", "*.onnx"))
    (kb / "encoder-deep.onnx").write_bytes(b"never read")
    assert load_knowledge(None, kb).encoders == ()
