"""The house: a module imports only modules above it, and three libraries have one importer each."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "fingerpost"
# a floor may import itself and the floors above it
FLOORS = [
    ["records", "errors", "data", "recent"],
    ["loading", "mending", "decoding", "language"],
    ["knowledge"],
    ["scoring", "serialising", "phrasing"],
    ["intake", "inference", "advice", "rulepage", "rulegraph", "contradictions"],
    ["plain", "ranking"],
    ["assess", "rulecheck"],
    ["explain", "interview", "evaluation", "documents", "learning"],
    ["survey", "audit", "page"],
    ["cli"],
    ["__main__"],
]
ALONE = [{"intake", "inference"}, {"intake", "advice"}, {"inference", "advice"}]
ONLY = {"spacy": "intake", "thinc": "intake", "experta": "inference", "click": "cli", "rich": "cli"}
ONLY |= {"sklearn": "learning", "scipy": "learning", "jinja2": "page", "vl_convert": "page", "duckdb": "audit"}


def list_imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def test_every_module_imports_only_modules_above_it() -> None:
    floor = {part: n for n, parts in enumerate(FLOORS) for part in parts}
    breaches = []
    for path in SOURCE.rglob("*.py"):
        part = part_of(path)
        if part == "__init__":
            continue
        assert part in floor, f"{path} has no floor in this test"
        for name in list_imports(path):
            pieces = name.split(".")
            if pieces[0] != "fingerpost" or len(pieces) < 2 or pieces[1] == part or pieces[1] not in floor:
                continue
            if floor[pieces[1]] > floor[part] or {part, pieces[1]} in ALONE:
                breaches.append(f"{part} imports {pieces[1]} ({path.name})")
    assert breaches == []


def test_libraries_have_one_importer_each() -> None:
    for path in SOURCE.rglob("*.py"):
        for name in list_imports(path):
            library = name.split(".")[0]
            assert part_of(path) == ONLY.get(library, part_of(path)), f"{path} imports {library}"


def test_nothing_evaluates_text() -> None:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("eval", "exec")), path
