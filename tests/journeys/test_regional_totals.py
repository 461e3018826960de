"""A region's totals through the real window: issue, save the totals, add another agency, save."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from peerdesk.app import build_window, issue_report
from peerdesk.clock import FixedClock
from peerdesk.opened import VaultFolder
from peerdesk.periods import Month
from peerdesk.services.issuing.ledger import Delivery
from peerdesk.services.issuing.totals_file import own_totals, read_totals, write_totals
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.workspace import Workspace
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.pages.activity.page import ActivityPage
from peerdesk.ui.pages.issued.page import IssuedPage
from peerdesk.ui.pages.issued.region import RegionDialog
from peerdesk.ui.shell.window import Window
from tests.conftest import PASSPHRASE
from tests.reports.samples import text_of

QUARTER = Month(2026, 8).quarter
WAIT = 20_000


def _quarter(space: Workspace, by_text: int) -> None:
    """Let three months pass, with so many contacts by text message in all; close and issue."""
    for month, contacts in ((7, 40), (8, 44), (9, 36)):
        text = by_text if month == 7 else 0
        cells = {
            TOTAL: TallyCell(contacts, contacts // 2),
            ("mode", "phone"): TallyCell(12, 6),
            ("mode", "text"): TallyCell(text, text // 2),
            ("mode", "in_person"): TallyCell(contacts - 12 - text, contacts // 2 - 6 - text // 2),
        }
        space.tallies.save_month(Month(2026, month), cells)
    space.closing.close(QUARTER)
    issue_report(space, "quarterly", QUARTER, "letter", Delivery("region"))


def _made(folder: Path, clock: FixedClock, name: str, by_text: int) -> VaultFolder:
    place = VaultFolder(folder / "vault", clock, folder / "settings")
    opened = place.create(PASSPHRASE, {"name": name, "logging_mode": "tally"}, fast=True)
    _quarter(opened.workspace, by_text)
    totals = own_totals(opened.workspace.ledger, opened.workspace.agency, 1)
    (folder / "sent.json").write_bytes(write_totals(totals))
    opened.close()
    return place


@pytest.fixture
def theirs(tmp_path: Path, clock: FixedClock) -> Path:
    """The file that another agency sent."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    _made(folder, clock, "Elk Creek Fire", by_text=24)
    return folder / "sent.json"


@pytest.fixture
def window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> Iterator[Window]:
    monkeypatch.setattr("sys.excepthook", sys.excepthook)  # put back what the program replaces
    place = _made(tmp_path, clock, "Pine County Sheriff's Office", by_text=3)
    _, window = build_window(place, tmp_path / "settings", PASSPHRASE)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    yield window
    window.lock_now()


def _choose(parent: RegionDialog | IssuedPage | PaperDialog, path: Path, *, several: bool) -> None:
    (chooser,) = parent.findChildren(QFileDialog)
    if several:
        chooser.filesSelected.emit([str(path)])
    else:
        chooser.fileSelected.emit(str(path))
    chooser.close()


def test_from_an_issued_report_to_the_paper_of_the_region(
    qtbot: QtBot, window: Window, theirs: Path, tmp_path: Path
) -> None:
    assert window.desk is not None
    window.desk.go("issued")
    page = window.desk.page
    assert isinstance(page, IssuedPage)
    (save,) = (each for each in page.save_button.menu().actions() if "regional" in each.text())
    save.trigger()
    _choose(page, tmp_path / "mine.json", several=False)
    mine, other = (read_totals(path.read_bytes()) for path in (tmp_path / "mine.json", theirs))
    assert mine.cells == window.desk._context.workspace.ledger.cells(1)

    (combine,) = (each for each in page.save_button.menu().actions() if "agencies" in each.text())
    combine.trigger()
    (dialog,) = page.findChildren(RegionDialog)
    dialog.add_button.click()
    _choose(dialog, theirs, several=True)
    assert not dialog.message.isVisible()
    dialog.paper_button.click()
    (paper,) = dialog.findChildren(PaperDialog)
    qtbot.waitUntil(paper.print_button.isEnabled, timeout=WAIT)
    paper.save_button.click()
    _choose(paper, tmp_path / "region.pdf", several=False)
    paper.close()
    dialog.close()

    text = text_of((tmp_path / "region.pdf").read_bytes())
    assert "Pine County Sheriff's Office; Elk Creek Fire" in text
    assert "Total 240" in text
    assert any(n == 24 for n in other.cells.values())
    assert 3 not in mine.cells.values()
    # What one agency hides stands nowhere: neither the sum nor what the other tells.
    assert "Text or chat 27" not in text
    assert "Text or chat 24" not in text

    window.desk.go("activity")
    activity = window.desk.page
    assert isinstance(activity, ActivityPage)
    told = " ".join(activity.sentences)
    assert "the totals of a region" in told
    assert "an issued report (no. 1)" in told
