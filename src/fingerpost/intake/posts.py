"""Posts: titles that the writer came to, came from, has, or only seeks."""

from __future__ import annotations

from fingerpost.intake.assertion import find_clause, find_holder
from fingerpost.intake.found import Findings, Mention
from fingerpost.intake.tokens import Page, Token

NOW = frozenset({"now", "currently", "nowadays", "today", "presently", "days"})
# verbs by which one comes from a post to the next, and by which one reaches or has it
_GOING = frozenset(
    (
        "go move promote advance switch transition step slide wander stumble fall slip drift grow rise graduate progress "
        "climb jump shift change come evolve migrate cross pivot land pull push throw drag force ease venture become"
    ).split()
)
_ATTAINING = frozenset({"reach", "hit", "make", "attain"})
_REACHING = _ATTAINING | {"take", "accept", "get", "land", "start"}
_HIRING = frozenset({"hire", "employ", "recruit", "put", "place"})
_POSTS = frozenset({"role", "position", "job", "post", "seat"})
_HAVING = frozenset("hold have occupy be fill work".split())
_LEAVING = frozenset("leave quit resign lose".split())
_TOWARDS = frozenset({"to", "into"})
# what stands before the title of somebody at work
OWNING = frozenset({"my", "our", "his", "her", "their", "your"})
QUOTES = frozenset({'"', "'", "``", "''"})
_BREAKING = frozenset({",", ";", ":", "because", "but", "so", "if", "when", "where", "which", "who", "that"})
# tokens between a verb and the post that it speaks of
_NEAR = 4
_SEEKING = frozenset("apply interview application opening posting vacancy requirement recruit hiring".split())
_SCHOOL = frozenset("college university uni school study major degree campus semester capstone institution cs".split())
_YEAR_OF = frozenset({"in", "at", "year"})


def find_way(page: Page, findings: Findings, mention: Mention) -> str:
    """The standing of a title that the writer has come to, come from, or has: "I moved from QA to development", "I've
    stumbled into a tech lead role", "I'm in a staff role"; empty where no such thing is told."""
    tokens, begin = page.tokens, mention.sentence.start
    i = mention.start - 1
    while i > begin and (tokens[i].pos in ("DET", "ADJ", "ADV") or tokens[i].low in QUOTES):
        i -= 1
    preposition = tokens[i].low if tokens[i].pos in ("ADP", "SCONJ", "PART") else ""
    verb = next((t for t in reversed(tokens[max(begin, i - 12) : i + 1]) if t.pos in ("VERB", "AUX")), None)
    if tokens[mention.start].pos == "VERB":
        # the words of a post may take in the way to it: "moved into management"
        verb, preposition = tokens[mention.start], "into"
    if verb is None or not is_told_of_writer(page, findings, verb):
        return ""
    arrives = verb.tag in ("VBD", "VBN") and not any(t.low in _BREAKING for t in tokens[verb.i : i])
    if arrives and verb.lemma in _GOING:
        if preposition == "from":
            return "former"
        return end_way(page, findings, mention) if preposition in _TOWARDS else ""
    post = mention.entry.post or is_post(page, mention)
    reaching = _REACHING if post else _ATTAINING
    # who made the lead laugh is none
    if verb.lemma == "make" and verb.i < mention.start - 1:
        return ""
    if arrives and verb.lemma in reaching and (not preposition or verb.i == mention.start) and i - verb.i <= _NEAR:
        return end_way(page, findings, mention)
    if not post or i - verb.i > _NEAR:
        return ""
    if verb.lemma in _HIRING and preposition in ("in", "into", "for", "as"):
        return end_way(page, findings, mention) if arrives else ""
    if verb.lemma in _LEAVING:
        return "former" if arrives else ""
    if verb.lemma in _HAVING and (preposition == "in") == (verb.lemma in ("be", "work")):
        return "former" if verb.tag == "VBD" else "present"
    return ""


def is_post(page: Page, mention: Mention) -> bool:
    """Whether a title names a post: "a devops role", "a senior engineering position"."""
    after = page.tokens[mention.end].low if mention.end < mention.sentence.end else ""
    return after in _POSTS or page.tokens[mention.end - 1].low in _POSTS


def is_told_of_writer(page: Page, findings: Findings, verb: Token) -> bool:
    """Whether a verb tells what the writer has done or does, and of no wish, chance or duty."""
    governors = [verb, page.tokens[verb.head]] if verb.dep in ("aux", "auxpass") else [verb]
    children = [page.tokens[c] for t in governors for c in t.children]
    if any(t.tag in ("MD", "TO") or t.dep == "neg" for t in children) or verb.tag in ("VB", "VBG"):
        return False
    holder = find_holder(page, findings.scopes, verb.i, page.sentences[page.sentence_of[verb.i]])
    opens = verb.i == page.sentences[page.sentence_of[verb.i]].start
    return holder == "self" or (holder == "none" and opens)


def end_way(page: Page, findings: Findings, mention: Mention) -> str:
    """The standing of a title that the writer came to: ``former`` where they went further."""
    return "former" if _goes_further(page, findings, mention) else "present"


def _goes_further(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether the sentence goes on to another title, or the text to one that is held now."""
    later = (m for m in findings.mentions if m.entry.use == "role" and m.entry.value and m.start >= mention.end)
    for other in later:
        if other.start < mention.sentence.end and _has_to_before(page, other):
            return True
    return gives_way(page, findings, mention)


def _has_to_before(page: Page, mention: Mention) -> bool:
    i = mention.start - 1
    while i > mention.sentence.start and page.tokens[i].pos in ("DET", "ADJ", "ADV"):
        i -= 1
    return page.tokens[i].low in _TOWARDS


def gives_way(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether the text goes on to another title that the writer holds now: "I joined as a junior; now I'm a lead"."""
    for other in findings.mentions:
        if other.start <= mention.end or other.entry.use != "role" or other.entry.value in ("", mention.entry.value):
            continue
        begin, _ = find_clause(page, other.sentence, other.start)
        lows = {t.low for t in page.tokens[begin : other.start]}
        if lows & (NOW | {"am", "'m", "became"}):
            return True
    return False


def is_sought(page: Page, mention: Mention) -> bool:
    """Whether a title is that of a post for which one applies or which is to be filled: "I applied for the role of SDE"."""
    lead = page.tokens[max(mention.sentence.start, mention.start - 12) : mention.start]
    sought = next((t for t in lead if t.lemma in _SEEKING), None)
    return sought is not None and not any(
        t.low in _BREAKING or t.low in ("and", "as") for t in page.tokens[sought.i : mention.start]
    )


def is_at_school(page: Page, mention: Mention) -> bool:
    """Whether "senior" or "junior" is the year of a student: "I'm a senior in college", "a junior studying CS"."""
    year = next((i for i in mention.named if page.tokens[i].low in ("senior", "junior")), None)
    if year is None or any(page.tokens[i].low not in _YEAR_OF for i in range(year + 1, mention.end)):
        return False
    return any(t.lemma in _SCHOOL for t in page.tokens[year + 1 : min(mention.end + 4, mention.sentence.end)])
