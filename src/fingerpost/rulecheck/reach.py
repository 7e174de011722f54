"""What the rules do when they run: whether each matters, whether each path can come first, and none too often."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from fingerpost.advice import make_result
from fingerpost.inference.compiling import Program
from fingerpost.knowledge import ChooseEffect, FitEffect, GateEffect, TraitEffect
from fingerpost.plain import infer_plain
from fingerpost.records import KINDS, Fact, Inference
from fingerpost.rulecheck.faults import Findings, tell_fault

# how many random persons the fairness of the ranking is tried on, how many facts each has, and the largest fair share
PERSONS = 5000
FACTS_EACH = 6
FAIR_SHARE = 0.2
_SEED = 20240229
# how many facts a person may have who is made up to put a path first
_MOST_FACTS = 10


def check_effects(program: Program) -> Findings:
    """Check that every rule fires on its own examples, and that without it one of them would be told something else."""
    faults = []
    rules = program.knowledge.rules.values()
    for rule in rules:
        fires = [p for p in rule.fires if rule.id in {f.rule for f in infer_plain(program, p).firings}]
        if not fires:
            faults.append(tell_fault(rule, "examples.fires", "nobody makes it fire", "mend `when` or the examples"))
            continue
        without = program.without(rule.id)
        if all(_tell(program, p) == _tell(without, p) for p in fires):
            what = "without this rule, nobody in its examples would be told anything else"
            faults.append(tell_fault(rule, "examples.fires", what, "give an example in which it matters, or remove it"))
    return faults, f"{len(rules) - len(faults)} of {len(rules)} rules matter to one of their own examples"


def check_reach(program: Program) -> Findings:
    """Check that for every path there is somebody for whom it comes first."""
    paths = program.knowledge.paths
    folder = program.knowledge.folders["kb"]
    faults = [
        f"{folder}/paths/{path}.yaml: nobody was found for whom it comes first; write rules of stage fit that speak for it"
        for path in paths
        if find_follower(program, path) is None
    ]
    return faults, f"{len(paths) - len(faults)} of {len(paths)} paths can come first"


def check_fairness(program: Program) -> Findings:
    """Check on random persons that no path comes first for too many of those who are recommended any."""
    firsts: Counter[str] = Counter()
    for person in make_persons(program, PERSONS):
        recommended = infer_plain(program, person).recommended
        if recommended:
            firsts[recommended[0]] += 1
    total = sum(firsts.values())
    folder = program.knowledge.folders["rules"]
    faults = [
        f"{folder}/fit: {path} comes first for {count / total:.0%} of random persons; "
        f"lower its points to keep it under {FAIR_SHARE:.0%}"
        for path, count in firsts.most_common()
        if count > FAIR_SHARE * total
    ]
    most = f", most often {firsts.most_common(1)[0][0]} ({firsts.most_common(1)[0][1] / total:.0%})" if total else ""
    return faults, f"of {PERSONS} random persons {total} are recommended a path{most}"


def find_follower(program: Program, path: str) -> tuple[Fact, ...] | None:
    """Return a person for whom the path comes first; None where the search finds none.

    The search starts from what the rules that speak for the path give as examples, and adds fact by fact whatever
    brings the path furthest ahead.
    """
    pool = _list_supporting(program, path)
    best: tuple[Fact, ...] = ()
    lead = _measure_lead(infer_plain(program, best), path)
    while len(best) < _MOST_FACTS:
        tried = [person for facts in pool if (person := _join_facts(best, facts)) is not None]
        scored = [(_measure_lead(infer_plain(program, person), path), person) for person in tried]
        better = max(scored, key=lambda pair: pair[0], default=None)
        if better is None or better[0] <= lead:
            return None
        lead, best = better
        if lead[0]:
            return best
    return None


def make_persons(program: Program, count: int) -> Iterator[tuple[Fact, ...]]:
    """Make up random persons of a few facts each: any kind, any topic, any value; always the same ones."""
    vocabulary = program.knowledge.vocabulary
    topics = [(kind, topic) for kind in KINDS for topic in vocabulary.topics_of(kind)]
    chance = random.Random(_SEED)  # noqa: S311 - for sampling
    for _ in range(count):
        chosen = chance.sample(topics, min(FACTS_EACH, len(topics)))
        facts = []
        for number, (kind, topic) in enumerate(chosen, 1):
            values = vocabulary.list_values(kind, topic)
            value = chance.choice(values) if values else chance.randrange(1, 25)
            facts.append(Fact(f"f{number}", kind, topic, value))
        yield tuple(facts)


def _tell(program: Program, person: Sequence[Fact]) -> dict[str, Any]:
    """What a person is told and where the paths stand, without the names of rules."""
    result = make_result(program.knowledge, person, infer_plain(program, person))
    return {
        "standing": [(s.path, s.score) for s in result.standing],
        "traits": {d.trait for d in result.derived},
        "gates": [(g.path, g.state, g.text) for g in result.gates],
        "advice": [line.text for line in result.advice],
        "paths": [
            (r.path, r.rank, r.verdict, [c.text for c in r.cautions], r.next, r.first_steps) for r in result.recommendations
        ],
    }


def _list_supporting(program: Program, path: str) -> list[tuple[Fact, ...]]:
    """Small sets of facts that may help a path: examples of rules for it, and of the traits that it builds on."""
    sets: list[tuple[Fact, ...]] = []
    for rule in program.knowledge.rules.values():
        speaks = isinstance(rule.then, FitEffect | ChooseEffect) and rule.path == path and rule.then.points > 0
        opens = isinstance(rule.then, GateEffect) and rule.path == path
        if speaks or opens or isinstance(rule.then, TraitEffect):
            sets.extend(rule.fires)
    return list(dict.fromkeys(sets))


def _measure_lead(inference: Inference, path: str) -> tuple[bool, int, int]:
    """Whether the path comes first, how far it leads the others, and its score."""
    scores = {s.path: s.score for s in inference.standing}
    others = max((score for other, score in scores.items() if other != path), default=0)
    is_first = bool(inference.recommended) and inference.recommended[0] == path and inference.standing[0].path == path
    return is_first, scores[path] - max(others, 0), scores[path]


def _join_facts(person: Sequence[Fact], more: Iterable[Fact]) -> tuple[Fact, ...] | None:
    """A person with more facts, numbered anew; None where the facts contradict each other or add nothing."""
    said = {(f.kind, f.topic): f for f in person}
    for fact in more:
        other = said.setdefault((fact.kind, fact.topic), fact)
        if other.value != fact.value:
            return None
    if len(said) == len(person):
        return None
    return tuple(replace(f, id=f"f{n}") for n, f in enumerate(said.values(), 1))
