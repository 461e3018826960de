"""The tab of parts that tie supporters to a record: the whole roster on one sheet, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
)

from peerdesk.errors import UserFacing
from peerdesk.models.fields import Record, blank_values, fields_of, kind_of
from peerdesk.services.store.checks import Invalid
from peerdesk.ui.forms.editors import Editors
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.parts import Front, Owner, Part, PartView
from peerdesk.ui.records.roster_grid import SheetGrid, SheetLine
from peerdesk.ui.records.settle import Unsaved
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.theme import mark

_HINT = "Space ticks a name, arrows and first letters move, Tab goes to the fields beside it."


def sheet(record: type[Record]) -> Callable[[PageContext, Part], PartView]:
    """Return the maker of a tab on which supporters are ticked and filled in."""
    return lambda context, part: PartSheet(record, context, part)


class PartSheet(PartView):
    """Ticks stand for records: ticking adds one, unticking removes it, saving stores them all."""

    def __init__(self, record: type[Record], context: PageContext, part: Part) -> None:
        super().__init__()
        self.title, self.link = part.title, part.link
        self.kind = kind_of(record)
        self._record, self._context, self._part = record, context, part
        fields = [
            each for each in fields_of(record) if each.name not in ("supporter_id", part.link)
        ]
        editors = Editors(context.workspace.clock.today, context.workspace.records.choices)
        self.grid = SheetGrid(fields, editors)
        self.grid.ticked_one.connect(self._on_tick)
        self.grid.edited.connect(self._say)
        self._owner: Owner | None = None
        self._stored: dict[int, dict[str, Any]] = {}
        self.message = labels.muted()
        self.save_button = primary("Save")
        self.save_button.setToolTip("Ctrl+S")
        self.discard_button = QPushButton("Discard")
        self._unsaved = Unsaved(lambda: self.dirty, self.save, self.reload)
        self._lay_out()
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.reload)
        context.changes.changed.connect(self._on_changed)

    @property
    def front(self) -> Front | None:
        """The sheet itself: Ctrl+S saves it."""
        return self

    @property
    def dirty(self) -> bool:
        """Whether a tick or a field was changed."""
        return self.grid.ticked() != self._stored

    def show_of(self, owner: Owner | None) -> None:
        """Show the sheet of a record; unsaved ticks of the same record stay."""
        same = owner is not None and self._owner is not None and owner.id == self._owner.id
        unsaved = same and self.dirty
        self._owner = owner
        if not unsaved:
            self.reload()

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved ticks."""
        self._unsaved.settle(self._context.dialogs, self, proceed)

    def begin(self) -> None:
        """Put the keyboard on the first name."""
        if self.grid.lines:
            self.grid.lines[0].tick.setFocus(Qt.FocusReason.TabFocusReason)

    def reload(self) -> None:
        """Show what is stored."""
        sheets = self._context.workspace.sheets
        rows = sheets.rows(self.kind, self.link, self._owner.id) if self._owner else ()
        self.grid.show_lines(rows)
        self._stored = self.grid.ticked()
        self._say()

    def save(self) -> bool:
        """Store the sheet; return whether that worked."""
        problem = next((text for line in self.grid.lines if (text := line.problem())), "")
        if problem or self._owner is None:
            self._say(problem, bad=True)
            return False
        try:
            self._context.workspace.sheets.save(
                self.kind, self.link, self._owner.id, self.grid.ticked()
            )
        except Invalid as refusal:
            self._say(self._refused(refusal), bad=True)
            return False
        except UserFacing as refusal:
            self._context.dialogs.error(self, refusal)
            return False
        self._stored = self.grid.ticked()
        self._context.changes.changed.emit(self.kind)
        self._say("Saved. ")
        return True

    def save_and_new(self) -> None:
        """Save; there is no other sheet to go on to."""
        self.save()

    def _on_tick(self, line: SheetLine) -> None:
        """Fill in what usually holds for the one who was ticked."""
        today, owner = self._context.workspace.clock.today(), self._owner
        given = self._part.start(today, owner.values) if owner else {}
        line.fill({**blank_values(self._record), **given})
        self._say()

    def _on_changed(self, kind: str) -> None:
        if kind == "supporter" and not self.dirty:
            self.reload()

    def _refused(self, refusal: Invalid) -> str:
        key, message = next(iter(refusal.problems.items()))
        number = int(key.partition(".")[0])
        name = next(line.name for line in self.grid.lines if line.supporter_id == number)
        return f"{name}: {message}"

    def _say(self, first: str = "", *, bad: bool = False) -> None:
        count = f"{len(self.grid.ticked())} of {len(self.grid.lines)} ticked."
        state = "" if not self.dirty else " Not saved yet."
        self.message.setText(first if bad else f"{first}{count}{state}")
        mark(self.message, "bad" if bad else "")
        self.discard_button.setEnabled(self.dirty)

    def _lay_out(self) -> None:
        hint = labels.muted(_HINT)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.save_button)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 10, 0, 0)
        page.setSpacing(8)
        page.addWidget(hint)
        page.addWidget(self.grid, 1)
        page.addLayout(foot)
