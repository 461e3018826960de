"""Every way out goes through the protection: this is the list of them, and there is no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEAVING = {"write_private", "write_bytes", "write_text", "clipboard", "writerow", "writerows"}
ALLOWED = {
    # Reports: what they write is a rendered report, or rows of the ledger.
    "peerdesk/ui/pages/report/page.py",
    "peerdesk/ui/pages/issued/page.py",
    "peerdesk/services/summaries/issued_numbers.py",
    # The vault's own files, encrypted or without any record.
    "peerdesk/paths.py",
}


def _calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _sources(folder: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield (
            path.relative_to(ROOT).as_posix(),
            ast.parse(path.read_text(encoding="utf-8")),
        )


def ways_out(sources: Iterator[tuple[str, ast.Module]]) -> set[str]:
    """Return the files that write something that can leave."""
    return {name for name, tree in sources if LEAVING & set(_calls(tree))}


def test_nothing_but_the_listed_places_hands_out_numbers() -> None:
    """Layers that know counts: services, and the pages that show them."""
    found = ways_out(_sources("peerdesk/services")) | ways_out(_sources("peerdesk/ui/pages"))
    assert found <= ALLOWED, found - ALLOWED


@pytest.mark.parametrize("planted", ["path.write_text(str(total))", "app.clipboard().setText(x)"])
def test_a_new_way_out_would_be_seen(planted: str) -> None:
    assert ways_out(iter([("peerdesk/services/new.py", ast.parse(planted))])) - ALLOWED


def test_numbers_leave_as_files_from_few_places_in_the_window_and_the_command_line() -> None:
    """A paper that is shown is saved by its dialog; a command writes by one function."""
    found = {
        name
        for name, tree in _sources("peerdesk")
        if {"write_private", "write_out"} & set(_calls(tree))
    }
    assert {name for name in found if name.startswith(("peerdesk/ui/", "peerdesk/cli"))} == {
        "peerdesk/ui/shell/crash.py",
        "peerdesk/ui/guides/recovery_steps.py",
        "peerdesk/ui/guides/paper_dialog.py",
        "peerdesk/ui/pages/issued/page.py",
        "peerdesk/ui/pages/report/page.py",
        "peerdesk/cli/main.py",
        "peerdesk/cli/region.py",
        "peerdesk/cli/terminal.py",
    }


def test_regional_totals_know_the_ledger_and_no_record() -> None:
    """What goes to other agencies was issued; nothing that reads a record is within reach."""
    known = {
        node.module or ""
        for name in (
            "services/issuing/totals_file.py",
            "services/summaries/region.py",
            "cli/region.py",
        )
        for node in ast.walk(ast.parse((ROOT / "peerdesk" / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert "peerdesk.services.issuing.ledger" in known
    assert not {
        name for name in known if name and name.startswith(("peerdesk.models", "sqlalchemy"))
    }
    assert not known & {
        f"peerdesk.services.{each}"
        for each in ("counting", "frozen", "reporting", "records", "logbook", "sessions", "tallies")
    }


def test_only_the_protection_holds_the_seal() -> None:
    holding = {
        name
        for name, tree in _sources("peerdesk")
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "SEAL")
        or (isinstance(node, ast.alias) and node.name == "SEAL")
    }
    assert holding == {
        "peerdesk/disclosure/protected.py",
        "peerdesk/disclosure/protect.py",
    }


def test_numbers_are_made_printable_in_summaries_only() -> None:
    makers = {
        "protect_tables",
        "protect_years",
        "protect_agencies",
        "open_figure",
        "added_figure",
        "derived_figure",
        "told_figure",
    }
    using = {
        name
        for name, tree in _sources("peerdesk")
        if makers & set(_calls(tree)) and not name.startswith("peerdesk/disclosure/")
    }
    assert using
    assert all(name.startswith("peerdesk/services/summaries/") for name in using)


def test_every_renderer_takes_a_summary_and_nothing_else() -> None:
    """Papers on contacts see protected numbers: no renderer has a parameter that could be a row."""
    for name, tree in _sources("peerdesk/reports"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in {"document", "region_paper"}:
                first, second = node.args.args
                assert ast.unparse(first.annotation or ast.Constant(None)).endswith(
                    ("Summary", "CommandReport", "Facts", "Sheet", "Mapping[str, Any]")
                ), name
                assert second.arg == "page"
