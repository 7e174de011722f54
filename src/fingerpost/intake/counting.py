"""What a number counts: the writer's own years and company, or those of others, a difference, a team."""

from __future__ import annotations

from fingerpost.intake.assertion import find_clause
from fingerpost.intake.found import Findings, Mention
from fingerpost.intake.tokens import Page

_OTHERS = frozenset({"his", "her", "their", "he", "she"})
_SELF = frozenset({"i", "my", "me", "mine", "we", "our", "us"})
_AHEAD = frozenset({"next", "coming", "another"})
_ELDER = frozenset({"old", "elder", "eldest", "young", "junior", "senior", "ahead", "late", "later", "early", "earlier"})
_OURS = frozenset("software programming program coding code developer development engineer engineering it tech dev".split())
# a company of so few is hardly told by its teams
_TEAM = frozenset({"team", "group", "squad", "crew", "pod", "trio", "duo"})
_TEAM_MOST = 20
_LEAD = 4


def is_of_other_count(page: Page, findings: Findings, mention: Mention, number: float) -> bool:
    """Whether a number tells neither how long the writer has worked nor how large their company is."""
    if mention.entry.topic == "years-experience":
        return _is_of_others(page, mention) or _is_difference(page, mention) or _is_of_other_trade(page, findings, mention)
    return number <= _TEAM_MOST and _counts_team(page, mention)


def _is_of_others(page: Page, mention: Mention) -> bool:
    """Years of somebody else: "a guy with sixteen years behind him", "it was his baby for three years"."""
    start, end = find_clause(page, mention.sentence, mention.head)
    behind = [t.low for t in page.tokens[mention.end : min(mention.end + 2, mention.sentence.end)]]
    if behind[:1] and behind[-1] in ("him", "her", "them") and "behind" in (behind[0], page.tokens[mention.end - 1].low):
        return True
    words = {t.low for t in page.tokens[start:end]}
    return not words.isdisjoint(_OTHERS) and words.isdisjoint(_SELF)


def _is_difference(page: Page, mention: Mention) -> bool:
    """Years between two people, or to come: "the eldest by eighteen years", "the next two years"."""
    lead = page.tokens[max(mention.start - _LEAD, mention.sentence.start) : mention.start]
    if any(t.low in _AHEAD for t in lead):
        return True
    by = next((t.i for t in lead if t.low == "by"), None)
    return by is not None and any(
        t.lemma in _ELDER or t.low in _ELDER for t in page.tokens[max(by - _LEAD, mention.sentence.start) : by]
    )


def _is_of_other_trade(page: Page, findings: Findings, mention: Mention) -> bool:
    """Years at another trade than ours: "nine years as a nurse", but not "nine years as a developer in finance"."""
    if _leads_to_trade(page, findings, mention):
        return True
    start, end = find_clause(page, mention.sentence, mention.head)
    trades = (i for i in range(start, end) if i in findings.scopes.trade)
    # "not a chemist"
    if all(any(j in findings.scopes.negators for j in range(i - 2, i)) for i in trades):
        return False
    named = any(m.entry.use == "role" and m.entry.value and start <= m.start < end for m in findings.mentions)
    return not named and not any(t.low in _OURS or t.lemma in _OURS for t in page.tokens[start:end])


# tokens between "years" and the trade that they were spent at
_NEAR_TRADE = 5


def _leads_to_trade(page: Page, findings: Findings, mention: Mention) -> bool:
    """Whether another trade follows the years at once: "fifteen years [as a chef]", "ten years [in nursing]"."""
    years = [i for i in mention.named if page.tokens[i].lemma in ("year", "yr", "yrs", "decade")]
    if not years or years[-1] + 1 >= mention.sentence.end or page.tokens[years[-1] + 1].low not in ("as", "in", "of"):
        return False
    for token in page.tokens[years[-1] + 2 : min(years[-1] + _NEAR_TRADE, mention.sentence.end)]:
        if token.pos in ("VERB", "PUNCT", "SCONJ", "PRON") or token.low in _OURS or token.lemma in _OURS:
            return False
        if token.i in findings.scopes.trade:
            # one cannot be two things at once, but one can code in any trade
            return page.tokens[years[-1] + 1].low == "as" or not _names_our_work(
                page, findings, token.i + 1, mention.sentence.end
            )
    return False


def _names_our_work(page: Page, findings: Findings, start: int, end: int) -> bool:
    """Whether work like ours is named before the next verb: "ten years in finance [IT as a developer]"."""
    verb = next((t.i for t in page.tokens[start:end] if t.pos in ("VERB", "AUX")), end)
    if any(t.low in _OURS or t.lemma in _OURS for t in page.tokens[start:verb]):
        return True
    return any(start <= m.start < verb and m.entry.kind in ("activity", "situation") for m in findings.mentions)


def _counts_team(page: Page, mention: Mention) -> bool:
    """Whether the people counted are those of a team: "in that group there are three"."""
    start, _ = find_clause(page, mention.sentence, mention.start)
    return any(t.lemma in _TEAM for t in page.tokens[start : mention.end])
