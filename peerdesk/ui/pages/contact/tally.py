"""The page for monthly totals: one month on one screen, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from peerdesk.errors import UserFacing
from peerdesk.periods import Month
from peerdesk.services.records.drafts import Kept
from peerdesk.services.records.tallies import TallyCell
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.contact.tally_grid import TallyGrid
from peerdesk.ui.records.draft_band import Drafting, Source
from peerdesk.ui.records.settle import Unsaved
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.page_frame import PageFrame, scrolling
from peerdesk.ui.widgets.theme import mark

_MONTHS_BACK = 36
_HINT = (
    "“First” counts people seen for the first time this quarter. Leave a line empty where you "
    "have no number; what is left over counts as not recorded."
)


class TallyPage(QWidget):
    """The month on top, the grid below, Save at the foot."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._dirty = False
        self._unsaved = Unsaved(lambda: self._dirty, self.save, lambda: self._load(self._shown))
        self._shown = Month.of(context.workspace.clock.today()).plus(-1)
        self.month = QComboBox()
        self.month.setAccessibleName("Month")
        self.month.activated.connect(self._choose)
        self.grid = TallyGrid()
        source = Source("tally", lambda: self._dirty, self._entered, self.leave, self._resume)
        workspace = context.workspace
        self.drafts = Drafting(source, workspace.drafts, workspace.clock.today)
        self.grid.edited.connect(self._edited)
        self.message = labels.muted()
        self.save_button = primary("&Save month")
        self.save_button.clicked.connect(self.save)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.save)
        QShortcut(QKeySequence("PgUp"), self, lambda: self._turn(1))
        QShortcut(QKeySequence("PgDown"), self, lambda: self._turn(-1))
        self._lay_out()
        self._load(self._shown)

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved numbers."""
        self._unsaved.settle(self._context.dialogs, self, proceed)

    def begin_month(self, month: Month) -> None:
        """Show a month, once unsaved numbers are settled."""
        self.leave(lambda: self._load(month))

    def after_shown(self, act: Callable[[], None]) -> None:
        """Do something now: the page begins nothing when it is shown."""
        act()

    def save(self) -> bool:
        """Store the month; return whether it was stored."""
        problems = self.grid.check()
        if problems:
            self._say(problems[0], bad=True)
            return False
        try:
            self._context.workspace.tallies.save_month(self._shown, self.grid.values())
        except UserFacing as problem:
            self._say(str(problem), bad=True)
            return False
        total = self.grid.first_cell.number
        self._dirty = False
        self.drafts.settled()
        self._fill_months()
        counted = "" if total is None else f" {total} contacts."
        self._say(f"Saved {self._shown.label}.{counted}")
        self._context.changes.changed.emit("tally")
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Start typing at once."""
        super().showEvent(event)
        self.grid.first_cell.setFocus(Qt.FocusReason.TabFocusReason)

    def _edited(self) -> None:
        self._dirty = True
        self.drafts.edited()
        problems = self.grid.check()
        self._say(problems[0] if problems else "Not saved yet.", bad=bool(problems))

    def _entered(self) -> tuple[int | None, Mapping[str, Any]]:
        cells = {
            "/".join(key): [cell.count, cell.first_count]
            for key, cell in self.grid.values().items()
        }
        return None, {"month": self._shown, **cells}

    def _resume(self, kept: Kept) -> None:
        cells = dict(kept.values)
        self._load(cells.pop("month"))
        self.grid.load({_key(name): TallyCell(*numbers) for name, numbers in cells.items()})
        self._edited()

    def _choose(self, _index: int) -> None:
        month = self.month.currentData()
        self._mark_shown()
        self.leave(lambda: self._load(month))

    def _turn(self, by: int) -> None:
        position = self.month.currentIndex() - by
        if 0 <= position < self.month.count():
            month = self.month.itemData(position)
            self.leave(lambda: self._load(month))

    def _load(self, month: Month) -> None:
        self._shown = month
        self._fill_months()
        self.grid.load(self._context.workspace.tallies.month(month))
        self._dirty = False
        self.drafts.settled()
        self._say(_HINT)
        self.grid.first_cell.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill_months(self) -> None:
        entered = set(self._context.workspace.tallies.months())
        newest = Month.of(self._context.workspace.clock.today())
        oldest = min([newest.plus(-_MONTHS_BACK), *entered])
        self.month.clear()
        month = newest
        while month >= oldest:
            mark = "  ✓" if month in entered else ""
            self.month.addItem(f"{month.label}{mark}", month)
            month = month.plus(-1)
        self._mark_shown()

    def _mark_shown(self) -> None:
        months = [self.month.itemData(i) for i in range(self.month.count())]
        self.month.setCurrentIndex(months.index(self._shown))

    def _say(self, text: str, *, bad: bool = False) -> None:
        self.message.setText(text)
        mark(self.message, "bad" if bad else "")

    def _lay_out(self) -> None:
        label = QLabel("&Month")
        label.setBuddy(self.month)
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.save_button)
        page = PageFrame("Contacts: monthly totals", "", label, self.month)
        page.addWidget(self.drafts)
        page.addWidget(scrolling(self.grid), 1)
        page.addLayout(foot)
        self.setLayout(page)


def _key(name: str) -> tuple[str, str]:
    dimension, code = name.split("/")
    return dimension, code
