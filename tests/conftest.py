"""What many tests share: one assessor for the packaged knowledge, and the command line run in this process."""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from fingerpost import assess
from fingerpost.assess import Assessor
from fingerpost.cli import main
from fingerpost.intake.lexicon import Lexicon
from fingerpost.knowledge import KnowledgeBase, load_knowledge

# how fast a machine is makes no test fail
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Ran:
    """What a run of the command line gave."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def _compile_once() -> Iterator[None]:
    """The lexicon takes seconds to compile, and hundreds of tests run the command line in this process: the same knowledge
    is compiled but once. Processes of their own compile it as users' do."""
    kept: dict[tuple[str, object, object], Lexicon] = {}
    compile_anew = assess.compile_knowledge

    def compile_once(knowledge: KnowledgeBase) -> Lexicon:
        key = (knowledge.digest, knowledge.weights, knowledge.encoders)
        if key not in kept:
            kept[key] = compile_anew(knowledge)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assess, "compile_knowledge", compile_once)
        yield


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return load_knowledge()


@pytest.fixture(scope="session")
def assessor(knowledge: KnowledgeBase) -> Assessor:
    return Assessor(knowledge)


class _Stream(io.TextIOWrapper):
    """A text stream on bytes in memory, as standard input and output are on a pipe."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", newline="")

    def take(self) -> str:
        self.flush()
        data: bytes = self.buffer.getvalue()  # type: ignore[attr-defined]
        return data.decode("utf-8")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run the command line as a user would, with standard input given as text or bytes."""

    def call(*arguments: str, stdin: str | bytes = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = _Stream(), _Stream()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", _Stream(data))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as left:
                main(arguments)
        return Ran(int(left.value.code or 0), out.take(), err.take())

    return call
