"""The argument for and against one path: what fired, down to the person's words, and what did not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from fingerpost.advice import make_result
from fingerpost.explain.records import Argument, CautionGround, GateGround, Ground, Lack, Premise, Silent, Source
from fingerpost.inference.compiling import STRENGTHS, Pattern, Program, Slot
from fingerpost.knowledge import (
    AdviceEffect,
    CautionEffect,
    ChooseEffect,
    FitEffect,
    GateEffect,
    KnowledgeBase,
    LadderEffect,
    Rule,
    TraitEffect,
)
from fingerpost.phrasing import phrase_fact, phrase_said
from fingerpost.plain import Unfired
from fingerpost.records import KINDS, Derived, Fact, Inference, Points, Standing
from fingerpost.scoring import judge_score

# what may be said of an activity
_VERBS = {
    "preference likes": "enjoy",
    "preference dislikes": "don't enjoy",
    "experience has": "have done",
    "experience lacks": "have not done",
    "skill strong": "are good at",
    "skill weak": "are not good at",
    "goal wants": "look for",
    "goal avoids": "would avoid",
}


def list_sources(rule: Rule, knowledge: KnowledgeBase) -> tuple[Source, ...]:
    """Where a rule stands in the articles, or why it stands in none."""
    if not rule.heuristics:
        return (Source("", "", "", "", 0, rule.ours),)
    rows = (knowledge.rows[name] for name in rule.heuristics)
    return tuple(
        Source(r.row, r.article, knowledge.articles[r.article].title, r.section, r.paragraph, r.heuristic) for r in rows
    )


class Arguer:
    """Writes the arguments of paths for one person.

    Args:
        program: The compiled rules.
        facts: The person's facts.
        inference: What was concluded from them.
        silent: The rules that did not fire.
    """

    def __init__(
        self, program: Program, facts: Sequence[Fact], inference: Inference, silent: Sequence[Unfired] = ()
    ) -> None:
        self._program = program
        self._knowledge = program.knowledge
        self._inference = inference
        self._silent = silent
        self._facts = facts
        self._things: dict[str, Fact | Derived] = {f.id: f for f in facts} | {d.id: d for d in inference.derived}
        self._distances = _measure_traits(program, facts, inference)

    def argue(self, path: str) -> Argument:
        """Write the argument for and against a path."""
        standing = next(s for s in self._inference.standing if s.path == path)
        # the texts are those that a recommendation of the path would have, whether or not it is one
        written = make_result(self._knowledge, self._facts, replace(self._inference, recommended=(path,)))
        texts = {reason.rule: reason.text for reason in written.recommendations[0].reasons}
        grounds = [self._ground(points, standing, texts) for points in standing.points]
        scoring = self._knowledge.scoring
        recommended = path in self._inference.recommended
        return Argument(
            path=path,
            rank=standing.rank,
            score=standing.score,
            verdict=judge_score(standing.score, scoring.strong, scoring.fair) if recommended else "",
            recommended=recommended,
            pros=tuple(g for g in grounds if g.stated > 0),
            cons=tuple(g for g in grounds if g.stated < 0),
            gates=tuple(
                GateGround(
                    gate.rule,
                    self._knowledge.rules[gate.rule].claim,
                    gate.state,
                    gate.text,
                    list_sources(self._knowledge.rules[gate.rule], self._knowledge),
                    self._list_premises(gate.facts),
                )
                for gate in written.gates
                if gate.path == path
            ),
            cautions=tuple(
                CautionGround(
                    line.rule,
                    self._knowledge.rules[line.rule].claim,
                    line.text,
                    list_sources(self._knowledge.rules[line.rule], self._knowledge),
                    self._list_premises(line.facts),
                )
                for line in written.recommendations[0].cautions
            ),
            silent=self._list_silent(path),
        )

    def _ground(self, points: Points, standing: Standing, texts: Mapping[str, str]) -> Ground:
        rule = self._knowledge.rules[points.rule]
        rivals: tuple[str, ...] = ()
        if isinstance(rule.then, ChooseEffect):
            scored = {s.path for s in self._inference.standing if any(p.stated > 0 for p in s.points)}
            rivals = tuple(p for p in rule.then.over if p in scored)
        return Ground(
            rule=rule.id,
            stage=rule.stage,
            claim=rule.claim,
            points=points.points,
            stated=points.stated,
            text=texts[rule.id],
            sources=list_sources(rule, self._knowledge),
            premises=self._list_premises(points.facts),
            outweighed_by=self._list_stronger(points, standing) if points.points != points.stated else (),
            rivals=rivals,
        )

    def _list_stronger(self, points: Points, standing: Standing) -> tuple[str, ...]:
        """The rules that count on the same side of the path and on a topic of these points."""
        topics = self._topics_of(points.facts)
        return tuple(
            other.rule
            for other in standing.points
            if other.points and (other.stated > 0) == (points.stated > 0) and self._topics_of(other.facts) & topics
        )

    def _topics_of(self, refs: Iterable[str]) -> set[str]:
        topics: set[str] = set()
        for ref in refs:
            thing = self._things[ref]
            topics |= self._topics_of(thing.facts) if isinstance(thing, Derived) else {thing.topic}
        return topics

    def _list_premises(self, refs: Iterable[str]) -> tuple[Premise, ...]:
        return tuple(self._premise(self._things[ref]) for ref in refs)

    def _premise(self, thing: Fact | Derived) -> Premise:
        if isinstance(thing, Fact):
            return Premise(thing, phrase_fact(thing, self._knowledge))
        rule = self._knowledge.rules[thing.rule]
        assert isinstance(rule.then, TraitEffect)  # noqa: S101 - only rules of traits derive
        says = rule.then.meaning.rstrip(".")
        return Premise(thing, says, rule.id, list_sources(rule, self._knowledge), self._list_premises(thing.facts))

    def _list_silent(self, path: str) -> tuple[Silent, ...]:
        fired = {f.rule for f in self._inference.firings}
        found = []
        for unfired in self._silent:
            rule = unfired.compiled.rule
            effect = rule.then
            if rule.path != path or rule.id in fired or isinstance(effect, AdviceEffect):
                continue
            lacks = tuple(self._lack(slot) for slot in unfired.lacking)
            denied = tuple(self._say(k.about, k.subject, k.value) for k in unfired.denied)
            found.append(
                Silent(
                    rule=rule.id,
                    stage=rule.stage,
                    state=unfired.compiled.state,
                    points=effect.points if isinstance(effect, FitEffect | ChooseEffect) else 0,
                    claim=rule.claim,
                    sources=list_sources(rule, self._knowledge),
                    lacks=lacks,
                    denied=denied,
                    distance=sum(self._distance(slot) for slot in unfired.lacking) + len(denied),
                )
            )
        weight = {FitEffect: 0, ChooseEffect: 0, GateEffect: 1, CautionEffect: 2, LadderEffect: 3}
        kind = {s.rule: weight[type(self._knowledge.rules[s.rule].then)] for s in found}
        return tuple(sorted(found, key=lambda s: (kind[s.rule] > 1, s.distance, kind[s.rule], -s.points, s.rule, s.state)))

    def _lack(self, slot: Slot) -> Lack:
        says = self._say_slot(slot)
        facts = tuple((p.about, p.subject, p.value) for p in slot if p.about in KINDS)
        traits = [p.subject for p in slot if p.about == "trait"]
        if len(slot) > 1 or not traits:
            return Lack(says, facts)
        through = tuple(
            (unfired.compiled.rule.id, (*(self._lack(s).says for s in unfired.lacking), *self._say_denied(unfired)))
            for unfired in self._silent
            if isinstance(unfired.compiled.rule.then, TraitEffect) and unfired.compiled.rule.then.trait == traits[0]
        )
        return Lack(says, facts, traits[0], through)

    def _say_slot(self, slot: Slot) -> str:
        """What would meet a slot; what may be said of one activity in several ways is joined."""
        said: dict[str, list[str]] = {}
        for pattern in slot:
            joined = _VERBS.get(f"{pattern.about} {pattern.value}") if not pattern.strength else None
            if joined and pattern.subject in self._knowledge.vocabulary.activities and len(slot) > 1:
                said.setdefault(self._knowledge.title_of(pattern.subject), []).append(joined)
            else:
                said.setdefault(self._say_pattern(pattern), [])
        return " or ".join(f"you {_join_words(verbs)} {title}" if verbs else title for title, verbs in said.items())

    def _say_denied(self, unfired: Unfired) -> tuple[str, ...]:
        return tuple(f"not: {self._say(k.about, k.subject, k.value)}" for k in unfired.denied)

    def _say_pattern(self, pattern: Pattern) -> str:
        if pattern.about in KINDS and pattern.value is None:
            least = f"at least {pattern.at_least}" if pattern.at_least is not None else ""
            most = f"at most {pattern.at_most}" if pattern.at_most is not None else ""
            return f"{pattern.subject.replace('-', ' ')}: {' and '.join(x for x in (least, most) if x)}"
        said = self._say(pattern.about, pattern.subject, pattern.value)
        strong = pattern.strength and STRENGTHS.index(pattern.strength) > STRENGTHS.index("plain")
        return f"{said} (said strongly)" if strong else said

    def _say(self, about: str, subject: str, value: str | int | None) -> str:
        if about in KINDS:
            return phrase_said(about, subject, value if value is not None else "", self._knowledge)
        if about == "trait":
            effects = (r.then for r in self._knowledge.rules.values())
            meanings = (e.meaning for e in effects if isinstance(e, TraitEffect) and e.trait == subject)
            return next(meanings, subject).rstrip(".")
        if about in ("outcome", "first"):
            return f"the outcome is {subject}" if about == "outcome" else f"{self._knowledge.title_of(subject)} comes first"
        title = self._knowledge.title_of(subject)
        if about == "gate":
            return f"the gate of {title} is {value}"
        return f"{title} is {'in the running' if about == 'contender' else 'recommended'}"

    def _distance(self, slot: Slot) -> int:
        """The least number of facts that meet a slot; whatever is no fact and no trait counts as one."""
        return min((self._distances.get(p.subject, 9) if p.about == "trait" else 1) for p in slot)


def _join_words(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _measure_traits(program: Program, facts: Sequence[Fact], inference: Inference) -> dict[str, int]:
    """For each trait the least number of facts that it lacks; 0 for those that the person has."""
    held = {(f.kind, f.topic, f.value) for f in facts}
    distances = {d.trait: 0 for d in inference.derived}
    for compiled in program.rules:
        effect = compiled.rule.then
        if not isinstance(effect, TraitEffect):
            break
        lacking = 0
        for slot in compiled.slots:
            lacking += min(
                distances.get(p.subject, 9) if p.about == "trait" else int((p.about, p.subject, p.value) not in held)
                for p in slot
            )
        distances[effect.trait] = min(distances.get(effect.trait, 9), max(lacking, 1))
    return distances
