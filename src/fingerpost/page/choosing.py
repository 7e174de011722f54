"""Which numbers of a survey are shown, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.audit.removing import Removals
from fingerpost.knowledge import KnowledgeBase
from fingerpost.page.deciding import count_swings, find_telling
from fingerpost.page.disclosure import Grouping, pool_small, release_groups
from fingerpost.page.tallying import BURDENS, NO_PATH, Tally
from fingerpost.page.templating import raise_first

# groups are told apart by path where at least this share of their people can be shown so
_MOST = 0.6
ASPECTS = (
    ("preference", "likes", "Like"),
    ("preference", "dislikes", "Don’t enjoy"),
    ("skill", "strong", "Good at"),
    ("skill", "weak", "Find hard"),
    ("experience", "has", "Have done"),
    ("goal", "wants", "Want"),
    ("goal", "avoids", "Don’t want"),
)


@dataclass(frozen=True, slots=True)
class Counts:
    """A line of a table: what it is of, where that is found (a rule or a path), and its numbers; None is withheld."""

    label: str
    numbers: tuple[int | None, ...]
    of: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class SurveyView:
    """The numbers that are shown, as lines of tables; ``classes`` are the names of what groups are told apart by."""

    people: int
    told: int | None
    silent: int | None
    paths: tuple[Counts, ...]
    others: int | None
    topics: tuple[Counts, ...]
    obstacles: tuple[tuple[str, tuple[Counts, ...]], ...]
    deciders: tuple[Counts, ...]
    rules: tuple[Counts, ...]
    groupings: tuple[Grouping, ...]
    classes: Mapping[str, str]
    withheld: tuple[str, ...]


def view_survey(tally: Tally, knowledge: KnowledgeBase, removals: Removals, least: int) -> SurveyView:
    """Choose the numbers that may be shown.

    What worries and burdens people is told of ``least`` people and more only, and so is everything that hangs on it. Where
    groups are kept, that goes for every number, since a number of few could be that of a small group.
    """
    is_grouped = bool(tally.columns)

    def show(count: int, is_guarded: bool = False) -> int | None:
        return count if count >= least or not (is_grouped or is_guarded) else None

    groupings, classes = _release_groups(tally, knowledge, least)
    rare = pool_small(tally.first, least) if is_grouped else frozenset()
    telling = find_telling(knowledge)
    paths = [
        Counts(knowledge.title_of(p), (None if p in rare else show(tally.first[p]), show(tally.top[p])))
        for p in knowledge.paths
        if tally.top[p]
    ]
    swings = count_swings(tally, removals)
    told = tally.people - tally.first[NO_PATH]
    return SurveyView(
        people=tally.people,
        told=None if NO_PATH in rare else told,
        silent=show(tally.silent),
        paths=_sort(paths),
        others=sum(tally.first[p] for p in rare) if rare else None,
        topics=_list_topics(tally, knowledge, show),
        obstacles=_list_obstacles(tally, knowledge, show),
        deciders=_sort(_list_rules([swings, tally.spoke], knowledge, show, telling)),
        rules=_sort(_list_rules([tally.fired], knowledge, show, telling)),
        groupings=groupings,
        classes=classes,
        withheld=tuple(c for c in tally.columns if c not in {g.column for g in groupings}),
    )


def _list_topics(tally: Tally, knowledge: KnowledgeBase, show: Callable[..., int | None]) -> tuple[Counts, ...]:
    lines = []
    for topic in (*knowledge.vocabulary.activities, *knowledge.vocabulary.goals):
        counts = [tally.facts[kind, topic, value] for kind, value, _ in ASPECTS]
        shown = tuple(show(n, value == "weak") for n, (_, value, _) in zip(counts, ASPECTS, strict=True))
        if any(shown):
            lines.append(Counts(raise_first(knowledge.title_of(topic)), shown))
    return tuple(sorted(lines, key=lambda c: -((c.numbers[0] or 0) + (c.numbers[1] or 0))))


def _list_obstacles(
    tally: Tally, knowledge: KnowledgeBase, show: Callable[..., int | None]
) -> tuple[tuple[str, tuple[Counts, ...]], ...]:
    """What holds people back, told of many only: concerns, burdens, weaknesses, closed gates, points against."""
    said: dict[str, list[Counts]] = {"Worries": [], "Worn out, or stuck": [], "Weak spots": []}
    for (kind, topic, value), count in sorted(tally.facts.items(), key=lambda item: (-item[1], str(item[0]))):
        line = Counts(raise_first(knowledge.title_of(topic)), (show(count, True),), topic)
        if kind == "concern":
            said["Worries"].append(line)
        elif kind == "situation" and topic in BURDENS:
            said["Worn out, or stuck"].append(line)
        elif (kind, value) == ("skill", "weak"):
            said["Weak spots"].append(line)
    for title, counts in (("Closed gates", tally.closed), ("Points against", tally.against)):
        said[title] = [
            Counts(_claim(rule, knowledge), (show(n, True),), rule, knowledge.title_of(path))
            for (rule, path), n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
    return tuple((title, kept) for title, lines in said.items() if (kept := tuple(x for x in lines if x.numbers[0])))


def _list_rules(
    counts: Sequence[Mapping[str, int]], knowledge: KnowledgeBase, show: Callable[..., int | None], telling: frozenset[str]
) -> list[Counts]:
    lines = []
    for rule in sorted({rule for count in counts for rule in count}):
        known = knowledge.rules.get(rule)
        path = knowledge.title_of(known.path) if known and known.path else ""
        shown = tuple(show(count.get(rule, 0), rule in telling or known is None) for count in counts)
        if any(shown):
            lines.append(Counts(_claim(rule, knowledge), shown, rule, path))
    return lines


def _release_groups(tally: Tally, knowledge: KnowledgeBase, least: int) -> tuple[tuple[Grouping, ...], dict[str, str]]:
    """First places by group: by path where that can be shown of most people, else by the category of the path."""
    if not tally.columns:
        return (), {}
    named = {NO_PATH: "No recommendation"}
    by_path = release_groups(tally.columns, tally.groups, least)
    paths = named | {path: knowledge.title_of(path) for path in tally.first if path}
    if sum(sum(g.cells.values()) for g in by_path) >= _MOST * sum(sum(g.sizes.values()) for g in by_path):
        return by_path, paths
    categories = {path: knowledge.paths[path].category if path in knowledge.paths else path for path in tally.first}
    people: Counter[tuple[tuple[str, ...], str]] = Counter()
    for (groups, path), count in tally.groups.items():
        people[groups, categories[path]] += count
    titles = {c: raise_first(c.replace("-", " ")) for c in categories.values() if c}
    return release_groups(tally.columns, people, least), named | titles


def _claim(rule: str, knowledge: KnowledgeBase) -> str:
    return knowledge.rules[rule].claim if rule in knowledge.rules else rule


def _sort(lines: Sequence[Counts]) -> tuple[Counts, ...]:
    return tuple(sorted(lines, key=lambda c: ([-(n or 0) for n in c.numbers], c.label)))
