"""The lexicon, compiled: topics, cues and scope words as a matcher over tokens."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from fingerpost.intake.encoding import Encoder
from fingerpost.intake.matching import Match, Matcher
from fingerpost.intake.patterns import Pattern, parse_pattern
from fingerpost.intake.spelling import Speller
from fingerpost.intake.weights import Weights
from fingerpost.recent import Recent

# the use of an entry whose words put the writer at the other end of its topic, so that they say nothing of it
RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """One entry of a topic file: what its words name, and what they say by themselves.

    ``id`` is ``topic#n`` with n counted from 1 in the file; ``use`` is mention, deed, weak, statement, fear,
    role or received; a ``post`` is a role that is the writer's only where they say that they hold it, and ``wished`` the
    activity that a wish for a role means where no path bears its name.
    """

    id: str
    topic: str
    kind: str
    use: str
    says: str = ""
    value: str = ""
    negated: str = ""
    anyone: bool = False
    path: str = ""
    core: str = ""
    wished: str = ""
    post: bool = False


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One entry of a cue file: what its words say of a topic, how strongly, and on which side the topic stands.

    ``of_activity`` is what a worry says when an activity itself is feared ("cameras frighten me").
    """

    id: str
    family: str
    says: str
    strength: str
    side: str
    of_activity: str = ""


# all of the words of a sentence that a pattern can ask for
Words = tuple[tuple[frozenset[str], str, str, str, str, str, bool, bool], ...]


class Settled(NamedTuple):
    """The matches that stand in a sentence."""

    topics: tuple[Match[TopicEntry], ...]
    cues: tuple[Match[CueEntry], ...]
    scopes: tuple[Match[str], ...]


# sentences that are remembered; one takes some 4 KB
_MOST_KNOWN = 2048


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of the lexicon, ready to be found in sentences; a scope word is an entry by the name of its scope.

    ``weights`` judge what is found, if there are any, with the ``encoders``, in the order in which they are asked; ``kinds``
    tell them what each topic is. ``lately`` remembers what was found in sentences, as if each began with the first token of
    its page; the flag tells of one that may be an answer.
    """

    matcher: Matcher[TopicEntry | CueEntry | str]
    words: frozenset[str]
    spelling: Mapping[str, str]
    irregular: Mapping[str, str]
    speller: Speller
    weights: Weights | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    encoders: tuple[Encoder, ...] = ()
    lately: Recent[tuple[Words, bool], Settled] = field(
        default_factory=lambda: Recent(_MOST_KNOWN), repr=False, compare=False
    )

    def weigh_with(self, weights: Weights | None, kinds: Mapping[str, str], encoders: Sequence[Encoder] = ()) -> Lexicon:
        """This lexicon with a second reader beside it (or none), which must know what each topic is."""
        return replace(self, weights=weights, kinds=kinds, encoders=tuple(encoders))

    def forget(self) -> None:
        """Forget the sentences lately seen, so that the next ones are read as if they were the first."""
        self.lately.forget()
        for words in (self.weights.topics, self.weights.signs) if self.weights is not None else ():
            words.judged.forget()
        for encoder in self.encoders:
            encoder.judged.forget()


@contextmanager
def spare_collector() -> Iterator[None]:
    """Make hundreds of thousands of lasting objects without looking through them again and again for garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


@spare_collector()
def compile_lexicon(
    topics: Sequence[Mapping[str, Any]],
    cues: Sequence[Mapping[str, Any]],
    scopes: Sequence[Mapping[str, Any]],
    classes: Sequence[Mapping[str, Any]],
    spelling: Mapping[str, Any],
) -> Lexicon:
    """Compile the files of ``kb/topics``, ``kb/cues``, ``kb/classes`` and ``kb/spelling.yaml``.

    Raises:
        KnowledgeError: A pattern breaks the pattern language; the error names file and entry.
    """
    words = {str(c["class"]): [str(w) for w in c["words"]] for c in classes}
    patterns: list[tuple[Pattern, TopicEntry | CueEntry | str]] = []
    patterns += _list_topic_patterns(topics, words)
    patterns += _list_cue_patterns(cues, words)
    patterns += _list_scope_patterns(scopes, words)
    matcher = Matcher(patterns)
    merged: dict[str, str] = {}
    for section in ("apostrophes", "words", "marks"):
        merged.update({str(k).lower(): str(v) for k, v in spelling.get(section, {}).items()})
    all_words = frozenset(matcher.words)
    return Lexicon(
        matcher,
        all_words,
        merged,
        {str(k): str(v) for k, v in spelling.get("irregular", {}).items()},
        Speller(all_words | merged.keys()),
    )


def _list_topic_patterns(
    topics: Sequence[Mapping[str, Any]], classes: Mapping[str, Sequence[str]]
) -> list[tuple[Pattern, TopicEntry]]:
    out: list[tuple[Pattern, TopicEntry]] = []
    for topic in topics:
        name = str(topic["topic"])
        for number, entry in enumerate(topic["entries"], 1):
            compiled = TopicEntry(
                id=f"{name}#{number}",
                topic=name,
                kind=str(topic["kind"]),
                use=str(entry["use"]),
                says=str(entry.get("says", "")),
                value=str(entry.get("value", "")),
                negated=str(entry.get("negated", "")),
                anyone=bool(entry.get("anyone", False)),
                path=str(entry.get("path", "")),
                core=str(entry.get("core", "")),
                wished=str(entry.get("wished", "")),
                post=bool(entry.get("post", False)),
            )
            where = f"kb/topics/{name}.yaml (entry {entry['name']})"
            out.extend((p, compiled) for source in entry["patterns"] for p in parse_pattern(source, classes, where))
    return out


def _list_cue_patterns(
    cues: Sequence[Mapping[str, Any]], classes: Mapping[str, Sequence[str]]
) -> list[tuple[Pattern, CueEntry]]:
    out: list[tuple[Pattern, CueEntry]] = []
    for family in cues:
        name = str(family["family"])
        for entry in family["entries"]:
            compiled = CueEntry(
                id=f"{name}/{entry['name']}",
                family=name.partition("-")[0],
                says=str(entry["says"]),
                strength=str(entry.get("strength", "plain")),
                side=str(entry.get("side", "either")),
                of_activity=str(entry.get("of_activity", "")),
            )
            where = f"kb/cues/{name}.yaml (entry {entry['name']})"
            out.extend((p, compiled) for source in entry["patterns"] for p in parse_pattern(source, classes, where))
    return out


def _list_scope_patterns(
    scopes: Sequence[Mapping[str, Any]], classes: Mapping[str, Sequence[str]]
) -> list[tuple[Pattern, str]]:
    out: list[tuple[Pattern, str]] = []
    for scope in scopes:
        name = str(scope["scope"])
        where = f"kb/cues/{name}.yaml"
        out.extend((p, name) for source in scope["words"] for p in parse_pattern(str(source), classes, where))
    return out
