"""Types as a person does: into whatever has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def here() -> QWidget:
    """Return what has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def type_keys(keys: str) -> int:
    """Type and return how many keys that took. ``>`` is Tab."""
    for key in keys:
        if key == ">":
            QTest.keyClick(here(), Qt.Key.Key_Tab)
        else:
            QTest.keyClicks(here(), key)
    return len(keys)
