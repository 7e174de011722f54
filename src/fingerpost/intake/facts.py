"""From statements to facts: equal ones are one fact, numbers become values, evidence is cut from the given text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fingerpost.intake.assertion import find_clause
from fingerpost.intake.scoping import quote_scope, quote_tokens, widen_to_words
from fingerpost.intake.stating import Statement
from fingerpost.intake.tenures import add_tenures
from fingerpost.intake.tokens import Page
from fingerpost.records import Evidence, Fact

# so many characters of a clause are quickly read, and so few more round it off
_QUICKLY_READ = 110
_LITTLE = 40
_SIZES = (("tiny", 10), ("small", 100), ("medium", 1000))
_NARROW = frozenset({"current-role", "years-experience", "company-size"})
# words with which a stretch does not end: they only lead on to the next
_LEADING_ON = frozenset({"a", "an", "and", "as", "at", "for", "i", "in", "of", "on", "the", "to", "with"})
_JOINING = frozenset({"and", "but", "or"})
_PAUSES = frozenset({",", ";", ":", "(", "-"})
_STRENGTHS = ("mild", "plain", "strong")


def make_facts(page: Page, statements: Iterable[Statement], text: str) -> tuple[Fact, ...]:
    """Merge statements into facts, in the order in which the text first says them.

    Args:
        page: The parsed text.
        statements: What it says, in order.
        text: The text as given, from which evidence is cut.

    Returns:
        Facts ``f1``, ``f2``, ... with evidence in code points of ``text``.
    """
    merged: dict[tuple[str, str, str | int], list[Statement]] = {}
    for statement in _settle_numbers(add_tenures(page, list(statements))):
        merged.setdefault((statement.kind, statement.topic, statement.value), []).append(statement)
    facts: list[Fact] = []
    for (kind, topic, value), group in merged.items():
        evidence = _list_evidence(page, group, text)
        facts.append(
            Fact(
                id=f"f{len(facts) + 1}",
                kind=kind,
                topic=topic,
                value=value,
                strength=max((s.strength for s in group), key=_STRENGTHS.index),
                evidence=evidence,
                lexicon=tuple(dict.fromkeys(s.lexicon for s in group)),
                cues=tuple(dict.fromkeys(words for s in group if (words := quote_tokens(page, s.spoken, text)))),
                scope=tuple(dict.fromkeys(words for s in group for words in quote_scope(page, s.scope, text))),
            )
        )
    return tuple(facts)


def bucket_size(people: int) -> str:
    """The company size of the vocabulary for a number of people."""
    return next((name for name, most in _SIZES if people <= most), "large")


_ANY_ENGINEER = "software-engineer"
# tokens between a word for a company's size and the number of its people, which tells more
_SAME_PLACE = 15


def _settle_numbers(statements: list[Statement]) -> list[Statement]:
    """One present role, one company size, and of several years the longest; other statements stay as they are."""
    out: list[Statement] = []
    years = [s for s in statements if s.topic == "years-experience" and isinstance(s.value, int)]
    longest = max(years, key=lambda s: (int(s.value), -s.start), default=None)
    # a bare "engineer" is every one of them; a title told elsewhere says more
    roles = [s for s in statements if s.topic == "current-role"]
    role = next((s for s in roles if s.value != _ANY_ENGINEER or s.end - s.start > 1), next(iter(roles), None))
    sizes = [s for s in statements if s.topic == "company-size"]
    seen: set[str] = set()
    for s in statements:
        if s.kind != "situation":
            out.append(s)
        elif s.topic == "years-experience":
            if s is longest:
                out.append(s)
        elif s.topic == "company-size":
            if s.topic not in seen:
                told = next((o for o in sizes if isinstance(o.value, int) and 0 <= o.start - s.end < _SAME_PLACE), s)
                size = s if isinstance(s.value, int) else told
                value = bucket_size(size.value) if isinstance(size.value, int) else size.value
                out.append(replace(size, value=value))
            seen.add(s.topic)
        elif s.topic == "current-role":
            if s is role:
                out.append(s)
        else:
            seen.add(s.topic)
            out.append(s)
    return out


def _list_evidence(page: Page, group: list[Statement], text: str) -> tuple[Evidence, ...]:
    """The stretches of text that carry the statements; one that lies within another is left out."""
    spans = dict.fromkeys(cut_evidence(page, statement, text) for statement in group)
    widest = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    return tuple(Evidence(start, end, text[start:end]) for start, end in widest)


def cut_evidence(page: Page, statement: Statement, text: str) -> tuple[int, int]:
    """The stretch of the given text that carries a statement: its words, widened to their clause where that is short."""
    first, last = statement.start, statement.end - 1
    sentence = page.sentences[page.sentence_of[first]]
    begin, _ = find_clause(page, sentence, first)
    closing = page.sentences[page.sentence_of[last]]
    _, stop = find_clause(page, closing, last)
    is_narrow = statement.kind == "situation" and statement.topic in _NARROW
    while is_narrow and last > first and page.tokens[last].low in _LEADING_ON:
        last -= 1
    start, end = page.tokens[first].start, page.tokens[last].end
    wide_start, wide_end = page.tokens[begin].start, page.tokens[max(stop - 1, last)].end
    # where one stands is said by the words themselves; the rest of the clause tells of other things
    if not is_narrow:
        if end - wide_start <= _QUICKLY_READ or start - wide_start <= _LITTLE:
            start, first = wide_start, begin
        commas = [t.start for t in page.tokens[last + 1 : stop] if t.low in _PAUSES]
        for stop_at in (wide_end, *commas[:1]):
            if stop_at - start <= _QUICKLY_READ or stop_at - end <= _LITTLE:
                end = stop_at
                break
    if first < last and page.tokens[first].low in _JOINING:
        start = page.tokens[first + 1].start
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.!?-("):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in ",;:.!?-)"):
        start += 1
    return widen_to_words(start, end, text)
