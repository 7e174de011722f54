"""Proving the lexicon: every entry's own examples and near-misses, read as a person's text would be."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.errors import KnowledgeError
from fingerpost.intake.lexicon import Lexicon, compile_lexicon
from fingerpost.intake.reading import read_texts
from fingerpost.loading import read_yaml
from fingerpost.records import Fact


@dataclass(frozen=True, slots=True)
class Proof:
    """One example of a lexicon entry, and what came of it: ``fault`` is empty when it holds."""

    where: str
    text: str
    expected: str
    fault: str


def prove_entries(files: Iterable[Mapping[str, Any]], lexicon: Lexicon) -> Iterator[Proof]:
    """Read every example and near-miss of topic and cue files and tell which hold.

    Args:
        files: Topic or cue files as data.
        lexicon: The compiled lexicon.
    """
    cases: list[tuple[str, str, str, bool]] = []
    for file in files:
        name = file.get("topic") or file.get("family")
        for entry in file.get("entries", ()):
            where = f"{name} ({entry['name']})"
            for example in entry.get("examples", ()):
                expected = str(example["is"])
                if len(expected.split()) == 2 and "topic" in file:
                    kind, value = expected.split()
                    expected = f"{kind} {name} {value}"
                cases.append((where, str(example["say"]), expected, True))
            for miss in entry.get("near_misses", ()):
                if isinstance(miss, str):
                    cases.append((where, miss, str(name), False))
                else:
                    cases.append((where, str(miss["say"]), str(miss["not"]), False))
    texts = [strip_marks(c[1]) for c in cases]
    for (where, _, expected, positive), text, reading in zip(cases, texts, read_texts(texts, lexicon), strict=True):
        yield Proof(where, text, expected, _find_fault(reading.facts, expected, positive))


def strip_marks(text: str) -> str:
    """An example without the brackets that mark its mention and its cue."""
    return re.sub(r"[\[\]{}]", "", text)


def _find_fault(facts: Sequence[Fact], expected: str, positive: bool) -> str:
    said = [f"{f.kind} {f.topic} {f.value}" for f in facts]
    if positive:
        return "" if expected in said else f"yields {said or 'nothing'}"
    wrong = [s for s in said if s == expected or s.split()[1] == expected]
    return f"must not yield {wrong}" if wrong else ""


def main(arguments: Sequence[str]) -> int:
    """Prove the files named on the command line (all of kb/ if none) and print what fails.

    A file beside them that is broken is named and left out, so that one author does not stop another.
    """
    kb = Path("kb")
    classes = _read_folder(kb / "classes")
    cue_files = _read_folder(kb / "cues")
    topics = _read_folder(kb / "topics")
    cues = [c for c in cue_files if "family" in c]
    scopes = [c for c in cue_files if "scope" in c]
    lexicon = compile_lexicon(topics, cues, scopes, classes, read_yaml(kb / "spelling.yaml"))
    chosen = [read_yaml(Path(a)) for a in arguments] or [*topics, *cues]
    proofs = list(prove_entries(chosen, lexicon))
    for proof in proofs:
        if proof.fault:
            print(f"{proof.where}: {proof.text!r} expected {proof.expected}: {proof.fault}")
    failed = sum(bool(p.fault) for p in proofs)
    print(f"{len(proofs) - failed} of {len(proofs)} hold")
    return int(failed > 0)


def _read_folder(folder: Path) -> list[Any]:
    out: list[Any] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            out.append(read_yaml(path))
        except KnowledgeError as error:
            print(f"left out: {error}", file=sys.stderr)
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
