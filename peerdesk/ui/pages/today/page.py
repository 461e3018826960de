"""The first page: what is due and its next step, a few protected figures, and how to begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import groupby

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from peerdesk.errors import UserFacing
from peerdesk.services.kinds.kind import Deed, Due
from peerdesk.services.today.day import Day, Figures, group
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.today.panels import Card, Cards, Line, Panel
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.page_frame import PageFrame, scrolling
from peerdesk.ui.widgets.tasks import Tasks
from peerdesk.vocabulary import vocabulary

_BADGES = {"Overdue": "bad", "Today": "warn", "This week": "warn", "Later": ""}
_NOTHING_DUE = "Nothing is due. What comes up next will stand here."
_HIDDEN = "Too few to show safely"
_PROTECTED = "Numbers as a report would print them: small ones are not shown."


class TodayPage(QWidget):
    """Asks the vault anew whenever it is shown or something was saved."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._today = context.workspace.today
        self._tasks = Tasks(context.pool, self)
        self._stale = True
        self.cards = Cards()
        self.caption = labels.words("", "FieldHint")
        self.caption.hide()
        self.body = QWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._refresh)
        self._lay_out()
        context.changes.changed.connect(self._notice)
        self.reload()

    def reload(self) -> None:
        """Show the day as it is now; the figures follow, as they take longer."""
        self._stale = False
        decided = self._context.workspace.agency.areas()
        day = self._today.day({entry.area for entry in self._context.pages} - decided.keys())
        self._show(day)
        self.cards.show_backup(day.backed_up, self._context.workspace.clock.today())
        if not self.cards.shown[:-1]:
            self.cards.show_figures([Card("", "…", "") for _ in range(day.figures)])
        self._tasks.run(self._today.figures, self._show_figures, lambda _: None)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was saved meanwhile."""
        super().showEvent(event)
        self._refresh()

    def _notice(self, _kind: str) -> None:
        self._stale = True
        self._timer.start(0)

    def _refresh(self) -> None:
        if self._stale and self.isVisible():
            self.reload()

    def _show(self, day: Day) -> None:
        old, self.body = self.body, QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if day.steps:
            column.addWidget(self._beginning(day))
        lines = [line for line in day.due if self._context.shows(line.kind)]
        if lines or not day.steps:
            column.addWidget(self._due(lines))
        if panel := self._suggestions(day):
            column.addWidget(panel)
        self._column.replaceWidget(old, self.body)
        old.hide()
        old.deleteLater()

    def _beginning(self, day: Day) -> QFrame:
        panel = Panel("Three steps to begin")
        for number, step in enumerate(day.steps, start=1):
            sign = "check" if step.done else "circle"
            line = Line(sign, f"{number}. {step.words}", ("Done", "good") if step.done else None)
            if not step.done:
                line.add_step(step.button, partial(self._context.open_record, step.kind, 0))
            panel.add(line)
        return panel

    def _due(self, lines: Sequence[Due]) -> QFrame:
        today = self._context.workspace.clock.today()
        panel = Panel("What is next")
        if not lines:
            panel.add(Line("check", _NOTHING_DUE, None))
        for heading, members in groupby(lines, key=lambda line: group(line, today)):
            panel.add_heading(heading)
            for due in members:
                sign = "circle-alert" if due.on < today else "clock"
                line = Line(sign, due.words, (_when(due.on, today), _BADGES[heading]))
                line.add_step(due.step, self._act_on(due))
                panel.add(line)
        return panel

    def _act_on(self, due: Due) -> Callable[[], None]:
        """Return what the button of a line does: the thing itself, or the place to do it."""
        if due.does is not None:
            return partial(self._do, due.does)
        if due.at:
            return partial(self._context.open_at, due.kind, due.record or 0, due.at)
        return partial(self._context.open_record, due.kind, due.record or 0)

    def _do(self, deed: Deed) -> None:
        records, changes = self._context.workspace.records, self._context.changes
        before = records.get(deed.kind, deed.record)[deed.field]

        def put(value: object) -> None:
            records.save(deed.kind, {deed.field: value}, deed.record)
            changes.changed.emit(deed.kind)

        try:
            put(deed.value)
        except UserFacing as refusal:
            self._context.dialogs.error(self, refusal)
        else:
            changes.done.emit(deed.said, partial(put, before))

    def _suggestions(self, day: Day) -> QFrame | None:
        if not day.suggested or not self._context.workspace.access.may("settings"):
            return None
        panel = Panel("Does your program do this too?")
        for area, why in day.suggested.items():
            line = Line("circle", f"{vocabulary('area').label(area)}: {why}", None)
            line.add_step("Not now", partial(self._use, area, used=False))
            line.add_step("Switch on", partial(self._use, area, used=True))
            panel.add(line)
        return panel

    def _use(self, area: str, *, used: bool) -> None:
        self._context.workspace.agency.use(area, used)
        self._context.changes.changed.emit("program_area")

    def _show_figures(self, figures: Figures | None) -> None:
        cards = []
        self.caption.setVisible(figures is not None)
        if figures is not None:
            so_far = "" if figures.closed else " so far"
            self.caption.setText(f"{figures.period.label}{so_far}. {_PROTECTED}")
            for headline in figures.headlines:
                value = headline.figure.value
                note = headline.comparison if value is not None else _HIDDEN
                cards.append(Card(headline.label, "—" if value is None else f"{value:,}", note))
        self.cards.show_figures(cards)

    def _lay_out(self) -> None:
        today = self._context.workspace.clock.today()
        purpose = f"{today:%A, %B} {today.day}, {today.year}. What is due, and what to do."
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 0, 24, 20)
        self._column.setSpacing(12)
        self._column.addWidget(self.cards)
        self._column.addWidget(self.caption)
        self._column.addWidget(self.body)
        self._column.addStretch(1)
        head = PageFrame("Today", purpose)
        head.setContentsMargins(24, 20, 24, 0)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(scrolling(inside), 1)


def _when(day: date, today: date) -> str:
    days = (day - today).days
    if days < 0:
        return "Yesterday" if days == -1 else f"{-days} days ago"
    if days > 60:
        return f"{day:%m/%d/%Y}"
    return {0: "Today", 1: "Tomorrow"}.get(days, f"In {days} days")
