"""Jobs that the writer got, has, lost, or only hopes for, with a title behind "as": "I landed a job as a developer"."""

from __future__ import annotations

from fingerpost.intake.found import Findings, Mention
from fingerpost.intake.posts import QUOTES, end_way, is_told_of_writer
from fingerpost.intake.tokens import Page, Token

_JOBS = frozenset("job role position post gig contract work employment seat assignment stint spell".split())
_GETTING = frozenset("get land find take accept secure score snag start begin win nab obtain switch move go jump".split())
_KEEPING = frozenset("have hold keep juggle".split())
_LEAVING = frozenset("leave quit resign lose give".split())
_DISMISSING = frozenset("lay let fire dismiss kick sack drop step".split())
# "able to get", "managed to land": what one was able to do is done
_MANAGING = frozenset("manage able lucky fortunate succeed happen".split())
# tokens between a title and the job, and between a job and the verb, that still belong together
_NEAR_TITLE = 7
_NEAR_JOB = 8


def find_hiring(page: Page, findings: Findings, mention: Mention) -> str | None:
    """The standing of a title behind a job and "as".

    Args:
        page: The text.
        findings: What was found in it.
        mention: The title.

    Returns:
        ``present`` where the writer got or has the job, ``former`` where they left or lost it, empty where it is sought or
        offered, and None where the sentence tells of no such job.
    """
    job = _find_job(page, mention)
    if job is None:
        return None
    tokens, begin = page.tokens, mention.sentence.start
    verb = next((t for t in reversed(tokens[max(begin, job - _NEAR_JOB) : job]) if t.pos in ("VERB", "AUX")), None)
    if verb is None or any(t.low in (",", ";", "because", "but") for t in tokens[verb.i : job]):
        return None
    before = tokens[_find_first(page, job, verb.i) - 1].low
    told = is_told_of_writer(page, findings, verb) or _was_managed(page, verb)
    if verb.lemma in _DISMISSING and before == "from":
        return "former"
    if verb.lemma in _LEAVING and told:
        return "former" if verb.tag in ("VBD", "VBN") else None
    if before == "for":
        return ""
    if verb.lemma in _GETTING:
        done = told and (verb.tag in ("VBD", "VBN") or _was_managed(page, verb))
        return end_way(page, findings, mention) if done else ""
    if verb.lemma in _KEEPING and told:
        return "former" if verb.tag == "VBD" else "present"
    return None


_DISMISSED = {"laid": "off", "let": "go", "fired": "", "sacked": "", "dismissed": "", "redundant": ""}
_PASSIVE = frozenset({"was", "got", "were", "been", "made"})
_SINCE = 8


def is_lost_since(page: Page, mention: Mention) -> bool:
    """Whether the job behind a title was lost, as the sentence goes on to say: "was a developer, but got laid off"."""
    tokens = page.tokens
    own = tokens[mention.sentence.start : mention.start]
    if any(t.low in ("am", "'m", "im") for t in own):
        return False
    for t in tokens[mention.end : min(mention.end + _SINCE, mention.sentence.end - 1)]:
        if t.low in _DISMISSED and tokens[t.i - 1].low in _PASSIVE:
            particle = _DISMISSED[t.low]
            return not particle or tokens[t.i + 1].low == particle
    return False


def _find_job(page: Page, mention: Mention) -> int | None:
    """The job before the "as" that leads to a title."""
    tokens, begin = page.tokens, mention.sentence.start
    i = mention.start - 1
    while i > begin and (tokens[i].pos in ("DET", "ADJ", "ADV") or tokens[i].low in QUOTES) and tokens[i].low != "as":
        i -= 1
    if i <= begin or tokens[i].low != "as":
        return None
    for j in range(i - 1, max(begin, i - _NEAR_TITLE) - 1, -1):
        if tokens[j].lemma in _JOBS and tokens[j].pos == "NOUN":
            return j
        if tokens[j].pos in ("VERB", "AUX") or tokens[j].low in (",", ";", ":"):
            return None
    return None


def _find_first(page: Page, job: int, stop: int) -> int:
    """The first token of the phrase of which a job is the noun: "my first full time job"."""
    while job - 1 > stop and page.tokens[job - 1].pos not in ("ADP", "VERB", "PART"):
        job -= 1
    return job


def _was_managed(page: Page, verb: Token) -> bool:
    """Whether a verb is what the writer was able to do: "I managed to land"."""
    governor = page.tokens[verb.head]
    if verb.tag != "VB" or governor.lemma not in _MANAGING:
        return False
    lead = page.tokens[max(0, governor.i - 3) : governor.i + 1]
    past = any(t.tag in ("VBD", "VBN") or t.low in ("was", "been") for t in lead)
    return past and not any(t.dep == "neg" for t in lead) and any(t.low in ("i", "'ve") for t in lead)
