"""The pages in a real browser: they open without a complaint, fetch nothing, and work by pointer, key and finger."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from fingerpost.assess import Assessor
from fingerpost.explain import Explainer
from fingerpost.page.person import write_explanation, write_recommendation
from fingerpost.page.results import Respondent
from fingerpost.page.survey import write_survey
from fingerpost.records import Reading
from tests.pages import assess_words, make_results
from tests.test_page_person import HOSTILE, SAYINGS, TEXT

_SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
)
_PHONE, _DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") or os.environ.get("FINGERPOST_CI"):
            pytest.fail("Chromium is absent: .ci/install-chromium installs it")
        pytest.skip("Chromium is absent (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_SWITCHES.split())
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a page from a file; at the end nothing may have been complained of, nor anything else asked for."""
    complaints: list[str] = []
    asked: list[str] = []
    contexts = []

    def open_page(html: str, **options) -> Page:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(**{"viewport": _DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert {url.split("#")[0] for url in asked} == {(tmp_path / "page.html").as_uri()}


@pytest.fixture(scope="module")
def recommendation(assessor: Assessor) -> str:
    return write_recommendation(assess_words(assessor, TEXT, *SAYINGS), TEXT, assessor.knowledge)


@pytest.fixture(scope="module")
def explanation(assessor: Assessor) -> str:
    reading = Reading(assess_words(assessor, TEXT, *SAYINGS).facts, ())
    made = Explainer(assessor).explain(reading, "staff-engineer", versus="engineering-manager", text=TEXT)
    return write_explanation(made, TEXT, assessor.knowledge)


@pytest.fixture(scope="module")
def survey(assessor: Assessor) -> str:
    results = make_results(assessor, [{"Team": team} for team in ["one"] * 30 + ["two"] * 20 + ["few"] * 4])
    return write_survey((Respondent(r, {}) for r in results), assessor.knowledge)


def column(table: Locator, number: int) -> list[str]:
    return [cell.strip() for cell in table.locator(f"tbody tr > :nth-child({number})").all_text_contents()]


def says(where: Page | Locator, number: int) -> str | None:
    return where.locator(".says").nth(number).text_content()


def test_marks_cover_the_words_at_their_offsets(visit: Open, recommendation: str) -> None:
    page = visit(recommendation)
    found = page.evaluate(
        """() => [...document.querySelectorAll(".words .mark")].map((mark) => {
          const range = document.createRange();
          range.setStart(mark.closest(".words"), 0);
          range.setEndBefore(mark);
          const start = [...range.toString()].length;
          return [start, start + [...mark.textContent].length, Number(mark.dataset.start), Number(mark.dataset.end)];
        })"""
    )
    assert len(found) == 4
    assert all((start, end) == (said_start, said_end) for start, end, said_start, said_end in found)


def test_pointer_and_keyboard_show_what_a_mark_feeds(visit: Open, recommendation: str) -> None:
    page = visit(recommendation)
    panel = page.locator(".panel")
    both = page.locator(".words .mark.mixed")
    both.hover()
    assert panel.is_visible()
    assert [says(panel, n) for n in (0, 1)] == [says(page, 0), says(page, 1)]
    assert panel.locator(".says").count() == 2
    assert panel.locator(".feeds .rule:visible").count() > 1
    assert page.locator(".words .mark.lit").count() == 3
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    page.locator(".words .mark").first.focus()
    assert panel.locator(".says").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("#f1"))  # the address follows the key a little later
    assert panel.is_hidden()


def test_a_finger_opens_the_panel_beside_the_mark(visit: Open, recommendation: str) -> None:
    page = visit(recommendation, viewport=_PHONE, has_touch=True, color_scheme="dark")
    mark = page.locator(".words .mark").last
    mark.tap()
    panel, box = page.locator(".panel").bounding_box(), mark.bounding_box()
    assert page.locator(".panel").is_visible()
    assert panel is not None
    assert box is not None
    assert box["y"] + box["height"] <= panel["y"]
    assert panel["y"] + panel["height"] <= _PHONE["height"] + 1


def test_tables_are_sorted_by_pointer_and_keyboard(visit: Open, survey: str) -> None:
    page = visit(survey)
    table = page.locator("table").first
    before = column(table, 1)
    head = table.locator("thead th").nth(2)
    assert head.get_attribute("aria-sort") == "none"
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    numbers = [-1 if n == "–" else int(n) for n in column(table, 3)]
    assert numbers == sorted(numbers, reverse=True)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    numbers = [-1 if n == "–" else int(n) for n in column(table, 3)]
    assert numbers == sorted(numbers)
    first = table.locator("thead th").first
    first.locator("button").focus()
    page.keyboard.press("Space")
    assert (head.get_attribute("aria-sort"), first.get_attribute("aria-sort")) == ("none", "ascending")
    assert column(table, 1) == sorted(before, key=str.lower)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_off_a_phone_and_every_text_can_be_read(
    visit: Open, recommendation: str, explanation: str, survey: str, scheme: str
) -> None:
    for html in (recommendation, explanation, survey):
        page = visit(html, viewport=_PHONE, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]
        assert page.locator("svg:visible").count() == (page.locator("figure").count())
        faint = page.evaluate(_FIND_FAINT)
        assert faint == []


def test_a_tree_unfolds(visit: Open, explanation: str) -> None:
    page = visit(explanation)
    item = page.locator(".tree > details").first
    assert item.locator(".leaf").first.is_hidden()
    item.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert item.locator(".leaf").first.is_visible()
    page.locator("[data-unfold]").click()
    assert page.locator(".tree details:not([open])").count() == 0


def test_hostile_words_do_nothing(visit: Open, assessor: Assessor) -> None:
    sayings = [s for s in SAYINGS if s[0] in HOSTILE]
    page = visit(write_recommendation(assess_words(assessor, HOSTILE, *sayings), HOSTILE, assessor.knowledge))
    assert "<script>alert(1)</script></style>" in page.locator(".words").inner_text()
    assert page.locator("script").count() == 1


def test_paper_shows_what_is_folded(visit: Open, explanation: str) -> None:
    page = visit(explanation)
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() > 0


# texts whose contrast with what lies behind them is under 4.5 (WCAG 2.1, level AA)
_FIND_FAINT = """() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const shine = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (item) => {
    for (let at = item; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  for (const item of document.querySelectorAll("body *:not(script):not(svg *)")) {
    if (![...item.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    const [a, b] = [shine(parse(getComputedStyle(item).color)), shine(behind(item))];
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) found.add(item.className + ": " + item.textContent);
  }
  return [...found];
}"""
