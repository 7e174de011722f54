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
    "identity", ["jane@x.com", "Jane Doe", "Doe, Jane", "jane.doe", "O'Neill, Ann-Marie", "@jane", "Jürgen Groß"]
)
def test_ids_that_name_people(identity: str) -> None:
    assert names_person(identity)


@pytest.mark.parametrize(
    "identity", ["r-17", "007", "R_2xYz9", "A1", "550e8400-e29b-41d4-a716-446655440000", "1234567890", "EMP-0042"]
)
def test_ids_that_name_nobody(identity: str) -> None:
    assert not names_person(identity)
