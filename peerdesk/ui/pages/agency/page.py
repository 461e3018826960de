"""The page for the agency: its profile, its head counts, and the quarters that are closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from peerdesk.models.agency import Agency
from peerdesk.models.fields import fields_of
from peerdesk.services.records.records import ListQuery
from peerdesk.ui.forms.editors import Editors
from peerdesk.ui.forms.form import Form
from peerdesk.ui.kinds import headcount
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.agency.areas import AreasPart, areas
from peerdesk.ui.records.draft_band import Drafting, Source, entries, fill
from peerdesk.ui.records.history_dialog import HistoryDialog
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.records.settle import Unsaved, stored
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.dialogs import show
from peerdesk.ui.widgets.page_frame import PageFrame, scrolling

_NONE_CLOSED = "No quarter is closed yet. Close one on the Reports page, once its numbers are in."


class AgencyPage(QWidget):
    """Three parts, each on its own tab."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.profile = ProfilePart(context)
        self.head_counts = RecordPage(headcount.SPEC, context)
        self.closed = ClosedPart(context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.profile, "&Profile")
        self.tabs.addTab(self.head_counts, "&Head counts")
        self.tabs.addTab(self.closed, "C&losed quarters")
        if areas(context):
            self.tabs.addTab(AreasPart(context), "&What you do")
        page = PageFrame("Agency")
        page.addWidget(self.tabs, 1)
        self.setLayout(page)

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes, on both tabs that can hold some."""
        self.profile.leave(lambda: self.head_counts.leave(proceed))

    def open_record(self, kind: str, number: int) -> None:
        """Show a head count on its tab."""
        if kind == "headcount":
            self.tabs.setCurrentWidget(self.head_counts)
            self.head_counts.open_record(kind, number)

    def open_at(self, kind: str, number: int, at: str) -> None:
        """Show a place among the head counts, or the profile that was begun."""
        if kind == "headcount":
            self.tabs.setCurrentWidget(self.head_counts)
            self.head_counts.open_at(kind, number, at)
        else:
            self.tabs.setCurrentWidget(self.profile)
            self.profile.drafts.resume()


class ProfilePart(QWidget):
    """The agency's name, how it logs contacts, and how small a number may be shown."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        workspace = context.workspace
        fields = [each for each in fields_of(Agency) if each.editable]
        self.form = Form(fields, Editors(workspace.clock.today, workspace.records.choices))
        self.save_button = primary("&Save")
        self.discard_button = QPushButton("&Discard")
        self.history_button = QPushButton("Histor&y")
        self.history_button.clicked.connect(self.show_history)
        self._unsaved = Unsaved(lambda: self.form.dirty, self.save, self.reload)
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.reload)
        self.form.edited.connect(self._show_state)
        source = Source(
            "agency",
            lambda: self.form.dirty,
            lambda: (None, entries(self.form)),
            self.leave,
            lambda kept: fill(self.form, kept.values),
        )
        self.drafts = Drafting(source, workspace.drafts, workspace.clock.today)
        self.form.edited.connect(self.drafts.edited)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        self._lay_out()
        self.reload()

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes."""
        self._unsaved.settle(self._context.dialogs, self, proceed)

    def reload(self) -> None:
        """Show what is stored."""
        self.form.load(asdict(self._context.workspace.agency.profile()))
        self.drafts.settled()
        self._show_state()

    def save(self) -> bool:
        """Store the profile; return whether that worked."""
        change = self._context.workspace.agency.change
        if not stored(self.form, lambda values: change(**values), self._context.dialogs, self):
            return False
        self.reload()
        self._context.changes.changed.emit("agency")
        return True

    def show_history(self) -> None:
        """Show what was changed in the profile, and by whom."""
        records = self._context.workspace.records
        number = records.ids(ListQuery("agency"))[0]
        show(HistoryDialog("Agency", records.history("agency", number), self))

    def _show_state(self) -> None:
        self.save_button.setEnabled(self.form.dirty)
        self.discard_button.setEnabled(self.form.dirty)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.history_button)
        foot.addStretch(1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.save_button)
        card = QFrame()
        card.setObjectName("Card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(12)
        inside.addWidget(self.drafts)
        inside.addWidget(scrolling(self.form), 1)
        inside.addLayout(foot)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 12, 0, 0)
        page.addWidget(card)


class ClosedPart(QWidget):
    """The quarters whose counts no longer change, newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.list = QListWidget()
        self.list.setAccessibleName("Closed quarters")
        self.empty = labels.muted(_NONE_CLOSED)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 16, 0, 0)
        page.addWidget(self.empty)
        page.addWidget(self.list, 1)
        page.addStretch(0)
        self.list.setSpacing(4)
        self.list.setObjectName("Card")
        context.changes.changed.connect(self._notice)
        self._notice("closed_period")

    def _notice(self, kind: str) -> None:
        if kind == "closed_period":
            closed = self._context.workspace.closing.closed()
            self.list.clear()
            self.list.addItems([period.label for period in closed])
            self.list.setVisible(bool(closed))
            self.empty.setVisible(not closed)
