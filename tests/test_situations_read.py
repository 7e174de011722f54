"""Where people say they stand: titles held now, before or by others, careers and posts, companies and teams."""

import pytest

from fingerpost.assess import Assessor
from fingerpost.intake.numbers import read_number
from fingerpost.intake.reading import read_text


def _read(assessor: Assessor, text: str, topic: str) -> list[str]:
    lexicon = assessor.lexicon.weigh_with(None, {})
    return [str(f.value) for f in read_text(text, lexicon).facts if (f.kind, f.topic) == ("situation", topic)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I'm thirty-three, a senior developer, and underpaid.", "senior-engineer"),
        ("Nine years in the trade, currently an SRE for a bookmaker.", "site-reliability-engineer"),
        ("Ten years a developer in port logistics.", "software-engineer"),
        ("Sysadmin turned Go developer.", "software-engineer"),
        ("Honest question from a junior: is this normal?", "junior-engineer"),
        ("I was made senior engineer two years ago.", "senior-engineer"),
        ("They made me the tech lead in May.", "tech-lead"),
        ("I joined as a developer and still like it.", "software-engineer"),
        ("I do devops in the public sector.", "devops-engineer"),
        ("I've been a dutiful, miserable manager ever since.", "engineering-manager"),
        ("I was an SRE before I became an engineering manager.", "engineering-manager"),
        ("I joined as a junior developer; now I'm an architect.", "architect"),
        ("I have one year of experience as a junior developer.", "junior-engineer"),
        ("For the record: Ana, 41, engineering manager with twelve reports at a telco.", "engineering-manager"),
        ("Who am I. Marcus, 33, Chicago, nine years in software, sales engineer at a data vendor.", "sales-engineer"),
        ("Nineteen years in software, a consultant by trade.", "consultant"),
        ("I am since 8 years developer in Rome.", "software-engineer"),
        ("I'm a founder once more.", "founder"),
        ("I became an engineering manager two years ago and I regret it.", "engineering-manager"),
        ("12 YOE, staff engineer since 2022 at a payments company.", "staff-engineer"),
        ("Junior dev, first job, fintech in Cluj.", "junior-engineer"),
        ("Principal, 13 YOE. Head of eng at a startup or keep milking it?", "staff-engineer"),
        ("Tech lead at a bank. Say yes to being CTO of six people?", "tech-lead"),
        ("I love being an engineering manager.", "engineering-manager"),
    ],
)
def test_a_title_held_now(assessor: Assessor, text: str, role: str) -> None:
    assert _read(assessor, text, "current-role") == [role]


@pytest.mark.parametrize(
    "text",
    [
        "People assume I'm a manager because I'm loud.",
        "I'd rather be poor than be a director.",
        "Here it's manager or nothing.",
        "So about the past: a stint as product manager at a grocery app.",
        "A position as team manager has been pinned to the board.",
        "I'm not a good teacher for a junior.",
        "I served as tech lead on a betting desk for eleven months.",
        "I'm to become an architect one day.",
        "VP some day, there, I said it.",
        "Maybe devrel??",
        "The pay is better as a manager.",
        "I'm looking for a mentor who is a staff engineer.",
        "I made a list and now I think I'm a TPM.",
        "tags: devops, career, devjournal",
        "Options: resign, come back as a freelancer.",
        "I tried being a manager.",
        "I'm afraid that as a manager I'd forget how to program.",
        "Past: sales engineer at a router firm.",
    ],
)
def test_no_title_of_today(assessor: Assessor, text: str) -> None:
    assert _read(assessor, text, "current-role") == []


def test_titles_held_in_turn_are_over(assessor: Assessor) -> None:
    text = "I have been a consultant, a developer and a team lead; now I do platform engineering."
    assert _read(assessor, text, "current-role") == ["devops-engineer"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("I worked in devrel for five years, in software for eight.", ["8"]),
        ("Programming since 2003, so 18 years now.", ["18"]),
        ("Programming since 2003, happily.", []),
        ("I've been writing software since 2009, mostly alone.", []),
        ("For four years I carried the pager at a bank.", []),
        ("I did two years as a tech lead.", []),
        ("I spent the past three years building a booking engine.", []),
        ("Two decades in software, mostly Java.", ["20"]),
        ("I wrote C# there for a decade.", ["10"]),
        ("A decade ago I met her.", []),
        ("I have been with my wife for ten years.", []),
        ("I write Java. 9 YOE, on paper still a senior.", ["9"]),
        ("YOE 6, one of the big ones (you can guess which).", ["6"]),
        ("A six year old phone makes me forget lunch.", []),
        ("I was a backend dev for 6 years and have been a manager for the last 3.", ["6"]),
        ("I have 20000 years of experience.", []),
    ],
)
def test_a_career_is_no_post_and_no_date(assessor: Assessor, text: str, years: list[str]) -> None:
    assert _read(assessor, text, "years-experience") == years


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("We began as three and are eight people today.", ["tiny"]),
        ("We're a maps startup, thirty-eight people and a cat.", ["small"]),
        ("I work for a newspaper of four hundred.", ["medium"]),
        ("It's a service company, strength two lakh employees.", ["large"]),
        ("Senior engineer at a company with 12 000 employees.", ["large"]),
        ("We are 250 now, and in 2024 120 people left.", ["medium"]),
        ("There are three of us on the team.", []),
        ("I managed a group of nine at a telco.", []),
        ("I plan releases with teams in two countries.", []),
        ("Big tech pays better, they say.", []),
        ("We're one grant from the dole.", []),
        ("We are a non-profit with eight staff.", ["tiny"]),
        ("Sales engineer at a 70 person security startup.", ["small"]),
        ("Four thousand persons follow my channel.", []),
        ("About 300 people use my open source library.", []),
        ("I'm a developer at a small company in Utrecht (30 or so people, one floor).", ["small"]),
        ("Backend dev at a logistics startup, abt 80 pax.", ["small"]),
        ("I work at a company of sixty-odd thousand.", ["large"]),
        ("There are two of us who like it.", []),
        ("I gave one talk, two hundred people, and I lost six kilos.", []),
    ],
)
def test_a_company_is_no_team(assessor: Assessor, text: str, size: list[str]) -> None:
    assert _read(assessor, text, "company-size") == size


def test_indian_numbers() -> None:
    assert read_number("lakh") == 100_000
    assert read_number("crores") == 10_000_000
