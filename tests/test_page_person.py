"""The pages of one person: every piece of evidence marked where it stands, and anything written shown as text."""

import base64
import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.assess import Assessor, assess
from fingerpost.explain import Explainer
from fingerpost.page.feeding import list_feeds
from fingerpost.page.highlighting import cut_text
from fingerpost.page.letters import show_each, show_letters
from fingerpost.page.person import write_explanation, write_facts, write_recommendation
from fingerpost.records import Evidence, Fact, Reading, Span
from tests.pages import Page, assess_words

TEXT = (
    "Ich heiße Zoë 👩‍🚀. I love mentoring and I hate meetings, really. Lunch was fine.\n\nI want to become a staff engineer."
)
SAYINGS = (
    ("I love mentoring", "preference", "mentoring", "likes"),
    ("mentoring and I hate meetings", "preference", "meetings", "dislikes"),
    ("I want to become a staff engineer", "goal", "staff-engineer", "wants"),
)
HOSTILE = (
    "<script>alert(1)</script></style><!-- &amp; [/x] {{ 7*7 }} {% raw %} \x1b[31mred\x1b]8;;http://x\x07 \x00 "
    "\u202eabc\u202c \u2066i\u2069 \ud800 \u200bz \u2028 "
    "\" onmouseover='x' I love mentoring and I hate meetings \r\nend\rend"
)


def pages_of(assessor: Assessor, text: str) -> list[str]:
    result = assess_words(assessor, text, *((q, k, t, v) for q, k, t, v in SAYINGS if q in text))
    explanation = Explainer(assessor).explain(
        Reading(result.facts, ()), "staff-engineer", versus="engineering-manager", text=text
    )
    knowledge = assessor.knowledge
    return [
        write_recommendation(result, text, knowledge),
        write_facts(result, text, knowledge),
        write_explanation(explanation, text, knowledge),
        write_explanation(explanation, text, knowledge, everything=True),
    ]


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Fact], list[Span]]:
    text = draw(st.text(max_size=40))
    place = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(place, place).map(sorted), max_size=6))
    facts = [
        Fact(f"f{n}", "preference", "meetings", "likes", evidence=(Evidence(a, b, text[a:b]),))
        for n, (a, b) in enumerate(spans, 1)
    ]
    unread = [Span(a, b) for a, b in draw(st.lists(st.tuples(place, place).map(sorted), max_size=2))]
    return text, facts, unread


@given(marked_texts())
def test_pieces_join_to_the_text_and_every_code_point_has_its_facts(marked: tuple[str, list[Fact], list[Span]]) -> None:
    text, facts, unread = marked
    pieces = cut_text(text, facts, unread)
    assert [p.start for p in pieces] == [0, *(p.end for p in pieces)][: len(pieces)]
    assert sum(p.end - p.start for p in pieces) == len(text)
    assert "".join(p.text for p in pieces) == "".join(show_each(text))
    for piece in pieces:
        for place in range(piece.start, piece.end):
            over = {f.id for f in facts if any(e.start <= place < e.end for e in f.evidence)}
            assert set(piece.facts) == over
            assert piece.passed == any(s.start <= place < s.end for s in unread)


def test_evidence_that_is_not_what_stands_there_marks_nothing() -> None:
    wrong = (Evidence(0, 3, "xyz"), Evidence(-1, -1, "I"), Evidence(0, 99, "I am"), Evidence(0, 1, "I", "other column"))
    facts = [Fact("f1", "preference", "meetings", "likes", evidence=wrong)]
    assert [p.facts for p in cut_text("I am", facts)] == [()]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("plain, ünï", "plain, ünï"),
        ("\x1b[1m\x00\x7f\x9b", "␛[1m␀␡<U+009B>"),
        ("\u202ea\u2066\u200f\ufeff\u200b", "<U+202E>a<U+2066><U+200F><U+FEFF><U+200B>"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("\x0b\x0c\x1c\x85\u2028", "␋␌␜<U+0085><U+2028>"),
        ("👩‍🚀 \u00a0\u2003", "👩‍🚀 \u00a0\u2003"),
        ("\ud800\U000e0041", "\ufffd<U+E0041>"),
    ],
)
def test_invisible_characters_are_made_visible(given: str, shown: str) -> None:
    assert show_letters(given) == shown


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    shown = show_letters(text)
    assert all(c.isprintable() or c in "\n\t\u200c\u200d" or c.isspace() for c in shown)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


def test_marks_stand_at_the_offsets_of_the_evidence(assessor: Assessor) -> None:
    for html in pages_of(assessor, TEXT):
        page = Page(html)
        assert page.list_faults() == []
        marks = re.findall(
            r'<a class="mark (\w+)"[^>]*data-facts="([^"]*)" data-start="(\d+)" data-end="(\d+)"[^>]*>(.*?)</a>', html
        )
        assert [(tone, facts, TEXT[int(a) : int(b)]) for tone, facts, a, b, _ in marks] == [
            ("for", "f1", "I love "),
            ("mixed", "f1 f2", "mentoring"),
            ("against", "f2", " and I hate meetings"),
            ("for", "f3", "I want to become a staff engineer"),
        ]
        assert all(unescape(words) == TEXT[int(a) : int(b)] for _, _, a, b, words in marks)
        assert TEXT in page.text


def test_sentences_passed_over_are_shown_so(assessor: Assessor) -> None:
    result = assess_words(assessor, TEXT, SAYINGS[0], unread="Lunch was fine.")
    assert '<span class="passed">Lunch was fine.</span>' in write_facts(result, TEXT, assessor.knowledge)


def test_each_fact_tells_what_it_feeds(assessor: Assessor) -> None:
    result = assess_words(assessor, TEXT, *SAYINGS)
    feeds = list_feeds(result, assessor.knowledge)
    given = {(p.rule, p.points) for s in result.standing for p in s.points}
    assert {(f.rule, f.points) for fed in feeds.values() for f in fed if f.role == "points"} == given
    # a rule that rests on a trait is fed by the facts behind the trait
    behind = {d.id: d.facts for d in result.derived}
    for firing in result.firings:
        for ref in firing.facts:
            for fact in behind.get(ref, (ref,)):
                assert firing.rule in {f.rule for f in feeds[fact]}
    page = write_recommendation(result, TEXT, assessor.knowledge)
    assert all(f.rule in page for fed in feeds.values() for f in fed)


def test_whatever_is_written_is_shown_as_text(assessor: Assessor) -> None:
    for html in pages_of(assessor, HOSTILE):
        page = Page(html)
        assert page.list_faults() == []
        assert show_letters(HOSTILE) in page.text
        assert [tag for tag, _ in page.elements].count("script") == 1
        assert [tag for tag, _ in page.elements].count("style") == 1
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)
        html.encode("utf-8")


def test_a_browser_is_told_to_load_nothing_but_our_style_and_script(assessor: Assessor) -> None:
    html = pages_of(assessor, TEXT)[0]
    policy = next(a["content"] for t, a in Page(html).elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        inside = html.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert not re.search(r"https?://|url\(|@import|fetch\(|XMLHttp", html)


def test_the_command_line_writes_pages(run, tmp_path: Path) -> None:
    facts, target = tmp_path / "facts.json", tmp_path / "page.html"
    facts.write_text(json.dumps([{"kind": "preference", "topic": "mentoring", "value": "likes", "evidence": "I <3 it"}]))
    for command in (["recommend"], ["facts"], ["explain", "engineering-manager", "--output", str(target)]):
        ran = run(*command, "--facts", str(facts), "--format", "html")
        assert (ran.status, ran.err) == (0, "")
        html = ran.out or target.read_text(encoding="utf-8")
        assert Page(html).list_faults() == []
        assert "I &lt;3 it" in html


@pytest.mark.parametrize("words", ["", "n/a", "  \n"])
def test_texts_that_say_nothing_have_a_page_too(assessor: Assessor, words: str) -> None:
    result = assess(assessor, words)
    for write in (write_recommendation, write_facts):
        html = write(result, words, assessor.knowledge)
        assert Page(html).list_faults() == []
        assert "There is nothing to go on yet" in html
