"""Lines that a post or mail quotes from somebody else ("> ..."): what they tell is not the writer's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fingerpost.intake.tokens import Page
from fingerpost.records import Span

_QUOTED = re.compile(r"[ \t]*(?:>|&gt;)")
# a list of the writer's own may be marked in the same way: "What I like:" and then "> docs"
_HEADS_LIST = re.compile(r":\s*$")
_SAYING = re.compile(r"\b(?:wrote|writes|said|says|asked|asks|quot\w+|replied|commented|claims?)\b[^:]*:\s*$", re.IGNORECASE)


def list_quoted(text: str) -> tuple[Span, ...]:
    """The lines of a text that are quoted, as code points of it. Where all are, they are the writer's own, pasted from a
    mail; so are those below a line that ends in a colon, unless it tells who said them.

    Args:
        text: The text as given.
    """
    if ">" not in text and "&gt;" not in text:
        return ()
    return tuple(_list_others(text))


def _list_others(text: str) -> Iterator[Span]:
    position, own, headed = 0, False, False
    quoted: list[Span] = []
    for line in text.splitlines(keepends=True):
        if _QUOTED.match(line):
            if not headed:
                quoted.append(Span(position, position + len(line)))
        elif line.strip():
            own = True
            headed = bool(_HEADS_LIST.search(line)) and not _SAYING.search(line)
        position += len(line)
    if own:
        yield from quoted


def list_quoted_sentences(page: Page, quoted: Sequence[Span]) -> frozenset[int]:
    """The numbers of the sentences that begin in quoted lines."""
    if not quoted:
        return frozenset()
    begins = ((s.index, page.tokens[s.start].start) for s in page.sentences if s.start < s.end)
    return frozenset(index for index, begin in begins if any(q.start <= begin < q.end for q in quoted))
