"""Questions, messages and file choices: opened without blocking, answered by a call back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QMessageBox, QPushButton, QWidget

from peerdesk.errors import UserFacing
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.icons import icon

_WIDTH_IN_LETTERS = 52


@dataclass(frozen=True)
class Choice:
    """One answer to a question: its button's text, and what it means.

    Escape and the window's close button give the choice marked ``safe``; Enter gives the
    ``primary`` one, or the safe one where none is, as for what cannot be taken back.
    """

    key: str
    label: str
    primary: bool = False
    safe: bool = False


class Dialogs:
    """Opens the program's dialogs; handed to every page, so that tests can drive them."""

    def __init__(self, *, native: bool = True) -> None:
        self._native = native

    def error(self, parent: QWidget, problem: UserFacing) -> None:
        """Tell the user what went wrong and what to do about it."""
        box = _box(parent, problem.title, problem.advice)
        side = box.fontMetrics().height() * 2
        box.setIconPixmap(icon("triangle-alert", QPalette.ColorRole.BrightText).pixmap(side, side))
        box.addButton("OK", QMessageBox.ButtonRole.AcceptRole)
        show(box)

    def ask(
        self,
        parent: QWidget,
        question: tuple[str, str],
        choices: Sequence[Choice],
        answered: Callable[[str], None],
    ) -> None:
        """Ask a question (title and explanation) and pass on the key of the choice made."""
        box = _box(parent, *question)
        keys: dict[QPushButton, str] = {}
        for choice in choices:
            button = primary(choice.label) if choice.primary else QPushButton(choice.label)
            box.addButton(button, QMessageBox.ButtonRole.ActionRole)
            keys[button] = choice.key
            if choice.safe:
                box.setEscapeButton(button)
            if choice.primary or (choice.safe and not any(each.primary for each in choices)):
                box.setDefaultButton(button)
        box.buttonClicked.connect(lambda button: answered(keys[button]))
        show(box)

    def open_file(
        self, parent: QWidget, title: str, filters: str, chosen: Callable[[Path], None]
    ) -> None:
        """Let the user choose a file to read; nothing happens when they think better of it."""
        dialog = QFileDialog(parent, title, "", filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog, chosen)

    def open_files(
        self, parent: QWidget, title: str, filters: str, chosen: Callable[[list[Path]], None]
    ) -> None:
        """Let the user choose files to read, several at once."""
        dialog = QFileDialog(parent, title, "", filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self._native)
        dialog.filesSelected.connect(lambda names: chosen([Path(each) for each in names]))
        show(dialog)

    def save_file(
        self, parent: QWidget, title: str, suggested: str, chosen: Callable[[Path], None]
    ) -> None:
        """Let the user choose where to write a file, starting from a suggested name."""
        suffix = Path(suggested).suffix
        dialog = QFileDialog(parent, title, suggested, f"{suffix[1:].upper()} (*{suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix[1:])
        dialog.selectFile(suggested)
        self._open(dialog, chosen)

    def open_folder(self, parent: QWidget, title: str, chosen: Callable[[Path], None]) -> None:
        """Let the user choose a folder, such as a USB stick's."""
        dialog = QFileDialog(parent, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog, chosen)

    def _open(self, dialog: QFileDialog, chosen: Callable[[Path], None]) -> None:
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self._native)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        show(dialog)


def show(dialog: QDialog) -> None:
    """Open a dialog over its window; it is freed when it closes."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # Not ``dialog.open()``: Qt's own dialogs, such as that of a printer, hide it behind an
    # ``open`` that wants a receiver and a slot.
    QDialog.open(dialog)


def _box(parent: QWidget, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle("PeerDesk")
    box.setText(f"<b>{_escaped(title)}</b>")
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setInformativeText(_escaped(text))
    box.setAccessibleName(title)
    words = box.findChild(QLabel, "qt_msgbox_informativelabel")
    if isinstance(words, QLabel):
        words.setMinimumWidth(box.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS)
    return box


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
