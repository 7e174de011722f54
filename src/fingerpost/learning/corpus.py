"""The annotated sentences, read by the lexicon alone: what each sentence of them should say, and what was found in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.errors import KnowledgeError
from fingerpost.intake.binding import bind_cues
from fingerpost.intake.features import list_signed_words, list_words, pair_words
from fingerpost.intake.found import Findings, find_all
from fingerpost.intake.judging import judge_cues
from fingerpost.intake.lexicon import Lexicon
from fingerpost.intake.normalising import normalise_text
from fingerpost.intake.parsing import parse_pages
from fingerpost.intake.proving import strip_marks
from fingerpost.intake.stating import Statement, list_statements
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.records import Key

KB = Path("kb")
_CHUNK = 400
_ASIDE = 14
# a sentence tells a fact if most of it is evidence of the fact, or it holds most of the evidence
_MOST_OF_SENTENCE, _MOST_OF_EVIDENCE = 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with the facts that a careful reader finds in it; ``spans`` are code points of their evidence."""

    text: str
    spans: tuple[tuple[int, int, Key], ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A parsed text with what the lexicon made of it, and for each sentence the facts that it tells; None where it only
    shares some words with the evidence of one, so that nothing can be learned from it.

    ``kept_aside`` tells that the encoder is not fitted to it, so that it shows how far the encoder can be trusted.
    """

    page: Page
    findings: Findings
    statements: tuple[Statement, ...]
    told: tuple[frozenset[Key] | None, ...]
    facts: frozenset[Key]
    evidence: tuple[tuple[int, int, Key], ...]
    kept_aside: bool = False


def read_corpus(folder: Path) -> list[Annotated]:
    """Read the annotated sentences of one folder, in order of files and lines.

    Raises:
        KnowledgeError: A line is broken, or its evidence is not in its text.
    """
    out: list[Annotated] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path.name}:{number}"
            try:
                record = json.loads(line)
                out.append(Annotated(record["text"], tuple(_find_spans(record))))
            except (ValueError, KeyError, TypeError) as error:
                raise KnowledgeError(
                    f"no annotated sentence: {error}", where=where, mend="mend or remove the line"
                ) from None
    return out


def digest_corpus(folder: Path, files: Iterable[Mapping[str, Any]]) -> str:
    """``sha256:`` over the names and bytes of all annotated sentences and the names of all entries of topic and cue files,
    in order: some of what is learned belongs to an entry by its number."""
    digest = hashlib.sha256()
    for file in files:
        names = [str(e["name"]) for e in file.get("entries", ())]
        digest.update(json.dumps([file.get("topic") or file.get("family"), names]).encode())
    digest.update(digest_sentences(folder).encode())
    return f"sha256:{digest.hexdigest()}"


def digest_sentences(folder: Path) -> str:
    """``sha256:`` over the names and bytes of all annotated sentences."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.jsonl")):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return f"sha256:{digest.hexdigest()}"


def _find_spans(record: dict[str, Any]) -> Iterator[tuple[int, int, Key]]:
    for fact in record["facts"]:
        start = record["text"].index(fact["evidence"])
        yield start, start + len(fact["evidence"]), (str(fact["kind"]), str(fact["topic"]), str(fact["value"]))


def read_lessons(texts: Sequence[Annotated], lexicon: Lexicon) -> Iterator[Lesson]:
    """Read annotated texts by the lexicon alone."""
    for begin in range(0, len(texts), _CHUNK):
        chunk = texts[begin : begin + _CHUNK]
        plain = [normalise_text(a.text, lexicon.spelling, lexicon.words, lexicon.speller.correct) for a in chunk]
        for annotated, page in zip(chunk, parse_pages(plain, lexicon.words, lexicon.irregular), strict=True):
            findings = find_all(page, lexicon)
            judge_cues(page, findings)
            bind_cues(page, findings)
            yield Lesson(
                page,
                findings,
                tuple(list_statements(page, findings)),
                tuple(_list_told(page, s, annotated.spans) for s in page.sentences),
                frozenset(key for _, _, key in annotated.spans),
                tuple(_list_evidence(page, annotated.spans)),
                is_kept_aside(annotated.text),
            )


def is_kept_aside(text: str) -> bool:
    """Whether a text is one of those, one in fourteen, to which the encoder is not fitted."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) % _ASIDE == 0


def _list_told(page: Page, sentence: Sentence, spans: Iterable[tuple[int, int, Key]]) -> frozenset[Key] | None:
    start, end = page.tokens[sentence.start].start, page.tokens[sentence.end - 1].end
    shared = [(min(end, e) - max(start, s), e - s, key) for s, e, key in spans]
    told = frozenset(
        key for n, size, key in shared if n >= _MOST_OF_SENTENCE * (end - start) or n >= _MOST_OF_EVIDENCE * size > 0
    )
    return told if told or not any(n > 0 for n, _, _ in shared) else None


def _list_evidence(page: Page, spans: Iterable[tuple[int, int, Key]]) -> Iterator[tuple[int, int, Key]]:
    """The evidence as tokens of the page, where it is not a whole sentence (which is a lesson by itself)."""
    whole = {(s.start, s.end) for s in page.sentences}
    for start, end, key in spans:
        inside = [t.i for t in page.tokens if t.start < end and t.end > start]
        if inside and (inside[0], inside[-1] + 1) not in whole:
            yield inside[0], inside[-1] + 1, key


def list_examples(files: Iterable[Mapping[str, Any]]) -> Iterator[Annotated]:
    """The examples of topic and cue files as annotated texts; each tells one fact."""
    for file in files:
        for entry in file.get("entries", ()):
            for example in entry.get("examples", ()):
                text, said = strip_marks(str(example["say"])), str(example["is"]).split()
                kind, topic, value = said if len(said) == 3 else (said[0], str(file["topic"]), said[1])
                yield Annotated(text, ((0, len(text), (kind, topic, value)),))


def list_pattern_words(topics: Iterable[Mapping[str, Any]]) -> Iterator[tuple[list[str], str]]:
    """The words of every pattern of the lexicon's topics, so that what the lexicon knows need not be learned again."""
    for topic in topics:
        if topic["kind"] == "situation":
            continue
        for entry in topic["entries"]:
            for pattern in entry["patterns"]:
                plain = re.sub(r"@[a-z0-9-]+|\.\.\.|/[a-z]\b|!", " ", str(pattern).lower())
                words = re.findall(r"[^\W\d_]+", plain)
                if words:
                    yield pair_words(words), str(topic["topic"])


def list_words_of(lesson: Lesson, start: int, end: int) -> tuple[list[str], list[str]]:
    """The words and the signed words of a stretch of a lesson."""
    return list_words(lesson.page, start, end), list_signed_words(lesson.page, lesson.findings.scopes, start, end)
