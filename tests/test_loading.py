"""Strict YAML, and schema errors that name file, line and mend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fingerpost.data import find_data
from fingerpost.errors import KnowledgeError
from fingerpost.loading import check_schema, parse_yaml, read_json, read_text, read_yaml

SCHEMA = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "description": "give a name"},
        "list": {"type": "array", "items": {"type": "integer", "description": "give whole numbers"}},
    },
}


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "thing.schema.json"
    path.write_text(json.dumps(SCHEMA), encoding="utf-8")
    return path


def test_plain_yaml_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text('a: [1, two, "yes", true]\nb: {c: Zürich}\n', encoding="utf-8")
    assert read_yaml(path) == {"a": [1, "two", "yes", True], "b": {"c": "Zürich"}}


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "No", "ON"])
def test_words_that_would_become_booleans_are_refused(word: str) -> None:
    with pytest.raises(KnowledgeError, match=rf"a\.yaml:2: unquoted '{word}'"):
        parse_yaml(f"x: 1\ny: {word}\n", "a.yaml")


def test_keys_that_stand_twice_are_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"a\.yaml:4: key 'x' stands twice"):
        parse_yaml("b:\n  x: 1\n  y: 2\n  x: 3\n", "a.yaml")


def test_keys_that_are_no_words_are_refused() -> None:
    with pytest.raises(KnowledgeError, match="key '1' is not a word"):
        parse_yaml("1: x\n", "a.yaml")


@pytest.mark.parametrize("text", ["a: [1", "a: b: c", "\tx: 1", "a: !!python/object:os.system x", "a: &x *y"])
def test_broken_yaml_is_told_by_file(text: str) -> None:
    with pytest.raises(KnowledgeError, match=r"^a\.yaml"):
        parse_yaml(text, "a.yaml")


def test_missing_file_folder_and_bytes(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="there is no such file"):
        read_text(tmp_path / "none.yaml")
    with pytest.raises(KnowledgeError, match="this is a folder"):
        read_text(tmp_path)
    (tmp_path / "latin.yaml").write_bytes(b"a: caf\xe9\n")
    with pytest.raises(KnowledgeError, match="byte 6 is not UTF-8"):
        read_text(tmp_path / "latin.yaml")


def test_broken_json_is_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": 1,\n"b" 2}', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"a\.json:2"):
        read_json(path)


def test_data_that_meets_its_schema_passes(schema: Path) -> None:
    check_schema({"name": "x", "list": [1, 2]}, schema, "a.yaml")


def test_breach_names_line_key_and_mend(schema: Path) -> None:
    source = "name: x\nlist:\n  - 1\n  - two\n"
    with pytest.raises(KnowledgeError, match=r"a\.yaml:4: list\.1: .*; give whole numbers$"):
        check_schema(parse_yaml(source, "a.yaml"), schema, "a.yaml", source)


def test_unknown_key_is_named(schema: Path) -> None:
    with pytest.raises(KnowledgeError, match="'nmae' was unexpected"):
        check_schema({"name": "x", "nmae": "y"}, schema, "a.yaml")


def test_an_empty_file_is_told(schema: Path) -> None:
    with pytest.raises(KnowledgeError, match="the whole file: None is not of type 'object'"):
        check_schema(parse_yaml("", "a.yaml"), schema, "a.yaml", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: a\nthen:\n  path: x\n\tpoints: 3\n", "a.yaml:4: the line is indented with a tab; indent with spaces"),
        ("id: a\nwhen:\n\t- x\n", "a.yaml:3: the line is indented with a tab; indent with spaces"),
        ("id: a\nthen:\n  path: x\n points: 3\n", "a.yaml:4: the line fits no key above it; write `key: value`"),
        ("claim: One thing: another\n", "a.yaml:1: a colon stands where none can stand; put a text that holds a colon in q"),
        ('because: "You like" that\n', "a.yaml:1: the text goes on after its closing quote or bracket; put the whole"),
        ('id: x\nclaim: "never closed\nstage: y\n', "a.yaml:2: the quote that opens here is never closed; close it"),
        ("id: a\njust words\nclaim: b\n", "a.yaml:2: the line is no `key: value`; write it so"),
        ("when: [{a: b, c: d]\n", "a.yaml:1: the bracket that opens here is not closed"),
        ("when:\n  - a\n  b: c\n", "a.yaml:3: the line does not go on with the list above it; begin it with `- `"),
        ("id: @x\n", "a.yaml:1: a text may not begin with '@'; put the text in quotes"),
        ("id: *x\n", "a.yaml:1: a text may not begin with '*'; put the text in quotes"),
        ("id: a\n---\nid: b\n", "a.yaml:2: a second document begins here; keep one document a file"),
        ("id: é\nclaim: a\x01b\n", "a.yaml:2: a control character (U+0001) stands here; remove it"),
        ("id: a\nid: b\n", "a.yaml:2: key 'id' stands twice; remove one"),
        ("id: no\n", "a.yaml:1: unquoted 'no' would be read as true or false; put it in quotes"),
    ],
)
def test_broken_yaml_is_told_with_its_mend(text: str, told: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        parse_yaml(text, "a.yaml")
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"list": []}, "the whole file: 'name' is missing; add it: give a name"),
        ({"name": "x", "colour": "red"}, "('colour' was unexpected); remove it, or use one of name, list"),
        ({"nmae": "x"}, "('nmae' was unexpected); rename 'nmae' to 'name'"),
    ],
)
def test_missing_and_unknown_keys_are_told_with_their_mend(schema: Path, data: object, told: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        check_schema(data, schema, "a.yaml")
    assert str(caught.value).endswith(told)


def test_a_rule_without_examples_is_told_to_give_some() -> None:
    rule = find_data("rules") / "fit" / "devrel-likes-stage.yaml"
    data = read_yaml(rule)
    del data["examples"]
    with pytest.raises(KnowledgeError) as caught:
        check_schema(data, find_data("schemas") / "rule.schema.json", "a.yaml")
    assert caught.value.what == "the whole file: 'examples' is missing"
    assert caught.value.mend == "add it: give examples that fire and examples that stay silent"
