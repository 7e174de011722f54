"""Lists that stand below each other under a heading, told as one line ("Likes: mentoring, docs"), character for character:
what a heading says of its items is then read as in any sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ITEM = re.compile(r"[ \t]*(?:[-–—*•·+]|\(?\d{1,2}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*[#>*_=]*[ \t]*")
_COLON = re.compile(r"[:=][ \t*_]*$")
_SENTENCE_INSIDE = re.compile(r"[.!?:;](?:\s+\S|$)")
_SPEAKER = re.compile(r"\b(?:i|i'm|im|i've|i'd|ive|we|we're|he|she|they|you)\b", re.IGNORECASE)
# words of an item, of a heading that ends in a colon, and of one that does not
_MOST_WORDS, _MOST_HEADING, _MOST_BARE = 8, 7, 4


def join_lists(text: str) -> str:
    """Tell lists of short items in one line each, in a text of the same length: bullets and line ends become commas, the
    first of them a colon where the heading has none. Lists of sentences stay as they are.

    Args:
        text: The text as given.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    begins = _find_begins(lines)
    out = list(text)
    for heading, items in _list_blocks(lines):
        last = heading
        for item in items:
            end, start = begins[last] + len(lines[last].rstrip()), begins[item]
            # a comma or full stop at the end of an item is one mark with the comma between items
            while last != heading and out[end - 1] in ",;.":
                end -= 1
            bullet = _ITEM.match(lines[item])
            stop = start + (bullet.end() if bullet else 0)
            out[end:stop] = " " * (stop - end)
            if last != heading or not _COLON.search(lines[heading]):
                out[end] = ":" if last == heading else ","
            last = item
    return "".join(out)


def _find_begins(lines: Sequence[str]) -> list[int]:
    begins, at = [], 0
    for line in lines:
        begins.append(at)
        at += len(line) + 1
    return begins


def _list_blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """Headings with their items, as numbers of lines; one blank line may stand between a heading and the first item."""
    number = 0
    while number < len(lines):
        items: list[int] = []
        if _is_heading(lines[number]):
            first = number + 1 + (number + 2 < len(lines) and not lines[number + 1].strip())
            for k in range(first, len(lines)):
                if not _ITEM.match(lines[k]):
                    break
                items.append(k)
        if items and all(_is_short_item(lines[k]) for k in items):
            yield number, items
        number = items[-1] + 1 if items else number + 1


def _is_heading(line: str) -> bool:
    if _ITEM.match(line) or not line.strip():
        return False
    words = line[_RULE.match(line).end() :].split()  # type: ignore[union-attr]
    if _COLON.search(line):
        return 0 < len(words) <= _MOST_HEADING
    return 0 < len(words) <= _MOST_BARE and not line.rstrip().endswith((".", "!", "?", ",", ";"))


def _is_short_item(line: str) -> bool:
    words = line[_ITEM.match(line).end() :].rstrip(" \t.,;")  # type: ignore[union-attr]
    return len(words.split()) <= _MOST_WORDS and not _SENTENCE_INSIDE.search(words) and not _SPEAKER.search(words)
