"""What is wrong in broken YAML or in data that breaks its schema, and how to mend it. Knows no domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import yaml

_QUOTE_IT = "put the text in quotes"
# by what the parser says: what is wrong in plain words (or its own), the mend, and whether the place is where the broken
# thing begins, rather than where the parser gave up
_FAULTS: tuple[tuple[str, str, str, bool], ...] = (
    ("violates indentation", "the line is indented with a tab", "indent with spaces", False),
    (
        "mapping values are not allowed",
        "a colon stands where none can stand",
        "put a text that holds a colon in quotes, or indent the line like those around it",
        False,
    ),
    ("unexpected end of stream", "the quote that opens here is never closed", "close it", True),
    (
        "could not find expected ':'",
        "the line is no `key: value`",
        "write it so, or indent it below the key to which it belongs",
        True,
    ),
    (
        "expected ',' or",
        "the bracket that opens here is not closed, or what it holds is not parted by commas",
        "close it, and put texts in it in quotes",
        True,
    ),
    (
        "expected '-' indicator",
        "the line does not go on with the list above it",
        "begin it with `- `, or indent it like the keys around it",
        False,
    ),
    ("unknown escape character", "", "double the backslash, or put the text in single quotes", False),
    (
        "expected a single document",
        "a second document begins here",
        "keep one document a file and remove the line `---`",
        False,
    ),
    ("another document", "a second document begins here", "keep one document a file and remove the line `---`", False),
    ("undefined alias", "a text may not begin with '*'", _QUOTE_IT, False),
    ("alphabetic or numeric character", "a text may not begin with '&' or '*'", _QUOTE_IT, False),
    ("could not determine a constructor", "a text may not begin with '!'", _QUOTE_IT, False),
    ("block sequence entries are not allowed", "a text may not begin with '- '", _QUOTE_IT, False),
    ("mapping keys are not allowed", "a text may not begin with '? '", _QUOTE_IT, False),
    ("comment or line break", "a text may not begin with '|' or '>'", _QUOTE_IT, False),
)
_TAB = _FAULTS[0]


def suggest_names(name: str, known: Iterable[str], otherwise: str, most: int = 1) -> str:
    """The mend of a name that does not exist: "did you mean ...?" where there are names like it, else ``otherwise``."""
    plain = "-".join(name.lower().replace("_", " ").split())
    names = {k.lower(): k for k in known}
    begun = [k for k in names if k.startswith(plain)] if len(plain) > 1 else []
    held = [k for k in names if plain in k] if len(plain) > 2 else []
    # short names are all alike
    close = get_close_matches(plain, names, n=most) if len(plain) > 4 else []
    near = [plain] if plain in names else (begun or close or held)
    return f"did you mean {' or '.join(names[k] for k in near[:most])}?" if near else otherwise


def tell_yaml_fault(error: yaml.MarkedYAMLError, text: str) -> tuple[int | None, str, str]:
    """Say on which line YAML is broken (from 1, where that is known), what is wrong, and how to mend it."""
    problem = error.problem or error.context or "this is no YAML"
    mark = error.problem_mark or error.context_mark
    if error.note:  # one of our own checks, which says itself how to mend what it finds
        return (mark.line + 1 if mark else None), problem, error.note
    fault = next((f for f in _FAULTS if f[0] in problem), None)
    if mark is None:
        return None, problem, fault[2] if fault else "write it as the files beside it"
    line = text.split("\n")[mark.line] if mark.line < text.count("\n") + 1 else ""
    if "cannot start any token" in problem:
        sign = line[mark.column : mark.column + 1]
        fault = _TAB if sign == "\t" else ("", f"a text may not begin with {sign!r}", _QUOTE_IT, False)
    elif "did not find expected key" in problem:
        fault = _tell_misplaced(line[: mark.column].strip())
    if fault is None:
        return mark.line + 1, problem, "write it as the files beside it"
    begun = error.context_mark if fault[3] and error.context_mark else mark
    return begun.line + 1, fault[1] or problem, fault[2]


def _tell_misplaced(before: str) -> tuple[str, str, str, bool]:
    """Something that is no key: on a line of its own it is ill indented, else a text goes on after its end."""
    if before:
        what = "the text goes on after its closing quote or bracket"
        return "", what, "put the whole text in single quotes, and double any single quote in it", False
    return "", "the line fits no key above it", "write `key: value`, indented like the keys around it", False


def tell_breach(error: Any, root: Mapping[str, Any], schema_name: str) -> tuple[str, str]:
    """Say what breaks a schema, and how to mend it by what the schema says of the place.

    Args:
        error: The breach, as jsonschema tells it.
        root: The whole schema.
        schema_name: Where to look it up if the schema says nothing.
    """
    properties = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
    if error.validator == "required":
        return _tell_missing(error, properties, root, schema_name)
    if error.validator == "additionalProperties":
        return error.message, _tell_unknown([k for k in error.instance if k not in properties], properties)
    return error.message, next(_list_said(error), f"see {schema_name}")


def _tell_missing(error: Any, properties: Mapping[str, Any], root: Mapping[str, Any], schema_name: str) -> tuple[str, str]:
    if error.parent is not None and not properties:  # one of several keys would do
        return "no key says what it is about", next(_list_said(error.parent), f"see {schema_name}")
    name = next(n for n in error.validator_value if error.message.startswith(repr(n)))
    # a demand that hangs on other keys is made apart from where the key is described
    described = properties.get(name) or (None if error.absolute_path else root.get("properties", {}).get(name))
    said = _describe(described, root)
    return f"{name!r} is missing", f"add it: {said}" if said else f"add it; see {schema_name}"


def _tell_unknown(unknown: list[str], known: Iterable[str]) -> str:
    near = {name: get_close_matches(name, known, n=1) for name in unknown}
    renamed = [f"rename {name!r} to {found[0]!r}" for name, found in near.items() if found]
    return " and ".join(renamed) or f"remove it, or use one of {', '.join(known)}"


def _describe(schema: Any, root: Mapping[str, Any]) -> str:
    """What a schema says of itself, or the one that it refers to says."""
    if not isinstance(schema, Mapping):
        return ""
    if "description" not in schema and str(schema.get("$ref", "")).startswith("#/$defs/"):
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return str(schema.get("description", "")).rstrip(".")


def _list_said(error: Any) -> Iterator[str]:
    """What the schemas that the data breaks say, from the innermost one outwards; the whole one's is no mend."""
    while error is not None:
        if isinstance(error.schema, Mapping) and "description" in error.schema and "$id" not in error.schema:
            yield str(error.schema["description"]).rstrip(".")
        error = error.parent
