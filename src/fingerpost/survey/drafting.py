"""Drafting a survey map from headers and first rows, and choosing the one column where there is no map."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.errors import InputError
from fingerpost.survey.answers import names_person
from fingerpost.survey.mapping import SurveyMap, TextColumn
from fingerpost.survey.privacy import mask_name
from fingerpost.survey.rows import Glance

_ID = re.compile(r"^(?:id|.*\bid|response ?id|record ?id|respondent.*|participant.*|token|uuid|key|no\.?|nr\.?|#)$", re.I)
_LEAVE_OUT = re.compile(
    r"e-?mail|\bname\b|first ?name|last ?name|ip ?address|latitude|longitude|phone|\baddress\b|recipient|user ?name|"
    r"time ?stamp|\bdate\b|started|duration|last page|start language|seed|status|progress|finished|user ?language|"
    r"distribution|reference",
    re.I,
)
# the first that fits wins: what one dislikes before what one likes, a weakness before a strength
_FRAMES = (
    ("free", r"anything (?:else|more)|(?:final|other|further|more) (?:comments?|remarks?|thoughts?)|tell us|add\?"),
    ("dislikes", r"dislike|\bhat(?:e|ed)\b|drain|frustrat|annoy|avoid|least|rather not|not enjoy|tired|bother|"
                 r"(?:n.t|\bnot) (?:you )?(?:really |actually )?(?:like|enjoy|love)|(?:take|cost)s? (?:you )?energy"),
    ("weaknesses", r"weak|struggl|not (?:so )?good at|find (?:it )?(?:hard|difficult)|less good|bad at|improve"),
    ("concerns", r"concern|worr|fear|afraid|scare|hold(?:s|ing)? you back|keeps you up|anxious"),
    ("goals", r"\bgoals?\b|next (?:role|step|job|move)|aspir|ambition|where do you (?:see|want)|would you like to|hope|"
              r"want (?:to|from|next)|five years|dream"),
    ("experience", r"experience (?:with|of|in|are|do)\b|have you (?:done|led|worked|built|run)|what do you do\b|responsib"),
    ("strengths", r"strength|(?:good|best|great) at|excel|known for|proud|come to you for"),
    ("likes", r"enjoy|\blikes?\b|\blove|energ|favou?rite|\bfun\b|motivat|happiest"),
    ("experience", r"your (?:work|tasks)"),
)  # fmt: skip
_STRUCTURED = (
    ("years-experience", r"years|how long|\byrs\b|seniority in years"),
    ("current-role", r"\brole\b|\bjob\b|title|position"),
    ("company-size", r"company size|size of (?:your|the) company|employees|headcount|how (?:big|large|many people)"),
)
_GROUP = re.compile(
    r"department|\bteam\b|location|country|region|office|division|\bunit\b|\bsite\b|\blevel\b|\bgrade\b", re.I
)
_ROLES = (
    ("devrel-manager", r"(?:devrel|developer relations|advocacy).*(?:manager|lead|head)"),
    ("engineering-manager", r"(?:engineering|development|software|team) manager|people lead|\bem\b"),
    ("product-manager", r"product (?:manager|owner)"),
    ("program-manager", r"program(?:me)? manager|\btpm\b|project manager"),
    ("director", r"director|\bvp\b|head of"),
    ("cto", r"\bcto\b|chief"),
    ("founder", r"founder"),
    ("tech-lead", r"(?:tech|technical|team) lead|lead (?:developer|engineer)"),
    ("staff-engineer", r"\bstaff\b|principal"),
    ("architect", r"architect"),
    ("site-reliability-engineer", r"\bsre\b|reliability"),
    ("devops-engineer", r"dev ?ops|platform|infrastructure"),
    ("devrel", r"devrel|advocate|developer relations|evangelist"),
    ("sales-engineer", r"(?:pre-?)?sales"),
    ("solutions-engineer", r"solutions? engineer"),
    ("consultant", r"consult"),
    ("specialist", r"specialist"),
    ("senior-engineer", r"senior|\bsr\b"),
    ("junior-engineer", r"junior|\bjr\b|graduate|entry"),
    ("software-engineer", r"engineer|developer|programmer"),
)
_SIZES = (("tiny", 10), ("small", 100), ("medium", 1000))
_MOST_CHOICES = 25


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """What the first rows show of a column; ``question`` is its header, or what stands under it."""

    name: str
    question: str
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that are not blank."""
        return tuple(c for c in self.cells if c.strip())

    @property
    def words(self) -> float:
        """The mean number of words of a filled cell."""
        return sum(len(c.split()) for c in self.filled) / max(len(self.filled), 1)

    @property
    def distinct(self) -> float:
        """The share of filled cells that are unlike all others before them."""
        return len(set(self.filled)) / max(len(self.filled), 1)

    @property
    def letters(self) -> float:
        """The share of letters in what is written."""
        written = "".join("".join(c.split()) for c in self.filled)
        return sum(c.isalpha() for c in written) / max(len(written), 1)

    @property
    def is_free(self) -> bool:
        """Whether people wrote here in their own words."""
        if _LEAVE_OUT.search(self.name) and (self.words < 4 or self.letters < 0.5):
            return False
        asks = guess_frame(self.question) != "free"
        unlike = self.distinct > 0.5 or self.words >= (3 if asks else 8)
        return bool(self.filled) and self.words >= (1.5 if asks else 2.5) and unlike


@dataclass(frozen=True, slots=True)
class Draft:
    """A survey map as it is proposed: id column, texts with frames, set answers with topics, groups, rows to skip."""

    identity: str
    texts: tuple[tuple[ColumnLook, str], ...]
    structured: tuple[tuple[ColumnLook, str], ...]
    groups: tuple[ColumnLook, ...]
    left_out: tuple[ColumnLook, ...]
    skip_first: int


def draft_map(glance: Glance) -> Draft:
    """Draft a survey map from headers and first rows."""
    looks, skip = look_at_columns(glance)
    identity = _find_identity(looks)
    texts, structured, groups, left = [], [], [], []
    for look in looks:
        if look.name == identity:
            continue
        topic = _guess_topic(look)
        choices = len(set(look.filled))
        frame = guess_frame(look.question)
        if look.is_free and not (topic and look.words < 5):
            texts.append((look, frame))
        elif (
            topic
            and choices
            and not _LEAVE_OUT.search(look.name)
            and (choices <= _MOST_CHOICES or topic == "years-experience")
        ):
            structured.append((look, topic))
        elif _GROUP.search(look.question) and 1 < choices <= _MOST_CHOICES:
            groups.append(look)
        else:
            left.append(look)
    return Draft(identity, tuple(texts), tuple(structured), tuple(groups), tuple(left), skip)


def _guess_topic(look: ColumnLook) -> str:
    """The situation that a column of set answers may tell of; years are told in figures."""
    topic = next((t for t, pattern in _STRUCTURED if re.search(pattern, look.question, re.I)), "")
    if topic == "current-role":
        # "What do you like about your job?" asks for no role
        return topic if guess_frame(look.question) == "free" else ""
    in_figures = sum(any(c.isdigit() for c in cell) for cell in look.filled)
    return topic if 2 * in_figures >= len(look.filled) else ""


def choose_columns(glance: Glance, identity: str | None, text: str | None, where: str) -> tuple[SurveyMap, list[str]]:
    """The id and the text column where there is no map, with notes on what was taken and why.

    Raises:
        InputError: A column that was named is not there, or none can be taken for answers.
    """
    notes: list[str] = []
    columns = glance.columns
    for name in (identity, text):
        if name is not None and name not in columns and (columns or glance.rows):
            there = ", ".join(repr(mask_name(c)[:40]) for c in columns[:8]) + (", ..." if len(columns) > 8 else "")
            raise InputError(f"there is no column {name!r}", where=where, mend=f"name one that is there: {there or 'none'}")
    looks, skip = look_at_columns(glance)
    if text is None:
        text, note = _choose_text(looks, columns, where)
        notes.append(note)
    if identity is None:
        identity = "id" if "id" in columns or not columns else _find_identity([k for k in looks if k.name != text])
        if identity != "id":
            notes.append(
                f"Took {mask_name(identity)[:60]!r} as the id."
                if identity
                else "Found no id column; row numbers serve as ids."
            )
    if skip:
        notes.append(f"Left out {skip} rows under the header that hold no answers.")
    return SurveyMap(identity, (TextColumn(text),), skip_first=skip), notes


def _choose_text(looks: Sequence[ColumnLook], columns: Sequence[str], where: str) -> tuple[str, str]:
    if "text" in columns or not columns:
        return "text", "Took 'text' as the column of answers, by its name."
    free = sorted((look for look in looks if look.is_free), key=lambda look: -look.words * len(look.filled))
    if not free and len(looks) == 1:
        free = list(looks)
    if not free:
        raise InputError(
            "no column looks like answers in people's own words", where=where, mend="name it with --text COLUMN"
        )
    note = f"Took {mask_name(free[0].name)[:60]!r} as the column of answers: it holds the most words."
    if len(free) > 1:
        others = ", ".join(repr(mask_name(look.name)[:40]) for look in free[1:4]) + (", ..." if len(free) > 4 else "")
        note += f" Not read: {others}; `fingerpost survey map` drafts a map for several columns."
    return free[0].name, note


def look_at_columns(glance: Glance) -> tuple[list[ColumnLook], int]:
    """What the first rows show of each column, and how many of them are more headers (Qualtrics has two)."""
    rows = [row.cells for row in glance.rows]
    skip = 0
    if len(rows) >= 2 and any('{"ImportId"' in str(c) for c in rows[1].values()):
        skip = 2
    looks = []
    for name in glance.columns:
        question = f"{name} {rows[0].get(name) or ''}" if skip else name
        cells = tuple("" if row.get(name) is None else str(row[name]) for row in rows[skip:])
        looks.append(ColumnLook(name, " ".join(question.split()), cells))
    return looks, skip


def guess_frame(question: str) -> str:
    """The frame that a question gives to its answers."""
    return next((frame for frame, pattern in _FRAMES if re.search(pattern, question, re.I)), "free")


def guess_values(look: ColumnLook, topic: str) -> dict[str, str | int] | str:
    """What each set answer may mean: ``number`` where the cells are numbers; empty values are for the person to fill in."""
    choices = list(dict.fromkeys(" ".join(c.split()) for c in look.filled))[:_MOST_CHOICES]
    if topic == "current-role":
        return {c: next((role for role, pattern in _ROLES if re.search(pattern, c, re.I)), "") for c in choices}
    if all(re.fullmatch(r"\D{0,3}\d+(?:\.\d+)?\D{0,8}", c) for c in choices):
        return "number"
    numbers = {c: _read_numbers(c) for c in choices}
    if topic == "years-experience":
        return {c: (n[0] if n else "") for c, n in numbers.items()}
    return {c: (next((name for name, most in _SIZES if n[-1] <= most), "large") if n else "") for c, n in numbers.items()}


def _read_numbers(choice: str) -> list[int]:
    """The numbers of a set answer; "1,000 or more" goes beyond what it names, and "less than 1" stays below."""
    numbers = [int(re.sub(r"\D", "", n)) for n in re.findall(r"\d[\d,]*", choice)]
    if len(numbers) == 1 and re.search(r"\+|\b(?:more|over|above|plus)\b", choice, re.I):
        return [numbers[0], numbers[0] + 1]
    if len(numbers) == 1 and re.search(r"<|\b(?:less|fewer|under|below)\b", choice, re.I):
        return [max(numbers[0] - 1, 0)]
    return numbers


def _find_identity(looks: Sequence[ColumnLook]) -> str:
    for look in looks:
        unique = look.filled and len(look.filled) == len(look.cells) and look.distinct == 1
        if unique and _ID.search(look.question.partition(".")[0].strip() or look.name) and look.words < 3:
            return look.name
    for look in looks:
        if _ID.fullmatch(look.name.strip()) or re.search(r"\bresponse id\b", look.question, re.I):
            return look.name
    first = next((look for look in looks[:1] if not _LEAVE_OUT.search(look.name)), None)
    if first and len(first.cells) > 2 and len(first.filled) == len(first.cells) and first.distinct == 1 and first.words <= 1:
        return "" if any(map(names_person, first.filled[:20])) else first.name
    return ""
