"""Reading a text: from the words of a person to facts with evidence. The door of this package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from fingerpost.intake.assertion import count_negations, find_holder
from fingerpost.intake.binding import bind_cues
from fingerpost.intake.blockquotes import list_quoted, list_quoted_sentences
from fingerpost.intake.doubting import Doubt, list_doubts
from fingerpost.intake.facts import make_facts
from fingerpost.intake.found import Findings, find_all, find_head
from fingerpost.intake.framing import apply_frame
from fingerpost.intake.judging import judge_cues
from fingerpost.intake.lexicon import Lexicon
from fingerpost.intake.normalising import normalise_text
from fingerpost.intake.parsing import parse_pages
from fingerpost.intake.stating import Statement, list_statements
from fingerpost.intake.tokens import Page
from fingerpost.intake.weighing import judge_doubts, weigh_statements
from fingerpost.records import Reading, Span

# texts whose sentences the encoders are asked of at once
_TOGETHER = 128


def read_texts(texts: Iterable[str], lexicon: Lexicon, frames: Sequence[str] = ()) -> Iterator[Reading]:
    """Read texts, in order.

    Args:
        texts: The texts as given; offsets in the readings are code points of them.
        lexicon: The compiled lexicon.
        frames: The question behind each text, as `fingerpost.intake.framing` names them; all ``free`` where left out.

    Raises:
        ModelError: The spaCy model is missing or has another version.
    """
    kept = list(texts)
    plain = (normalise_text(t, lexicon.spelling, lexicon.words, lexicon.speller.correct) for t in kept)
    pages = parse_pages(plain, lexicon.words, lexicon.irregular)
    yield from read_pages(pages, kept, lexicon, frames)


def read_text(text: str, lexicon: Lexicon) -> Reading:
    """Read one text; see `read_texts`."""
    return next(read_texts([text], lexicon))


def read_pages(
    pages: Iterable[Page], texts: Sequence[str], lexicon: Lexicon, frames: Sequence[str] = ()
) -> Iterator[Reading]:
    """Read parsed texts, in order; see `read_texts`."""
    rows = zip(pages, texts, frames or ["free"] * len(texts), strict=True)
    while batch := list(islice(rows, _TOGETHER)):
        # the encoders are asked of the sentences of many texts at once, which is quicker
        looked = [_look_at_page(page, text, lexicon) for page, text, _ in batch]
        judged = iter(judge_doubts([doubt for one in looked for doubt in one.doubts], lexicon))
        for (page, text, frame), one in zip(batch, looked, strict=True):
            judgements = list(islice(judged, len(one.doubts)))
            yield _make_reading(page, text, one, weigh_statements(one.statements, judgements, lexicon), frame)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the lexicon found in a text, what it made of that, and what could be read beside it."""

    findings: Findings
    statements: Sequence[Statement]
    doubts: Sequence[Doubt]


def _look_at_page(page: Page, text: str, lexicon: Lexicon) -> _Looked:
    findings = find_all(page, lexicon)
    judge_cues(page, findings)
    bind_cues(page, findings)
    quoted = list_quoted_sentences(page, list_quoted(text))
    # what is told in reply to a quotation ends in the writer's own words
    statements = [s for s in list_statements(page, findings) if page.sentence_of[s.end - 1] not in quoted]
    return _Looked(findings, statements, list(list_doubts(page, findings, statements, lexicon, quoted)))


def _make_reading(page: Page, text: str, looked: _Looked, weighed: Sequence[Statement], frame: str) -> Reading:
    """The facts of a text that answers the question ``frame``."""
    statements = weighed
    if frame != "free":
        # a bare "mentoring, docs" means what was asked; what is told in a sentence of its own means what it says
        bare = [s for s in looked.statements if not _is_told_in_full(page, s)]
        statements = [*bare, *(s for s in weighed if _is_told_in_full(page, s))]
    statements = apply_frame(page, looked.findings, statements, frame)
    facts = make_facts(page, statements, text)
    read = {page.sentence_of[i] for s in statements for i in (s.start, s.end - 1)}
    troubled = _list_distressed(page, looked.findings)
    return Reading(facts, _list_unread(page, read | troubled), distress=bool(troubled))


_FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})


def _is_told_in_full(page: Page, statement: Statement) -> bool:
    """Whether a statement stands in a sentence that names the writer, and not in a bare answer."""
    sentence = page.sentences[page.sentence_of[statement.start]]
    return any(page.tokens[i].low in _FIRST_PERSON for i in range(sentence.start, sentence.end))


def _list_distressed(page: Page, findings: Findings) -> set[int]:
    """The sentences in which the writer tells of collapse or self-harm; others' troubles and "not" do not count."""
    out: set[int] = set()
    for match in findings.distress:
        sentence = page.sentences[page.sentence_of[match.start]]
        # "everyone would be better off without me" is the writer's own, whoever the sentence is about
        own = any(page.tokens[i].low in _FIRST_PERSON for i in match.named)
        if not own and find_holder(page, findings.scopes, find_head(page, match.named), sentence) == "other":
            continue
        if not count_negations(page, findings.scopes, match.start, match.start, sentence) % 2:
            out.add(sentence.index)
    return out


def _list_unread(page: Page, read: set[int]) -> tuple[Span, ...]:
    out: list[Span] = []
    for sentence in page.sentences:
        tokens = page.tokens[sentence.start : sentence.end]
        if sentence.index in read or not any(t.low.isalnum() for t in tokens):
            continue
        out.append(Span(tokens[0].start, tokens[-1].end))
    return tuple(out)
