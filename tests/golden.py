"""The expected results of ``samples/``; ``python -m tests.golden`` (``make golden``) writes them anew."""

import json
import tempfile
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


def list_surveys() -> list[Path]:
    """The maps of ``samples/surveys/``; the survey of each lies beside it."""
    return sorted((SAMPLES / "surveys").glob("*.yaml"))


def make_expected_survey(path: Path, workers: int = 1) -> str:
    """The expected results of one survey, a line each, without the versions."""
    from fingerpost.survey.mapping import read_map
    from fingerpost.survey.running import Job, run_survey

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        run_survey(Job(path.with_suffix(".csv"), out, read_map(path), workers=workers))
        records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        rejects = out.with_name("out.jsonl.rejects.jsonl")
        rejected = rejects.read_text(encoding="utf-8") if rejects.exists() else ""
    for record in records:
        del record["provenance"]
    return "".join(dump_json(record) + "\n" for record in records) + rejected


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
    (EXPECTED / "surveys").mkdir(exist_ok=True)
    for survey in list_surveys():
        target = EXPECTED / "surveys" / f"{survey.stem}.jsonl"
        text = make_expected_survey(survey)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
            print(f"{survey.stem}: {text.count(chr(10))} lines")
