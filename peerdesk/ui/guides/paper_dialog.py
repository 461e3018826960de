"""A working paper on screen: made on a worker, then printed or saved, and noted as such."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from peerdesk.errors import CannotWrite, UserFacing
from peerdesk.paths import write_private
from peerdesk.safe import Note
from peerdesk.ui.page import PageContext
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.page_frame import PageFrame
from peerdesk.ui.widgets.preview import Preview, ask_to_print
from peerdesk.ui.widgets.tasks import Tasks

_SIZES = (("US Letter", "letter"), ("A4", "a4"))
_WIDTH_IN_LETTERS = 90
_HEIGHT_IN_LINES = 44
_TITLES = {
    "openers": "Who can open the vault",
    "drill": "Restore drill certificate",
    "activity": "Record of activity",
    "register": "Disclosure register",
    "holdings": "What we hold",
    "handover": "Hand-over receipt",
    "region": "Regional totals",
}


class PaperDialog(QDialog):
    """Shows a paper from memory; no file is written until it is saved."""

    def __init__(self, context: PageContext, name: str, facts: object, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("PeerDesk")
        self._context, self._name, self._facts = context, name, facts
        self._room = parent.window().size()
        self._tasks = Tasks(context.pool, self)
        self.preview = Preview()
        self.size_box = QComboBox()
        self.size_box.setAccessibleName("Paper")
        for label, code in _SIZES:
            self.size_box.addItem(label, code)
        self.message = labels.words("", "FieldError")
        self.save_button = QPushButton("&Save as PDF…")
        self.print_button = primary("&Print…")
        self.close_button = QPushButton("Close")
        self.size_box.currentIndexChanged.connect(lambda _: self.make())
        self.save_button.clicked.connect(self._ask_where)
        self.print_button.clicked.connect(self._print)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self.make()

    def make(self) -> None:
        """Make the paper in the chosen size."""
        printing, name, facts = self._context.printing, self._name, self._facts
        size = str(self.size_box.currentData())
        self._enable(ready=False)
        self._tasks.run(lambda: printing.paper(name, facts, size), self._show_pdf, self._complain)

    def _show_pdf(self, content: bytes) -> None:
        self.preview.show_pdf(content)
        self._enable(ready=True)
        self.print_button.setFocus()

    def _complain(self, problem: UserFacing) -> None:
        self.message.setText(str(problem))
        self.message.show()

    def _enable(self, *, ready: bool) -> None:
        self.message.hide()
        self.save_button.setEnabled(ready)
        self.print_button.setEnabled(ready)

    def _ask_where(self) -> None:
        self._context.dialogs.save_file(
            self, "Save the paper", f"{_TITLES[self._name]}.pdf", self.write
        )

    def write(self, path: Path) -> None:
        """Save the paper as it is shown."""
        try:
            write_private(path, self.preview.content)
        except OSError:
            self._complain(CannotWrite("The paper could not be saved.", "Choose another folder."))
        else:
            self._context.safe.log.note(Note("export", self._name))

    def _print(self) -> None:
        log, note = self._context.safe.log, Note("print", self._name)
        a4 = self.size_box.currentData() == "a4"
        ask_to_print(self.preview, self, self._context.dialogs, lambda: log.note(note), a4=a4)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.message, 1)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.save_button)
        foot.addWidget(self.print_button)
        column = PageFrame(_TITLES[self._name], "", self.size_box)
        column.addWidget(self.preview, 1)
        column.addLayout(foot)
        self.setLayout(column)
        letters, room = self.fontMetrics(), self._room
        width = letters.averageCharWidth() * _WIDTH_IN_LETTERS
        self.resize(
            min(width, room.width()), min(letters.height() * _HEIGHT_IN_LINES, room.height())
        )
