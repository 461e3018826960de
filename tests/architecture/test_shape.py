"""The shape of the code: sizes, names, docstrings and who may know whom."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "peerdesk"
FILES = sorted(PACKAGE.rglob("*.py"))

LONG_FILES: dict[str, int] = {}
"""Files over 400 lines, with their length. This list may only shrink."""
LONG_FUNCTIONS: dict[str, int] = {}
"""Functions over 40 lines, with their length. This list may only shrink."""
BIG_CLASSES: dict[str, tuple[int, int]] = {}
"""Classes that offer over 15 methods or have over 220 lines. This list may only shrink."""
SMALL_FILES = {
    "peerdesk/restart.py",
    "peerdesk/services/records/second_look.py",
    "peerdesk/services/summaries/population.py",
    "peerdesk/ui/door/blank.py",
}
"""Files under 40 lines that only one other imports. This list may only shrink."""
FULL_FOLDERS = {"peerdesk/exchange"}
"""Folders of more than 24 modules. This list may only shrink."""
PREFIXES = {"peerdesk/ui/door/first", "peerdesk/ui/pages/contact/tally"}
"""Three files with one prefix, which want to be a folder. This list may only shrink."""
DECLARATIONS = {"models", "migrations", "kinds", "today"}
"""Folders of declarations: one small file for each thing, however many there are."""
SHARED_STEMS = {
    "areas": "the parts of the program that an agency switches on",
    "backup": "a backup",
    "backups": "backups",
    "catalogue": "the list of reports, and how one of it is printed",
    "frame": "what stands around something on paper or screen",
    "ledger": "the register of everything issued",
    "levels": "how fine a table is shown",
    "page": "a page of the window",
    "papers": "papers about the vault: what is on them, and how they are printed",
    "records": "records of any kind",
    "region": "totals of several agencies",
    "registry": "the ordered list of everything of a sort",
    "restore": "putting a backup in place",
    "roster": "the named paper of the team",
    "tables": "tables",
    "training": "classes, certificates and rules",
    "vault": "the vault",
    "words": "the sentences of one page",
    "workbook": "a file of a spreadsheet program",
}
"""Names of files that stand in several rooms, and the one thing that each means there."""
WEAK_NAMES = ("Manager", "Helper", "Utils", "Util", "Abstract")
NETWORK = {"socket", "ssl", "http", "smtplib", "ftplib", "requests", "urllib.request", "asyncio"}


def _parsed() -> Iterator[tuple[str, ast.Module]]:
    for path in FILES:
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def _named(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST]]:
    for name, tree in _parsed():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield f"{name}:{node.name}", node  # type: ignore[attr-defined]


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _graph() -> dict[str, set[str]]:
    """Who imports whom inside the package, types and imports inside functions included."""
    names = {_module(path): path for path in FILES}
    graph = {}
    for module, path in names.items():
        imports = _imports(ast.parse(path.read_text(encoding="utf-8")))
        graph[module] = {each for each in imports if each in names} - {module}
    return graph


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _circle(graph: Mapping[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        return list(circle.args[1])
    return []


def test_nothing_imports_in_a_circle() -> None:
    graph = _graph()
    assert not _circle(graph)
    back = graph | {"peerdesk.models.fields": {"peerdesk.models.registry"}}
    assert "peerdesk.models.fields" in _circle(back)


def test_files_stay_short() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == LONG_FILES


def test_a_small_file_that_one_other_needs_is_part_of_it() -> None:
    importers: dict[str, set[str]] = {}
    for module, imports in _graph().items():
        for each in imports:
            importers.setdefault(each, set()).add(module)
    small = {
        str(path.relative_to(ROOT))
        for path in FILES
        if path.name != "__init__.py" and path.parent.name not in DECLARATIONS
        if len(path.read_text(encoding="utf-8").splitlines()) < 40
        if len(importers.get(_module(path), ())) == 1
    }
    assert small == SMALL_FILES


def _stems() -> Iterator[tuple[str, list[str]]]:
    for folder in sorted({path.parent for path in FILES}):
        yield (
            str(folder.relative_to(ROOT)),
            [path.stem for path in folder.glob("*.py") if path.name != "__init__.py"],
        )


def test_a_folder_can_be_read_at_a_glance() -> None:
    rooms = {name: stems for name, stems in _stems() if Path(name).name not in DECLARATIONS}
    assert {name for name, stems in rooms.items() if len(stems) > 24} == FULL_FOLDERS
    alike = {
        f"{name}/{first}"
        for name, stems in rooms.items()
        for first, count in Counter(stem.split("_")[0] for stem in stems).items()
        if count >= 3
    }
    assert alike == PREFIXES


def test_a_name_of_a_file_means_one_thing() -> None:
    """A kind of record is a stem in every layer; what else is shared says what it means."""
    rooms = dict(_stems())
    kinds = set(rooms["peerdesk/models"])
    times = Counter(stem for stems in rooms.values() for stem in stems)
    assert {stem for stem, count in times.items() if count > 1} - kinds == set(SHARED_STEMS) - kinds


def test_functions_stay_short() -> None:
    long = {
        name: lines
        for name, node in _named((ast.FunctionDef, ast.AsyncFunctionDef))
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > 40  # type: ignore[attr-defined]
    }
    assert long == LONG_FUNCTIONS


def test_classes_stay_small() -> None:
    """Private methods are how a class explains itself: only what it offers is counted."""
    big = {
        name: (offered, lines)
        for name, node in _named(ast.ClassDef)
        if (offered := sum(_is_offered(each) for each in node.body)) > 15  # type: ignore[attr-defined]
        or (lines := (node.end_lineno or 0) - node.lineno + 1) > 220  # type: ignore[attr-defined]
    }
    assert big == BIG_CLASSES


def _is_offered(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and not node.name.startswith("_")


def test_names_say_what_a_thing_is() -> None:
    weak = [name for name, _ in _named(ast.ClassDef) if name.split(":")[1].endswith(WEAK_NAMES)]
    assert not weak


def test_every_module_says_what_it_is_for() -> None:
    assert not [name for name, tree in _parsed() if not ast.get_docstring(tree)]


def test_nothing_leaves_this_computer() -> None:
    found = [
        (name, module)
        for name, tree in _parsed()
        for module in _imports(tree)
        if module in NETWORK or module.startswith(("PySide6.QtNetwork", "PySide6.QtWebEngine"))
    ]
    assert not found


@pytest.mark.parametrize("module", ["sqlalchemy", "PySide6.QtCharts", "PySide6.QtGraphs"])
def test_the_window_does_not_reach_past_the_services(module: str) -> None:
    found = [
        name
        for name, tree in _parsed()
        if name.startswith("peerdesk/ui/")
        for each in _imports(tree)
        if each == module or each.startswith(f"{module}.")
    ]
    assert not found


def test_the_window_does_not_ask_qt_for_the_way_of_tab() -> None:
    """To Python the answer belongs to the asker; a ring of owners is taken apart while shown."""
    asked = {
        name
        for name, node in ((name, each) for name, tree in _parsed() for each in ast.walk(tree))
        if isinstance(node, ast.Attribute) and node.attr.endswith("InFocusChain")
    }
    assert not asked


def test_every_dialog_is_opened_by_the_one_function_that_opens_all_kinds() -> None:
    """``dialog.open()`` fails for some dialogs of Qt, and ``exec`` would block."""
    asked = {
        name
        for name, node in ((name, each) for name, tree in _parsed() for each in ast.walk(tree))
        if name.startswith("peerdesk/ui/")
        and isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("open", "exec")
        and not node.args
    }
    assert not asked


def test_pages_do_not_know_each_other() -> None:
    """A page may be made of parts, but no page imports another that is in the registry."""
    pages = {
        module
        for name, tree in _parsed()
        if name == "peerdesk/ui/pages/registry.py"
        for module in _imports(tree)
        if (PACKAGE.parent / f"{module.replace('.', '/')}.py").exists()
        and module.startswith("peerdesk.ui.pages.")
    }
    found = [
        (name, module)
        for name, tree in _parsed()
        if name != "peerdesk/ui/pages/registry.py"
        for module in _imports(tree)
        if module in pages
    ]
    assert len(pages) >= 5
    assert not found


def test_only_services_and_vault_hold_a_session() -> None:
    found = [
        name
        for name, tree in _parsed()
        if not name.startswith(("peerdesk/services/", "peerdesk/vault/"))
        for module in _imports(tree)
        if module == "sqlalchemy.orm.Session"
    ]
    assert not found


def test_tests_lie_beside_what_they_test() -> None:
    """A test has the name of what it tests: a module, or rules that lie beside the test."""
    free = {"architecture", "journeys", "bench", "data", "installer", "slow", "vaults"}
    stray = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if (folder := path.relative_to(ROOT / "tests").parent).parts[:1] not in {(f,) for f in free}
        and not (PACKAGE / folder / path.name.removeprefix("test_")).exists()
        and not (PACKAGE / folder / path.stem.removeprefix("test_")).is_dir()
        and not path.with_name(path.name.removeprefix("test_")).exists()
    ]
    assert not stray
