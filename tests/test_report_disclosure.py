"""What the numbers of groups give away: an attacker who adds and subtracts everything shown finds no small group."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain, combinations, product

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from fingerpost.page.disclosure import Grouping, choose_cells, count_fewest, pool_small, release_groups

_PRIME = (1 << 61) - 1


class Attacker:
    """Knows sums over sets of parts, and tells which other sums follow from them by adding and subtracting."""

    def __init__(self, parts: Sequence[Hashable], known: Iterable[Iterable[Hashable]]) -> None:
        self.parts = list(parts)
        self.rows: dict[int, list[int]] = {}
        for group in known:
            row = self._reduce(self._mark(group))
            pivot = next((n for n, x in enumerate(row) if x), None)
            if pivot is not None:
                unit = pow(row[pivot], -1, _PRIME)
                self.rows[pivot] = [x * unit % _PRIME for x in row]

    def knows(self, group: Iterable[Hashable]) -> bool:
        return not any(self._reduce(self._mark(group)))

    def find_small(self, sizes: Mapping[Hashable, int], least: int) -> list[tuple[Hashable, ...]]:
        """The sets of some people, but fewer than ``least``, whose number is known."""
        small = [p for p in self.parts if sizes[p] < least]
        sets = chain.from_iterable(combinations(small, n) for n in range(1, len(small) + 1))
        return [s for s in sets if 0 < sum(sizes[p] for p in s) < least and self.knows(s)]

    def _mark(self, group: Iterable[Hashable]) -> list[int]:
        chosen = set(group)
        return [int(p in chosen) for p in self.parts]

    def _reduce(self, row: list[int]) -> list[int]:
        for pivot in sorted(self.rows):
            if row[pivot]:
                factor = row[pivot]
                row = [(x - factor * y) % _PRIME for x, y in zip(row, self.rows[pivot], strict=True)]
        return row


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 12), max_size=6), st.integers(1, 6))
def test_pooled_groups_are_many_enough_together(sizes: dict[str, int], least: int) -> None:
    hidden = pool_small(sizes, least)
    assert all(sizes[name] >= least for name in sizes if name not in hidden)
    shown = [sizes[n] for n in sizes if n not in hidden]
    if hidden and shown:
        assert len(hidden) > 1
        assert sum(sizes[n] for n in hidden) >= least
        assert max(sizes[n] for n in hidden) <= min(shown)
    if all(size >= least for size in sizes.values()):
        assert not hidden


def test_a_lone_small_group_takes_the_next_smallest_with_it() -> None:
    assert pool_small({"a": 20, "b": 9, "c": 7, "d": 4}, 5) == {"c", "d"}
    assert pool_small({"a": 20, "b": 9, "c": 3, "d": 4}, 5) == {"c", "d"}
    assert pool_small({"a": 20, "b": 1, "c": 1, "d": 7}, 5) == {"b", "c", "d"}
    assert len(pool_small({str(n): 10 + n for n in range(30)}, 5, 24)) == 6


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[tuple[str, str], int], int]:
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    counts = {(f"r{r}", f"c{c}"): draw(st.integers(0, 9)) for r in range(rows) for c in range(columns)}
    least = draw(st.integers(2, 5))
    for axis in (0, 1):
        for name in {cell[axis] for cell in counts}:
            assume(sum(n for cell, n in counts.items() if cell[axis] == name) >= least)
    return counts, least


@settings(max_examples=150)
@given(tables())
def test_no_small_set_follows_from_the_shown_cells_and_the_sums(table: tuple[dict[tuple[str, str], int], int]) -> None:
    counts, least = table
    shown = choose_cells(counts, least)
    assert all(counts[cell] >= least for cell in shown)
    sums = [[c for c in counts if c[axis] == name] for axis in (0, 1) for name in {c[axis] for c in counts}]
    attacker = Attacker(list(counts), [*sums, *([cell] for cell in shown)])
    assert attacker.find_small(counts, least) == []


def test_no_more_is_hidden_than_it_takes() -> None:
    counts = {(r, c): n for r, row in zip("ab", ((9, 8), (7, 6)), strict=True) for c, n in zip("xy", row, strict=True)}
    assert choose_cells(counts, 5) == set(counts)
    # one small cell takes one more in its row, one in its column and the corner with it; the rest stays
    counts = {(r, c): 10 + 3 * r + c for r in range(3) for c in range(3)} | {(0, 0): 2}
    assert len(choose_cells(counts, 5)) == 5


def test_the_fewest_people_around_a_cell() -> None:
    # alone in its row: the sum of the row gives it away
    assert count_fewest({("a", "x"): 2}, ("a", "x"), 5) == 2
    # beside another in its row, which is alone in its column: the two together
    assert count_fewest({("a", "x"): 2, ("a", "y"): 1, ("b", "x"): 4}, ("a", "x"), 5) == 2
    square = {("a", "x"): 2, ("a", "y"): 9, ("b", "x"): 9, ("b", "y"): 9}
    assert count_fewest(square, ("a", "x"), 5) == 5


People = dict[tuple[tuple[str, ...], str], int]


@st.composite
def surveys(draw: st.DrawFn) -> tuple[People, int]:
    teams = draw(st.dictionaries(st.sampled_from("stuv"), st.sets(st.sampled_from("AB"), min_size=1), min_size=1))
    pairs = [(department, team) for team, departments in teams.items() for department in departments]
    people = {
        (pair, kind): draw(st.integers(0, 9)) for pair, kind in product(pairs, draw(st.sampled_from(["x", "xy", "xyz"])))
    }
    return {key: n for key, n in people.items() if n}, draw(st.integers(2, 5))


def list_known(parts: People, people: People, groupings: Sequence[Grouping], least: int) -> list[list[Hashable]]:
    """Everything that a page shows of a survey, as sets of parts: all, by class, by group, and the cells."""
    totals: Counter[str] = Counter()
    for (_, kind), count in people.items():
        totals[kind] += count
    rare = pool_small(totals, least)
    known: list[list[Hashable]] = [list(parts)]
    known += [[p for p in parts if p[1] == kind] for kind in totals if kind not in rare]
    for grouping in groupings:
        place = ["department", "team"].index(grouping.column)
        known += [[p for p in parts if p[0][place] == group] for group in grouping.sizes]
        known += [[p for p in parts if (p[0][place], p[1]) == cell] for cell in grouping.cells]
    return known


@settings(max_examples=200)
@given(surveys())
@example(({(("A", "s"), "x"): 6, (("A", "t"), "x"): 4, (("B", "u"), "x"): 9, (("B", "v"), "x"): 9}, 5))
def test_no_small_set_follows_from_two_columns_of_groups(survey: tuple[People, int]) -> None:
    people, least = survey
    assume(sum(people.values()) >= least)
    groupings = release_groups(["department", "team"], people, least)
    for grouping in groupings:
        assert all(n >= least for n in (*grouping.sizes.values(), *grouping.cells.values()))
        assert sum(grouping.sizes.values()) + grouping.pooled == sum(people.values())
    # who works where is no secret; of what class nobody is there, is
    classes = {kind for _, kind in people}
    parts = {(pair, kind): people.get((pair, kind), 0) for pair, _ in people for kind in sorted(classes)}
    assume(len(parts) <= 12)
    attacker = Attacker(list(parts), list_known(parts, people, groupings, least))
    assert attacker.find_small(parts, least) == []


def test_a_team_of_four_within_its_department() -> None:
    people: People = {
        (("apps", "web"), "x"): 11,
        (("apps", "lab"), "x"): 4,
        (("data", "lake"), "x"): 8,
        (("data", "wells"), "x"): 9,
    }
    shown = {g.column: dict(g.sizes) for g in release_groups(["department", "team"], people, 5)}
    assert shown["department"] == {"data": 17, "apps": 15}
    # web and lake would give the four away: web with its department, lake with the sum of both
    assert "web" not in shown.get("team", {})


def test_nothing_is_withheld_where_all_groups_are_large() -> None:
    people: People = {((d, t), k): 20 for d, t, k in product("AB", "st", "xy")}
    shown = release_groups(["department", "team"], people, 5)
    assert [(g.pooled, len(g.sizes), len(g.cells)) for g in shown] == [(0, 2, 4), (0, 2, 0)]
