"""The index leaves out no pattern that a walk would find, in short sentences and in long ones."""

from fingerpost.intake.matching import Matcher
from fingerpost.intake.normalising import normalise_text
from fingerpost.intake.parsing import parse_pages
from fingerpost.intake.patterns import parse_pattern
from fingerpost.intake.walking import Stretch, build_steps
from tests.conftest import SAMPLES

CLASSES = {"junior": ["intern", "new grad", "trainee"], "mine": ["my", "our", "of mine"]}
SOURCES = (
    "give talk",
    "(love|enjoy) ... (mentor|teach|help) @junior",
    "@mine team & (lead|run|love)",
    "i (really|do)? (like|love|enjoy) _ (the)?",
    "# (year|month)",
    "^ i",
    "not (want|like) to? manage",
    "@mine (own (thing|company)|team)",
    "(a lot|plenty) of people",
    "=the team",
    "people ... people ... people",
    "the!",
    "_",
)


def test_the_index_leaves_out_nothing() -> None:
    patterns = [p for source in SOURCES for p in parse_pattern(source, CLASSES, "test")]
    matcher = Matcher([(p, n) for n, p in enumerate(patterns)])
    words = frozenset(matcher.words)
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    # one sentence of more tokens than there are bits, and several texts as one
    texts += ["I love to help people and " * 40, " ".join(texts[:6]).replace(".", " and"), "My team of 12, my own thing."]
    found = 0
    for page in parse_pages([normalise_text(text, {}, words) for text in texts], words, {}):
        stretches = [Stretch(page.tokens, s.start, s.end) for s in page.sentences]
        stretches.append(Stretch(page.tokens, 0, len(page.tokens)))
        for stretch, matches in zip(stretches, matcher.find(stretches), strict=True):
            made = {(m.entry, m.start, m.named) for m in matches}
            for n, pattern in enumerate(patterns):
                step = build_steps(pattern.elements, pattern.exact)
                for start in range(stretch.start, stretch.end):
                    named = step(stretch, start, True)
                    assert ((n, start, named) in made) == bool(named), (pattern.source, start)
                    found += bool(named)
    assert found > 1000
