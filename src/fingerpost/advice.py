"""From an inference to what a person is told: reasons, cautions, gates, advice, each with its rule and row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from fingerpost.knowledge import (
    AdviceEffect,
    CautionEffect,
    ChooseEffect,
    FitEffect,
    GateEffect,
    KnowledgeBase,
    Rule,
)
from fingerpost.phrasing import lower_first, phrase_own, trim_quote
from fingerpost.records import (
    ANSWERED,
    Derived,
    Fact,
    Firing,
    Gate,
    GateLine,
    Inference,
    Line,
    Points,
    Recommendation,
    Result,
    Span,
    Standing,
)
from fingerpost.scoring import judge_score

MAX_ADVICE = 3
PLACEHOLDER = re.compile(r"\{f(\d+)\.(evidence|topic|value)\}")

# how rules quote, and how that is put where nothing was written
_WROTE, _SAID = 'You wrote "{f1.evidence}"', 'You said "{f1.evidence}"'


def make_result(
    knowledge: KnowledgeBase,
    facts: Sequence[Fact],
    inference: Inference,
    *,
    identity: str | None = None,
    unread: Sequence[Span] = (),
    groups: Mapping[str, str] | None = None,
    provenance: Mapping[str, str] | None = None,
) -> Result:
    """Put the whole answer together.

    Args:
        knowledge: The knowledge base that the inference was made with.
        facts: The facts that the inference started from.
        inference: What the rules concluded.
        identity: The respondent's id; None for a single text.
        unread: The stretches of the text in which nothing was recognised.
        groups: Columns by which a survey is grouped.
        provenance: Versions and digests.

    Returns:
        The result, with reasons by their points, the three weightiest lines of advice, and the closing line after them.
    """
    writer = _Writer(knowledge, facts, inference)
    return Result(
        id=identity,
        facts=tuple(facts),
        derived=inference.derived,
        recommendations=tuple(writer.recommend(s) for s in inference.standing if s.path in inference.recommended),
        standing=inference.standing,
        gates=tuple(writer.write_gate(gate) for gate in inference.gates),
        advice=writer.choose_advice(),
        firings=inference.firings,
        unread=tuple(unread),
        provenance=dict(provenance or {}),
        groups=dict(groups or {}),
    )


def place_premises(rule: Rule, refs: Sequence[str], things: Mapping[str, Fact | Derived]) -> tuple[str | None, ...]:
    """Return for each item of a rule's ``when`` the id of the fact or trait that met it; None where it was neither.

    Args:
        rule: The rule that fired.
        refs: The premises of its firing, in order.
        things: All facts and traits of the person by id.
    """
    left = list(refs)
    placed: list[str | None] = []
    for condition in rule.when:
        takes = bool(left) and (condition.has_premise or condition.is_met_by(*_say_thing(things[left[0]])))
        placed.append(left.pop(0) if takes else None)
    return tuple(placed)


class _Writer:
    """Writes the lines of one result."""

    def __init__(self, knowledge: KnowledgeBase, facts: Iterable[Fact], inference: Inference) -> None:
        self._knowledge = knowledge
        self._inference = inference
        self._things: dict[str, Fact | Derived] = {f.id: f for f in facts}
        self._things |= {d.id: d for d in inference.derived}

    def recommend(self, standing: Standing) -> Recommendation:
        """Write everything about one recommended path."""
        path = self._knowledge.paths[standing.path]
        scoring = self._knowledge.scoring
        concluded = {f.concludes for f in self._inference.firings}
        return Recommendation(
            path=path.id,
            rank=standing.rank,
            score=standing.score,
            verdict=judge_score(standing.score, scoring.strong, scoring.fair),
            reasons=tuple(self._write_reason(p) for p in sorted(standing.points, key=lambda p: -p.points)),
            cautions=self._list_cautions(path.id),
            first_steps=path.first_steps,
            next=path.ladder if f"next:{path.id}" in concluded else (),
        )

    def write_gate(self, gate: Gate) -> GateLine:
        """Write the state of a gate; one that is not open says what would open it."""
        effect = self._knowledge.rules[gate.rule].then
        assert isinstance(effect, GateEffect)  # noqa: S101 - the knowledge base is cross-checked
        text = self._fill(effect.text[gate.state], gate.facts[-1:])
        if gate.state == "closed" and effect.opens:
            text = f"{text} What would open it: {effect.opens.rstrip('.')}."
        return GateLine(gate.rule, gate.path, gate.state, gate.facts, text)

    def choose_advice(self) -> tuple[Line, ...]:
        """Write the weightiest advice, then the closing lines."""
        said: list[tuple[int, Line]] = []
        closing: list[Line] = []
        for firing in self._inference.firings:
            effect = self._knowledge.rules[firing.rule].then
            if isinstance(effect, AdviceEffect):
                line = self._write_line(firing, effect.text)
                if effect.closing:
                    closing.append(line)
                else:
                    said.append((effect.weight, line))
        said.sort(key=lambda pair: (-pair[0], pair[1].rule))
        return (*(line for _, line in said[:MAX_ADVICE]), *closing)

    def _list_cautions(self, path: str) -> tuple[Line, ...]:
        """Cautions that rest on the person's own facts come first."""
        lines = [
            self._write_line(firing, effect.text)
            for firing in self._inference.firings
            if isinstance(effect := self._knowledge.rules[firing.rule].then, CautionEffect) and effect.path == path
        ]
        return tuple(sorted(lines, key=lambda line: not line.facts))

    def _write_reason(self, points: Points) -> Line:
        rule = self._knowledge.rules[points.rule]
        assert isinstance(rule.then, FitEffect | ChooseEffect)  # noqa: S101 - the knowledge base is cross-checked
        premises = place_premises(rule, points.facts, self._things)
        text = self._fill(rule.then.because, premises)
        return Line(rule.id, text, points.facts, rule.heuristics, points.points)

    def _write_line(self, firing: Firing, text: str) -> Line:
        rule = self._knowledge.rules[firing.rule]
        premises = place_premises(rule, firing.facts, self._things)
        return Line(rule.id, self._fill(text, premises), firing.facts, rule.heuristics)

    def _fill(self, text: str, premises: Sequence[str | None]) -> str:
        def say(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            ref = premises[place] if place < len(premises) else None
            if ref is None:
                return "…"
            fact = self._root_of(ref)
            if match[2] == "topic":
                return lower_first(self._knowledge.title_of(fact.topic))
            if match[2] == "value":
                return str(fact.value).replace("-", " ")
            words = fact.evidence[0].text if fact.evidence else ""
            return trim_quote(words, fact.cues) or phrase_own(fact, self._knowledge)

        first = premises[0] if premises else None
        if first is not None and not _is_written(self._root_of(first)):
            text = text.replace(_WROTE, _SAID)
        return PLACEHOLDER.sub(say, text)

    def _root_of(self, ref: str) -> Fact:
        """The fact itself, or the first fact behind a trait."""
        thing = self._things[ref]
        while isinstance(thing, Derived):
            thing = self._things[thing.facts[0]]
        return thing


def _is_written(fact: Fact) -> bool:
    """Whether a fact rests on words that the person wrote, not on an answer that was chosen or on a supposition."""
    return any(e.text.strip() and not e.text.startswith(ANSWERED) for e in fact.evidence)


def _say_thing(thing: Fact | Derived) -> tuple[str, str, str | int]:
    return ("trait", thing.trait, "") if isinstance(thing, Derived) else (thing.kind, thing.topic, thing.value)
