"""Made-up results and a reader of pages, for the tests of pages."""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from fingerpost.assess import Assessor, assess_reading
from fingerpost.records import Evidence, Fact, Reading, Result, Span
from fingerpost.serialising import dump_json, plain_result

_VOID = {"meta", "br", "link", "hr", "img", "input"}
_SAYINGS = (
    ("preference", "likes"),
    ("preference", "dislikes"),
    ("experience", "has"),
    ("skill", "strong"),
    ("skill", "weak"),
    ("goal", "wants"),
)


def make_fact(text: str, quote: str, kind: str, topic: str, value: str | int, number: int) -> Fact:
    """A fact whose words stand in a text."""
    start = text.index(quote)
    return Fact(f"f{number}", kind, topic, value, evidence=(Evidence(start, start + len(quote), quote),))


def assess_words(assessor: Assessor, text: str, *sayings: tuple[str, str, str, str | int], unread: str = "") -> Result:
    """The result of a text of which (quote, kind, topic, value) were read; no text is parsed."""
    facts = tuple(make_fact(text, *saying, n) for n, saying in enumerate(sayings, 1))
    passed = (Span(text.index(unread), text.index(unread) + len(unread)),) if unread else ()
    return assess_reading(assessor, Reading(facts, passed), text=text)


def make_results(assessor: Assessor, groups: Sequence[Mapping[str, str]], seed: int = 5) -> list[Result]:
    """Results of made-up people, one for each of the groups given, the same for a seed."""
    rng = random.Random(seed)  # noqa: S311 - made-up answers, no secret
    activities = list(assessor.knowledge.vocabulary.activities)
    concerns = list(assessor.knowledge.vocabulary.concerns)
    out = []
    for number, membership in enumerate(groups, 1):
        said = {(*rng.choice(_SAYINGS), rng.choice(activities)) for _ in range(rng.randint(2, 6))}
        if rng.random() < 0.5:
            said.add(("concern", "worried", rng.choice(concerns)))
        facts = tuple(
            Fact(f"f{n}", k, t, v, evidence=(Evidence(-1, -1, f"secret words {number}"),))
            for n, (k, v, t) in enumerate(sorted(said), 1)
        )
        result = assess_reading(assessor, Reading(facts, ()), identity=f"id-{number:03}")
        out.append(replace(result, groups=dict(membership)))
    return out


def write_results(path: Path, results: Iterable[Result]) -> Path:
    """Results as batch writes them."""
    path.write_text("".join(dump_json(plain_result(r)) + "\n" for r in results), encoding="utf-8")
    return path


@dataclass
class Page(HTMLParser):
    """A page taken apart: its elements as (tag, attributes), ids, links, headings, tables as rows of cells, and texts."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.html)
        assert self._open == [], self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1:] == [tag], (tag, self.getpos())
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "script" in self._open or "style" in self._open:
            return
        self.texts.append(data)
        if self.tables and ("td" in self._open or "th" in self._open):
            self.tables[-1][-1][-1] += data.strip()

    @property
    def text(self) -> str:
        """All text that is shown."""
        return "".join(self.texts)

    def list_faults(self) -> list[str]:
        """What is wrong with its ids, links, headings and pictures."""
        faults = [f"id {i} twice" for i in set(self.ids) if self.ids.count(i) > 1]
        known = {*self.ids, ""}
        for _, attributes in self.elements:
            for name in ("aria-labelledby", "aria-describedby", "data-facts"):
                faults += [f"{name} {ref}" for ref in attributes.get(name, "").split() if ref not in known]
            link = attributes.get("href", "#")
            faults += [] if link.startswith("#") and link[1:] in known else [f"link {link}"]
            faults += [f"{name} is set" for name in attributes if name == "style" or name.startswith("on") or name == "src"]
        levels = self.headings
        faults += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]
        faults += [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
        faults += ["a picture without a name" for tag, a in self.elements if tag == "svg" and "aria-labelledby" not in a]
        return faults


def read_json_lines(path: Path) -> list[dict[str, object]]:
    """The records of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
