"""The time of ``explain`` against ``recommend``, each as a whole process on the same text of 150 words: a ratio.

Of the 16 paths the one is taken that takes longest to explain. Usage: ``python benchmarks/explain.py [ROUNDS]``
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ("mentor-at-heart", "my-own-thing")


def find_slowest(text: str) -> str:
    """The path that takes longest to explain to the writer of a text."""
    from fingerpost.assess import Assessor, read_self_description
    from fingerpost.explain import Explainer
    from fingerpost.knowledge import load_knowledge

    assessor = Assessor(load_knowledge())
    reading = read_self_description(assessor, text)
    took = {}
    for path in assessor.knowledge.paths:
        # a process that explains begins with nothing worked out
        explainer = Explainer(assessor)
        begun = time.perf_counter()
        explainer.explain(reading, path, text=text)
        took[path] = time.perf_counter() - begun
    return max(took, key=lambda path: took[path])


def time_process(*arguments: str) -> float:
    """Seconds from the start to the end of one run of the program."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "fingerpost", *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    """Print the best times of several rounds, and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    text = " ".join((ROOT / "samples" / f"{name}.txt").read_text(encoding="utf-8").strip() for name in TEXTS)
    path = find_slowest(text)
    recommends, explains = [], []
    for _ in range(rounds):
        recommends.append(time_process("recommend", "--text", text))
        explains.append(time_process("explain", path, "--text", text))
    recommend, explain = min(recommends), min(explains)
    print(f"{len(text.split())} words, {rounds} rounds, the best of each")
    print(f"recommend                    {recommend:6.2f} s")
    print(f"explain {path:20} {explain:6.2f} s   {explain / recommend:.2f} times recommend (wanted: at most 1.5)")


if __name__ == "__main__":
    main()
