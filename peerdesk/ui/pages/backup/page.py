"""The page of backups: which there are, whether they work, and where they lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPushButton,
    QWidget,
)

from peerdesk.safe import Backup, Preview
from peerdesk.ui.guides.dialog import open_guide
from peerdesk.ui.guides.guide import Step
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.backup import restore as changes
from peerdesk.ui.pages.backup import words
from peerdesk.ui.pages.backup.drill import drill
from peerdesk.ui.pages.backup.work import BackupWork
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.badges import Notice
from peerdesk.ui.widgets.buttons import narrow, primary
from peerdesk.ui.widgets.card import working_bar
from peerdesk.ui.widgets.flow import FlowLayout
from peerdesk.ui.widgets.page_frame import PageFrame, panel
from peerdesk.ui.widgets.tables import ShownTable

_ABOUT = "Each backup is opened and counted before it is called one. Keep one away from this desk."
_FILES = "Backups (*.pdbackup)"
_HEAD = ("Made", "Why", "Records", "Size", "Verified", "Where")
_LETTERS = (24, 26, 9, 8, 14, 15)
_NUMBERS = (2, 3)


class BackupPage(QWidget):
    """A list, what is known of the chosen one, and what can be done with it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.work = BackupWork(context, self)
        self.advice = Notice()
        self.list = BackupList()
        self.details = labels.muted()
        self.message = Notice()
        self.make_button = primary("&Make a backup now")
        self.copy_button = QPushButton("&Copy to another disk…")
        self.verify_button = QPushButton("Veri&fy")
        self.restore_button = QPushButton("&Restore…")
        self.delete_button = QPushButton("Del&ete…")
        self.drill_button = QPushButton("&Try a restore…")
        self.file_button = QPushButton("Restore from a f&ile…")
        self._progress = working_bar("Working")
        self._connect()
        self._lay_out()
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what may have changed while another page was shown."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """List the backups again, and say what is worth a warning."""
        safe, now = self._context.safe, self._context.workspace.clock.now()
        backups = safe.backups.list()
        said = words.advice(backups, safe.backups.last_off_machine(), now)
        due = words.drill_due(safe.log.entries(100, "drill"), now)
        self.advice.say("\n".join([*said, *([due] if due else [])]), "warn")
        self.list.show_backups(backups)

    def open_at(self, _kind: str, _number: int, _at: str) -> None:
        """Begin a backup on another disk."""
        self.copy_button.click()

    def try_restore(self) -> None:
        """Open the guide of the drill."""
        self._open(drill(self._context, self._context.safe.backups.list()))

    def _show_preview(self, preview: Preview) -> None:
        # Nothing is listed again afterwards: the vault that was listed is gone.
        steps = changes.restore(self._context, preview, self._context.lock)
        open_guide(steps, self._context.pool, self, lambda: None)

    def _delete(self, backup: Backup) -> None:
        self._open(changes.delete(self._context, backup))

    def _open(self, steps: Sequence[Step]) -> None:
        open_guide(steps, self._context.pool, self, self.reload)

    def _show_chosen(self) -> None:
        chosen, me = self.list.chosen, self._context.safe.keys.me()
        self.details.setText(words.details(chosen) if chosen else "There is no backup yet.")
        self.details.setToolTip(str(chosen.path) if chosen else "")
        none = "Choose a backup first."
        problem = chosen.problem if chosen is not None else none
        usable = chosen is not None and not chosen.problem
        narrow(self.restore_button, me, ready=usable, missing=problem)
        narrow(self.delete_button, me, ready=chosen is not None, missing=none)
        narrow(self.file_button, me)
        self.verify_button.setEnabled(chosen is not None)

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        self._progress.setVisible(busy)
        for each in self.findChildren(QPushButton):
            each.setEnabled(not busy)
        if not busy:
            self._show_chosen()

    def _on_chosen(self, act: Callable[[Backup], None]) -> None:
        if self.list.chosen is not None:
            act(self.list.chosen)

    def _connect(self) -> None:
        dialogs, work = self._context.dialogs, self.work
        work.said.connect(self.message.say)
        work.changed.connect(self.reload)
        work.previewed.connect(self._show_preview)
        work.tasks.busy.connect(self._show_busy)
        self.list.moved.connect(self._show_chosen)
        self.make_button.clicked.connect(work.make)
        self.drill_button.clicked.connect(self.try_restore)
        for button, act in (
            (self.verify_button, lambda each: work.verify(each.path)),
            (self.restore_button, lambda each: work.look_into(each.path)),
            (self.delete_button, self._delete),
        ):
            button.clicked.connect(partial(self._on_chosen, act))
        self.copy_button.clicked.connect(
            lambda: dialogs.open_folder(self, "Choose a folder on another disk", work.copy_to)
        )
        self.file_button.clicked.connect(
            lambda: dialogs.open_file(self, "Choose a backup", _FILES, work.look_into)
        )

    def _lay_out(self) -> None:
        actions = QWidget()
        flow = FlowLayout(actions, 10)
        for button in (
            self.verify_button,
            self.restore_button,
            self.delete_button,
            self.drill_button,
            self.file_button,
        ):
            flow.addWidget(button)
        flow.addWidget(QLabel())  # takes the rest of the line
        page = PageFrame("Backup", _ABOUT, self.copy_button, self.make_button)
        page.addWidget(self.advice)
        page.addWidget(panel(self.list), 1)
        page.addWidget(self._progress)
        page.addWidget(self.message)
        page.addWidget(self.details)
        page.addWidget(actions)
        self.setLayout(page)


class BackupList(ShownTable):
    """One row for each backup; the newest first."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__("Backups", _HEAD, _NUMBERS)
        self._backups: tuple[Backup, ...] = ()
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        letters = self.fontMetrics().averageCharWidth()
        for column, count in enumerate(_LETTERS):
            self.setColumnWidth(column, letters * count)
        self.currentCellChanged.connect(self.moved)

    @property
    def chosen(self) -> Backup | None:
        """The backup that is chosen."""
        row = self.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """List these, and keep the one that is chosen."""
        before = self.chosen
        self._backups = tuple(backups)
        self.blockSignals(True)  # noqa: FBT003 - Qt's order
        self.show_rows([_row(each) for each in backups])
        paths = [each.path for each in backups]
        row = paths.index(before.path) if before is not None and before.path in paths else 0
        self.setCurrentCell(row, 0)
        self.blockSignals(False)  # noqa: FBT003 - Qt's order
        self.moved.emit()


def _row(backup: Backup) -> tuple[str, ...]:
    return (
        words.moment(backup.made_at),
        words.why(backup),
        f"{backup.records:,}",
        words.size(backup.size),
        words.verified(backup),
        words.where(backup),
    )
