"""What many tests share: one assessor for the packaged knowledge, and the command line run in this process."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from fingerpost import assess
from fingerpost.assess import Assessor
from fingerpost.cli import main, options
from fingerpost.inference import Engine
from fingerpost.intake.lexicon import Lexicon
from fingerpost.intake.reading import read_text
from fingerpost.knowledge import KnowledgeBase

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
def _build_once() -> Iterator[None]:
    """Hundreds of tests run the command line in this process: the packaged knowledge is loaded, its lexicon compiled and
    its engine built but once, as by one who assesses many people. Processes of their own do it all as users' do."""
    lexicons: dict[tuple[str, object, object], Lexicon] = {}
    engines: dict[int, tuple[KnowledgeBase, Engine]] = {}
    packaged: list[KnowledgeBase] = []
    compile_anew, build_anew, load_anew = assess.compile_knowledge, assess.build_engine, options.load_knowledge

    def load_once(rules_dir: Path | None = None, kb_dir: Path | None = None) -> KnowledgeBase:
        if rules_dir or kb_dir or any(os.environ.get(name) for name in ("FINGERPOST_RULES", "FINGERPOST_KB")):
            return load_anew(rules_dir, kb_dir)
        if not packaged:
            packaged.append(load_anew())
        return packaged[0]

    def compile_once(knowledge: KnowledgeBase) -> Lexicon:
        key = (knowledge.digest, knowledge.weights, knowledge.encoders)
        if key not in lexicons:
            lexicons[key] = compile_anew(knowledge)
        return lexicons[key]

    def build_once(knowledge: KnowledgeBase) -> Engine:
        # the knowledge is kept with its engine, so that no other takes its identity
        if id(knowledge) not in engines:
            engines[id(knowledge)] = (knowledge, build_anew(knowledge))
        return engines[id(knowledge)][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(options, "load_knowledge", load_once)
        patch.setattr(assess, "compile_knowledge", compile_once)
        patch.setattr(assess, "build_engine", build_once)
        yield


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return options.open_knowledge(None, None)


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


def read_keys(assessor: Assessor, text: str) -> set[str]:
    """The facts of a text, each as "kind topic value"."""
    return {f"{f.kind} {f.topic} {f.value}" for f in read_text(text, assessor.lexicon).facts}
