"""Totals as a file and files added up, from the command line."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from peerdesk.opened import VaultFolder
from peerdesk.services.issuing.totals_file import read_totals, write_totals
from tests.conftest import DATA, PASSPHRASE
from tests.reports.samples import text_of
from tests.services.summaries.test_region import totals
from tests.terminal import Terminal, terminal

__all__ = ["terminal"]  # a fixture


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
