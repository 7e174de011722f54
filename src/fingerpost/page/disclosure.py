"""Which numbers of groups may be shown, so that sums and differences of them single out no small group.

What can be had from the sums of a two-way table, by adding and subtracting, are the sets of people that a cut of its hidden
cells parts from the rest: a minimum cut finds the smallest set around a cell (after Gusfield, "A graph theoretic approach
to statistical data security", 1988). Hiding more never lets more be had, so cells are hidden until no such set is small.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# more groups of one column are not told apart; the smaller ones are pooled
MOST_GROUPS = 24
_ALWAYS = 1 << 40

Cell = tuple[Hashable, Hashable]
# how many people there are by their groups (in the order of the columns) and their class
People = Mapping[tuple[tuple[str, ...], str], int]


@dataclass(frozen=True, slots=True)
class Pool:
    """Stands for all groups, or all classes, that are not shown one by one."""


POOL = Pool()


@dataclass(frozen=True, slots=True)
class Grouping:
    """What may be shown of one column of groups.

    ``sizes`` holds the groups that are shown, largest first, ``pooled`` the people of all others. ``cells`` counts people
    by group and class; a pair that is missing is withheld, whether it is nought or not.
    """

    column: str
    sizes: Mapping[str, int]
    pooled: int
    cells: Mapping[tuple[str, Hashable], int]


def pool_small(sizes: Mapping[str, int], least: int, most: int | None = None) -> frozenset[str]:
    """The names that are not shown one by one: those under ``least``, and the next smallest until all hold ``least`` people.

    So a lone small group takes another with it, and cannot be had by subtraction. Nothing is pooled where all are large,
    unless there are more than ``most``.
    """
    ordered = sorted(sizes, key=lambda name: (sizes[name], name))
    hidden = [name for name in ordered if sizes[name] < least]
    if most is not None:
        hidden = ordered[: max(len(hidden), len(ordered) - most)]
    while hidden and len(hidden) < len(ordered) and sum(sizes[n] for n in hidden) < least:
        hidden = ordered[: len(hidden) + 1]
    return frozenset(hidden)


def count_fewest(counts: Mapping[Cell, int], cell: Cell, least: int) -> int:
    """The size of the smallest set of people around a hidden cell that the sums of rows and columns give away.

    Args:
        counts: People by row and column, for all cells that are not shown; what is shown is known, and plays no part.
        cell: One of them.
        least: Sets of so many people, or more, need not be told apart: ``least`` is returned for them.
    """
    flow = 0
    # row to column as many as there are people; column to row without bound
    room: dict[Hashable, dict[Hashable, int]] = {}
    for (row, column), count in counts.items():
        room.setdefault(("row", row), {})[("column", column)] = count
        room.setdefault(("column", column), {})[("row", row)] = _ALWAYS
    source, sink = ("row", cell[0]), ("column", cell[1])
    while flow < least:
        before = _find_way(room, source, sink)
        if before is None:
            return flow
        way = []
        node: Hashable = sink
        while node != source:
            way.append((before[node], node))
            node = before[node]
        most = min(min(room[a][b] for a, b in way), least - flow)
        for a, b in way:
            room[a][b] -= most
            room[b][a] = room[b].get(a, 0) + most
        flow += most
    return least


def _find_way(
    room: Mapping[Hashable, Mapping[Hashable, int]], source: Hashable, sink: Hashable
) -> dict[Hashable, Hashable] | None:
    before: dict[Hashable, Hashable] = {source: source}
    queue = deque([source])
    while queue:
        node = queue.popleft()
        for other, left in room[node].items():
            if left > 0 and other not in before:
                before[other] = node
                if other == sink:
                    return before
                queue.append(other)
    return None


def choose_cells(counts: Mapping[Cell, int], least: int) -> set[Cell]:
    """The cells of a two-way table that may be shown beside the sums of its rows and of its columns.

    Args:
        counts: People by row and column, for every row with every column, noughts too.
        least: The fewest people that may be told apart.
    """
    shown = {cell for cell, count in counts.items() if count >= least}
    for cell, count in counts.items():
        if 0 < count < least and shown:
            shown = _hide_around(counts, cell, shown, least)
    return shown


def _hide_around(counts: Mapping[Cell, int], cell: Cell, shown: set[Cell], least: int) -> set[Cell]:
    """The cells that are still shown where a small one is covered: by three others at the corners of a rectangle if that

    will do, by as few people as possible; else by one after another in its row or column.
    """

    def is_covered(left: set[Cell]) -> bool:
        return count_fewest({c: n for c, n in counts.items() if c not in left}, cell, least) >= least

    if is_covered(shown):
        return shown
    rectangles = [
        {(cell[0], other[1]), (other[0], cell[1]), other} for other in counts if other[0] != cell[0] and other[1] != cell[1]
    ]
    for corners in sorted(rectangles, key=lambda r: (sum(counts[c] for c in r & shown), sorted(map(repr, r)))):
        if is_covered(shown - corners):
            return shown - corners
    left = set(shown)
    while left and not is_covered(left):
        beside = [c for c in left if c[0] == cell[0] or c[1] == cell[1]]
        left.discard(_smallest(counts, beside or left))
    return left


def _smallest(counts: Mapping[Cell, int], cells: Iterable[Cell]) -> Cell:
    return min(cells, key=lambda c: (counts[c], repr(c)))


def release_groups(columns: Sequence[str], people: People, least: int) -> tuple[Grouping, ...]:
    """What may be shown of the groups of a survey, column by column; a column of which nothing may be shown is left out.

    People are told apart by class in the first column that is left, in the others only counted: from the classes in two
    columns that overlap, as teams and sites do, one could often work out those of the few where they meet.

    Args:
        columns: The columns of groups, the most important first.
        people: How many people there are by their groups and their class.
        least: The fewest people that may be told apart.
    """
    totals: Counter[str] = Counter()
    for (_, kind), count in people.items():
        totals[kind] += count
    rare = pool_small(totals, least)
    pools = [_pool_column(number, people, least) for number in range(len(columns))]
    _part_columns(pools, people, least)
    found: list[Grouping] = []
    for number, column in enumerate(columns):
        sizes = _count_groups(number, people)
        kept = sorted((g for g in sizes if g not in pools[number]), key=lambda g: (-sizes[g], g))
        if not kept:
            continue
        cells: dict[tuple[str, Hashable], int] = {}
        if not found:
            table = _tabulate(number, pools[number], people, rare)
            named = (cell for cell in choose_cells(table, least) if POOL not in cell)
            cells = {(str(row), kind): table[row, kind] for row, kind in sorted(named, key=lambda c: (-table[c], repr(c)))}
        pooled = sum(sizes[g] for g in pools[number])
        found.append(Grouping(column, {g: sizes[g] for g in kept}, pooled, cells))
    return tuple(found)


def _count_groups(number: int, people: People) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for (groups, _), count in people.items():
        sizes[groups[number]] += count
    return sizes


def _pool_column(number: int, people: People, least: int) -> set[str]:
    return set(pool_small(_count_groups(number, people), least, MOST_GROUPS))


def _tabulate(number: int, pool: Collection[str], people: People, rare: Collection[str]) -> dict[Cell, int]:
    counts: Counter[Cell] = Counter()
    for (groups, kind), count in people.items():
        counts[POOL if groups[number] in pool else groups[number], POOL if kind in rare else kind] += count
    rows, kinds = ({cell[n] for cell in counts} for n in (0, 1))
    return {(row, kind): counts[row, kind] for row in sorted(rows, key=repr) for kind in sorted(kinds, key=repr)}


def _part_columns(pools: list[set[str]], people: People, least: int) -> None:
    """Pool more groups until no two columns give a small set away: a team within its department, say."""
    for second in range(1, len(pools)):
        for first in range(second):
            sizes = _count_groups(second, people)
            while len(pools[second]) < len(sizes):
                joint: Counter[Cell] = Counter()
                for (groups, _), count in people.items():
                    one, other = groups[first], groups[second]
                    joint[POOL if one in pools[first] else one, POOL if other in pools[second] else other] += count
                if _is_apart(joint, least):
                    break
                pools[second].add(min((g for g in sizes if g not in pools[second]), key=lambda g: (sizes[g], g)))


def _is_apart(joint: Mapping[Cell, int], least: int) -> bool:
    return all(count >= least or count_fewest(joint, cell, least) >= least for cell, count in joint.items())
