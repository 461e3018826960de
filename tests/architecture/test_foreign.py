"""Foreign JSON has one reader: no other place in the program takes JSON apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
READER = "peerdesk/foreign.py"
ALONE = "peerdesk/rescue.py"
"""Works without the rest of the program; tests/test_rescue.py compares its bounds."""
LINES = "peerdesk/exchange/workbook.py"
"""Hears the lines of a process of its own, which has fractions to tell and bounds of its own."""
NAMES = {"load", "loads", "JSONDecoder"}


def _of_json(tree: ast.Module) -> Iterator[ast.AST]:
    """Find where JSON is read, but for files that are shipped with the program."""
    shipped = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node).startswith("json.loads(resource(")
        and ast.unparse(node).endswith(").read_text(encoding='utf-8'))")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "json":
            if node.attr in NAMES and id(node) not in shipped:
                yield node
        elif isinstance(node, ast.ImportFrom) and node.module == "json":
            yield node
        elif isinstance(node, ast.Import):
            yield from (each for each in node.names if each.name == "json" and each.asname)


def _readers() -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / "peerdesk").rglob("*.py")
        if any(_of_json(ast.parse(path.read_text(encoding="utf-8"))))
    }


def test_foreign_json_has_one_reader() -> None:
    assert _readers() == {READER, ALONE, LINES}


def test_another_reader_would_be_found() -> None:
    for written in (
        "json.loads(path.read_bytes())",
        "read = json.load",
        "from json import loads",
        "import json as j",
        "json.JSONDecoder().decode(text)",
        "json.loads(resource('x').read_text(encoding='utf-8') + path.read_text(encoding='utf-8'))",
    ):
        assert list(_of_json(ast.parse(written))), written
    shipped = "json.loads(resource('import.json').read_text(encoding='utf-8'))"
    assert not list(_of_json(ast.parse(shipped)))
    assert not list(_of_json(ast.parse("import json\njson.dumps(value)")))
