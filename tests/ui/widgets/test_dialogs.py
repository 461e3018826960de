"""Dialogs open without blocking, answer once, and are freed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QErrorMessage,
    QFileDialog,
    QFontDialog,
    QInputDialog,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from peerdesk.errors import UserFacing
from peerdesk.ui.widgets.dialogs import Choice, Dialogs, show
from tests.ui.freed import freed

CHOICES = (Choice("go", "Go on", primary=True), Choice("stay", "Stay", safe=True))
FINAL = (Choice("close", "Close"), Choice("keep", "Keep", safe=True))


def _box(parent: QWidget) -> QMessageBox:
    box = parent.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    return box


def _asked(qtbot: QtBot, choices: Sequence[Choice] = CHOICES) -> tuple[QWidget, list[str]]:
    parent, answers = QWidget(), list[str]()
    qtbot.addWidget(parent)
    parent.show()
    Dialogs(native=False).ask(parent, ("Sure?", "It is final."), choices, answers.append)
    return parent, answers


def test_enter_gives_the_primary_choice(qtbot: QtBot) -> None:
    parent, answers = _asked(qtbot)
    assert answers == []
    QTest.keyClick(_box(parent), Qt.Key.Key_Return)
    assert answers == ["go"]


def test_enter_is_safe_for_what_cannot_be_taken_back(qtbot: QtBot) -> None:
    parent, answers = _asked(qtbot, FINAL)
    QTest.keyClick(_box(parent), Qt.Key.Key_Return)
    assert answers == ["keep"]


def test_escape_gives_the_safe_choice(qtbot: QtBot) -> None:
    parent, answers = _asked(qtbot)
    QTest.keyClick(_box(parent), Qt.Key.Key_Escape)
    assert answers == ["stay"]


def test_is_freed_when_it_closes(qtbot: QtBot) -> None:
    parent, _ = _asked(qtbot)
    box = _box(parent)
    with freed(qtbot, box):
        QTest.mouseClick(box.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert parent.findChild(QMessageBox) is None


def test_shows_markup_as_text(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    Dialogs(native=False).error(parent, UserFacing("<b>&", "<i>"))
    assert "&lt;b>&amp;" in _box(parent).text()
    assert _box(parent).informativeText() == "&lt;i>"


def test_chooses_where_to_save(qtbot: QtBot, tmp_path: Path) -> None:
    parent, chosen = QWidget(), list[Path]()
    qtbot.addWidget(parent)
    Dialogs(native=False).save_file(parent, "Save", str(tmp_path / "a.pdf"), chosen.append)
    dialog = parent.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.accept()
    assert chosen == [tmp_path / "a.pdf"]


def test_chooses_nothing_when_closed(qtbot: QtBot) -> None:
    parent, chosen = QWidget(), list[Path]()
    qtbot.addWidget(parent)
    Dialogs(native=False).open_file(parent, "Open", "All (*)", chosen.append)
    dialog = parent.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.reject()
    assert chosen == []


QTS_OWN = (QColorDialog, QErrorMessage, QFileDialog, QFontDialog, QInputDialog, QMessageBox)


@pytest.mark.parametrize("kind", [*QTS_OWN, QPrintDialog])
def test_every_dialog_of_qt_can_be_shown(qtbot: QtBot, kind: type[QDialog]) -> None:
    """Some of them hide ``QDialog.open`` behind an ``open`` of their own."""
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = kind(parent)
    with freed(qtbot, dialog):
        show(dialog)
        assert dialog.isVisible()
        assert dialog.isModal()
        dialog.close()
