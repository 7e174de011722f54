"""What the templates of one person's pages are filled with: frozen records, made from a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.knowledge import KnowledgeBase
from fingerpost.page.feeding import Feed, list_feeds
from fingerpost.page.highlighting import Piece, cut_text, tone_of
from fingerpost.phrasing import phrase_fact
from fingerpost.records import Fact, Line, Result

KIND_TITLES = {
    "preference": "What you like and don't",
    "experience": "What you have done",
    "skill": "What you are good at, and not",
    "goal": "What you want next",
    "concern": "What worries you",
    "situation": "Where you stand",
}


@dataclass(frozen=True, slots=True)
class WordsView:
    """One text of a person, cut into pieces; ``column`` is empty where there is only one."""

    column: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact as it is shown; ``quotes`` are its words, each with the id of the place where they stand (or nothing)."""

    id: str
    says: str
    tone: str
    quotes: tuple[tuple[str, str], ...]
    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A sentence of the advice with its points (None where it gives none), its rows and the facts at its root."""

    text: str
    points: int | None
    rows: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathView:
    """One recommended path."""

    rank: int
    title: str
    verdict: str
    grade: str
    score: int
    day: str
    reasons: tuple[LineView, ...]
    gates: tuple[str, ...]
    cautions: tuple[LineView, ...]
    first_steps: tuple[str, ...]
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the articles on which something shown rests."""

    row: str
    title: str
    section: str
    paragraph: int
    heuristic: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything that is shown of one person.

    ``prefix`` starts the ids of all elements, so that several people fit on a page. ``facts`` are grouped by kind, with
    the title of the kind; ``standing`` holds (title, score) of all paths, best first.
    """

    prefix: str
    words: tuple[WordsView, ...]
    facts: tuple[tuple[str, tuple[FactView, ...]], ...]
    notes: tuple[tuple[str, str], ...]
    paths: tuple[PathView, ...]
    advice: tuple[LineView, ...]
    standing: tuple[tuple[str, int], ...]
    rows: tuple[RowView, ...]


def view_person(
    result: Result, texts: Mapping[str, str], knowledge: KnowledgeBase, prefix: str = "", rows: Iterable[str] = ()
) -> PersonView:
    """A person's result as it is shown.

    Args:
        result: The result.
        texts: The texts by their column; the key is empty for the one text of a person.
        knowledge: The knowledge with which the result was made.
        prefix: The start of the ids of all elements.
        rows: More rows of the articles to list.
    """
    words = tuple(WordsView(c, cut_text(t, result.facts, result.unread, c or None)) for c, t in texts.items())
    roots = _find_roots(result)
    paths = tuple(_view_path(n, result, knowledge, roots) for n in range(len(result.recommendations)))
    advice = tuple(_view_line(line, roots) for line in result.advice)
    said = [x for p in paths for x in (*p.reasons, *p.cautions)] + list(advice)
    return PersonView(
        prefix=prefix,
        words=words,
        facts=_group_facts(result, words, knowledge, prefix),
        notes=tuple((n.about, n.text) for n in result.notes),
        paths=paths,
        advice=advice,
        standing=tuple((knowledge.title_of(s.path), s.score) for s in result.standing),
        rows=list_rows({r for line in said for r in line.rows} | set(rows), knowledge),
    )


def list_rows(rows: Iterable[str], knowledge: KnowledgeBase) -> tuple[RowView, ...]:
    """Rows of the articles, in the order of the articles; rows that are not known are left out."""
    wanted = set(rows)
    known = (r for r in knowledge.rows.values() if r.row in wanted)
    return tuple(RowView(r.row, knowledge.articles[r.article].title, r.section, r.paragraph, r.heuristic) for r in known)


def _group_facts(
    result: Result, words: Sequence[WordsView], knowledge: KnowledgeBase, prefix: str
) -> tuple[tuple[str, tuple[FactView, ...]], ...]:
    feeds = list_feeds(result, knowledge)
    places = {(w.column or None, p.start): f"{prefix}w{n}-{p.start}" for n, w in enumerate(words) for p in w.pieces}
    grouped = []
    for kind, title in KIND_TITLES.items():
        held = tuple(_view_fact(f, feeds.get(f.id, ()), places, knowledge) for f in result.facts if f.kind == kind)
        if held:
            grouped.append((title, held))
    return tuple(grouped)


def _view_fact(
    fact: Fact, feeds: tuple[Feed, ...], places: Mapping[tuple[str | None, int], str], knowledge: KnowledgeBase
) -> FactView:
    quotes = tuple((e.text, places.get((e.field, e.start), "")) for e in fact.evidence)
    return FactView(fact.id, phrase_fact(fact, knowledge), tone_of(fact), quotes, feeds)


def _view_path(number: int, result: Result, knowledge: KnowledgeBase, roots: Mapping[str, tuple[str, ...]]) -> PathView:
    item = result.recommendations[number]
    path = knowledge.paths.get(item.path)
    verdicts: Mapping[str, str] = knowledge.extras["phrases"]["verdicts"]
    return PathView(
        rank=item.rank,
        title=knowledge.title_of(item.path),
        verdict=verdicts.get(item.verdict, item.verdict),
        grade=item.verdict,
        score=item.score,
        day=path.day if path else "",
        reasons=tuple(_view_line(r, roots) for r in item.reasons),
        gates=tuple(g.text for g in result.gates if g.path == item.path and g.state == "closed"),
        cautions=tuple(_view_line(c, roots) for c in item.cautions),
        first_steps=item.first_steps,
        next=item.next,
    )


def _view_line(line: Line, roots: Mapping[str, tuple[str, ...]]) -> LineView:
    facts = dict.fromkeys(fact for ref in line.facts for fact in roots.get(ref, ()))
    return LineView(line.text, line.points, line.heuristics, tuple(facts))


def _find_roots(result: Result) -> dict[str, tuple[str, ...]]:
    roots: dict[str, tuple[str, ...]] = {f.id: (f.id,) for f in result.facts}
    for derived in result.derived:
        roots[derived.id] = tuple(dict.fromkeys(x for ref in derived.facts for x in roots.get(ref, ())))
    return roots
