"""The coordinator's first quarter, through the real window: set up, bring in, log, print."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.clock import FixedClock
from peerdesk.opened import VaultFolder
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.door.unlock import UnlockPage
from peerdesk.ui.pages.contact.page import CodedPage, ContactPage
from peerdesk.ui.pages.importing.page import ImportPage
from peerdesk.ui.pages.report.issue import IssueDialog
from peerdesk.ui.pages.report.page import ReportPage
from peerdesk.ui.shell.window import Window
from tests.conftest import DATA, PASSPHRASE
from tests.journeys.at_the_door import press, set_up, start, type_keys
from tests.slow.canary import Search, marker
from tests.ui.printing import print_into

CONTROL = Qt.KeyboardModifier.ControlModifier
CANARY = marker()


@pytest.fixture
def window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> Iterator[Window]:
    """The program as it starts on an empty computer."""
    monkeypatch.setattr("sys.excepthook", sys.excepthook)  # put back what the program replaces
    window = start(qtbot, tmp_path, clock)
    yield window
    window.lock_now()


def _page(qtbot: QtBot, window: Window, key: str) -> QWidget:
    desk = window.desk
    assert desk is not None
    desk.go(key)
    return desk.page


def _answer(qtbot: QtBot, window: Window, text: str) -> None:
    def button() -> QPushButton | None:
        boxes = window.findChildren(QMessageBox)
        found = [each for box in boxes for each in box.findChildren(QPushButton)]
        return next((each for each in found if each.text().replace("&", "") == text), None)

    qtbot.waitUntil(lambda: button() is not None)
    chosen = button()
    assert chosen is not None
    chosen.click()


def _bring_in(qtbot: QtBot, window: Window, name: str) -> None:
    page = _page(qtbot, window, "importing")
    assert isinstance(page, ImportPage)
    if page.step == 3:
        page.forward.click()
    page.open_file(DATA / name)
    for step in (1, 2):
        qtbot.waitUntil(partial(_ready, page, step))
        page.forward.click()
    qtbot.waitUntil(lambda: page.step == 3)


def _ready(page: ImportPage, step: int) -> bool:
    return page.step == step and page.forward.isEnabled()


def _log_a_contact(qtbot: QtBot, window: Window) -> int:
    """Log one whole contact by keyboard and return how many keys that took."""
    page = _page(qtbot, window, "contact")
    assert isinstance(page, ContactPage)
    coded = page.page
    assert isinstance(coded, CodedPage)
    qtbot.waitUntil(lambda: coded.records.form.isAncestorOf(window.focusWidget()))
    typed = ["", "", "y", "uni", "person", "ph", "grief", "15", "on d", "fir"]
    for words in typed:
        type_keys(window, words)
        press(window, Qt.Key.Key_Tab)
    QTest.keyClick(coded.records, Qt.Key.Key_Return, CONTROL)
    assert coded.feedback.text().startswith("Saved."), [
        (name, row.message) for name, row in coded.records.form.rows.items() if row.message
    ]
    return sum(len(words) + 1 for words in typed) + 1


def _report(qtbot: QtBot, window: Window) -> ReportPage:
    page = _page(qtbot, window, "report")
    assert isinstance(page, ReportPage)
    index = page.choice.quarter.findText("July to September 2025")
    page.choice.quarter.setCurrentIndex(index)
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.preview.content), timeout=15_000)
    return page


def _close_quarters(qtbot: QtBot, window: Window, page: ReportPage) -> None:
    for name in ("January to March 2025", "April to June 2025", "July to September 2025"):
        page.choice.quarter.setCurrentIndex(page.choice.quarter.findText(name))
        page.refresh()
        qtbot.waitUntil(lambda: bool(page.preview.content), timeout=15_000)
        page.close_button.click()
        _answer(qtbot, window, "Close it")
        qtbot.waitUntil(lambda: not page.close_button.isEnabled())
        qtbot.waitUntil(lambda: bool(page.preview.content), timeout=15_000)


def _opened(tmp_path: Path) -> Workspace:
    return VaultFolder(tmp_path / "vault").open(PASSPHRASE).workspace


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_from_an_empty_computer_to_a_printed_report(
    qtbot: QtBot,
    window: Window,
    tmp_path: Path,
) -> None:
    set_up(qtbot, window)
    _bring_in(qtbot, window, "roster.xlsx")
    _bring_in(qtbot, window, "contacts.csv")
    assert _log_a_contact(qtbot, window) <= 46

    page = _report(qtbot, window)
    draft = _text(page.preview.content)
    assert "DRAFT" in draft
    assert "54" in draft
    _close_quarters(qtbot, window, page)
    page.issue_button.click()
    asked = page.findChild(IssueDialog)
    assert isinstance(asked, IssueDialog)
    asked.button.click()
    qtbot.waitUntil(page.save_button.isEnabled, timeout=15_000)
    final = page.preview.content
    assert "DRAFT" not in _text(final)

    page.print_button.click()
    print_into(page, tmp_path / "printed.pdf")
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == len(PdfReader(io.BytesIO(final)).pages)

    page.save_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)))
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "q3.pdf"))
    dialog.close()
    assert (tmp_path / "q3.pdf").read_bytes() == final
    entered = [(each.action, each.kind) for each in page.context.safe.log.entries(2)]
    assert entered == [("export", "quarterly"), ("print", "quarterly")]

    window.lock_now()
    assert isinstance(window.centralWidget(), UnlockPage)
    space = _opened(tmp_path)
    assert len(space.records.ids(ListQuery("supporter"))) == 19
    assert len(space.records.ids(ListQuery("contact"))) == 215


def test_a_name_typed_anywhere_stays_in_the_vault(
    qtbot: QtBot,
    window: Window,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A marker in every free field of the roster is in no file, title, report or output."""
    search = Search(CANARY, [tmp_path])
    set_up(qtbot, window)
    page = _page(qtbot, window, "supporter")
    form = page.form  # type: ignore[attr-defined]
    for row in form.rows.values():
        if row.field.type is str and not row.field.vocabulary:
            row.editor.set_value(CANARY)
    for name, code in (("role", "peer"), ("personnel_class", "sworn"), ("status", "active")):
        form.rows[name].editor.set_value(code)
    assert page.save()  # type: ignore[attr-defined]
    _bring_in(qtbot, window, "contacts.csv")
    assert CANARY not in _text(_report(qtbot, window).preview.content)
    assert CANARY not in window.windowTitle()
    window.lock_now()
    assert not [each for each in window.findChildren(QWidget) if CANARY in each.accessibleName()]
    out, err = capfd.readouterr()
    assert not search.everywhere(out, err)
    space = _opened(tmp_path)
    assert space.records.choices("supporter")[0][1] == CANARY


def test_the_canary_search_would_find_a_leak(tmp_path: Path) -> None:
    (tmp_path / "leak.tmp").write_text(f"… {CANARY} …", encoding="utf-16-le")
    assert Search(CANARY, [tmp_path]).everywhere()
