"""The pages of one person: what was read, what it points to, and why a path stands where it stands."""

from __future__ import annotations

from fingerpost.explain.records import Argument, CautionGround, Explanation, GateGround, Ground, Premise, Source
from fingerpost.explain.serial import write_option
from fingerpost.explain.wording import phrase_steps
from fingerpost.knowledge import KnowledgeBase
from fingerpost.page.templating import render_page
from fingerpost.page.views import view_person
from fingerpost.records import Derived, Result

# so many silent rules are shown where nobody asks for all
NEAREST = 8


def write_recommendation(result: Result, text: str | None, knowledge: KnowledgeBase) -> str:
    """The page of recommended paths with their reasons; ``text`` is None where facts were given directly."""
    return render_page("recommend.html", person=view_person(result, _by_column(text), knowledge), made=result.provenance)


def write_facts(result: Result, text: str | None, knowledge: KnowledgeBase) -> str:
    """The page of what was read: the text with its evidence, and each fact with what it feeds."""
    return render_page("facts.html", person=view_person(result, _by_column(text), knowledge), made=result.provenance)


def write_explanation(
    explanation: Explanation, text: str | None, knowledge: KnowledgeBase, *, everything: bool = False
) -> str:
    """The page that explains one path; ``everything`` shows all silent rules."""
    argument = explanation.argument
    silent = [s for s in argument.silent if everything or s.stage in ("fit", "choose", "gates")]
    shown = silent if everything else silent[:NEAREST]
    others = [explanation.contrast.other] if explanation.contrast else []
    rows = {s.row for a in (argument, *others) for s in _list_sources(a)} | {s.row for r in shown for s in r.sources}
    return render_page(
        "explain.html",
        person=view_person(explanation.result, _by_column(text), knowledge, rows=rows),
        explanation=explanation,
        argument=argument,
        title=knowledge.title_of(argument.path),
        day=knowledge.paths[argument.path].day,
        verdict=knowledge.extras["phrases"]["verdicts"].get(argument.verdict, "not recommended"),
        count=len(knowledge.paths),
        silent=shown,
        more=len(silent) - len(shown),
        ways=[(w, [write_option(s.change) for s in w.steps]) for w in explanation.smallest.ways],
        title_of=knowledge.title_of,
        phrase_steps=phrase_steps,
        claim_of=lambda rule: knowledge.rules[rule].claim,
        is_derived=lambda thing: isinstance(thing, Derived),
        made=explanation.provenance,
    )


def _by_column(text: str | None) -> dict[str, str]:
    return {} if not text else {"": text}


def _list_sources(argument: Argument) -> list[Source]:
    grounds: list[Ground | GateGround | CautionGround] = [
        *argument.pros,
        *argument.cons,
        *argument.gates,
        *argument.cautions,
    ]
    premises: list[Premise] = [p for g in grounds for p in g.premises]
    found = [s for g in grounds for s in g.sources]
    while premises:
        premise = premises.pop()
        found += premise.sources
        premises += premise.premises
    return found
