"""The page for contacts: coded rows or monthly totals, as the agency logs them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peerdesk.periods import Month
from peerdesk.services.kinds.kind import DRAFT
from peerdesk.services.records.records import ListQuery
from peerdesk.ui.kinds import contact as contact_list
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.contact.tally import TallyPage
from peerdesk.ui.records.draft_band import Drafting
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.widgets import labels

_NOTE = "There is no place for a name or a story here, on purpose."


class ContactPage(QWidget):
    """Holds the page of the agency's logging mode, and changes it when that changes."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._mode = ""
        self.page: CodedPage | TallyPage = self._make()
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addWidget(self.page)
        context.changes.changed.connect(self._notice)

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes."""
        self.page.leave(proceed)

    def open_record(self, _kind: str, number: int) -> None:
        """Show a contact, where contacts are logged as rows."""
        if isinstance(self.page, CodedPage):
            self.page.open_record(number)

    def open_at(self, _kind: str, _number: int, at: str) -> None:
        """Show the entry that was begun, or where the numbers of a month are entered."""
        page = self.page
        if at == DRAFT:
            page.after_shown(page.drafts.resume)
        else:
            page.after_shown(partial(page.begin_month, Month.parse(at)))

    def _make(self) -> CodedPage | TallyPage:
        self._mode = self._context.workspace.agency.profile().logging_mode
        return CodedPage(self._context) if self._mode == "coded" else TallyPage(self._context)

    def _notice(self, kind: str) -> None:
        if kind == "agency" and self._context.workspace.agency.profile().logging_mode != self._mode:
            old, self.page = self.page, self._make()
            self._frame.replaceWidget(old, self.page)
            old.deleteLater()


class CodedPage(QWidget):
    """The form for one contact beside the list, and what was counted so far this month."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._count = self._this_month()
        self.records = RecordPage(contact_list.SPEC, context)
        self.feedback = QLabel()
        self.feedback.setObjectName("Muted")
        note = labels.muted(_NOTE)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 12)
        foot.setSpacing(12)
        foot.addWidget(note, 1)
        foot.addWidget(self.feedback)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.records, 1)
        page.addLayout(foot)
        context.changes.changed.connect(self._notice)
        self._say("")

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes."""
        self.records.leave(proceed)

    def open_record(self, number: int) -> None:
        """Show a contact, after the new one that the page starts with when it is shown."""
        self.after_shown(lambda: self.records.open_record("contact", number))

    @property
    def drafts(self) -> Drafting:
        """What was begun and not saved."""
        return self.records.drafts

    def begin_month(self, month: Month) -> None:
        """Start a new contact of a month."""
        self.records.add({"month": month})

    def after_shown(self, act: Callable[[], None]) -> None:
        """Do something once the page has begun as it does whenever it is shown."""
        QTimer.singleShot(0, self, act)

    def showEvent(self, event: QShowEvent) -> None:
        """Start with a new contact, so that typing can begin at once."""
        super().showEvent(event)
        if not event.spontaneous() and not self.records.form.dirty:
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self.records.add()
        if self.records.halves.orientation() is Qt.Orientation.Vertical:
            # Where there is little room, the form matters more than the list.
            self.records.halves.setSizes([1, self.height()])

    def _notice(self, kind: str) -> None:
        if kind == "contact":
            before = self._count
            self._count = self._this_month()
            self._say("Saved. " if self._count >= before else "Removed. ")

    def _say(self, first: str) -> None:
        self.feedback.setText(f"{first}{self._count} this month.")

    def _this_month(self) -> int:
        month = Month.of(self._context.workspace.clock.today())
        query = ListQuery("contact", where={"month": month})
        return len(self._context.workspace.records.ids(query))
