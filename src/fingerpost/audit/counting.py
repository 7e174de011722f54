"""The whole audit: what every rule did, and what none of them touched."""

from __future__ import annotations

from collections.abc import Collection

from fingerpost.audit.records import Count, PathCount, RuleCount, Summary, Together, Totals, Unused
from fingerpost.audit.store import Store
from fingerpost.knowledge import Condition, GateEffect, KnowledgeBase, Rule

# how many topics and words are named for a rule
_TOP = 3
# words are compared without regard to case; so many characters of them are kept
_QUOTE = 120

_FIRED = "select rule, count(*) from fired group by rule"
_POINTS = "select rule, count(*) filter (points <> 0), sum(points) from point group by rule"
_SWINGS = "select rule, first, count(*) as c from swing group by rule, first order by rule, c desc, first nulls last"
# codes are counted; names come in only at the end
_TOPICS = """
with named as (select code as saying, name, min(code) over (partition by name) as topic
               from (select code, kind || ':' || topic || '=' || value as name from saying)),
     counted as (select r.rule, topic, count(distinct n) as c from root r join named using (saying) group by r.rule, topic)
select r.name, t.name, c from counted join rule r on code = counted.rule join named t on saying = counted.topic
qualify row_number() over (partition by r.name order by c desc, t.name) <= $top order by r.name, c desc, t.name"""
_WORDS = """
with word as (select text, lower(left(trim(regexp_replace(text, '\\s+', ' ', 'g')), $quote)) as name
              from (select distinct text from said)),
     coded as (select text, name, min(number) over (partition by name) as code
               from (select text, name, row_number() over () as number from word where name <> '')),
     counted as (select rule, code, count(distinct n) as c
                 from root join said using (fact) join coded using (text) group by rule, code)
select r.name, w.name, c
from counted join rule r on r.code = counted.rule join (select distinct code, name from coded) w on w.code = counted.code
qualify row_number() over (partition by r.name order by c desc, w.name) <= $top order by r.name, c desc, w.name"""
_TOTALS = """
select count(*), count(*) filter (unread > 0), count(*) filter (facts = 0), count(*) filter (len(told) = 0),
       (select count(*) from stray), list(distinct knowledge order by knowledge) from person"""
_PATHS = """
select path, count(*), count(*) filter (place = 1)
from (select unnest(told) as path, generate_subscripts(told, 1) as place from person) group by path"""
# rules alike in number, sum and product of the hashes of respondents: these are then compared one by one
_ALIKE = """
select list(rule order by rule), c from (
  select rule, count(*) as c, bit_xor(hash(n)) as x, sum(hash(n) % 1000000007) as s, max(n) as m from fired group by rule
) group by c, x, s, m having count(*) > 1 and c > 1 order by c desc, 1"""
_UNUSED = """
select kind, topic, count(distinct n) as c
from fact join saying on code = saying
where (kind, topic) not in (select distinct (kind, topic) from saying where code in (select saying from root))
group by kind, topic order by c desc, kind, topic"""


def summarise(store: Store, knowledge: KnowledgeBase) -> Summary:
    """The whole audit of a survey (`fingerpost.audit.swings.find_swings` has been asked before)."""
    counts = count_rules(store, knowledge)
    fired = {count.rule for count in counts if count.respondents}
    paths = {path: (told, first) for path, told, first in store.ask(_PATHS)}
    ordered = sorted(counts, key=lambda c: (-c.respondents, c.rule))
    return Summary(
        totals=count_totals(store),
        paths=tuple(PathCount(p, *paths.get(p, (0, 0))) for p in knowledge.paths),
        rules=tuple(c for c in ordered if c.respondents),
        silent=tuple(rule for rule in knowledge.rules if rule not in fired),
        together=tuple(Together(tuple(rules), number) for rules, number in store.ask(_ALIKE)),
        never_recommended=tuple(p for p in knowledge.paths if p not in paths),
        unused=_list_unused(store, knowledge),
    )


def count_totals(store: Store) -> Totals:
    """How many respondents there are, and how many of them went without."""
    respondents, unread, without_facts, without_recommendation, strays, knowledge = store.ask_one(_TOTALS)
    digests = tuple(k for k in knowledge or () if k)
    return Totals(respondents, unread, without_facts, without_recommendation, strays, digests)


def count_rules(store: Store, knowledge: KnowledgeBase, wanted: Collection[str] | None = None) -> tuple[RuleCount, ...]:
    """What each rule did: all rules of the knowledge in their order, then those that only the results name."""
    everyone = max(store.ask_one("select count(*) from person")[0], 1)
    fired = dict(store.ask(_FIRED))
    points = {rule: (counted, total) for rule, counted, total in store.ask(_POINTS)}
    instead: dict[str, list[Count]] = {}
    for rule, first, number in store.ask(_SWINGS):
        instead.setdefault(rule, []).append(Count(first, number))
    topics = _group(store.ask(_TOPICS, top=_TOP))
    words = _group(store.ask(_WORDS, top=_TOP, quote=_QUOTE))
    known = [*knowledge.rules, *sorted(rule for rule in fired if rule not in knowledge.rules)]
    return tuple(
        RuleCount(
            rule,
            *describe_rule(knowledge, rule),
            fired.get(rule, 0),
            fired.get(rule, 0) / everyone,
            *points.get(rule, (0, 0)),
            sum(c.respondents for c in instead.get(rule, ())),
            tuple(instead.get(rule, ())),
            topics.get(rule, ()),
            words.get(rule, ()),
        )
        for rule in known
        if wanted is None or rule in wanted
    )


def describe_rule(knowledge: KnowledgeBase, rule: str) -> tuple[str, tuple[str, ...], str]:
    """Stage, heuristic rows and path of a rule; empty where the rules at hand do not have it."""
    found = knowledge.rules.get(rule)
    return (found.stage, found.heuristics, found.path) if found else ("", (), "")


def _group(rows: list[tuple[str, str, int]]) -> dict[str, tuple[Count, ...]]:
    grouped: dict[str, list[Count]] = {}
    for rule, name, number in rows:
        grouped.setdefault(rule, []).append(Count(name, number))
    return {rule: tuple(counts) for rule, counts in grouped.items()}


def _list_unused(store: Store, knowledge: KnowledgeBase) -> tuple[Unused, ...]:
    asking: dict[tuple[str, str], list[str]] = {}
    for rule in knowledge.rules.values():
        for key in {(c.about, c.subject) for c in _list_conditions(rule)}:
            asking.setdefault(key, []).append(rule.id)
    return tuple(Unused(k, t, number, tuple(asking.get((k, t), ()))) for k, t, number in store.ask(_UNUSED))


def _list_conditions(rule: Rule) -> list[Condition]:
    conditions = [*rule.when, *rule.unless]
    if isinstance(rule.then, GateEffect):
        conditions += [*rule.then.open, *rule.then.closed]
    return [leaf for condition in conditions for leaf in condition.leaves()]
