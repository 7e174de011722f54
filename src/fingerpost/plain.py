"""The same inference as the engine's, by a plain loop over the compiled rules: for checks that need very many persons.

It is a second opinion too: the tests hold both to the same result, firing by firing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fingerpost.inference import SHOWN
from fingerpost.inference.compiling import STEPS, CompiledRule, Known, Pattern, Program, Slot
from fingerpost.inference.ledger import Ledger
from fingerpost.records import Fact, Inference

# what is known, by what it is about and its subject, in the order in which it became known
State = Mapping[tuple[str, str], Sequence[Known]]


def infer_plain(program: Program, facts: Sequence[Fact], top: int = SHOWN) -> Inference:
    """Return what the rules conclude about one person, exactly as `fingerpost.inference.infer` does.

    Args:
        program: From `fingerpost.inference.compiling.compile_rules`.
        facts: The person's facts, with distinct ids.
        top: How many of the paths that earn it are recommended.

    Raises:
        InferenceError: Two facts share an id, or a fact is not in the vocabulary.
    """
    ledger = Ledger(program, facts, top)
    state: dict[tuple[str, str], list[Known]] = {}
    _learn(state, ledger.known)
    rules = iter(program.rules)
    compiled = next(rules, None)
    for step in STEPS:
        while compiled is not None and compiled.step == step:
            premises = match_rule(compiled, state)
            if premises is not None:
                _learn(state, ledger.conclude(compiled, premises))
            compiled = next(rules, None)
        _learn(state, ledger.close(step))
    return ledger.finish()


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
