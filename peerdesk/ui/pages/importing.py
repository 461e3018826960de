"""The guided page that brings in an office file: choose, columns, check, result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peerdesk.errors import UserFacing
from peerdesk.exchange.header import find_table
from peerdesk.exchange.mapping import Mapping, guess_kind, propose
from peerdesk.exchange.plan import ImportPlan
from peerdesk.exchange.sheet import read_sheet
from peerdesk.services.imports import ImportResult
from peerdesk.ui.buttons import primary
from peerdesk.ui.context import PageContext
from peerdesk.ui.dialogs import Choice
from peerdesk.ui.pages.import_check import CheckStep
from peerdesk.ui.pages.import_columns import ColumnsStep
from peerdesk.ui.pages.import_start import StartStep
from peerdesk.ui.pages.import_words import KINDS
from peerdesk.ui.tasks import Tasks

_TITLES = ("Bring in a file", "Where each column goes", "Check before it comes in", "Done")
_FILES = "Spreadsheets (*.xlsx *.xls *.ods *.csv *.tsv *.txt)"
_START, _COLUMNS, _CHECK, _DONE = range(4)


def look(path: Path, kind: str | None) -> Mapping:
    """Read a file and propose where its columns go; slow. Raises InputRefused."""
    table = find_table(read_sheet(path))
    return propose(kind or guess_kind(table), table)


class ImportPage(QWidget):
    """Nothing is stored before the last step's button."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._tasks = Tasks(context.pool, self)
        self._path = Path()
        self._undo = 0
        self.start = StartStep()
        self.columns = ColumnsStep()
        self.check = CheckStep()
        self.result = QLabel()
        self.result.setWordWrap(True)
        self.result.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.message = QLabel()
        self.message.setObjectName("FieldError")
        self.message.setWordWrap(True)
        self.back = QPushButton("&Back")
        self.forward = primary("")
        self.undo_button = QPushButton("&Undo this import…")
        self._progress = QProgressBar()
        self._title = QLabel()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show(_START)

    @property
    def step(self) -> int:
        """The step that is shown, counted from zero."""
        return self._stack.currentIndex()

    def showEvent(self, event: QShowEvent) -> None:
        """List the imports that can be taken back."""
        super().showEvent(event)
        self.start.show_batches(self._context.workspace.imports.batches())

    def open_file(self, path: Path, kind: str | None = None) -> None:
        """Read a file and show what is proposed for its columns."""
        self._path = path
        self._run(lambda: look(path, kind), self._show_columns)

    def go_on(self) -> None:
        """Read the rows, store them, or start over."""
        if self.step == _COLUMNS:
            self._read()
        elif self.step == _CHECK:
            self._apply()
        else:
            self._show(_START)

    def _show_columns(self, mapping: Mapping) -> None:
        self.columns.show_mapping(mapping)
        self._show(_COLUMNS)

    def _read(self) -> None:
        mapping, path, imports = self.columns.mapping, self._path, self._context.workspace.imports
        self._run(lambda: imports.read(path, mapping.kind, mapping.to_json()), self._show_plan)

    def _show_plan(self, plan: ImportPlan) -> None:
        tallied = self._context.workspace.agency.profile().logging_mode == "tally"
        self.check.show_plan(plan, tallied=tallied)
        self._show(_CHECK)
        self.forward.setText(f"Bring in {KINDS[plan.kind].count(len(plan.rows))}")
        self.forward.setEnabled(bool(plan.rows))

    def _apply(self) -> None:
        plan, answers = self.check.plan, self.check.answers
        imports = self._context.workspace.imports
        self._run(lambda: imports.apply(plan, answers), self._show_result)

    def _show_result(self, result: ImportResult) -> None:
        self._undo = result.undo
        kind = KINDS[result.kind]
        lines = [f"{kind.count(result.added)} added."]
        if result.merged:
            lines.append(f"{result.merged} that were there already were completed.")
        if result.rejected:
            lines.append(f"{result.rejected} could not come in.")
        lines.append("If this looks wrong, you can take all of it back, now or later.")
        self.result.setText("\n\n".join(lines))
        self._show(_DONE)
        self._tell_lists()

    def _ask_undo(self, number: int) -> None:
        self._context.dialogs.ask(
            self,
            ("Take this import back?", "Everything that it brought in is removed again."),
            [Choice("undo", "Undo the import", primary=True), Choice("keep", "Keep it", safe=True)],
            lambda answer: self._take_back(number) if answer == "undo" else None,
        )

    def _take_back(self, number: int) -> None:
        imports = self._context.workspace.imports
        self._run(lambda: imports.undo(number), lambda _none: self._taken_back())

    def _taken_back(self) -> None:
        self._show(_START)
        self._tell_lists()

    def _tell_lists(self) -> None:
        self.start.show_batches(self._context.workspace.imports.batches())
        for kind in KINDS:
            self._context.changes.changed.emit(kind)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.message.hide()
        self._tasks.run(work, done, self._complain)

    def _complain(self, problem: UserFacing) -> None:
        self.message.setText(str(problem))
        self.message.show()

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        self._progress.setVisible(busy)
        for widget in (self._stack, self.back, self.forward, self.undo_button):
            widget.setEnabled(not busy)

    def _show(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self._title.setText(_TITLES[step])
        self.message.hide()
        self.back.setVisible(step in (_COLUMNS, _CHECK))
        self.undo_button.setVisible(step == _DONE)
        self.forward.setVisible(step != _START)
        self.forward.setEnabled(True)
        self.forward.setText("Continue" if step == _COLUMNS else "Bring in another file")

    def _connect(self) -> None:
        self.start.file_asked.connect(
            lambda: self._context.dialogs.open_file(
                self,
                "Choose a file",
                _FILES,
                lambda path: self.open_file(path, self.start.kind.currentData()),
            )
        )
        self.start.undo_asked.connect(self._ask_undo)
        self.columns.kind_chosen.connect(lambda kind: self.open_file(self._path, kind))
        self.back.clicked.connect(lambda: self._show(self.step - 1))
        self.forward.clicked.connect(self.go_on)
        self.undo_button.clicked.connect(lambda: self._ask_undo(self._undo))
        self._tasks.busy.connect(self._show_busy)

    def _lay_out(self) -> None:
        self._title.setObjectName("PageTitle")
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(4)
        self._progress.setAccessibleName("Working")
        self._progress.hide()
        for step in (self.start, self.columns, self.check, self.result):
            self._stack.addWidget(_scrolling(step))
        card = QFrame()
        card.setObjectName("Card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(12)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self._progress)
        inside.addWidget(self.message)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.undo_button)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.forward)
        inside.addLayout(foot)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(12)
        page.addWidget(self._title)
        page.addWidget(card, 1)


def _scrolling(step: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(step)
    return area
