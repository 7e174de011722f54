"""The book that an inference keeps: what is known, which rules fired on what, and what follows between the steps. Pure.

Whoever matches rules (the engine, the plain evaluator) tells the ledger of each firing and of the end of each step, and
gets back what has thereby become known. So both only differ in how they match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from fingerpost.errors import InferenceError
from fingerpost.inference.compiling import STRENGTHS, CompiledRule, Known, Program
from fingerpost.knowledge import (
    AdviceEffect,
    CautionEffect,
    ChooseEffect,
    FitEffect,
    GateEffect,
    LadderEffect,
    TraitEffect,
    Vocabulary,
)
from fingerpost.records import Derived, Fact, Firing, Gate, Inference, Standing, is_contradiction
from fingerpost.scoring import (
    Vote,
    count_votes,
    is_too_thin,
    judge_score,
    name_support,
    rank_paths,
    sum_points,
)

# the steps at whose end something becomes known
BALANCED = ("fit", "gates", "choose")
# how many of the first paths the outcomes speak of, however many are shown
_FIRST = 3
# what is still engineering: the technical ladder, and managing those who are on it
_HOME_FIELDS = frozenset({"individual-contributor", "management"})


class Ledger:
    """The book of one person's inference; used once.

    Args:
        program: The compiled rules.
        facts: The person's facts.
        top: How many paths are recommended at most.

    Raises:
        InferenceError: Two facts share an id, or a fact is not in the vocabulary.
    """

    def __init__(self, program: Program, facts: Sequence[Fact], top: int) -> None:
        self._program = program
        self._top = top
        self._roots: dict[str, tuple[Fact, ...]] = {}
        self._supports: dict[str, frozenset[str]] = {}
        self._fired: set[str] = set()
        self._firings: list[Firing] = []
        self._derived: list[Derived] = []
        self._traits: set[str] = set()
        self._votes: dict[str, list[Vote]] = {}
        self._gates: dict[str, Gate] = {}
        self._standing: tuple[Standing, ...] = ()
        self._recommended: tuple[str, ...] = ()
        self._too_thin = True
        self.known = self._enter_facts(facts)
        self._told: dict[tuple[str, str], list[Known]] = {}
        for known in self.known:
            self._told.setdefault((known.about, known.subject), []).append(known)

    def conclude(self, compiled: CompiledRule, premises: Iterable[Known]) -> tuple[Known, ...]:
        """Record that a rule fired on its premises, one for each slot; a second firing of the same rule is none.

        Returns:
            What has become known by it.
        """
        rule, effect = compiled.rule, compiled.rule.then
        if rule.id in self._fired:
            return ()
        self._fired.add(rule.id)
        refs = tuple(p.ref for p in premises if p.ref)
        match effect:
            case TraitEffect():
                return self._derive(compiled, effect, refs)
            case FitEffect() | ChooseEffect():
                self._record(rule.id, refs, f"path:{effect.path}")
                self._votes.setdefault(effect.path, []).append(self._vote(compiled, effect, refs))
            case GateEffect():
                self._record(rule.id, refs, f"gate:{effect.path}={compiled.state}")
                self._gates[rule.id] = Gate(rule.id, effect.path, compiled.state, refs)
            case CautionEffect():
                self._record(rule.id, refs, f"caution:{effect.path}")
            case AdviceEffect():
                self._record(rule.id, refs, "advice")
            case LadderEffect():
                self._record(rule.id, refs, f"next:{effect.path}")
        return ()

    def close(self, step: str | None) -> tuple[Known, ...]:
        """Draw the balance at the end of a step, which every `BALANCED` one needs; return what becomes known by it."""
        match step:
            case "fit":
                scores = {path: sum_points(count_votes(votes)) for path, votes in self._votes.items()}
                return tuple(Known("contender", p) for p in self._program.knowledge.paths if scores.get(p, 0) > 0)
            case "gates":
                return self._close_gates()
            case "choose":
                self._rank()
                return self._tell_outcomes()
            case _:
                return ()

    def finish(self) -> Inference:
        """Return the whole inference, after the last step."""
        return Inference(
            derived=tuple(self._derived),
            firings=tuple(self._firings),
            standing=self._standing,
            gates=tuple(self._gates.values()),
            recommended=self._recommended,
            too_thin=self._too_thin,
        )

    def _enter_facts(self, facts: Sequence[Fact]) -> tuple[Known, ...]:
        kept: dict[tuple[str, str, str | int], Fact] = {}
        for fact in facts:
            _check_fact(self._program.knowledge.vocabulary, fact)
            if fact.id in self._roots:
                raise InferenceError(f"two facts have the id {fact.id!r}", mend="number the facts apart")
            self._roots[fact.id] = (fact,)
            other = kept.get(fact.key)
            if other is None or STRENGTHS.index(fact.strength) > STRENGTHS.index(other.strength):
                kept[fact.key] = fact
            self._supports[fact.id] = name_support([fact])
        return tuple(Known(f.kind, f.topic, f.value, f.strength, f.id) for f in kept.values())

    def _record(self, rule: str, refs: tuple[str, ...], concludes: str) -> None:
        self._firings.append(Firing(len(self._firings) + 1, rule, refs, concludes))

    def _derive(self, compiled: CompiledRule, effect: TraitEffect, refs: tuple[str, ...]) -> tuple[Known, ...]:
        derived = Derived(self._free_id(), effect.trait, compiled.rule.id, refs)
        self._derived.append(derived)
        self._roots[derived.id] = self._roots_of(refs)
        self._supports[derived.id] = self._name_support(compiled, refs)
        self._record(compiled.rule.id, refs, derived.id)
        if effect.trait in self._traits:
            return ()
        self._traits.add(effect.trait)
        return (Known("trait", effect.trait, ref=derived.id),)

    def _free_id(self) -> str:
        """The next id of a derived trait; a person's own facts may bear such ids too."""
        number = len(self._derived) + 1
        while f"d{number}" in self._roots:
            number += 1
        return f"d{number}"

    def _roots_of(self, refs: Iterable[str]) -> tuple[Fact, ...]:
        return tuple({fact.id: fact for ref in refs for fact in self._roots[ref]}.values())

    def _name_support(self, compiled: CompiledRule, refs: Iterable[str]) -> frozenset[str]:
        """What supports a conclusion: its premises, and what would have done in the place of one.

        To like a thing and to be good at it are two facts, though a rule that asks for either fires on the first.
        """
        either = (p for slot in compiled.slots if len(slot) > 1 for p in slot)
        others = (k.ref for p in either for k in self._told.get(p.key, ()) if p.is_met_by(k))
        return frozenset().union(*(self._supports[ref] for ref in (*refs, *others)))

    def _vote(self, compiled: CompiledRule, effect: FitEffect | ChooseEffect, refs: tuple[str, ...]) -> Vote:
        roots = self._roots_of(refs)
        vocabulary = self._program.knowledge.vocabulary
        return Vote(
            effect.path,
            compiled.rule.id,
            effect.points,
            refs,
            topics=frozenset(f.topic for f in roots),
            support=self._name_support(compiled, refs),
            names_path=any(
                f.kind == "goal" and f.value == "wants" and vocabulary.path_named_by(f.topic) == effect.path for f in roots
            ),
        )

    def _close_gates(self) -> tuple[Known, ...]:
        """Every gate of which nothing was said is unsaid; a path's gates together are as its least favourable one."""
        gates: dict[str, Gate] = {}
        for rule in self._program.gates:
            gates[rule.id] = self._gates.get(rule.id) or Gate(rule.id, rule.path, "unsaid", ())
        self._gates = gates
        states: dict[str, set[str]] = {}
        for gate in gates.values():
            states.setdefault(gate.path, set()).add(gate.state)
        return tuple(
            Known("gate", path, next(s for s in ("closed", "unsaid", "open") if s in found))
            for path, found in states.items()
        )

    def _rank(self) -> None:
        order = tuple(self._program.knowledge.paths)
        closed = {g.path for g in self._gates.values() if g.state == "closed"}
        points = {path: count_votes(votes) for path, votes in self._votes.items()}
        scoring = self._program.knowledge.scoring
        self._standing = rank_paths(order, points, closed, scoring.strong, scoring.fair)
        self._too_thin = is_too_thin(vote for votes in self._votes.values() for vote in votes)
        if not self._too_thin:
            self._recommended = tuple(s.path for s in self._standing if s.score > 0)[: self._top]

    def _contradict(self) -> bool:
        """Whether tastes, wishes, deeds or skills that were told do not go together; where one stands is no taste."""
        facts = [facts[0] for ref, facts in self._roots.items() if facts and facts[0].id == ref]
        told = [f for f in facts if f.kind != "situation"]
        return any(is_contradiction(one, other) for one, other in combinations(told, 2))

    def _tell_outcomes(self) -> tuple[Known, ...]:
        known = [Known("recommended", path) for path in self._recommended]
        if not self._recommended:
            return ()
        known.append(Known("first", self._recommended[0]))
        scoring, paths = self._program.knowledge.scoring, self._program.knowledge.paths
        scores = {s.path: s.score for s in self._standing}
        first = self._recommended[:_FIRST]
        outcomes = {
            "any-recommended": True,
            "no-strong-verdict": all(judge_score(scores[p], scoring.strong, scoring.fair) != "strong" for p in first),
            "two-close": len(first) > 1 and abs(scores[first[0]] - scores[first[1]]) <= scoring.close,
            "change-of-field": any(paths[p].category not in _HOME_FIELDS for p in first),
            "contradiction": self._contradict(),
        }
        return (*known, *(Known("outcome", name) for name, holds in outcomes.items() if holds))


def _check_fact(vocabulary: Vocabulary, fact: Fact) -> None:
    fault = vocabulary.find_fault(fact.kind, fact.topic, fact.value)
    if not fault and fact.strength not in STRENGTHS:
        fault = f"unknown strength {fact.strength!r} (one of {', '.join(STRENGTHS)})"
    if fault:
        raise InferenceError(fault, where=f"fact {fact.id}", mend="see kb/vocabulary.yaml")
