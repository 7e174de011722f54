"""The expected results of ``samples/``; ``python -m tests.golden`` (``make golden``) writes them anew."""

import json
from pathlib import Path
from typing import Any

from fingerpost.assess import Assessor, assess
from fingerpost.decoding import read_file
from fingerpost.knowledge import load_knowledge
from fingerpost.serialising import dump_json, plain_result

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
EXPECTED = SAMPLES / "expected"


def list_samples() -> list[Path]:
    """The self-descriptions of ``samples/``."""
    return sorted(SAMPLES.glob("*.txt"))


def make_expected(assessor: Assessor, path: Path) -> str:
    """The expected result of one sample: its record without the versions, which change with every edit."""
    record: dict[str, Any] = plain_result(assess(assessor, read_file(path)))
    del record["provenance"]
    return dump_json(record, indent=1) + "\n"


if __name__ == "__main__":
    EXPECTED.mkdir(exist_ok=True)
    the_assessor = Assessor(load_knowledge())
    for sample in list_samples():
        target = EXPECTED / f"{sample.stem}.json"
        text = make_expected(the_assessor, sample)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
            record = json.loads(text)
            print(f"{sample.stem}: {[r['path'] for r in record['recommendations']]}")
