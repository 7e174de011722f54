"""The errors that reach a person: each names the file and key or line, what is wrong, and how to mend it."""

from __future__ import annotations


class FingerpostError(Exception):
    """Root of all errors that Fingerpost raises on purpose; the CLI prints it on one line and exits with 1.

    Args:
        what: What is wrong, without a final full stop.
        where: File, and key or line, for example ``rules/fit/x.yaml:7 (then.points)``; empty when there is no file.
        mend: How to mend it, as an imperative sentence without a final full stop.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        place = f"{where}: " if where else ""
        advice = f"; {mend}" if mend else ""
        super().__init__(" ".join(f"{place}{what}{advice}".split()))


class InputError(FingerpostError):
    """A text, facts file or survey of the person cannot be used."""


class CommandError(InputError):
    """The command line names what there is not; the CLI exits with 2."""


class KnowledgeError(FingerpostError):
    """A rule, lexicon, path, source or schema file is broken."""


class InferenceError(FingerpostError):
    """The rule engine could not be built from the rules, or met facts that it does not know."""


class ModelError(FingerpostError):
    """A model, or a library that runs one, is missing or is not the version that the results depend on."""
