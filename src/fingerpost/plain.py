"""The same inference as the engine's, by a plain loop over the compiled rules: for checks that need very many persons.

It is a second opinion too: the tests hold both to the same result, firing by firing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.inference import SHOWN
from fingerpost.inference.compiling import STEPS, CompiledRule, Known, Pattern, Program, Slot
from fingerpost.inference.ledger import Ledger
from fingerpost.records import Fact, Inference

# what is known, by what it is about and its subject, in the order in which it became known
State = Mapping[tuple[str, str], Sequence[Known]]


@dataclass(frozen=True, slots=True)
class Unfired:
    """A rule that did not fire, and why: the slots that nothing meets, and what is known although the rule denies it.

    Gate rules come twice, once for each ``state`` that they did not take; slots stand as `compile_rules` orders them.
    """

    compiled: CompiledRule
    lacking: tuple[Slot, ...]
    denied: tuple[Known, ...]


def infer_plain(program: Program, facts: Sequence[Fact], top: int = SHOWN) -> Inference:
    """Return what the rules conclude about one person, exactly as `fingerpost.inference.infer` does.

    Args:
        program: From `fingerpost.inference.compiling.compile_rules`.
        facts: The person's facts, with distinct ids.
        top: How many of the paths that earn it are recommended.

    Raises:
        InferenceError: Two facts share an id, or a fact is not in the vocabulary.
    """
    return _run_rules(program, facts, top)[0]


def trace_plain(program: Program, facts: Sequence[Fact], top: int = SHOWN) -> tuple[Inference, tuple[Unfired, ...]]:
    """Infer as `infer_plain` does, and tell of every rule that did not fire what it lacks."""
    inference, silent, state = _run_rules(program, facts, top)
    return inference, tuple(_tell_lack(compiled, state) for compiled in silent)


def match_rule(compiled: CompiledRule, state: State) -> list[Known] | None:
    """Return what meets each slot of a rule; None where a slot is not met or something it denies is known."""
    premises = []
    for slot in compiled.slots:
        premise = _meet_slot(slot, state)
        if premise is None:
            return None
        premises.append(premise)
    if any(_meet_pattern(pattern, state) is not None for pattern in compiled.absent):
        return None
    return premises


def _run_rules(program: Program, facts: Sequence[Fact], top: int) -> tuple[Inference, list[CompiledRule], State]:
    """Run all steps; return also the rules that were silent and what was known in the end."""
    ledger = Ledger(program, facts, top)
    state: dict[tuple[str, str], list[Known]] = {}
    silent: list[CompiledRule] = []
    _learn(state, ledger.known)
    rules = iter(program.rules)
    compiled = next(rules, None)
    for step in STEPS:
        while compiled is not None and compiled.step == step:
            premises = match_rule(compiled, state)
            if premises is None:
                silent.append(compiled)
            else:
                _learn(state, ledger.conclude(compiled, premises))
            compiled = next(rules, None)
        _learn(state, ledger.close(step))
    return ledger.finish(), silent, state


def _tell_lack(compiled: CompiledRule, state: State) -> Unfired:
    lacking = tuple(slot for slot in compiled.slots if _meet_slot(slot, state) is None)
    denied = (_meet_pattern(pattern, state) for pattern in compiled.absent)
    return Unfired(compiled, lacking, tuple(known for known in denied if known is not None))


def _meet_slot(slot: Slot, state: State) -> Known | None:
    for pattern in slot:
        known = _meet_pattern(pattern, state)
        if known is not None:
            return known
    return None


def _meet_pattern(pattern: Pattern, state: State) -> Known | None:
    for known in state.get((pattern.about, pattern.subject), ()):
        if pattern.is_met_by(known):
            return known
    return None


def _learn(state: dict[tuple[str, str], list[Known]], known: Iterable[Known]) -> None:
    for thing in known:
        state.setdefault((thing.about, thing.subject), []).append(thing)
