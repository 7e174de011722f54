"""The second reader: weights of words that judge what the lexicon found, and propose what it missed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fingerpost.assess import Assessor, compile_knowledge
from fingerpost.errors import KnowledgeError
from fingerpost.intake.reading import read_text, read_texts
from fingerpost.intake.weights import NOTHING, Scale, Weights, WordWeights, read_weights, write_weights
from fingerpost.knowledge import KnowledgeBase
from fingerpost.learning.corpus import digest_corpus, read_corpus

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = ROOT / "kb" / "sentences"


@pytest.fixture(scope="module")
def small() -> WordWeights:
    return WordWeights(
        labels=("cooking", NOTHING),
        rows={"pan": 0, "stove": 1, "hot pan": 2},
        matrix=np.array([[150, -50], [200, 0], [25, 0]], dtype=np.int16),
        bias=np.array([-100, 100], dtype=np.int32),
        scale=100.0,
    )


def test_sums_can_be_added_by_hand(small: WordWeights) -> None:
    assert small.sum_words(["pan", "hot pan", "unheard-of"]).tolist() == [150 + 25 - 100, -50 + 100]
    assert small.sum_words([]).tolist() == [-100, 100]


def test_probabilities_add_up_to_one_and_follow_the_sums(small: WordWeights) -> None:
    cold, hot = small.judge_words([]), small.judge_words(["pan", "stove"])
    assert sum(cold.values()) == pytest.approx(1.0)
    assert hot["cooking"] > 0.5 > cold["cooking"]


def test_the_words_that_speak_most_are_named_in_the_order_of_the_text(small: WordWeights) -> None:
    assert small.name_words(["pan", "hot pan", "stove", "cup"], "cooking") == ["pan", "stove"]
    assert small.name_words(["pan", "stove"], "cooking", most=1) == ["stove"]


def test_a_chance_is_the_logistic_of_what_can_be_added_by_hand() -> None:
    scale = Scale({"said": 2.5, "asked": -1.0}, -0.5, 0.3, 0.4)
    assert scale.weigh({"said": 1.0, "asked": 2.0, "unheard-of": 9.0}) == 0.5
    assert scale.weigh({}) == pytest.approx(0.3775, abs=1e-4)
    assert scale.weigh({"said": 1.0}) == pytest.approx(0.8808, abs=1e-4)


@pytest.mark.parametrize("joint", [(), (Scale({"said, encoder": 0.5}, 0.25, 0.2, 0.6), Scale({"said": 0.1}, 0.0, 0.3, 0.4))])
def test_weights_are_written_and_read_the_same(small: WordWeights, joint: tuple[Scale, ...], tmp_path: Path) -> None:
    alone = Scale({"said": 2.5, "asked": -1.0}, -0.5, 0.3, 0.4)
    weights = Weights(small, small, alone, joint, "sha256:0")
    path = tmp_path / "weights.npz"
    write_weights(weights, path)
    again = read_weights(path)
    assert (again.alone, again.joint, again.corpus) == (alone, joint, "sha256:0")
    assert again.topics.labels == small.labels
    assert dict(again.topics.rows) == dict(small.rows)
    assert again.signs.sum_words(["pan"]).tolist() == small.sum_words(["pan"]).tolist()
    first = path.read_bytes()
    write_weights(again, path)
    assert path.read_bytes() == first


def test_broken_weights_are_named_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(b"no weights")
    with pytest.raises(KnowledgeError, match=r"weights\.npz") as raised:
        read_weights(path)
    assert "\n" not in str(raised.value)


def test_the_weights_were_learned_from_the_sentences_that_are_there(knowledge: KnowledgeBase) -> None:
    assert knowledge.weights is not None
    learned_from = digest_corpus(SENTENCES, [*knowledge.topics, *knowledge.cues])
    assert read_weights(knowledge.weights).corpus == learned_from, "run `make weights golden generate`"


def test_every_annotated_sentence_is_of_the_vocabulary_and_stands_once(knowledge: KnowledgeBase) -> None:
    texts = [*read_corpus(SENTENCES), *read_corpus(SENTENCES / "texts")]
    faults = [
        (a.text, key)
        for a in texts
        for _, _, key in a.spans
        if knowledge.vocabulary.find_fault(key[0], key[1], int(key[2]) if key[2].isdigit() else key[2])
    ]
    assert not faults
    for path in sorted(SENTENCES.rglob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(set(lines)), path.name


def test_a_broken_annotated_sentence_is_named_by_file_and_line(tmp_path: Path) -> None:
    fact = '{"kind": "preference", "topic": "coding", "value": "likes", "evidence": "nowhere"}'
    (tmp_path / "bad.jsonl").write_text('{"text": "I code.", "facts": []}\n{"text": "I code.", "facts": [' + fact + "]}\n")
    with pytest.raises(KnowledgeError, match=r"bad\.jsonl:2"):
        read_corpus(tmp_path)


def test_without_weights_the_lexicon_reads_alone(knowledge: KnowledgeBase) -> None:
    lexicon = compile_knowledge(replace(knowledge, weights=None))
    assert lexicon.weights is None
    assert [f.key for f in read_text("I love mentoring juniors.", lexicon).facts] == [("preference", "mentoring", "likes")]


def test_what_is_added_names_its_words_and_no_entry(assessor: Assessor) -> None:
    """Over all annotated sentences something is added; each such fact says on which words it rests."""
    alone = assessor.lexicon.weigh_with(None, {})
    added = 0
    texts = [a.text for a in read_corpus(SENTENCES / "texts")[::160]]
    for text, by_rules, reading in zip(texts, read_texts(texts, alone), read_texts(texts, assessor.lexicon), strict=True):
        before = {f.key for f in by_rules.facts}
        for fact in reading.facts:
            if fact.key in before:
                continue
            added += 1
            assert fact.lexicon == (f"{fact.topic}#0",)
            assert fact.cues
            assert all(text[e.start : e.end] == e.text for e in fact.evidence)
    assert added > 5
