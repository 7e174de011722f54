"""Which numbers of a survey are shown, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Screen:
    """Holds back numbers of few people."""

    people: int
    least: int
    is_grouped: bool

    def show(self, count: int, *, is_guarded: bool = False, wholes: Iterable[int | None] = ()) -> int | None:
        """The number, or None where it is held back.

        Args:
            count: How many people.
            is_guarded: Whether it is told of many only, even where no groups are kept.
            wholes: Other numbers that are shown. Where groups are kept, everybody is one of them.

        A number that is not told freely is held back, too, where what it leaves of a whole is that of few.
        """
        if not (self.is_grouped or is_guarded):
            return count
        known = [*wholes, self.people] if self.is_grouped else list(wholes)
        left = (abs(whole - count) for whole in known if whole is not None)
        return None if count < self.least or any(0 < n < self.least for n in left) else count


def view_survey(tally: Tally, knowledge: KnowledgeBase, removals: Removals, least: int) -> SurveyView:
    """Choose the numbers that may be shown.

    What worries and burdens people is told of ``least`` people and more only, and so is everything that hangs on it. Where
    groups are kept, that goes for every number, since a number of few could be that of a small group.
    """
    screen = Screen(tally.people, least, bool(tally.columns))
    groupings, classes = _release_groups(tally, knowledge, least)
    rare = pool_small(tally.first, least) if screen.is_grouped else frozenset()
    telling = find_telling(knowledge)
    swings = count_swings(tally, removals)
    told = tally.people - tally.first[NO_PATH]
    return SurveyView(
        people=tally.people,
        told=None if NO_PATH in rare else told,
        silent=screen.show(tally.silent),
        paths=_list_paths(tally, knowledge, screen, rare),
        others=sum(tally.first[p] for p in rare) if rare else None,
        topics=_list_topics(tally, knowledge, screen),
        obstacles=_list_obstacles(tally, knowledge, screen, telling),
        deciders=_sort(_list_rules([swings, tally.spoke], knowledge, screen, telling)),
        rules=_sort(_list_rules([tally.fired], knowledge, screen, telling)),
        groupings=groupings,
        classes=classes,
        withheld=tuple(c for c in tally.columns if c not in {g.column for g in groupings}),
    )


def _list_paths(tally: Tally, knowledge: KnowledgeBase, screen: Screen, rare: Collection[str]) -> tuple[Counts, ...]:
    lines = []
    for path in knowledge.paths:
        # first places add up to everybody: which of them are held back is settled for all of them at once
        is_few = path in rare or (screen.is_grouped and not tally.first[path])
        first = None if is_few else tally.first[path]
        top = screen.show(tally.top[path], wholes=(first,))
        if tally.top[path] and (first is not None or top is not None):
            lines.append(Counts(knowledge.title_of(path), (first, top)))
    return _sort(lines)


def _list_topics(tally: Tally, knowledge: KnowledgeBase, screen: Screen) -> tuple[Counts, ...]:
    lines = []
    for topic in (*knowledge.vocabulary.activities, *knowledge.vocabulary.goals):
        counts = [tally.facts[kind, topic, value] for kind, value, _ in ASPECTS]
        shown = tuple(screen.show(n, is_guarded=value == "weak") for n, (_, value, _) in zip(counts, ASPECTS, strict=True))
        if any(shown):
            lines.append(Counts(raise_first(knowledge.title_of(topic)), shown))
    return tuple(sorted(lines, key=lambda c: -((c.numbers[0] or 0) + (c.numbers[1] or 0))))


def _list_obstacles(
    tally: Tally, knowledge: KnowledgeBase, screen: Screen, telling: frozenset[str]
) -> tuple[tuple[str, tuple[Counts, ...]], ...]:
    """What holds people back, told of many only: concerns, burdens, weaknesses, closed gates, points against."""
    said: dict[str, list[Counts]] = {"Worries": [], "Worn out, or stuck": [], "Weak spots": []}
    for (kind, topic, value), count in sorted(tally.facts.items(), key=lambda item: (-item[1], str(item[0]))):
        line = Counts(raise_first(knowledge.title_of(topic)), (screen.show(count, is_guarded=True),), topic)
        if kind == "concern":
            said["Worries"].append(line)
        elif kind == "situation" and topic in BURDENS:
            said["Worn out, or stuck"].append(line)
        elif (kind, value) == ("skill", "weak"):
            said["Weak spots"].append(line)
    for title, counts in (("Closed gates", tally.closed), ("Points against", tally.against)):
        said[title] = [
            Counts(_claim(rule, knowledge), (_show_rule(rule, n, screen, telling, tally),), rule, knowledge.title_of(path))
            for (rule, path), n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
    return tuple((title, kept) for title, lines in said.items() if (kept := tuple(x for x in lines if x.numbers[0])))


def _show_rule(rule: str, count: int, screen: Screen, telling: frozenset[str], tally: Tally) -> int | None:
    """A number of people for whom a rule did something, beside that of those for whom it fired at all."""
    wholes = (screen.people, tally.fired[rule]) if screen.is_grouped or rule in telling else ()
    return screen.show(count, is_guarded=True, wholes=wholes)


def _list_rules(
    counts: Sequence[Mapping[str, int]], knowledge: KnowledgeBase, screen: Screen, telling: frozenset[str]
) -> list[Counts]:
    lines = []
    for rule in sorted({rule for count in counts for rule in count}):
        known = knowledge.rules.get(rule)
        path = knowledge.title_of(known.path) if known and known.path else ""
        is_guarded = rule in telling or known is None
        shown: list[int | None] = []
        for count in counts:
            wholes = (screen.people,) if is_guarded else ()
            shown.append(screen.show(count.get(rule, 0), is_guarded=is_guarded, wholes=(*wholes, *shown)))
        if any(shown):
            lines.append(Counts(_claim(rule, knowledge), tuple(shown), rule, path))
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
