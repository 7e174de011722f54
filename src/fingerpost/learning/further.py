"""``make further NEW="retold-*"``: fit both encoders further to texts added to ``kb/sentences/texts``, as they stand.

Takes under an hour on two cores, where ``make encoder`` takes many. What was learned before is shown again in part, so that
it is not forgotten; the deep encoder learns first and then teaches the quick one.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from dataclasses import replace

from fingerpost.assess import compile_knowledge
from fingerpost.intake.lexicon import Lexicon
from fingerpost.knowledge import load_knowledge
from fingerpost.learning.corpus import KB, Annotated, Lesson, digest_sentences, read_corpus, read_lessons
from fingerpost.learning.encoder import write_encoder
from fingerpost.learning.network import fit_network, judge_shown
from fingerpost.learning.restoring import restore_network
from fingerpost.learning.showing import list_shown, list_unsaid

# how often all is shown, and the greatest steps, below and above: to the deep one, and to the quick one
_PASSES, _RATE, _HEAD_RATE = 1, 2e-5, 3e-4
_QUICK_PASSES, _QUICK_RATE, _QUICK_HEAD_RATE = 2, 6e-5, 6e-4
# how often a new text is shown for each time that an old one is, and the share of the old ones that are shown
_NEW_SHOWN, _OLD_SHARE = 3, 0.1


def main() -> int:
    """Fit the teacher and the taught further, and write both."""
    folder = KB / "sentences" / "texts"
    new = {text for name in sys.argv[1:] for text in read_corpus(folder, f"{name}.jsonl")}
    if not new:
        sys.exit('no texts of these names in kb/sentences/texts; tell which are new: make further NEW="retold-*"')
    knowledge = load_knowledge(None, KB)
    lexicon = compile_knowledge(replace(knowledge, weights=None))
    texts = read_corpus(folder)
    old = _read(lexicon, (x for x in texts if x not in new and _draw(x.text) < _OLD_SHARE))
    fresh = _read(lexicon, (x for x in texts if x in new))
    shown = list_shown(old) + _NEW_SHOWN * list_shown(fresh)
    print(f"{len(shown)} sentences and parts of them, {len(list_shown(fresh))} of them new", flush=True)
    corpus = digest_sentences(KB / "sentences")
    deep, pieces = restore_network(KB / "encoder-deep.onnx")
    fit_network(deep, pieces, shown, _PASSES, _RATE, _tell, head_rate=_HEAD_RATE)
    write_encoder(deep, pieces, shown, corpus, KB / "encoder-deep.onnx")
    shown += list_unsaid(old, shown) + _NEW_SHOWN * list_unsaid(fresh, shown)
    taught = judge_shown(deep, pieces, list(dict.fromkeys(shown)), _tell)
    quick, pieces = restore_network(KB / "encoder.onnx")
    fit_network(quick, pieces, shown, _QUICK_PASSES, _QUICK_RATE, _tell, taught, _QUICK_HEAD_RATE)
    write_encoder(quick, pieces, shown, corpus, KB / "encoder.onnx")
    return 0


def _read(lexicon: Lexicon, texts: Iterable[Annotated]) -> list[Lesson]:
    return [lesson for lesson in read_lessons(list(texts), lexicon) if not lesson.kept_aside]


def _draw(text: str) -> float:
    """A number from 0 to 1 that is always the same for a text."""
    return int.from_bytes(hashlib.sha256(f"further {text}".encode()).digest()[:4]) / 2**32


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
