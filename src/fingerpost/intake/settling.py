"""Which matches of a sentence stand: overlaps are settled in favour of the longest, and a sentence is matched but once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from fingerpost.intake.assertion import is_boundary
from fingerpost.intake.lexicon import RECEIVED, CueEntry, Lexicon, Settled, TopicEntry, Words
from fingerpost.intake.matching import Match
from fingerpost.intake.tokens import Page, Sentence
from fingerpost.intake.walking import Stretch

T = TypeVar("T")


def find_matches(page: Page, lexicon: Lexicon) -> list[Settled]:
    """The matches that stand in each sentence of a page; those of a sentence lately seen are taken from memory."""
    keys = [_describe_sentence(page, s) for s in page.sentences]
    lately = lexicon.lately
    new = {key: sentence for key, sentence in zip(keys, page.sentences, strict=True) if key not in lately}
    matched = lexicon.matcher.find([Stretch(page.tokens, s.start, s.end) for s in new.values()])
    for (key, sentence), matches in zip(new.items(), matched, strict=True):
        lately[key] = _shift_all(_settle_matches(page, sentence, matches), -sentence.start)
    found = [_shift_all(lately[key], s.start) for key, s in zip(keys, page.sentences, strict=True)]
    lately.trim()
    return found


def _describe_sentence(page: Page, sentence: Sentence) -> tuple[Words, bool]:
    """All of a sentence on which its matches hang: whatever a pattern can ask of its tokens, and whether it may answer a
    question."""
    tokens = page.tokens[sentence.start : sentence.end]
    words = tuple((t.forms, t.low, t.lemma, t.pos, t.tag, t.dep, t.opens, t.number is None) for t in tokens)
    return words, _may_answer(page, sentence)


def _may_answer(page: Page, sentence: Sentence) -> bool:
    return sentence.start > 0 and page.tokens[sentence.start - 1].low == "?"


def _shift_all(settled: Settled, by: int) -> Settled:
    return Settled(_shift(settled.topics, by), _shift(settled.cues, by), _shift(settled.scopes, by)) if by else settled


def _shift(matches: Sequence[Match[T]], by: int) -> tuple[Match[T], ...]:
    """Matches, moved to tokens ``by`` places further on."""
    return tuple(Match(m.start + by, m.end + by, tuple(i + by for i in m.named), m.entry, m.pattern) for m in matches)


def _settle_matches(page: Page, sentence: Sentence, matches: Sequence[Match[Any]]) -> Settled:
    topics = _keep_layers(page, _take(matches, TopicEntry))
    found, scopes = _take(matches, CueEntry), _take(matches, str)
    answers = _may_answer(page, sentence)
    fitting = [c for c in found if c.entry.family != "answer" or (answers and _opens_answer(page, sentence, c.start))]
    fitting = [c for c in fitting if not _scorns_topic(page, c, topics)]
    cues = _free_negators(page, _keep_longest(fitting, _rank_cue), scopes)
    cues = [c for c in cues if not _ends_in_auxiliary(page, c) and not _is_only_face(page, c, cues, topics)]
    topics, cues = _part_overlaps(page, topics, cues)
    return Settled(tuple(topics), tuple(cues), tuple(scopes))


def _scorns_topic(page: Page, cue: Match[CueEntry], topics: Sequence[Match[TopicEntry]]) -> bool:
    """Whether what a cue takes for something dreadful is an activity that the writer may well prefer: "I'd rather do code
    reviews than", unlike "I'd rather do my taxes than"."""
    lows = {page.tokens[i].low for i in cue.named}
    if cue.entry.says != "dislikes" or lows.isdisjoint(("rather", "sooner", "prefer")) or "than" not in lows:
        return False
    return any(cue.start < t.start and t.end < cue.end and is_acting(t.entry) for t in topics)


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


def _ends_in_auxiliary(page: Page, cue: Match[CueEntry]) -> bool:
    """Whether the "do" with which a cue of deeds ends belongs to the verb behind it: "at work I do not mind"."""
    last = page.tokens[cue.named[-1]]
    return cue.entry.says == "has" and last.low in ("do", "did") and last.dep == "aux"


def _is_only_face(
    page: Page, cue: Match[CueEntry], cues: Sequence[Match[CueEntry]], topics: Sequence[Match[TopicEntry]]
) -> bool:
    """Whether a cue is a mere smile behind what the words have said already: "I'm bad at small talk :)"."""
    if any(page.tokens[i].low[:1].isalnum() for i in cue.named) or cue.entry.says not in ("likes", "dislikes"):
        return False
    worded = any(c is not cue and c.entry.says not in ("has", "neutral") for c in cues)
    return worded or any(t.entry.use == "statement" for t in topics)


def _opens_answer(page: Page, sentence: Sentence, start: int) -> bool:
    """Whether nothing but small talk stands in a sentence before token ``start``: "honestly, no"."""
    return all(t.pos in ("ADV", "INTJ", "PUNCT", "CCONJ") for t in page.tokens[sentence.start : start])


def _take(matches: Sequence[Match[Any]], kind: type[T]) -> list[Match[T]]:
    """The matches of one kind of entry, in order."""
    return [m for m in matches if isinstance(m.entry, kind)]


def _keep_layers(page: Page, matches: Sequence[Match[TopicEntry]]) -> list[Match[TopicEntry]]:
    """The longest matches of each layer: what may be feared or where one stands never hides an activity; a role hides
    the activity words inside it, and is hidden only by a longer name of an activity."""
    layers: dict[str, list[Match[TopicEntry]]] = {"topic": [], "concern": [], "situation": [], "role": []}
    for match in matches:
        entry = match.entry
        if entry.kind in ("activity", "goal") and _is_empty(page, match):
            continue
        if entry.kind == "activity" and (
            _leans_on_auxiliary(page, match) or _crosses_contrast(page, match) or _crosses_clause(page, match)
        ):
            continue
        layers["role" if entry.use == "role" else _LAYER.get(entry.kind, "topic")].append(match)
    kept = {name: _keep_longest(layer, _rank_topic) for name, layer in layers.items()}
    roles = [
        r
        for r in kept["role"]
        if not any(set(r.named) < set(t.named) and t.entry.use in ("mention", "statement", RECEIVED) for t in kept["topic"])
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


def _crosses_clause(page: Page, match: Match[TopicEntry]) -> bool:
    """Whether a new clause begins between the words that name an activity: "managing ... roadmaps" in "I don't like
    managing, and roadmaps bore me", "mentor ... coding" in "I mentor interns and I love coding"."""
    if match.entry.use == "statement":
        return False
    gaps = sorted(set(range(match.start, match.end)).difference(match.named))
    return any(
        (page.tokens[i].low == "," and page.tokens[i + 1].low in _LINKS and is_boundary(page, i + 1))
        or (page.tokens[i].low in _LINKS and page.tokens[i + 1].low == "i" and page.tokens[i + 1].dep == "nsubj")
        for i in gaps
    )


_LINKS = frozenset({"and", "but", "so"})
# what is feared, and where one stands, lie in layers of their own
_LAYER = {"concern": "concern", "situation": "situation"}
# words that name nothing by themselves, so that a pattern with many optional words cannot match on them alone
_EMPTY = frozenset(("i my me a an the it be do have of to in on at with for and or that this no not any own all").split())


def is_acting(entry: TopicEntry) -> bool:
    """Whether an entry lies in the layer of activities, goals and roles, whose words belong to no cue."""
    return entry.use == "role" or entry.kind not in _LAYER


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
        rivals = [t for t in kept_topics if words & set(t.named) and is_acting(t.entry)]
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
