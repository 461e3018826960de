"""Printing as a person does: Qt's own dialog, with its printer that writes a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QWidget


def print_dialog(page: QWidget) -> QPrintDialog:
    """Return the dialog that stands over a page."""
    (dialog,) = page.findChildren(QPrintDialog)
    assert dialog.isVisible()
    return dialog


def print_into(page: QWidget, path: Path) -> None:
    """Choose the printer that writes a PDF, name the file, and press Print."""
    dialog = print_dialog(page)
    name = dialog.findChild(QLineEdit, "filename")
    box = dialog.findChild(QDialogButtonBox)
    assert isinstance(name, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    name.setText(str(path))
    (print_button,) = [each for each in box.buttons() if "Print" in each.text()]
    QTest.mouseClick(print_button, Qt.MouseButton.LeftButton)
    assert path.exists()
