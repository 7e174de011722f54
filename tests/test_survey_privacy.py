"""Privacy: identifiers are masked in everything that is written, offsets hold, clean words stay."""

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.survey.answers import names_person
from fingerpost.survey.privacy import MASK, mask_identifiers
from tests.conftest import SAMPLES, Ran
from tests.surveys import make_answers, read_lines, start_harmed

Run = Callable[..., Ran]
_WORDS = ("jane", "omar", "petra", "liu", "sven", "amara", "kofi", "ines")


def plant(rng: random.Random) -> list[tuple[str, str]]:
    """One identifier of each of six kinds, as people write them: the words around it, and itself."""
    name, other, digit = rng.choice(_WORDS), rng.choice(_WORDS), lambda n: "".join(rng.choices("23456789", k=n))
    card = f"4{digit(14)}"
    total = sum(int(c) if i % 2 else sum(divmod(2 * int(c), 10)) for i, c in enumerate(card))
    card += str(-total % 10)
    mails = [f"{name}.{other}@corp-{digit(2)}.com", f"{name}{digit(3)}@mail.example.co.uk", f"{name}+x@corp.internal"]
    phones = [f"+1 {digit(3)} {digit(3)} {digit(4)}", f"({digit(3)}) {digit(3)}-{digit(4)}", f"+49{digit(10)}"]
    phones += [f"+44 20 {digit(4)} {digit(4)}", f"0{digit(3)}/{digit(7)}", f"{digit(3)}.{digit(3)}.{digit(4)}"]
    pages = [f"https://{name}.dev/{other}?x={digit(3)}", f"www.{name}{other}.org", f"linkedin.com/in/{name}-{other}"]
    boxes = [".".join(str(rng.randint(1, 254)) for _ in range(4)), f"2001:db8:85a3::8a2e:{digit(3)}:{digit(4)}"]
    cards = [card, " ".join(card[i : i + 4] for i in range(0, 16, 4))]
    handles = [f"@{name}_{other}", f"@{name}{digit(2)}", f"{name}{other}#{digit(4)}", f"u/{name}-{other}"]
    return [
        ("Mail me at {} please.", rng.choice(mails)),
        ("Call {} any time.", rng.choice(phones)),
        ("It is all on {}, look there.", rng.choice(pages)),
        ("My box is {} at home.", rng.choice(boxes)),
        ("The card {} was charged.", rng.choice(cards)),
        ("Find me as {} online.", rng.choice(handles)),
    ]


def write_planted(path: Path) -> list[str]:
    """Write a survey of 160 answers, an identifier in every fourth and a few answers for ids; return the identifiers."""
    rng = random.Random(5)  # noqa: S311 - made-up identifiers
    answers, planted = make_answers(160, seed=3), []
    for n in range(0, len(answers), 4):
        frame, secret = rng.choice(plant(rng))
        planted.append(secret)
        answers[n] = f"{answers[n]} {frame.format(secret)}"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([["id", "text"], *((f"{s}" if n < 5 else n, s) for n, s in enumerate(answers))])
    return planted


@pytest.mark.parametrize("options", [(), ("--keep-text",)])
def test_planted_identifiers_are_masked_in_every_file(run: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    planted = write_planted(source)
    ran = run("batch", str(source), "-o", str(out), *options)
    assert ran.status in (0, 3)
    written = ran.err + "".join(p.read_text() for p in tmp_path.iterdir() if p != source)
    assert [s for s in planted if s in written] == []


@pytest.mark.parametrize("harm", ["kill", "kill-before-the-note", "interrupt"])
def test_what_a_stopped_run_leaves_behind_is_masked(harm: str, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    planted = write_planted(source)
    told = b"".join(start_harmed(harm, "batch", source, "-o", out, "--keep-text").communicate(timeout=240))
    left = [p for p in tmp_path.iterdir() if p != source]
    written = (told + b"".join(p.read_bytes() for p in left)).decode()
    assert MASK in written, "results of the first chunk are there to go on from"
    assert [s for s in planted if s in written] == []


def test_thousand_planted_and_clean_words() -> None:
    rng = random.Random(11)  # noqa: S311 - made-up identifiers
    texts = make_answers(2000, seed=9)
    missed = []
    for text in texts[:167]:
        for frame, secret in plant(rng):
            given = f"{text} {frame.format(secret)}"
            masked = mask_identifiers(given)
            assert len(masked) == len(given)
            if secret in masked or sum(c == MASK for c in masked) < len(secret) - 2:
                missed.append(secret)
    assert len(missed) <= 10, missed
    clean = texts[167:] + [p.read_text() for p in SAMPLES.glob("*.txt")]
    assert sum(mask_identifiers(t).count(MASK) > 0 for t in clean) == 0


@pytest.mark.parametrize(
    "text",
    [
        "node.js, ASP.NET and socket.io, README.md, main.py, 3.11.7, k8s 1.28",
        "2015-2019, then 2019 2020 2021; 10 000 000 users and 1,000,000,000 rows; 12.5 years",
        "I love mentoring.So does she.In the end it's fun. std::vector, a::b, life @work, @Override",
        "On 2024-03-15 10:30:00 we were paged, 15.03.2024 again. 400-500 people, 24/7, 1:1s",
        "I gave 3-4 talks in 2019/2020 and read 20-30 PRs a week, 99.99% uptime",
        "C++17, asp.net/mvc, ML.NET, vue.js/react, k8s.io, os.path.join, numpy.linalg, config.yml, @types/node",
        "I like code.me too, and docs.in the morning; golang.it is. The login is slow, my alias is fine",
        "a company of 800-1200 people, 501-1000 employees, 10001-50000; 2200-0600 on call; 150-200 or 1000-5000 of us",
        "Chrome 120.0.6099.109, react@18.2.0, lodash@4.17.21, 10.0.19041.1234, 3.141592653589793",
        "@RestController @Entity @Input() @pytest.fixture @SpringBootApplication @Composable @State @Mock @param @import",
        "CVE-2021-44228, RFC 7231 7232 7233, GTX 1080 2080 3080, port 8080 8443 9090, HTTP 404 500 503 1234",
        "2147483648, 123456789 rows, 100000000 users, 1_000_000_000 requests, 1 2 3 4 5 6 7 8 9",
        "java.io, R.net, M.Tech, issue#1234, meetup.com, itch.io",
        "I handle retry_count and handle is_admin flags, github copilot_v2, and handle errors gracefully",
        "GitHub: reviews and issues. Slack is noisy, LinkedIn is overrated, I am active on Twitter",
        "released 1.1.1 (2026-04-26), 16900.540 seconds, npm i webpack@latest, the alias was auto-generated",
        "call 10000000 endpoints, call 1 000 000 times, call 800 REST endpoints",
    ],
)
def test_clean_words_stay(text: str) -> None:
    assert mask_identifiers(text) == text


@pytest.mark.parametrize(
    "text", ["jane at example dot com", "jane (at) example.com", "jane.doe[at]mail[dot]org", "handle: janedoe"]
)
def test_spelt_out_identifiers(text: str) -> None:
    assert MASK in mask_identifiers(text)


@pytest.mark.parametrize(
    ("frame", "secret"),
    [
        ("GitHub: {}", "janesmith"),
        ("my github is {}", "janedoe"),
        ("my github is {}", "jane"),
        ("github {}", "jane_doe"),
        ("LinkedIn: {}", "meidoe"),
        ("discord: {}", "janedoe"),
        ("telegram: {}", "janedoe"),
        ("insta: {}", "jane.doe"),
        ("find me as {} on Twitter", "janedoe"),
        ("I am {} on GitHub", "janedoe"),
        ("username {}", "janedoe"),
        ("my handle is {}", "jane"),
        ("tlf {}", "22 12 34 56"),
        ("mobil: {}", "40 12 34 56"),
        ("call {}", "81234567"),
        ("call {}", "555-1200"),
        ("{}", "415·555·2671"),
        ("{}", "415_555_2671"),
        ("{}", "1-800-FLOWERS"),
        ("{}", "jane.doe at gmail.com"),
        ("{}", "jane.doe@ example.com"),
        ("{}", "jane.doe @ example.com"),
        ("{}", "jane dot doe at gmail dot com"),
        ("{}", "jane.doe@example,com"),
        ("IBAN {}", "DE89 3704 0044 0532 0130 00"),
        ("IBAN {}", "GB29NWBK60161331926819"),
        ("{}", "jane.me"),
        ("{}", "janedoe.us"),
        ("{}", "janedoe.berlin"),
        ("{}", "notion.so/janedoe"),
        ("{}", "dead:beef::cafe"),
        ("{}", "@JaneDoe"),
        ("SSN {}", "123-45-6789"),
        ("{}", "jane@localhost"),
        ("{}", "jane(dot)doe(at)x(dot)com"),
        ("{}", "jane\u200b@example.com"),
        ("{}", "jane.doe\uff20example\uff0ecom"),
        ("{}", "AA:BB:CC:DD:EE:FF"),
        ("{}", "git@github.com:janedoe/repo.git"),
        ("linkedin: {}", "/in/jane-doe"),
        ("IG: {}", "jane.doe"),
        ("my handle's {}", "janedoe"),
        ("user {} on github", "janedoe42"),
        ("{}", "0800-JANEDOE"),
    ],
)
def test_identifiers_known_by_the_words_around_them(frame: str, secret: str) -> None:
    for given in (frame, f"Well, {frame} and so on.", f"I love mentoring. {frame}."):
        masked = mask_identifiers(given.format(secret))
        hidden = "".join(c if c == " " else MASK for c in secret)
        assert masked.replace(MASK * len(secret), hidden) == given.format(hidden)


@pytest.mark.parametrize(
    "address",
    [
        "blog.dubois.net/posts/3909",
        "ingridmuller.me",
        "aishapatel.ai",
        "zoe-smith.tech/cv",
        "t.me/priyadubois",
        "larsen.co.uk",
        "hxxps://x.org/a",
        "http://[2001:db8::1]/x",
        "9.96.88.34",
        "fe80::1%eth0",
        "+55 (11) 91234-5678",
        "0041 44 668 18 00",
        "o'neil@acme-corp.io",
        "@ines@mastodon.social",
    ],
)
def test_addresses_of_many_forms(address: str) -> None:
    masked = mask_identifiers(f"Look at {address}, please.")
    assert masked == f"Look at {MASK * len(address)}, please."


@pytest.mark.parametrize("run_of", ["1-", "1", "www.", "u/", "1.", "a.b@", "_", "a:", "://", "@a."])
def test_long_runs_are_masked_at_once(run_of: str) -> None:
    words = run_of * (49_000 // len(run_of))
    assert mask_identifiers(f"I love {words} docs") == f"I love {MASK * len(words)} docs"


def test_offsets_hold_and_no_text_keeps_no_word(run: Run, tmp_path: Path) -> None:
    text = "Mail jane.doe@example.com first. I love pairing with newcomers, and zebras."
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": text}))
    out = tmp_path / "out.jsonl"
    run("batch", str(source), "-o", str(out), "--keep-text")
    [record] = read_lines(out)
    assert record["text"] == text.replace("jane.doe@example.com", MASK * 20)
    assert record["facts"]
    for fact in record["facts"]:
        for e in fact["evidence"]:
            assert record["text"][e["start"] : e["end"]] == e["text"]
    run("batch", str(source), "-o", str(out), "--no-text")
    [bare] = read_lines(out)
    written = out.read_text()
    assert not any(word in written for word in ("newcomers", "zebras", "pairing", MASK))
    assert [f["topic"] for f in bare["facts"]] == [f["topic"] for f in record["facts"]]
    assert bare["standing"] == record["standing"]


def test_names_are_redacted_where_asked(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": "My manager Sarah Whitfield says I mentor well. I love Terraform."}))
    out = tmp_path / "out.jsonl"
    run("batch", str(source), "-o", str(out), "--keep-text", "--redact-names")
    [record] = read_lines(out)
    assert "Whitfield" not in record["text"]
    assert "Terraform" in record["text"]


@pytest.mark.parametrize(
    "identity",
    [
        "jane@x.com",
        "Jane Doe",
        "Doe, Jane",
        "jane.doe",
        "O'Neill, Ann-Marie",
        "@jane",
        "Jürgen Groß",
        "JANE DOE",
        "DOE, Jane",
        "Roe, JIM",
        "jane doe",
        "Jane van der Berg",
        "de la Cruz, Ana",
        "Doe;Jane",
        "Jane Doe (Berlin)",
        "Jane Doe 2",
        "Mary.Smith",
        "m.smith",
        "jane.doe2",
        "mary.smith.jones",
        "Jane_Doe",
        "jane-doe",
        "CORP\\jsmith",
        "李雷",
        "иван петров",
        "राहुल शर्मा",
        "Ja\u200bne Doe",
        "O'Neill",
        "McDonald, Ian",
        "janedoe",
        "JaneDoe",
        "jane85",
        "Jane (2)",
        "Ann 2",
        "doe_jane_17",
        "Team Jane",
    ],
)
def test_ids_that_name_people(identity: str) -> None:
    assert names_person(identity)


@pytest.mark.parametrize(
    "identity",
    [
        "r-17",
        "007",
        "R_2xYz9",
        "A1",
        "550e8400-e29b-41d4-a716-446655440000",
        "ed9302b0-8665-2d3d-c521-696d9d04a0a4",
        "df427a5bc429b2bf13b1d53e",
        "1234567890",
        "EMP-0042",
        "Group A",
        "Team Blue",
        "Anonymous",
        "respondent17",
        "Participant #4",
        "row 3",
        "P001",
        "R_aBcDkLmNoPqRsT",
        "5f3e2a9b8c7d6e5f4a3b2c1d",
        "EMP-BER-0042",
        "anon-8f3a",
        "AB",
        "S01E02",
        "No. 5",
        "wave 2 site b",
    ],
)
def test_ids_that_name_nobody(identity: str) -> None:
    assert not names_person(identity)


def test_row_numbers_in_place_of_names_are_nobodys_id(run: Run, tmp_path: Path) -> None:
    ids = ["1", "2", "Jane Doe", "3", "Jane Doe", "jane.doe@x.com", "6", "row 3", "row 8", "row 11", "Jim Roe"]
    source = tmp_path / "in.csv"
    with source.open("w", newline="") as stream:
        csv.writer(stream).writerows([["id", "text"], *((i, "I love mentoring juniors.") for i in ids)])
    out = tmp_path / "out.jsonl"
    assert run("batch", str(source), "-o", str(out)).status == 3
    assert [r["row"] for r in read_lines(tmp_path / "out.jsonl.rejects.jsonl")] == [5]
    given = [r["id"] for r in read_lines(out)]
    assert given == ["1", "2", "row 3", "3", "row 6", "6", "row 8", "row 9", "row 11", "row 11 (2)"]
    assert run("audit", str(out), "--verify", "--input", str(source)).status == 0


SECRETS = ("jane@ex.com", "bob@ex.com", "Jane", "Bob", "diary")
GIVEN = {"kind": "preference", "topic": "mentoring", "value": "likes"}


@pytest.mark.parametrize("options", [(), ("--no-text",), ("--redact-names",)])
def test_words_of_given_facts_are_masked_and_reasons_name_the_key(
    run: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    words = {"lexicon": ["jane@ex.com", "mentoring#3"], "cues": ["bob@ex.com"]}
    words |= {"evidence": [{"text": "jane@ex.com", "field": "bob@ex.com"}], "scope": [{"scope": "jane@ex.com", "text": "x"}]}
    wrong = [{"topic": "Jane Doe has burnout, call Bob"}, {"kind": "diary of Jane"}, {"value": "Jane"}, {"strength": "Jane"}]
    rows = [{"id": n, "facts": [{**GIVEN, **more}]} for n, more in enumerate([words, *wrong])]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)))
    ran = run("batch", str(source), "-o", str(out), "--from-facts", *options)
    assert ran.status == 3
    rejects = tmp_path / "out.jsonl.rejects.jsonl"
    written = out.read_text() + rejects.read_text() + ran.err
    assert [s for s in SECRETS if s in written] == []
    reasons = [r["reason"] for r in read_lines(rejects)]
    assert len(reasons) == 4
    for reason, key in zip(reasons, ("topic", "kind", "value", "strength"), strict=True):
        assert key in reason
    [fact] = read_lines(out)[0]["facts"]
    assert "mentoring#3" in fact["lexicon"]
    if options == ("--no-text",):
        assert MASK not in out.read_text()
        assert fact["lexicon"] == ["mentoring#3"]


HEADLESS = (
    'jane.doe@example.com,"I hate my boss Bob. I love mentoring."\nbob@example.com,I love code review and meetings too.\n',
    "r-1,I love mentoring\nr-2,I hate meetings\nr-3,I like docs\n",
    "R_1aBcDeFgHiJkLmN,I love mentoring\nR_2zYxWvUtSrQpOnM,I hate meetings\nR_3AbCdEfGhIjKlMn,I like docs\n",
    "I hate my boss Bob. I love mentoring juniors.\nI love code review and meetings too.\n",
)


@pytest.mark.parametrize("rows", HEADLESS)
@pytest.mark.parametrize("options", [(), ("--survey", "map.yaml"), ("--text", "text")])
def test_an_answer_is_not_taken_for_the_header(run: Run, tmp_path: Path, rows: str, options: tuple[str, ...]) -> None:
    source, survey = tmp_path / "in.csv", tmp_path / "map.yaml"
    source.write_text(rows)
    survey.write_text("id: id\ntexts:\n  - column: text\n")
    ran = run("batch", str(source), "-o", str(tmp_path / "out.jsonl"), *(str(survey) if "." in o else o for o in options))
    assert ran.status == 1
    assert "row above" in ran.err
    assert [w for w in ("jane", "boss", "mentoring", "r-1") if w in ran.err] == []
    assert run("survey", "map", str(source)).status == 1


@pytest.mark.parametrize(
    "header",
    [
        "id,What I enjoy most at work is...",
        "Response ID,I am proud of: (your own words)",
        "Q1,Q2",
        "Q1,text",
        "id,My work. What do you like about it?",
        "2019 id,text",
    ],
)
def test_a_header_is_not_taken_for_an_answer(run: Run, tmp_path: Path, header: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"{header}\nA1,I love mentoring juniors.\nA2,I hate meetings and I love docs.\n")
    assert run("batch", str(source), "-o", str(tmp_path / "out.jsonl")).status == 0


def test_names_of_columns_are_masked(run: Run, tmp_path: Path) -> None:
    source, survey, out = tmp_path / "in.csv", tmp_path / "map.yaml", tmp_path / "out.jsonl"
    long = "What do you enjoy at work, of all the things that you do? (mail hr-jane@acme.com)"
    names = ["id", long, "Role (ask bob@acme.com)", "Team (see jim@acme.com)"]
    rows = [["r-1", "I love mentoring juniors.", "boss", "A"], ["r-2", "I love docs.", "architect", "A"]]
    with source.open("w", newline="") as stream:
        csv.writer(stream).writerows([names, *rows])
    quoted = [json.dumps(name) for name in names]
    survey.write_text(
        f"id: id\ntexts:\n  - {{column: {quoted[1]}, frame: likes}}\n"
        f"structured:\n  - {{column: {quoted[2]}, topic: current-role, values: {{architect: architect}}}}\n"
        f"groups: [{quoted[3]}]\n"
    )
    ran = run("batch", str(source), "-o", str(out), "--survey", str(survey), "--keep-text")
    assert ran.status == 0
    source.write_text(source.read_text() + "r-3\n")
    rejected = run("batch", str(source), "-o", str(tmp_path / "two.jsonl"), "--survey", str(survey))
    alone = run("batch", str(source), "-o", str(tmp_path / "three.jsonl"))
    missing = run("batch", str(source), "-o", str(out), "--survey", str(SAMPLES / "surveys" / "google-forms.yaml"))
    assert (rejected.status, alone.status, missing.status) == (3, 3, 1)
    written = "".join(p.read_text() for p in tmp_path.iterdir() if p not in (source, survey))
    written += ran.err + rejected.err + alone.err + missing.err
    assert [name for name in ("jane", "bob", "jim", "acme") if name in written] == []
    [evidence] = {e["field"] for r in read_lines(out) for f in r["facts"] for e in f["evidence"] if "enjoy" in e["field"]}
    assert evidence == long.replace("hr-jane@acme.com", MASK * 16)


def test_names_are_redacted_in_groups_and_set_answers(run: Run, tmp_path: Path) -> None:
    source, survey, out = tmp_path / "in.csv", tmp_path / "map.yaml", tmp_path / "out.jsonl"
    source.write_text("id,text,role,boss\nr-1,I love mentoring juniors.,Architect under Peter Miller,Alice Wonder\n")
    survey.write_text(
        "id: id\ntexts:\n  - column: text\ngroups: [boss]\nstructured:\n"
        "  - {column: role, topic: current-role, values: {Architect under Peter Miller: architect}}\n"
    )
    assert run("batch", str(source), "-o", str(out), "--survey", str(survey), "--redact-names").status == 0
    written = out.read_text()
    assert [name for name in ("Alice", "Wonder", "Peter", "Miller") if name in written] == []
    assert "Architect under" in written


def test_names_that_are_words_of_the_lexicon_are_redacted(run: Run, tmp_path: Path) -> None:
    names = ("Peter Miller", "Mark Jones", "Grace Baker", "Julia Smith", "Charles White", "Jack King", "Frank Brown")
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    rows = [["id", "text"], *((n, f"My manager {name} taught me Django. I love Terraform.") for n, name in enumerate(names))]
    with source.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert run("batch", str(source), "-o", str(out), "--keep-text", "--redact-names").status == 0
    texts = [r["text"] for r in read_lines(out)]
    assert texts == [f"My manager {MASK * len(name)} taught me Django. I love Terraform." for name in names]
