"""Templates to pages: escaped, strict about names, with one style sheet and one script inside, and nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fingerpost.page.letters import show_letters

_FOLDER = Path(__file__).resolve().parent / "templates"


def render_page(template: str, **context: Any) -> str:
    """Fill a template of ours; every text in the context is shown as text, control characters made visible."""
    page = _environment().get_template(template).render(style=_style(), script=_script(), policy=_policy(), **context)
    return page.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(
        sign=sign_points, place=name_place, points=count_points, capital=raise_first, number=write_number
    )
    return environment


def _finalize(value: Any) -> Any:
    if value is None:
        raise TypeError("a template shows a value that is None")
    return show_letters(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=1)
def _style() -> Markup:
    return Markup((_FOLDER / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - a file of ours


@lru_cache(maxsize=1)
def _script() -> Markup:
    return Markup((_FOLDER / "page.js").read_text(encoding="utf-8"))  # noqa: S704 - a file of ours


def _policy() -> str:
    """What a browser may load: our one style and our one script, named by their digests."""
    style, script = (base64.b64encode(hashlib.sha256(x.encode()).digest()).decode() for x in (_style(), _script()))
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
    )


def sign_points(points: int) -> str:
    """Points with their sign: +3, −2, 0."""
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def name_place(number: int) -> str:
    """A rank in words: 1st, 2nd, 3rd, 4th."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def count_points(score: int) -> str:
    """A score in words: 1 point, −2 points."""
    return f"{score} point{'' if score == 1 else 's'}".replace("-", "−")


def write_number(number: int) -> str:
    """A number of people: 1,234."""
    return f"{number:,}"


def raise_first(text: str) -> str:
    """A text with its first letter made a capital."""
    return text[:1].upper() + text[1:]
