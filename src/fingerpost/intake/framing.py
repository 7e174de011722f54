"""The question behind a text: under "What do you enjoy?" a bare "mentoring, docs" says what the question asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fingerpost.intake.assertion import count_negations, find_holder, is_past, is_question
from fingerpost.intake.binding import list_bindings
from fingerpost.intake.comparing import find_inner
from fingerpost.intake.found import Findings, Mention
from fingerpost.intake.lexicon import RECEIVED
from fingerpost.intake.scoping import gather_scope
from fingerpost.intake.stating import Statement
from fingerpost.intake.tokens import Page
from fingerpost.records import OPPOSITE

# what a mention with no cue of its own says under each frame; under `free` it says nothing
FRAMES = {
    "free": "",
    "likes": "likes",
    "dislikes": "dislikes",
    "strengths": "strong",
    "weaknesses": "weak",
    "goals": "wants",
    "concerns": "worried",
    "experience": "has",
}
_KIND = {"likes": "preference", "strong": "skill", "wants": "goal", "has": "experience", "worried": "concern"}
_AS_GOAL = {"likes": "wants", "dislikes": "avoids", "wants": "wants", "avoids": "avoids"}
_CUE = "asked"
# what is named under "What worries you?" is not what is
_STATES = frozenset({"burned-out", "stuck"})


def apply_frame(page: Page, findings: Findings, statements: Sequence[Statement], frame: str) -> list[Statement]:
    """Add to the statements of a text what its frame makes of the mentions that no cue governs.

    A deed that is only named ("giving talks") says what the frame says; one that is told ("I gave a talk") stays.
    """
    if not FRAMES[frame]:
        return list(statements)
    bindings = [(cue, mention) for cue, mention in list_bindings(findings) if cue.says]
    # under likes, "less meetings, more coding" is a taste and no wish
    weighed = {c.entry.id for c, _ in bindings if frame in _TASTES and find_inner(page, c) is not None}
    governed = {id(mention) for cue, mention in bindings if cue.entry.id not in weighed}
    framed: list[Statement] = []
    for mention in findings.mentions:
        if id(mention) not in governed:
            framed.extend(_state_framed(page, findings, mention, FRAMES[frame]))
    said = {_place(s) for s in framed if s.kind != "experience"}
    statements = [s for s in statements if s.cue not in weighed]
    kept = [s for s in statements if not _is_only_named(page, s, frame, _place(s) in said)]
    known = {(s.kind, _place(s)) for s in kept}
    kept += [s for s in framed if (s.kind, _place(s)) not in known]
    return sorted(kept, key=lambda s: (s.start, s.end, s.topic, s.kind))


_TASTES = frozenset({"likes", "dislikes"})


def _place(statement: Statement) -> tuple[int, int, str]:
    return (statement.start, statement.end, statement.lexicon)


def _is_only_named(page: Page, statement: Statement, frame: str, framed: bool) -> bool:
    """Whether words that would say something by themselves only name what the question asks for: a deed that is not
    told, a title that stands in a list of wishes or dislikes."""
    if statement.kind == "experience":
        return framed and not _is_told(page, statement.start, statement.end)
    if (statement.topic == "current-role" and frame != "experience") or (statement.topic in _STATES and frame != "free"):
        sentence = page.sentences[page.sentence_of[statement.start]]
        return not any(page.tokens[i].low in ("i", "i'm", "my") for i in range(sentence.start, sentence.end))
    return False


def _state_framed(page: Page, findings: Findings, mention: Mention, says: str) -> Iterator[Statement]:
    entry, scopes, sentence = mention.entry, findings.scopes, mention.sentence
    if entry.kind == "situation" and entry.use != "role":
        return
    feared = says == "worried" and entry.kind == "activity" and entry.use in ("mention", "deed")
    if feared and any(
        m.entry.kind == "concern" and m.start < mention.end and mention.start < m.end for m in findings.mentions
    ):
        return
    if entry.use in ("statement", RECEIVED) or (entry.use == "role" and says != "wants"):
        return
    if (entry.use == "fear") != (says == "worried") and not feared:
        return
    if feared:
        # fear of an activity itself is a taste, as where a cue tells it
        says = "dislikes"
    if find_holder(page, scopes, mention.head, sentence) == "other" or is_question(page, sentence):
        return
    if is_past(page, scopes, mention.start, mention.end, sentence) and says != "has":
        return
    # "less stress" is wanted as it stands, whatever is not wanted before it
    whole = mention.start in scopes.lessening
    negations = 0 if whole else count_negations(page, scopes, mention.start, mention.end, sentence, mention.named)
    if (negations + _is_lessened(page, findings, mention)) % 2:
        if says in ("strong", "weak", "worried"):
            return
        says = OPPOSITE[says]
    kind, topic = _KIND.get(says) or _KIND[OPPOSITE[says]], entry.topic
    if entry.use == "role":
        kind, topic, says = "goal", entry.path or entry.wished, _AS_GOAL.get(says, "")
    elif entry.kind == "goal":
        kind, says = "goal", _AS_GOAL.get(says, "")
    if says and topic:
        scope = gather_scope(page, scopes, mention.start, mention.end, sentence, mention.named)
        yield Statement(kind, topic, says, mention.start, mention.end, entry.id, _CUE, scope=scope)


# words that may stand between "less" and what is to be less
_LIGHT = frozenset({"a", "an", "the", "my", "of", "all", "so", "much", "many", "being", "doing", "having", "more", "in"})
_NEAR = 4


def _is_lessened(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether an item of a list is asked to be less, or told to be too little: "fewer meetings", "lack of mentoring"."""
    scopes = findings.scopes
    for i in range(mention.start - 1, max(mention.sentence.start, mention.start - _NEAR) - 1, -1):
        if i in scopes.lessening:
            # "no more" and "not enough" are negated by themselves
            return not any(j in scopes.negators for j in range(max(mention.sentence.start, i - 1), mention.start))
        if page.tokens[i].low not in _LIGHT:
            return False
    return False


def _is_told(page: Page, start: int, end: int) -> bool:
    """Whether the words tell a deed: a past form among them or above them, or a verb whose subject is the writer."""
    near = [*range(start, end), *(page.tokens[i].head for i in range(start, end))]
    return any(
        page.tokens[i].tag == "VBD" or any(page.tokens[c].low in ("i", "we") for c in page.tokens[i].children) for i in near
    )
