"""The wheel: built, installed into a fresh environment, run from another folder."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)],
        check=True,
        capture_output=True,
    )
    [path] = target.glob("*.whl")
    return path


def test_wheel_holds_data_and_no_tests(wheel: Path) -> None:
    import zipfile

    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {t for t in tops if not t.endswith(".dist-info")} == {"fingerpost"}
    assert "fingerpost/_data/kb/sources.yaml" in names
    assert any(n.startswith("fingerpost/_data/rules/fit/") for n in names)
    assert "fingerpost/_data/schemas/result.schema.json" in names
    kept = {
        p.relative_to(ROOT).as_posix() for p in (ROOT / "kb").rglob("*") if p.is_file() and p.suffix not in (".md", ".jsonl")
    }
    assert kept <= {name.removeprefix("fingerpost/_data/") for name in names}
    assert not any("sentences" in name for name in names)
    assert not any("/test" in n or n.startswith("test") for n in names)


def test_installed_wheel_runs_from_another_folder(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    # the sources of a checkout must not stand before the wheel
    monkeypatch.delenv("PYTHONPATH", raising=False)
    # the dependencies are those of this environment, so that the test needs no network; the package is the wheel's
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    [site] = home.glob("lib/python*/site-packages")
    [ours] = {p for p in sys.path if p.endswith("site-packages") and (Path(p) / "spacy").is_dir()}
    (site / "dependencies.pth").write_text(ours + "\n")
    done = subprocess.run(
        [str(home / "bin" / "fingerpost"), "recommend", "--text", "I love mentoring juniors and one-on-ones."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "What I read in your words" in done.stdout
    place = subprocess.run(
        [str(python), "-c", "import fingerpost; print(fingerpost.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert str(site) in place.stdout
