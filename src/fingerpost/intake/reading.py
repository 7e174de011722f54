"""Reading a text: from the words of a person to facts with evidence. The door of this package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fingerpost.intake.assertion import count_negations, find_holder
from fingerpost.intake.binding import bind_cues
from fingerpost.intake.facts import make_facts
from fingerpost.intake.found import Findings, find_all, find_head
from fingerpost.intake.framing import apply_frame
from fingerpost.intake.judging import judge_cues
from fingerpost.intake.lexicon import Lexicon
from fingerpost.intake.normalising import normalise_text
from fingerpost.intake.parsing import parse_pages
from fingerpost.intake.stating import Statement, list_statements
from fingerpost.intake.tokens import Page
from fingerpost.intake.weighing import weigh_statements
from fingerpost.records import Reading, Span


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
    for text, page, frame in zip(kept, pages, frames or ["free"] * len(kept), strict=True):
        yield read_page(page, text, lexicon, frame)


def read_text(text: str, lexicon: Lexicon) -> Reading:
    """Read one text; see `read_texts`."""
    return next(read_texts([text], lexicon))


def read_page(page: Page, text: str, lexicon: Lexicon, frame: str = "free") -> Reading:
    """Read a parsed text that answers the question ``frame``."""
    findings = find_all(page, lexicon)
    judge_cues(page, findings)
    bind_cues(page, findings)
    statements = list_statements(page, findings)
    weighed = weigh_statements(page, findings, statements, lexicon)
    if frame == "free":
        statements = weighed
    else:
        # a bare "mentoring, docs" means what was asked; what is told in a sentence of its own means what it says
        bare = [s for s in statements if not _is_told_in_full(page, s)]
        statements = [*bare, *(s for s in weighed if _is_told_in_full(page, s))]
    statements = apply_frame(page, findings, statements, frame)
    facts = make_facts(page, statements, text)
    read = {page.sentence_of[i] for s in statements for i in (s.start, s.end - 1)}
    return Reading(facts, _list_unread(page, read), distress=_speaks_of_distress(page, findings))


_FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})


def _is_told_in_full(page: Page, statement: Statement) -> bool:
    """Whether a statement stands in a sentence that names the writer, and not in a bare answer."""
    sentence = page.sentences[page.sentence_of[statement.start]]
    return any(page.tokens[i].low in _FIRST_PERSON for i in range(sentence.start, sentence.end))


def _speaks_of_distress(page: Page, findings: Findings) -> bool:
    """Whether the writer tells of collapse or of harming themself; others' troubles and "not" do not count."""
    for match in findings.distress:
        sentence = page.sentences[page.sentence_of[match.start]]
        if find_holder(page, findings.scopes, find_head(page, match.named), sentence) == "other":
            continue
        if not count_negations(page, findings.scopes, match.start, match.start, sentence) % 2:
            return True
    return False


def _list_unread(page: Page, read: set[int]) -> tuple[Span, ...]:
    out: list[Span] = []
    for sentence in page.sentences:
        tokens = page.tokens[sentence.start : sentence.end]
        if sentence.index in read or not any(t.low.isalnum() for t in tokens):
            continue
        out.append(Span(tokens[0].start, tokens[-1].end))
    return tuple(out)
