"""Words of a person made harmless to show on a page, one code point at a time, line breaks kept."""

from __future__ import annotations

import unicodedata

from fingerpost.phrasing import show_text

# joiners that emoji and many scripts need
_JOINERS = "\u200c\u200d"


def show_letters(text: str) -> str:
    """A text with its control, bidirectional and other invisible characters made visible."""
    return text if text.isascii() and text.isprintable() else "".join(show_each(text))


def show_each(text: str) -> list[str]:
    """What is shown for each code point of a text: mostly itself, so that offsets lead to the right place.

    A carriage return is a line break, or nothing before a line feed; tabs, line feeds and spaces stay.
    """
    return [_show(c, text[n + 1 : n + 2]) for n, c in enumerate(text)]


def _show(c: str, following: str) -> str:
    if c.isprintable() or c in "\n\t" or c in _JOINERS:
        return c
    if c == "\r":
        return "" if following == "\n" else "\n"
    category = unicodedata.category(c)
    if category == "Zs":
        return c
    if category == "Cc" and ord(c) < 0x20:
        return chr(0x2400 + ord(c))
    shown = show_text(c)
    return f"<U+{ord(c):04X}>" if shown in ("", c) else shown
