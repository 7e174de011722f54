"""The lexicon proves itself: every entry's own examples and near-misses hold."""

from fingerpost.assess import Assessor
from fingerpost.intake.proving import prove_entries
from fingerpost.knowledge import KnowledgeBase


def test_every_example_and_near_miss_holds(assessor: Assessor, knowledge: KnowledgeBase) -> None:
    proofs = list(prove_entries([*knowledge.topics, *knowledge.cues], assessor.lexicon.weigh_with(None, {})))
    assert len(proofs) > 2500
    assert [f"{p.where}: {p.text!r} expected {p.expected}: {p.fault}" for p in proofs if p.fault] == []


def test_every_entry_has_an_example(knowledge: KnowledgeBase) -> None:
    bare = [
        f"{file.get('topic', file.get('family'))} ({entry['name']})"
        for file in (*knowledge.topics, *knowledge.cues)
        for entry in file["entries"]
        if not entry.get("examples") and entry.get("use") not in ("role", "mention")
    ]
    assert bare == []


def test_every_topic_is_broad(knowledge: KnowledgeBase) -> None:
    for topic in knowledge.topics:
        assert sum(len(e["patterns"]) for e in topic["entries"]) >= 10, topic["topic"]
    assert {t["topic"] for t in knowledge.topics} >= {
        *knowledge.vocabulary.activities,
        *knowledge.vocabulary.goals,
        *knowledge.vocabulary.concerns,
        *knowledge.vocabulary.situations,
    }
