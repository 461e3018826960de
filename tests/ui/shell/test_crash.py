"""A bug shows one plain dialog, and its report holds no value."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.errors import UserFacing
from peerdesk.ui.shell.crash import CrashDialog, CrashReporter, report_of
from peerdesk.ui.widgets.dialogs import Dialogs
from tests.ui.freed import freed

SECRET = "Kowalski"


def _error() -> Exception:
    try:
        try:
            dict[str, str]()[SECRET]
        except KeyError as first:
            raise ValueError(SECRET) from first
    except ValueError as error:
        raised = error
    return raised


def _dialogs_of(parent: QWidget) -> list[CrashDialog]:
    return parent.findChildren(CrashDialog)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    return parent


def test_says_what_and_where_but_no_value() -> None:
    report = report_of(_error())
    assert "ValueError" in report
    assert "KeyError" in report
    assert "test_crash.py" in report
    assert "_error" in report
    assert SECRET not in report
    assert str(Path(__file__).parent.parent.parent) not in report


def test_shows_one_dialog_at_a_time(parent: QWidget, qtbot: QtBot) -> None:
    reporter, error = CrashReporter(parent, Dialogs(native=False)), _error()
    for _ in range(3):
        reporter.handle(type(error), error, error.__traceback__)
    (dialog,) = _dialogs_of(parent)
    shown = dialog.findChild(QPlainTextEdit)
    assert isinstance(shown, QPlainTextEdit)
    assert shown.toPlainText() == report_of(error)
    with freed(qtbot, dialog):
        dialog.close()
    reporter.handle(type(error), error, error.__traceback__)
    assert len(_dialogs_of(parent)) == 1


def test_a_user_facing_error_is_no_crash(parent: QWidget) -> None:
    error = UserFacing("Disk full.", "Free some space.")
    CrashReporter(parent, Dialogs(native=False)).handle(UserFacing, error, None)
    assert _dialogs_of(parent) == []
    assert parent.findChild(QMessageBox) is not None


def test_saves_what_was_shown(parent: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    error = _error()
    CrashReporter(parent, Dialogs(native=False)).handle(type(error), error, None)
    (dialog,) = _dialogs_of(parent)
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    chooser = dialog.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.setDirectory(str(tmp_path))
    chooser.selectFile("report.txt")
    chooser.accept()
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == report_of(error)
