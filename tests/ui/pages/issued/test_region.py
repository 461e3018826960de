"""Agencies are added one file at a time or several; what does not fit is told in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.periods import Period
from peerdesk.services.issuing.ledger import Delivery, Issue
from peerdesk.services.issuing.totals_file import write_totals
from peerdesk.services.summaries.region import AgencyTotals
from peerdesk.services.workspace import Workspace
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.issued.region import RegionDialog
from tests.conftest import TODAY
from tests.reports.samples import text_of
from tests.services.summaries.test_region import totals
from tests.ui.rules import squeezed, unnamed, unreachable

WAIT = 20_000


@pytest.fixture
def dialog(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> Iterator[RegionDialog]:
    host = QWidget()
    host.resize(1024, 640)
    qtbot.addWidget(host)
    host.show()
    dialog = RegionDialog(context_on(workspace), None, host)
    dialog.open()
    yield dialog
    dialog.close()


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[AgencyTotals], Path]:
    def save(one: AgencyTotals) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        path.write_bytes(write_totals(one))
        return path

    return save


Save = Callable[[AgencyTotals], Path]


def _listed(dialog: RegionDialog) -> list[str]:
    items = [dialog.list.item(row, 0) for row in range(dialog.list.rowCount())]
    return [item.text() for item in items if item is not None]


def test_keeps_the_rules_and_waits_for_two(dialog: RegionDialog, saved: Save) -> None:
    assert not dialog.paper_button.isEnabled()
    assert not dialog.remove_button.isEnabled()
    dialog.add([saved(totals("Elk Creek"))])
    assert not dialog.paper_button.isEnabled()
    dialog.add([saved(totals("Dry Fork"))])
    assert dialog.paper_button.isEnabled()
    assert unnamed(dialog) == []
    assert unreachable(dialog) == []
    assert squeezed(dialog) == []


def test_files_are_chosen_several_at_once(dialog: RegionDialog, saved: Save) -> None:
    dialog.add_button.click()
    (chooser,) = dialog.findChildren(QFileDialog)
    paths = [saved(totals(name)) for name in ("Elk Creek", "Dry Fork")]
    chooser.filesSelected.emit([str(path) for path in paths])
    chooser.close()
    assert _listed(dialog) == ["Elk Creek", "Dry Fork"]
    assert not dialog.message.isVisible()


def test_what_does_not_fit_is_told_and_the_others_stay(
    dialog: RegionDialog, saved: Save, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    late = totals("Dry Fork", period=Period.parse("2026-Q2"))
    dialog.add([saved(totals("Elk Creek")), bad, saved(late)])
    assert _listed(dialog) == ["Elk Creek"]
    assert "bad.json: This is not a file of totals." in dialog.message.text()
    assert "Dry Fork reports on April to June 2026" in dialog.message.text()
    dialog.add([saved(totals("Dry Fork"))])
    assert not dialog.message.isVisible()


def test_an_agency_can_be_taken_out_again(dialog: RegionDialog, saved: Save) -> None:
    dialog.add([saved(totals(name)) for name in ("Elk Creek", "Dry Fork", "Pine")])
    dialog.list.selectRow(0)
    dialog.remove_button.click()
    assert _listed(dialog) == ["Dry Fork", "Pine"]
    dialog.remove_button.click()
    assert not dialog.paper_button.isEnabled()


def test_names_from_files_are_no_markup(dialog: RegionDialog, saved: Save) -> None:
    dialog.add([saved(totals("<b>Elk</b>")), saved(totals("<B>elk</B>"))])
    assert _listed(dialog) == ["<b>Elk</b>"]
    assert "<B>elk</B> is there already." in dialog.message.text()
    assert dialog.message.textFormat().name == "PlainText"
    item = dialog.list.item(0, 0)
    assert item is not None
    assert "<b>" not in item.toolTip()


def test_a_chosen_report_that_cannot_be_shared_says_why(qtbot: QtBot, dialog: RegionDialog) -> None:
    plain = totals("Elk Creek")
    missing = Issue(
        9,
        plain.report,
        plain.title,
        plain.period,
        TODAY,
        Delivery(),
        plain.thresholds,
        "",
        "",
        0,
        0,
    )
    host = dialog.parentWidget()
    assert host is not None
    other = RegionDialog(dialog._context, missing, host)
    other.open()
    assert "not in the list" in other.message.text()
    assert other.totals == []
    other.close()


def test_the_paper_is_shown_and_entered_when_saved(
    qtbot: QtBot, dialog: RegionDialog, saved: Save, tmp_path: Path
) -> None:
    dialog.add([saved(totals(name)) for name in ("Elk Creek", "Dry Fork")])
    dialog.paper_button.click()
    (paper,) = dialog.findChildren(PaperDialog)
    qtbot.waitUntil(paper.print_button.isEnabled, timeout=WAIT)
    paper.write(tmp_path / "region.pdf")
    assert "Elk Creek; Dry Fork" in text_of((tmp_path / "region.pdf").read_bytes())
    entry = dialog._context.safe.log.entries(1)[0]
    assert (entry.action, entry.kind) == ("export", "region")
    paper.close()
