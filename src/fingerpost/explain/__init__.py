"""Why a path stands where it stands, why not higher, what would change it, and what decides between two paths."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from fingerpost.assess import Assessor, Change, apply_changes, assess_reading
from fingerpost.contradictions import find_contradictions
from fingerpost.errors import CommandError
from fingerpost.explain.arguing import Arguer
from fingerpost.explain.comparing import compare, contrast
from fingerpost.explain.records import Explanation
from fingerpost.explain.smallest import MOST_CHANGES, find_smallest
from fingerpost.inference.compiling import Program, compile_rules
from fingerpost.mending import suggest_names
from fingerpost.plain import trace_plain
from fingerpost.ranking import Ranker
from fingerpost.records import Reading

__all__ = ["MOST_CHANGES", "Explainer", "Explanation", "check_path"]


class Explainer:
    """Explains results of an assessor; keep it, and use it for one person after another."""

    def __init__(self, assessor: Assessor) -> None:
        self.assessor = assessor

    @cached_property
    def program(self) -> Program:
        """The compiled rules."""
        return compile_rules(self.assessor.knowledge)

    @cached_property
    def ranker(self) -> Ranker:
        """The ranker for searches."""
        return Ranker(self.program)

    def explain(
        self,
        reading: Reading,
        path: str,
        *,
        changes: Sequence[Change] = (),
        versus: str | None = None,
        text: str | None = None,
    ) -> Explanation:
        """Explain where a path stands for one person.

        Args:
            reading: What was read of the person's text, or facts given directly.
            path: The path to explain.
            changes: Corrections and what-ifs; the explanation is of the facts after them.
            versus: Another path to hold it against.
            text: The text itself.

        Raises:
            CommandError: A path, or a fact in a change, does not exist.
        """
        knowledge = self.assessor.knowledge
        for name in (path, *([versus] if versus else [])):
            check_path(name, self.assessor)
        facts = apply_changes(self.assessor, reading.facts, changes)
        result = assess_reading(self.assessor, reading, changes=changes, text=text)
        inference, silent = trace_plain(self.program, facts)
        arguer = Arguer(self.program, facts, inference, silent)
        argument = arguer.argue(path)
        what_if = None
        if changes:
            before, _ = trace_plain(self.program, reading.facts)
            what_if = compare(changes, reading.facts, before, inference, knowledge)
        other = arguer.argue(versus) if versus else None
        return Explanation(
            result=result,
            argument=argument,
            smallest=find_smallest(self.ranker, facts, path, knowledge),
            what_if=what_if,
            contrast=contrast(self.ranker, facts, argument, other, knowledge) if other else None,
            contradictions=find_contradictions(facts, knowledge),
            provenance=result.provenance,
        )


def check_path(name: str, assessor: Assessor, where: str = "explain") -> None:
    """Check that there is such a path.

    Raises:
        CommandError: There is none; the error names one like it.
    """
    paths = assessor.knowledge.paths
    if name not in paths:
        mend = suggest_names(name, paths, "see `fingerpost paths list`")
        raise CommandError(f"there is no path {name!r}", where=where, mend=mend)
