"""The guided page that brings in an office file: choose, columns, check, result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent

from peerdesk.exchange.head_row import find_table
from peerdesk.exchange.mapping import Mapping, guess_kind, propose
from peerdesk.exchange.plan import ImportPlan
from peerdesk.exchange.spreadsheet import read_sheet
from peerdesk.services.importing.imports import ImportResult
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.importing.check import CheckStep
from peerdesk.ui.pages.importing.columns import ColumnsStep
from peerdesk.ui.pages.importing.frame import CHECK, COLUMNS, DONE, START, ImportFrame
from peerdesk.ui.pages.importing.start import StartStep
from peerdesk.ui.pages.importing.words import KINDS
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.dialogs import Choice
from peerdesk.ui.widgets.tasks import Tasks

_FILES = "Spreadsheets (*.xlsx *.xls *.ods *.csv *.tsv *.txt)"


def look(path: Path, kind: str | None) -> Mapping:
    """Read a file and propose where its columns go; slow. Raises InputRefused."""
    table = find_table(read_sheet(path))
    return propose(kind or guess_kind(table), table)


class ImportPage(ImportFrame):
    """Nothing is stored before the last step's button."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.start = StartStep()
        self.columns = ColumnsStep()
        self.check = CheckStep()
        self.result = labels.words()
        self.result.setAlignment(Qt.AlignmentFlag.AlignTop)
        for step in (self.start, self.columns, self.check, self.result):
            self.add_step(step)
        self._context = context
        self._tasks = Tasks(context.pool, self)
        self._path = Path()
        self._undo = 0
        self._connect()
        self.show_step(START)

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
        if self.step == COLUMNS:
            self._read()
        elif self.step == CHECK:
            self._apply()
        else:
            self.show_step(START)

    def _show_columns(self, mapping: Mapping) -> None:
        self.columns.show_mapping(mapping)
        self.show_step(COLUMNS)

    def _read(self) -> None:
        mapping, path, imports = self.columns.mapping, self._path, self._context.workspace.imports
        self._run(lambda: imports.read(path, mapping.kind, mapping.to_json()), self._show_plan)

    def _show_plan(self, plan: ImportPlan) -> None:
        tallied = self._context.workspace.agency.profile().logging_mode == "tally"
        self.check.show_plan(plan, tallied=tallied)
        self.show_step(CHECK)
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
        self.show_step(DONE)
        self._tell_lists()

    def _ask_undo(self, number: int) -> None:
        self._context.dialogs.ask(
            self,
            ("Take this import back?", "Everything that it brought in is removed again."),
            [Choice("undo", "Undo the import"), Choice("keep", "Keep it", safe=True)],
            lambda answer: self._take_back(number) if answer == "undo" else None,
        )

    def _take_back(self, number: int) -> None:
        imports = self._context.workspace.imports

        def taken_back(_: None) -> None:
            self.show_step(START)
            self._tell_lists()

        self._run(lambda: imports.undo(number), taken_back)

    def _tell_lists(self) -> None:
        self.start.show_batches(self._context.workspace.imports.batches())
        for kind in KINDS:
            self._context.changes.changed.emit(kind)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.message.hide()
        self._tasks.run(work, done, self.complain)

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
        self.back.clicked.connect(lambda: self.show_step(self.step - 1))
        self.forward.clicked.connect(self.go_on)
        self.undo_button.clicked.connect(lambda: self._ask_undo(self._undo))
        self._tasks.busy.connect(self.show_busy)
