"""What stands in a text: mentions of topics and cues, with overlaps resolved in favour of the longest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fingerpost.intake.assertion import Scopes, find_clause, find_names, mark_scopes
from fingerpost.intake.lexicon import CueEntry, Lexicon, TopicEntry
from fingerpost.intake.matching import Match
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.intake.walking import Stretch

T = TypeVar("T")


@dataclass(slots=True)
class Mention:
    """Words that name a topic: tokens ``start`` to ``end`` (exclusive), and the token that governs them."""

    entry: TopicEntry
    start: int
    end: int
    named: tuple[int, ...]
    head: int
    sentence: Sentence


@dataclass(slots=True)
class Cue:
    """Words that say something of a topic; ``says`` already takes negation into account; ``turned`` holds the starts of
    the mentions for which it says the opposite, with the token that sets them apart."""

    entry: CueEntry
    start: int
    end: int
    named: tuple[int, ...]
    head: int
    sentence: Sentence
    says: str = ""
    negations: int = 0
    holder: str = "none"
    past: bool = False
    supposed: bool = False
    pronoun: int | None = None
    announces: bool = False
    asked: bool = False
    bound: list[Mention] = field(default_factory=list)
    turned: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findings:
    """All mentions and cues of a text in order, and its scope words."""

    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    scopes: Scopes
    distress: tuple[Match[str], ...] = ()


def find_all(page: Page, lexicon: Lexicon) -> Findings:
    """Find the lexicon's mentions, cues and scope words in every sentence of a text."""
    mentions: list[Mention] = []
    cues: list[Cue] = []
    scope_matches: list[Match[str]] = []
    stretches = [Stretch(page.tokens, s.start, s.end) for s in page.sentences]
    for sentence, matches in zip(page.sentences, lexicon.matcher.find(stretches), strict=True):
        topics = _keep_layers(page, _take(matches, TopicEntry))
        found = _take(matches, CueEntry)
        answers = sentence.start > 0 and page.tokens[sentence.start - 1].low == "?"
        fitting = [c for c in found if c.entry.family != "answer" or (answers and _opens_answer(page, sentence, c.start))]
        cue_matches = _free_negators(page, _keep_longest(fitting, _rank_cue), _take(matches, str))
        topics, cue_matches = _part_overlaps(page, topics, cue_matches)
        scope_matches += _take(matches, str)
        here = [Mention(m.entry, m.start, m.end, m.named, find_head(page, m.named), sentence) for m in topics]
        mentions += [m for m in here if m.entry.use != "weak" or not _is_overshadowed(page, m, here)]
        cues += [Cue(m.entry, m.start, m.end, m.named, find_head(page, m.named), sentence) for m in cue_matches]
    named = frozenset(i for m in mentions for i in m.named)
    acting = frozenset(i for m in mentions if _is_acting(m.entry) for i in m.named)
    acting = frozenset(i for i in acting if page.tokens[i].low not in ("nor", "neither"))
    consumed = acting | frozenset(i for c in cues for i in c.named)
    distress = tuple(m for m in scope_matches if m.entry == "distress")
    owned = frozenset(i for m in mentions if m.entry.use == "role" and _is_owned(page, m) for i in m.named)
    doing = named - owned
    scopes = mark_scopes(scope_matches, consumed, doing, find_names(page, lexicon.words, named))
    return Findings(tuple(mentions), tuple(cues), scopes, distress)


# what may stand in a cue beside its negator: "I have never once", "no ... ever"
_BESIDE_NEGATOR = frozenset({"i", "have", "'ve", "had", "has", "do", "did", "does", "ever", "am", "'m", "be", "been"})
_NEAR = 2


def _free_negators(page: Page, cues: Sequence[Match[CueEntry]], scopes: Sequence[Match[str]]) -> list[Match[CueEntry]]:
    """Cues without those that are mere negations of another cue right behind them: "never once" in "I have never once
    enjoyed it", "anything but" in "anything but tired of it"."""
    negators = {i for m in scopes if m.entry == "negation" for i in m.named}

    def negates(cue: Match[CueEntry]) -> bool:
        bare = not negators.isdisjoint(cue.named) and all(
            i in negators or page.tokens[i].low in _BESIDE_NEGATOR for i in cue.named
        )
        return bare and any(
            cue.end <= c.start <= cue.end + _NEAR and c.entry.says in ("likes", "dislikes", "strong", "weak") for c in cues
        )

    return [c for c in cues if not negates(c)]


def _opens_answer(page: Page, sentence: Sentence, start: int) -> bool:
    """Whether nothing but small talk stands in a sentence before token ``start``: "honestly, no"."""
    return all(t.pos in ("ADV", "INTJ", "PUNCT", "CCONJ") for t in page.tokens[sentence.start : start])


def _take(matches: Sequence[Match[Any]], kind: type[T]) -> list[Match[T]]:
    """The matches of one kind of entry, in order."""
    return [m for m in matches if isinstance(m.entry, kind)]


def _is_owned(page: Page, role: Mention) -> bool:
    """Whether a role title is somebody: "my manager", "our CTO", "the architect"."""
    before = [t.low for t in page.tokens[max(role.sentence.start, role.start - 3) : role.start]]
    return bool({"my", "our", "his", "her", "their", "your", "the"}.intersection(before))


def _is_overshadowed(page: Page, weak: Mention, others: Sequence[Mention]) -> bool:
    """Whether a weak mention stands in one clause with a mention of an activity or a goal that is not weak."""
    begin, end = find_clause(page, weak.sentence, weak.start)
    return any(
        m.entry.use != "weak" and m.entry.kind in ("activity", "goal") and m.start < end and m.end > begin for m in others
    )


def _keep_layers(page: Page, matches: Sequence[Match[TopicEntry]]) -> list[Match[TopicEntry]]:
    """The longest matches of each layer: what may be feared or where one stands never hides an activity; a role hides
    the activity words inside it, and is hidden only by a longer name of an activity."""
    layers: dict[str, list[Match[TopicEntry]]] = {"topic": [], "concern": [], "situation": [], "role": []}
    for match in matches:
        entry = match.entry
        if entry.kind in ("activity", "goal") and _is_empty(page, match):
            continue
        if entry.kind == "activity" and (_leans_on_auxiliary(page, match) or _crosses_contrast(page, match)):
            continue
        layers["role" if entry.use == "role" else _LAYER.get(entry.kind, "topic")].append(match)
    kept = {name: _keep_longest(layer, _rank_topic) for name, layer in layers.items()}
    roles = [
        r
        for r in kept["role"]
        if not any(set(r.named) < set(t.named) and t.entry.use in ("mention", "statement") for t in kept["topic"])
    ]
    topics = [t for t in kept["topic"] if not any(set(t.named) <= set(r.named) for r in roles)]
    return sorted([*topics, *roles, *kept["concern"], *kept["situation"]], key=lambda m: (m.start, m.end, m.entry.id))


def _is_empty(page: Page, match: Match[TopicEntry]) -> bool:
    return all(page.tokens[i].lemma in _EMPTY for i in match.named)


def _leans_on_auxiliary(page: Page, match: Match[TopicEntry]) -> bool:
    """Whether a match of an activity takes an auxiliary for its own verb: "do reviews" in "I don't enjoy reviews"."""
    for k, i in enumerate(match.named):
        token = page.tokens[i]
        if token.dep == "aux" and token.lemma in ("do", "have"):
            following = match.named[k + 1] if k + 1 < len(match.named) else None
            if following is None or page.tokens[following].lemma != "not":
                return True
    return False


_CONTRASTS = frozenset({"than", "but", "instead", "yes", "no", "whereas"})
_CHOOSING = frozenset({"give", "take", "choose", "pick"})


def _crosses_contrast(page: Page, match: Match[TopicEntry]) -> bool:
    """Whether the words of a match stand on both sides of a contrast: "give ... keynote" in "give me code over
    a keynote"."""
    gaps = set(range(match.start, match.end)).difference(match.named)
    lows = {page.tokens[i].low for i in gaps if page.tokens[i].tag != "RP"}
    return not lows.isdisjoint(_CONTRASTS) or ("over" in lows and page.tokens[match.start].lemma in _CHOOSING)


# what is feared, and where one stands, lie in layers of their own
_LAYER = {"concern": "concern", "situation": "situation"}
# words that name nothing by themselves, so that a pattern with many optional words cannot match on them alone
_EMPTY = frozenset(("i my me a an the it be do have of to in on at with for and or that this no not any own all").split())


def _is_acting(entry: TopicEntry) -> bool:
    """Whether an entry lies in the layer of activities, goals and roles, whose words belong to no cue."""
    return entry.use == "role" or entry.kind not in _LAYER


def find_head(page: Page, named: Sequence[int]) -> int:
    """Of the named tokens, the one whose head lies outside them."""
    inside = set(named)
    for i in named:
        if page.tokens[i].head == i or page.tokens[i].head not in inside:
            return i
    return named[0]


def _rank_topic(match: Match[TopicEntry]) -> tuple[int, int, int, str]:
    weak = match.entry.use == "weak"
    statement = match.entry.use in ("statement", "role")
    return (-len(match.named) + (1 if weak else 0), 0 if statement else 1, match.start, match.entry.id)


def _rank_cue(match: Match[CueEntry]) -> tuple[int, int, int, str]:
    # where a fragment can be an answer, it is one
    order = -99 if match.entry.family == "answer" else -len(match.named)
    return (order, match.end - match.start, match.start, match.entry.id)


def _keep_longest(matches: Sequence[Match[T]], rank: Callable[[Match[T]], Any]) -> list[Match[T]]:
    kept: list[Match[T]] = []
    taken: set[int] = set()
    for match in sorted(matches, key=rank):
        if taken.isdisjoint(match.named):
            kept.append(match)
            taken.update(match.named)
    return sorted(kept, key=lambda m: (m.start, m.end))


def _borrows_deed(page: Page, cue: Match[CueEntry], topic: Match[TopicEntry]) -> bool:
    """Whether a cue of attitude takes its verb from a deed: "and I ran" is no flight in "and I ran the migration"."""
    if topic.entry.use != "deed" or cue.entry.says not in ("likes", "dislikes") or len(cue.named) > len(topic.named):
        return False
    return any(page.tokens[i].pos == "VERB" for i in set(cue.named).intersection(topic.named))


def _part_overlaps(
    page: Page, topics: list[Match[TopicEntry]], cues: list[Match[CueEntry]]
) -> tuple[list[Match[TopicEntry]], list[Match[CueEntry]]]:
    """Where a topic and a cue claim the same words, the one with more words keeps them, a topic before a cue."""
    kept_topics = list(topics)
    kept_cues: list[Match[CueEntry]] = []
    for cue in cues:
        words = set(cue.named)
        rivals = [t for t in kept_topics if words & set(t.named) and _is_acting(t.entry)]
        if not rivals:
            kept_cues.append(cue)
        elif all(len(words) > len(t.named) and words >= set(t.named) for t in rivals) and not any(
            cue.entry.says in ("has", "lacks") and t.entry.use in ("statement", "deed") for t in rivals
        ):
            kept_topics = [t for t in kept_topics if t not in rivals]
            kept_cues.append(cue)
        elif all(not words <= set(t.named) and t.entry.use != "statement" for t in rivals) and not any(
            _borrows_deed(page, cue, t) for t in rivals
        ):
            kept_cues.append(cue)
    return kept_topics, kept_cues
