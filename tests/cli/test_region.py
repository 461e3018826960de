"""Totals as a file, files added up, and receipts after a restore, from the command line."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from peerdesk.opened import VaultFolder
from peerdesk.services.issuing.totals_file import read_totals, write_totals
from tests.conftest import DATA, PASSPHRASE
from tests.reports.samples import text_of
from tests.services.summaries.test_region import totals
from tests.terminal import Terminal, terminal

__all__ = ["terminal"]  # a fixture
ISSUE = ("report", "quarterly", "--period", "2025-Q3", "--issue", "--out")


def _issued(terminal: Terminal, tmp_path: Path) -> Path:
    terminal.json("import", str(DATA / "contacts.csv"), "--json")
    assert terminal.run("close", "2025") == 0
    report = (
        "report",
        "quarterly",
        "--period",
        "2025-Q3",
        "--issue",
        "--audience",
        "region",
        "--out",
    )
    assert terminal.run(*report, str(tmp_path / "q3.pdf")) == 0
    mine = tmp_path / "pine.json"
    assert terminal.run("totals", "1", "--out", str(mine)) == 0, terminal.err
    return mine


def test_two_agencies_are_added_up(terminal: Terminal, tmp_path: Path) -> None:
    mine = _issued(terminal, tmp_path)
    own = read_totals(mine.read_bytes())
    assert own.agency == "Pine County"
    theirs = tmp_path / "elk.json"
    theirs.write_bytes(write_totals(totals("Elk Creek", period=own.period)))
    pdf = tmp_path / "region.pdf"
    answer = terminal.json("combine", str(mine), str(theirs), "--out", str(pdf), "--json")
    assert answer["agencies"] == ["Pine County", "Elk Creek"]
    assert answer["figures"][0]["value"] == 54 + 112
    text = text_of(pdf.read_bytes())
    assert "Pine County; Elk Creek" in text
    assert "166" in text


def test_refusals_have_their_exit_codes(terminal: Terminal, tmp_path: Path) -> None:
    mine = _issued(terminal, tmp_path)
    pdf = tmp_path / "region.pdf"
    assert terminal.run("combine", str(mine), "--out", str(pdf)) == 2
    assert terminal.run("combine", str(mine), str(mine), "--out", str(pdf)) == 4
    assert "there already" in terminal.err
    changed = json.loads(mine.read_bytes()) | {"agency": "Elk Creek"}
    (tmp_path / "bad.json").write_text(json.dumps(changed))
    assert terminal.run("combine", str(mine), str(tmp_path / "bad.json"), "--out", str(pdf)) == 4
    assert "damaged" in terminal.err
    assert terminal.run("combine", str(mine), str(tmp_path / "none"), "--out", str(pdf)) == 4
    assert not pdf.exists()
    assert terminal.run("totals", "7", "--out", str(pdf)) == 1
    assert "no issued report of this number" in terminal.err
    assert not pdf.exists()


def test_what_left_is_entered_in_the_record_of_activity(terminal: Terminal, tmp_path: Path) -> None:
    _issued(terminal, tmp_path)
    with closing(VaultFolder(terminal.folder).open(PASSPHRASE)) as opened:
        entries = [(each.action, each.kind, each.record) for each in opened.safe.log.entries(9)]
    assert ("export", "publication", 1) in entries


@pytest.fixture
def receipt(terminal: Terminal, tmp_path: Path) -> Path:
    """A restored vault that has forgotten a report, and the receipt of that report."""
    terminal.json("import", str(DATA / "contacts.csv"))
    assert terminal.run("close", "2025") == 0
    backup = terminal.json("vault", "backup", "--to", str(tmp_path / "kept.pdbackup"))["path"]
    assert terminal.run(*ISSUE, str(tmp_path / "first.pdf")) == 0
    path = tmp_path / "receipt.json"
    with closing(VaultFolder(terminal.folder).open(PASSPHRASE)) as opened:
        path.write_text(opened.workspace.receipts.receipt(1))
    terminal.folder = tmp_path / "new"
    assert terminal.run("vault", "restore", backup) == 0
    return path


def test_nothing_is_asked_of_a_vault_that_was_never_restored(terminal: Terminal) -> None:
    assert terminal.json("receipts", "--json") == {"open": False, "taken": 0, "known": 0}


def test_a_restored_vault_asks_and_issues_nothing(
    terminal: Terminal, receipt: Path, tmp_path: Path
) -> None:
    assert terminal.json("receipts") == {"open": True, "taken": 0, "known": 0}
    assert "backup" in terminal.err
    assert terminal.run(*ISSUE, str(tmp_path / "second.pdf")) == 3
    assert not (tmp_path / "second.pdf").exists()


def test_receipts_are_taken_in_once_and_leave_the_question_open(
    terminal: Terminal, receipt: Path
) -> None:
    assert terminal.json("receipts", str(receipt)) == {"open": True, "taken": 1, "known": 0}
    again = terminal.json("receipts", str(receipt), str(receipt))
    assert again == {"open": True, "taken": 0, "known": 2}


def test_the_answer_comes_after_the_receipts(
    terminal: Terminal, receipt: Path, tmp_path: Path
) -> None:
    told = terminal.json("receipts", str(receipt), "--nothing-missing")
    assert told == {"open": False, "taken": 1, "known": 0}
    half = ("report", "quarterly", "--period", "2025-H2", "--issue", "--out")
    assert terminal.run(*half, str(tmp_path / "half.pdf")) == 0
    # Of the quarter's report only its numbers are known: it is issued anew, with the same ones.
    assert terminal.run(*ISSUE, str(tmp_path / "again.pdf")) == 0


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_receipt_is_refused_and_answers_nothing(
    terminal: Terminal, receipt: Path, tmp_path: Path, content: bytes
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_bytes(content)
    assert terminal.run("receipts", str(wrong), "--nothing-missing") == 4
    assert "Traceback" not in terminal.err
    assert terminal.json("receipts")["open"] is True


def test_a_receipt_that_was_changed_or_is_missing_is_refused(
    terminal: Terminal, receipt: Path, tmp_path: Path
) -> None:
    receipt.write_text(receipt.read_text().replace("2025-Q3", "2025-Q2"))
    assert terminal.run("receipts", str(receipt)) == 4
    assert terminal.run("receipts", str(tmp_path / "none.json")) == 4
    assert terminal.run("receipts", str(tmp_path)) == 4
    with (tmp_path / "long.json").open("wb") as file:
        file.truncate(5_000_001)
    assert terminal.run("receipts", str(tmp_path / "long.json")) == 4
