"""The page of a survey: pictures first, then tables; numbers of few people are held back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fingerpost.audit.removing import Removals
from fingerpost.inference.compiling import compile_rules
from fingerpost.knowledge import KnowledgeBase
from fingerpost.page.choosing import ASPECTS, view_survey
from fingerpost.page.pictures import (
    picture_deciders,
    picture_groups,
    picture_obstacles,
    picture_paths,
    picture_tastes,
)
from fingerpost.page.results import Respondent
from fingerpost.page.tallying import tally_results
from fingerpost.page.templating import render_page
from fingerpost.page.views import PersonView, view_person
from fingerpost.records import Result


def write_survey(
    respondents: Iterable[Respondent],
    knowledge: KnowledgeBase,
    *,
    least: int = 5,
    by: str | None = None,
    individuals: bool = False,
) -> str:
    """The page of a survey.

    Args:
        respondents: The results, in order.
        knowledge: The knowledge that they were made with.
        least: The fewest people of whom a number may tell.
        by: The column of groups by which first places are told; the first one where it is None.
        individuals: Whether every respondent gets a section, with id and words.

    Raises:
        InputError: The results cannot be read, or have no such column.
    """
    removals = Removals(compile_rules(knowledge))
    people: list[PersonView] = []
    names: list[str] = []

    def pass_on() -> Iterator[Result]:
        for number, respondent in enumerate(respondents, 1):
            if individuals:
                people.append(view_person(respondent.result, respondent.texts, knowledge, f"p{number}-"))
                names.append(respondent.result.id or str(number))
            yield respondent.result

    tally = tally_results(pass_on(), removals.encode, by)
    view = view_survey(tally, knowledge, removals, least)
    return render_page(
        "survey.html",
        view=view,
        least=least,
        pictures={
            "paths": picture_paths(view),
            "tastes": picture_tastes(view),
            "obstacles": [(title, picture_obstacles(n, title, lines)) for n, (title, lines) in enumerate(view.obstacles)],
            "deciders": picture_deciders(view),
            "groups": [picture_groups(n, g, view.classes) for n, g in enumerate(view.groupings)],
        },
        aspects=[title for _, _, title in ASPECTS],
        people=list(zip(names, people, strict=True)),
        individuals=individuals,
        provenance=tally.provenance,
        stale=any(p.get("knowledge") != knowledge.digest for p in tally.provenance),
        made=tally.provenance[0] if tally.provenance else {"fingerpost": "–", "model": "–", "knowledge": "–"},
    )
