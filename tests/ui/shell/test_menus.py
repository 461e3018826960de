"""Ctrl+Z undoes typing first, and what was done to records only where there is none."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.ui.shell.menus import edit_commands


def test_undo_takes_back_typing_first(qtbot: QtBot) -> None:
    done: list[str] = []
    undo = edit_commands(lambda: done.append("record"))[0]
    page = QWidget()
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    line, button = QLineEdit(), QPushButton("Other")
    box.addWidget(line)
    box.addWidget(button)
    with qtbot.waitActive(page):
        page.show()
    line.setFocus()
    QTest.keyClicks(line, "typed")
    undo.run()
    assert (line.text(), done) == ("", [])
    undo.run()
    button.setFocus()
    undo.run()
    assert done == ["record", "record"]
