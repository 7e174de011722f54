"""A knowledge base small enough to see through, written to files as the real one is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from fingerpost.data import find_data
from fingerpost.knowledge import KnowledgeBase, load_knowledge
from fingerpost.loading import read_yaml
from fingerpost.records import Evidence, Fact

LIKES_MENTORING = {"preference": "mentoring", "is": "likes"}
HAS_LED = {"experience": "leading-projects", "is": "has"}
LIKES_CODING = {"preference": "coding", "is": "likes"}
LIKES_STAGE = {"preference": "public-speaking", "is": "likes"}
WANTS_STAFF = {"goal": "staff-engineer", "is": "wants"}
WANTS_DEVREL = {"goal": "developer-relations", "is": "wants"}

VOCABULARY: dict[str, Any] = {
    "version": 1,
    "kinds": {
        "preference": {"values": ["likes", "dislikes"], "topics": "activities"},
        "experience": {"values": ["has", "lacks"], "topics": "activities"},
        "skill": {"values": ["strong", "weak"], "topics": "activities"},
        "goal": {"values": ["wants", "avoids"], "topics": ["goals", "activities", "paths"]},
        "concern": {"values": ["worried"], "topics": "concerns"},
        "situation": {"values": "per topic", "topics": "situations"},
    },
    "activities": {t: t for t in ("coding", "mentoring", "leading-projects", "public-speaking", "meetings")},
    "goals": {"stay-technical": "hands on", "promotion": "the next level"},
    "concerns": {"burnout": "exhaustion", "impostor": "not good enough"},
    "situations": {
        "current-role": {"values": ["senior-engineer", "tech-lead", "engineering-manager"]},
        "years-experience": {"values": "integer"},
        "stuck": {"values": ["yes"]},
    },
}
SOURCES: dict[str, Any] = {
    "articles": {"A": {"title": "An article", "author": "A writer", "publisher": "A paper", "file": "a.txt"}},
    "rows": [
        {
            "row": "A1.1",
            "article": "A",
            "section": "One",
            "kind": ["fit"],
            "paths": ["staff-engineer"],
            "heuristic": "Those who love code may stay with it",
            "paragraph": 2,
            "digest": "sha256:0123456789abcdef",
            "words": ["code", "love"],
        }
    ],
}
CATEGORIES = {
    "staff-engineer": "individual-contributor",
    "engineering-manager": "management",
    "developer-relations": "business-and-sales",
}


def make_rule(rule_id: str, stage: str, when: Iterable[Any], then: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A rule file's data, with what every rule must have; its first example is somebody who meets all of ``when``."""
    conditions = list(when)
    rule = {
        "id": rule_id,
        "stage": stage,
        "heuristics": [],
        "ours": "stands here for the tests",
        "claim": "A claim that is long enough.",
        "when": conditions,
        "then": dict(then),
        "examples": {"fires": [_exemplify(conditions)], "silent": [[]]},
    }
    if more.get("heuristics"):
        del rule["ours"]
    if "fires" in more:
        rule["examples"]["fires"] = more.pop("fires")
    return rule | more


def _exemplify(conditions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    facts = [dict(c) for c in conditions if "is" in c and "gate" not in c]
    return [f | {"is": f["is"][0] if isinstance(f["is"], list) else f["is"]} for f in facts]


def make_fit(rule_id: str, path: str, points: int, *when: Any, **more: Any) -> dict[str, Any]:
    """A rule of stage fit."""
    then = {"path": path, "points": points, "because": f'You wrote "{{f1.evidence}}"; {rule_id} speaks.'}
    return make_rule(rule_id, "fit", when, then, **more)


def small_rules() -> list[dict[str, Any]]:
    """Rules of every stage, in which a check finds no fault but the share of first places (three paths are too few)."""
    manager = [[LIKES_MENTORING, HAS_LED]]
    staff = [[LIKES_CODING, {"situation": "stuck", "is": "yes"}, WANTS_STAFF]]
    devrel = [[LIKES_STAGE, WANTS_DEVREL]]
    return [
        make_rule(
            "trait-grows-people",
            "traits",
            [{"any": [LIKES_MENTORING, {"skill": "mentoring", "is": "strong"}]}],
            {"trait": "grows-people", "meaning": "you like to see people grow"},
            fires=[[LIKES_MENTORING], [{"skill": "mentoring", "is": "strong"}]],
        ),
        make_rule(
            "trait-leads",
            "traits",
            [{"trait": "grows-people"}, HAS_LED],
            {"trait": "leads", "meaning": "you lead people"},
            layer=2,
            fires=manager,
        ),
        make_fit("em-grows-people", "engineering-manager", 3, {"trait": "grows-people"}, fires=manager),
        make_fit("em-leads", "engineering-manager", 2, {"trait": "leads"}, fires=manager),
        make_fit("em-coach", "engineering-manager", 4, {"skill": "mentoring", "is": "strong"}, LIKES_MENTORING),
        make_fit("em-no-meetings", "engineering-manager", -2, {"preference": "meetings", "is": "dislikes"}),
        make_fit(
            "staff-coding",
            "staff-engineer",
            3,
            LIKES_CODING,
            unless=[{"goal": "coding", "is": "avoids"}],
            heuristics=["A1.1"],
        ),
        make_fit(
            "staff-years",
            "staff-engineer",
            2,
            {"situation": "years-experience", "at_least": 8},
            fires=[[{"situation": "years-experience", "is": 9}]],
        ),
        make_fit("staff-wish", "staff-engineer", 3, WANTS_STAFF),
        make_fit("devrel-wish", "developer-relations", 2, WANTS_DEVREL),
        make_fit("devrel-stage", "developer-relations", 3, {**LIKES_STAGE, "strength": "strong"}),
        make_fit(
            "devrel-mild",
            "developer-relations",
            2,
            LIKES_STAGE,
            unless=[{"trait": "leads"}],
        ),
        make_rule(
            "em-must-have-led",
            "gates",
            [],
            {
                "gate": "engineering-manager",
                "open": [HAS_LED],
                "closed": [{"experience": "leading-projects", "is": "lacks"}],
                "text": {
                    "open": 'You have led: "{f1.evidence}".',
                    "closed": 'You have not led yet: "{f1.evidence}".',
                    "unsaid": "You do not say whether you have led.",
                },
                "opens": "leading one project",
            },
            fires=[[{"experience": "leading-projects", "is": "lacks"}]],
        ),
        make_rule(
            "choose-staff",
            "choose",
            [{"goal": "stay-technical", "is": "wants"}],
            {
                "choose": "staff-engineer",
                "over": ["engineering-manager", "developer-relations"],
                "points": 2,
                "because": "You want to stay technical.",
            },
            fires=[[LIKES_CODING, LIKES_MENTORING, {"goal": "stay-technical", "is": "wants"}]],
        ),
        make_rule(
            "caution-em",
            "cautions",
            [],
            {"caution": "engineering-manager", "text": "Little code remains."},
            fires=manager,
        ),
        make_rule(
            "caution-em-coder",
            "cautions",
            [LIKES_CODING],
            {"caution": "engineering-manager", "text": 'You wrote "{f1.evidence}", and little code remains.'},
            fires=[[*manager[0], LIKES_CODING]],
        ),
        make_rule(
            "advice-stuck", "advice", [{"situation": "stuck", "is": "yes"}], {"advice": "Look wider now.", "weight": 5}
        ),
        make_rule(
            "advice-field",
            "advice",
            [{"any": [{"concern": "burnout", "is": "worried"}, {"outcome": "change-of-field"}]}],
            {"advice": "Your skills will come with you.", "weight": 3},
            fires=[[{"concern": "burnout", "is": "worried"}], *devrel],
        ),
        make_rule(
            "advice-weak",
            "advice",
            [{"outcome": "no-strong-verdict"}],
            {"advice": "Start with small things.", "weight": 4},
            fires=devrel,
        ),
        make_rule(
            "advice-close",
            "advice",
            [{"outcome": "two-close"}],
            {"advice": "Ask which has the effect.", "weight": 6},
            fires=[[LIKES_CODING, WANTS_STAFF, LIKES_MENTORING, HAS_LED]],
        ),
        make_rule(
            "advice-closing",
            "advice",
            [{"outcome": "any-recommended"}],
            {"advice": "Look again in half a year.", "weight": 1, "closing": True},
            fires=manager,
        ),
        *(
            make_rule(f"next-{path}", "ladders", [], {"next": path}, fires=fires)
            for path, fires in zip(CATEGORIES, (staff, manager, devrel), strict=True)
        ),
    ]


def write_knowledge(folder: Path, rules: Iterable[Mapping[str, Any]], **files: Any) -> tuple[Path, Path]:
    """Write rules and a small ``kb`` below a folder; ``files`` replace single files of ``kb`` by their stem.

    Returns:
        The folders of the rules and of ``kb``.
    """
    for rule in rules:
        _write_yaml(folder / "rules" / str(rule["stage"]) / f"{rule['id']}.yaml", rule)
    singles = {"vocabulary": VOCABULARY, "sources": SOURCES, "scoring": {"strong": 5, "fair": 3, "close": 1}}
    # how facts and notes are said is the same for any knowledge
    singles |= {stem: read_yaml(find_data("kb") / f"{stem}.yaml") for stem in ("phrases", "notes")}
    for stem, data in (singles | files).items():
        _write_yaml(folder / "kb" / f"{stem}.yaml", data)
    for place, (path, category) in enumerate(CATEGORIES.items(), 1):
        _write_yaml(folder / "kb" / "paths" / f"{path}.yaml", _make_path(path, category, place))
    return folder / "rules", folder / "kb"


def load_small(folder: Path, rules: Iterable[Mapping[str, Any]] | None = None, **files: Any) -> KnowledgeBase:
    """Write and load a small knowledge base."""
    return load_knowledge(*write_knowledge(folder, small_rules() if rules is None else rules, **files))


def tell(*facts: str) -> tuple[Fact, ...]:
    """Facts from short lines such as ``preference coding likes`` or ``preference coding likes strong``."""
    out = []
    for number, line in enumerate(facts, 1):
        kind, topic, value, *strength = line.split()
        words = f"I {value} {topic.replace('-', ' ')}"
        evidence = (Evidence(0, len(words), words),)
        said = int(value) if value.isdecimal() else value
        out.append(Fact(f"f{number}", kind, topic, said, strength[0] if strength else "plain", evidence))
    return tuple(out)


def _make_path(path: str, category: str, place: int) -> dict[str, Any]:
    title = path.replace("-", " ").capitalize()
    return {
        "id": path,
        "title": title,
        "category": category,
        "field": category,
        "order": place,
        "day": f"As a {title} you do one thing in the morning and another in the afternoon.",
        "gives": ["something gained"],
        "costs": ["something lost"],
        "ladder": [f"senior {title}", f"principal {title}"],
        "first_steps": ["try it for a week", "ask somebody who does it"],
        "heuristics": ["A1.1"],
    }


def _write_yaml(path: Path, data: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True), encoding="utf-8")
