"""An audit from one side: one heuristic row, one path, or the groups of a column."""

from __future__ import annotations

from fingerpost.audit.counting import count_rules, describe_rule
from fingerpost.audit.records import Count, Group, GroupView, PathRule, PathView, RowView
from fingerpost.audit.store import Store
from fingerpost.errors import CommandError, InputError
from fingerpost.knowledge import ChooseEffect, FitEffect, KnowledgeBase

_ANY_FIRED = "select count(distinct n) from fired where rule in (select unnest($rules))"
_PATH = """
select count(*), count(*) filter (list_contains(told, $path)), count(*) filter (told[1] = $path) from record"""
_GATES = """
select g.state, count(distinct n) as c from (select n, unnest(gates) as g from record)
where g.path = $path group by g.state order by g.state"""
_PATH_RULES = """
select p.rule, count(*), count(*) filter (points > 0 and list_contains(told, $path)),
       count(*) filter (points > 0 and told[1] = $path), sum(points)
from point p join record r using (n) where p.path = $path group by p.rule"""
_FIRED = "select rule, count(*) from fired where rule in (select unnest($rules)) group by rule"
_SWUNG = """
select rule, count(*) filter (r.told[1] = $path), count(*) filter (s.first = $path)
from swing s join record r using (n) group by rule"""
_COLUMNS = "select distinct unnest(map_keys(groups)) as name from record order by name"
_GROUPS = """
select coalesce(groups[$column], ''), count(*), count(*) filter (unread > 0), count(*) filter (len(facts) = 0),
       count(*) filter (len(told) = 0) from record group by 1 order by 1"""
_GROUP_FIRST = """
select coalesce(groups[$column], ''), told[1], count(*) as c from record group by 1, 2
order by 1, c desc, 2 nulls last"""
_GROUP_RULES = """
select coalesce(groups[$column], ''), rule, count(*) as c from fired join record using (n) group by 1, 2
order by 1, c desc, 2"""


def view_row(store: Store, knowledge: KnowledgeBase, row: str) -> RowView:
    """The rules that encode one heuristic row, and what they did.

    Raises:
        InputError: There is no such row.
    """
    source = knowledge.rows.get(row)
    if source is None:
        raise CommandError(f"there is no row {row!r}", where="--row", mend="see kb/sources.yaml, for example A1.4")
    rules = [rule.id for rule in knowledge.rules.values() if row in rule.heuristics]
    return RowView(
        row,
        source.heuristic,
        knowledge.articles[source.article].title,
        source.section,
        source.paragraph,
        store.ask_one(_ANY_FIRED, rules=rules)[0],
        tuple(sorted(count_rules(store, knowledge, rules), key=lambda c: (-c.respondents, c.rule))),
    )


def view_path(store: Store, knowledge: KnowledgeBase, path: str) -> PathView:
    """How one path fared, and which rules spoke of it: those behind the most recommendations come first.

    Raises:
        InputError: There is no such path.
    """
    if path not in knowledge.paths:
        raise CommandError(f"there is no path {path!r}", where="--path", mend="see `fingerpost paths list`")
    spoke = {row[0]: row[1:] for row in store.ask(_PATH_RULES, path=path)}
    swung = {row[0]: row[1:] for row in store.ask(_SWUNG, path=path)}
    about = [r.id for r in knowledge.rules.values() if r.path == path and isinstance(r.then, FitEffect | ChooseEffect)]
    about += sorted(rule for rule in spoke if rule not in about)
    # rules of traits and gates give no points, yet may swing the first place
    others = sorted(rule for rule, (to, away) in swung.items() if rule not in about and to + away)
    fired = dict(store.ask(_FIRED, rules=about + others))
    rules = [
        PathRule(
            rule,
            *describe_rule(knowledge, rule)[:2],
            fired[rule],
            *spoke.get(rule, (0, 0, 0, 0))[1:],
            *swung.get(rule, (0, 0)),
        )
        for rule in about + others
        if rule in fired
    ]
    respondents, recommended, first = store.ask_one(_PATH, path=path)
    return PathView(
        path,
        knowledge.paths[path].title,
        respondents,
        recommended,
        first,
        tuple(Count(state, number) for state, number in store.ask(_GATES, path=path)),
        tuple(sorted(rules, key=lambda r: (-r.recommending, -r.respondents, r.rule))),
        tuple(rule for rule in about if rule not in fired),
    )


def view_groups(store: Store, column: str) -> GroupView:
    """The survey by the values of a column that its map kept for grouping.

    Raises:
        InputError: The results hold no such column.
    """
    columns = [name for (name,) in store.ask(_COLUMNS)]
    if column not in columns:
        there = ", ".join(repr(c) for c in columns)
        mend = f"name one of {there}" if there else "name columns under `groups` in the survey map and run the batch again"
        raise InputError(f"the results have no group column {column!r}", where=str(store.path), mend=mend)
    first = _gather(store.ask(_GROUP_FIRST, column=column))
    rules = _gather(store.ask(_GROUP_RULES, column=column))
    groups = (
        Group(name, people, unread, silent, untold, first.get(name, ()), rules.get(name, ()))
        for name, people, unread, silent, untold in store.ask(_GROUPS, column=column)
    )
    return GroupView(column, tuple(groups))


def _gather(rows: list[tuple[str, str | None, int]]) -> dict[str, tuple[Count, ...]]:
    gathered: dict[str, list[Count]] = {}
    for group, name, number in rows:
        gathered.setdefault(group, []).append(Count(name, number))
    return {group: tuple(counts) for group, counts in gathered.items()}
