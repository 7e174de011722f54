"""Strict reading of YAML and JSON files, and their check against a JSON Schema. Knows no domain."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from fingerpost.errors import KnowledgeError
from fingerpost.mending import tell_breach, tell_yaml_fault

# YAML 1.1 reads these as booleans; a person who writes them unquoted means the word
_SURPRISES = frozenset({"yes", "no", "on", "off", "y", "n"})


class _StrictLoader(yaml.CSafeLoader):
    """The C loader, made to refuse duplicate keys and the words that YAML 1.1 silently turns into booleans."""


def _construct_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(
                None, None, f"key {key_node.value!r} is not a word", key_node.start_mark, "put it in quotes"
            )
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"key {key!r} stands twice", key_node.start_mark, "remove one"
            )
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


def _construct_bool(loader: _StrictLoader, node: yaml.ScalarNode) -> bool:
    if node.value.lower() in _SURPRISES:
        raise yaml.constructor.ConstructorError(
            None, None, f"unquoted {node.value!r} would be read as true or false", node.start_mark, "put it in quotes"
        )
    return bool(yaml.SafeLoader.construct_yaml_bool(loader, node))


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:bool", _construct_bool)


def read_text(path: Path) -> str:
    """Return the text of a knowledge file.

    Raises:
        KnowledgeError: The file is missing, a folder, unreadable, or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise KnowledgeError("there is no such file", where=str(path), mend="restore it or name another") from None
    except IsADirectoryError:
        raise KnowledgeError("this is a folder", where=str(path), mend="name a file in it") from None
    except OSError as error:
        raise KnowledgeError(f"cannot be read ({error.strerror})", where=str(path), mend="check its mode") from None
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"byte {error.start} is not UTF-8", where=str(path), mend="save the file as UTF-8") from None


def parse_yaml(text: str, where: str) -> Any:
    """Return the data of one YAML document.

    Args:
        text: The YAML source.
        where: The name of the file, for errors.

    Raises:
        KnowledgeError: The YAML is broken, a key stands twice, or a bare ``no``/``on`` would become a boolean.
    """
    try:
        return yaml.load(text, _StrictLoader)  # noqa: S506 - a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        line, what, mend = tell_yaml_fault(error, text)
        raise KnowledgeError(what, where=f"{where}:{line}" if line else where, mend=mend) from None
    except yaml.reader.ReaderError as error:
        # the parser counts bytes, so the line is found by the character itself
        line = text.count("\n", 0, max(0, text.find(chr(error.character)))) + 1
        what = f"a control character (U+{error.character:04X}) stands here"
        raise KnowledgeError(what, where=f"{where}:{line}", mend="remove it") from None
    except yaml.YAMLError as error:
        raise KnowledgeError(str(error), where=where, mend="save the file as plain UTF-8 text") from None


def read_yaml(path: Path) -> Any:
    """Return the data of a YAML file; raises `KnowledgeError` as `read_text` and `parse_yaml` do."""
    return parse_yaml(read_text(path), str(path))


def read_json(path: Path) -> Any:
    """Return the data of a JSON file; raises `KnowledgeError` for a missing, undecodable or broken file."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise KnowledgeError(error.msg, where=f"{path}:{error.lineno}", mend="mend the JSON there") from None


@lru_cache(maxsize=64)
def _validator(schema_path: Path) -> Any:
    # jsonschema costs 60 ms to import, so only those who validate pay for it
    from jsonschema import Draft202012Validator

    return Draft202012Validator(read_json(schema_path))


def _line_of(text: str, keys: list[str | int]) -> int | None:
    """The line (from 1) on which the value at ``keys`` begins in a YAML source, as far as it can be followed."""
    node = yaml.compose(text, yaml.CSafeLoader)
    line: int | None = node.start_mark.line + 1 if node else None
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == key), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
        else:
            return line
    return line


def check_schema(data: Any, schema_path: Path, where: str, source: str | None = None) -> None:
    """Check data against a JSON Schema.

    Args:
        data: What was read.
        schema_path: The schema's file.
        where: The name of the data's file, for errors.
        source: The YAML source of the data, from which the line is found; None when there is none.

    Raises:
        KnowledgeError: The first breach, by file, line and key, with the mend.
    """
    validator = _validator(schema_path)
    errors = list(validator.iter_errors(data))
    if not errors:
        return
    # of a name that is missing and one that is unknown, the unknown one tells more: it may be misspelt
    error = _deepest(min(errors, key=lambda e: (len(e.absolute_path), str(e.path), e.validator != "additionalProperties")))
    keys = list(error.absolute_path)
    line = _line_of(source, keys) if source else None
    key = ".".join(str(k) for k in keys) or "the whole file"
    what, mend = tell_breach(error, validator.schema, schema_path.name)
    shown = what if len(what) < 160 else what[:157] + "..."
    raise KnowledgeError(f"{key}: {shown}", where=f"{where}{f':{line}' if line else ''}", mend=mend)


def _deepest(error: Any) -> Any:
    """Of an ``anyOf``'s branches, the error that got furthest says most."""
    while error.context:
        error = max(error.context, key=lambda e: (len(e.absolute_path), -len(e.message)))
    return error
