"""Measuring reading and ranking against annotated texts: precision, recall, F1 of facts; top-1 and top-3 of paths.

Facts are compared as (kind, topic, value) a record, as the annotation guide counts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fingerpost.assess import Assessor, assess_facts, assess_many
from fingerpost.decoding import check_text, decode_any, read_bytes
from fingerpost.errors import InputError
from fingerpost.knowledge import KnowledgeBase
from fingerpost.records import Fact, Result
from fingerpost.serialising import parse_json, read_facts

_POSITIVE = frozenset({"likes", "has", "strong", "wants"})
_JUDGED = ("best", "good", "poor")
_FORM = 'write lines of {"id", "text", "facts"}'
_NEGATIVE = frozenset({"dislikes", "lacks", "weak", "avoids", "worried"})


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated text."""

    id: str
    text: str
    facts: tuple[Fact, ...]
    best: frozenset[str] = frozenset()
    good: frozenset[str] = frozenset()
    poor: frozenset[str] = frozenset()
    judged: bool = False
    capability: str = ""


@dataclass(slots=True)
class Count:
    """True positives, false positives, false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, gold: set[Any], found: set[Any]) -> None:
        """Count one record."""
        self.tp += len(gold & found)
        self.fp += len(found - gold)
        self.fn += len(gold - found)

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 0.0


@dataclass(slots=True)
class Ranking:
    """How often the first, or one of the first three, recommended paths is among the best; and what is spoken against."""

    judged: int = 0
    ranked: int = 0
    top1: int = 0
    top3: int = 0
    poor3: int = 0
    thin: int = 0
    thin_ok: int = 0


@dataclass(slots=True)
class Figures:
    """All figures of one evaluation."""

    records: int = 0
    strict: Count = field(default_factory=Count)
    polarity: Count = field(default_factory=Count)
    topic: Count = field(default_factory=Count)
    by_kind: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_topic: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_capability: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    sign_errors: int = 0
    found: int = 0
    overlap: int = 0
    overlap_of: int = 0
    from_text: Ranking = field(default_factory=Ranking)
    from_facts: Ranking = field(default_factory=Ranking)


@dataclass(frozen=True, slots=True)
class Miss:
    """A record that was not read as annotated: facts missed, and facts that are not annotated."""

    record: Annotated
    missed: tuple[Fact, ...]
    extra: tuple[Fact, ...]


def read_gold(path: Path, knowledge: KnowledgeBase | None = None) -> list[Annotated]:
    """Read annotated texts, one JSON object a line.

    Args:
        path: The file.
        knowledge: Against what facts and paths are held, if there is such.

    Raises:
        InputError: The file cannot be read or is empty, or a line is no annotated text; the error names line and key.
    """
    lines = decode_any(read_bytes(path), str(path)).split("\n")
    records = [_read_record(line, f"{path}:{n}", knowledge) for n, line in enumerate(lines, 1) if line.strip()]
    if not records:
        raise InputError("there is no record in it", where=str(path), mend=_FORM)
    return records


def _read_record(line: str, where: str, knowledge: KnowledgeBase | None) -> Annotated:
    data = parse_json(line, where, "mend the line")
    if not isinstance(data, dict):
        raise InputError("the record is no object", where=where, mend=_FORM)
    for key in ("id", "text", "facts"):
        if key not in data:
            raise InputError(f"the record has no {key}", where=where, mend=_FORM)
    if not isinstance(data["text"], str):
        raise InputError("the text is no string", where=f"{where} (text)", mend=_FORM)
    text = check_text(data["text"], where)
    facts = read_facts(data["facts"], where, knowledge.vocabulary.find_fault if knowledge else None)
    for fact in facts:
        for evidence in fact.evidence:
            if evidence.text not in text:
                place = f"{where} (facts, {fact.kind}:{fact.topic}={fact.value})"
                shown = evidence.text[:60]
                raise InputError(f"evidence {shown!r} is not in the text", where=place, mend="quote words of the text")
    return Annotated(
        str(data["id"]),
        text,
        facts,
        judged="paths" in data,
        capability=str(data.get("capability") or ""),
        **_read_paths(data.get("paths", {}), where, knowledge),
    )


def _read_paths(data: Any, where: str, knowledge: KnowledgeBase | None) -> dict[str, frozenset[str]]:
    if not isinstance(data, dict):
        raise InputError("the paths are no object", where=f"{where} (paths)", mend='write {"best": [...]} or leave it out')
    for key, names in data.items():
        place = f"{where} (paths.{key})"
        if key not in _JUDGED:
            raise InputError(f"unknown key {key!r}", where=place, mend=f"use {', '.join(_JUDGED)}")
        if not isinstance(names, list):
            raise InputError("this is no list", where=place, mend="list ids of paths")
        for name in names:
            if not isinstance(name, str) or (knowledge is not None and name not in knowledge.paths):
                raise InputError(f"there is no path {name!r}", where=place, mend="see `fingerpost paths list`")
    return {key: frozenset(data.get(key, ())) for key in _JUDGED}


def measure(assessor: Assessor, records: Sequence[Annotated]) -> tuple[Figures, list[Miss]]:
    """Read and rank annotated texts, and rank their annotated facts; return figures and what was missed."""
    figures = Figures(records=len(records))
    misses: list[Miss] = []
    results = assess_many(assessor, [(r.id, r.text) for r in records])
    for record, result in zip(records, results, strict=True):
        _count_facts(figures, record, result)
        miss = _find_miss(record, result)
        if miss:
            misses.append(miss)
        _count_ranking(figures.from_text, record, [(r.path, r.verdict) for r in result.recommendations])
        perfect = assess_facts(assessor, record.facts, identity=record.id)
        _count_ranking(figures.from_facts, record, [(r.path, r.verdict) for r in perfect.recommendations])
    return figures, misses


def _count_facts(figures: Figures, record: Annotated, result: Result) -> None:
    gold, found = list(record.facts), list(result.facts)
    figures.strict.add({f.key for f in gold}, {f.key for f in found})
    figures.polarity.add({(f.topic, sign_of(f)) for f in gold}, {(f.topic, sign_of(f)) for f in found})
    figures.topic.add({f.topic for f in gold}, {f.topic for f in found})
    for group, name in ((figures.by_kind, "kind"), (figures.by_topic, "topic")):
        for value in sorted({getattr(f, name) for f in (*gold, *found)}):
            group[value].add(
                {f.key for f in gold if getattr(f, name) == value}, {f.key for f in found if getattr(f, name) == value}
            )
    if record.capability:
        figures.by_capability[record.capability].add({f.key for f in gold}, {f.key for f in found})
    signs: dict[str, set[str]] = defaultdict(set)
    for fact in gold:
        signs[fact.topic].add(sign_of(fact))
    figures.found += len(found)
    for fact in found:
        opposite = {"+": "-", "-": "+"}.get(sign_of(fact))
        figures.sign_errors += opposite is not None and signs[fact.topic] == {opposite}
    by_key = {f.key: f for f in found}
    for fact in gold:
        if fact.key in by_key:
            figures.overlap_of += 1
            figures.overlap += _overlaps(record.text, fact, by_key[fact.key])


def sign_of(fact: Fact) -> str:
    """``+``, ``-``, or the value itself where it has no sign."""
    return "+" if fact.value in _POSITIVE else "-" if fact.value in _NEGATIVE else str(fact.value)


def _overlaps(text: str, gold: Fact, found: Fact) -> bool:
    spans = [(i, i + len(e.text)) for e in gold.evidence if (i := text.find(e.text)) >= 0]
    return any(s < e.end and e.start < t for s, t in spans for e in found.evidence)


def _find_miss(record: Annotated, result: Result) -> Miss | None:
    gold, found = {f.key: f for f in record.facts}, {f.key: f for f in result.facts}
    missed = tuple(f for k, f in gold.items() if k not in found)
    extra = tuple(f for k, f in found.items() if k not in gold)
    return Miss(record, missed, extra) if missed or extra else None


def _count_ranking(ranking: Ranking, record: Annotated, recommended: Iterable[tuple[str, str]]) -> None:
    pairs = list(recommended)[:3]
    top = [path for path, _ in pairs]
    if record.best or record.good or record.poor:
        ranking.judged += 1
        ranking.poor3 += bool(record.poor.intersection(top))
        if record.best:
            ranking.ranked += 1
            ranking.top1 += bool(top) and top[0] in record.best
            ranking.top3 += bool(record.best.intersection(top))
    elif record.judged and not record.capability:
        ranking.thin += 1
        ranking.thin_ok += all(verdict == "weak" for _, verdict in pairs)


def plain_figures(figures: Figures) -> dict[str, Any]:
    """The figures as plain data, rounded to three places."""
    data: dict[str, Any] = {"records": figures.records}
    for name in ("strict", "polarity", "topic"):
        data[name] = _plain_count(getattr(figures, name))
    data["sign_errors"] = _share(figures.sign_errors, figures.found)
    data["evidence_overlap"] = _share(figures.overlap, figures.overlap_of)
    data["paths"] = {"from_text": _plain_ranking(figures.from_text), "from_facts": _plain_ranking(figures.from_facts)}
    for name in ("by_kind", "by_capability", "by_topic"):
        groups: Mapping[str, Count] = getattr(figures, name)
        data[name] = {k: _plain_count(c) | {"gold": c.tp + c.fn} for k, c in sorted(groups.items())}
    return data


def _plain_count(count: Count) -> dict[str, Any]:
    return {"P": round(count.precision, 3), "R": round(count.recall, 3), "F1": round(count.f1, 3)}


def _plain_ranking(ranking: Ranking) -> dict[str, Any]:
    return {
        "top1": _share(ranking.top1, ranking.ranked),
        "top3": _share(ranking.top3, ranking.ranked),
        "spoken_against_in_top3": _share(ranking.poor3, ranking.judged),
        "thin_ok": f"{ranking.thin_ok}/{ranking.thin}",
        "records": ranking.ranked,
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def list_figures(figures: Figures) -> Iterator[str]:
    """The figures as lines for a person."""
    yield f"{figures.records} records"
    for name in ("strict", "polarity", "topic"):
        count: Count = getattr(figures, name)
        yield f"{name:<10} P {count.precision:.3f}  R {count.recall:.3f}  F1 {count.f1:.3f}"
    yield f"sign errors {_share(figures.sign_errors, figures.found):.3f} of {figures.found} facts found"
    yield f"evidence overlaps {_share(figures.overlap, figures.overlap_of):.3f} of {figures.overlap_of}"
    for name, ranking in (("from the text", figures.from_text), ("from the annotated facts", figures.from_facts)):
        if ranking.judged or ranking.thin:
            yield (
                f"paths {name}: top-1 {_share(ranking.top1, ranking.ranked):.3f}  top-3 "
                f"{_share(ranking.top3, ranking.ranked):.3f}  spoken against in the first three "
                f"{_share(ranking.poor3, ranking.judged):.3f}  too thin and left so {ranking.thin_ok}/{ranking.thin}  "
                f"({ranking.ranked} judged)"
            )
    for title, groups in (
        ("kind", figures.by_kind),
        ("capability", figures.by_capability),
        ("topic", figures.by_topic),
    ):
        if groups:
            yield f"by {title}:"
        for key, count in sorted(groups.items()):
            yield (
                f"  {key:<26} P {count.precision:.3f}  R {count.recall:.3f}  F1 {count.f1:.3f}  "
                f"({count.tp + count.fn} annotated)"
            )
