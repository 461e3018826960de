"""The page for training: courses and classes, who meets what, what runs out, and the rules."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QWidget

from peerdesk.ui.kinds import certification, course, requirement
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.training.standing import LapsesPart, MatrixPart
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.widgets.page_frame import PageFrame

TRAINING_KINDS = ("course", "training_session", "certification", "requirement")
"""What the page shows."""
STANDING = "standing"
"""The place where it is seen who meets what."""


class TrainingPage(QWidget):
    """Five parts, each on its own tab."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.courses = RecordPage(course.SPEC, context)
        self.matrix = MatrixPart(context)
        self.lapses = LapsesPart(context)
        self.certifications = RecordPage(certification.SPEC, context)
        self.rules = RecordPage(requirement.SPEC, context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for title, part in (
            ("Courses", self.courses),
            ("Who meets what", self.matrix),
            ("Running out", self.lapses),
            ("Certifications", self.certifications),
            ("Rules", self.rules),
        ):
            self.tabs.addTab(part, title)
        page = PageFrame("Training")
        page.addWidget(self.tabs, 1)
        self.setLayout(page)

    def open_record(self, kind: str, number: int) -> None:
        """Show a record on its tab, once what is unsaved is settled."""
        part = self._part(kind)
        self.tabs.setCurrentWidget(part)
        if kind in TRAINING_KINDS:
            part.open_record(kind, number)

    def open_at(self, kind: str, number: int, at: str) -> None:
        """Show who lacks what, or a place on the tab of a kind of record."""
        if at == STANDING:
            self.tabs.setCurrentWidget(self.matrix)
            self.matrix.gaps_only.setChecked(True)
            return
        part = self._part(kind)
        self.tabs.setCurrentWidget(part)
        part.open_at(kind, number, at)

    def _part(self, kind: str) -> RecordPage:
        tabs = {"certification": self.certifications, "requirement": self.rules}
        return tabs.get(kind, self.courses)

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes, on the tabs that can hold some."""
        self.courses.leave(
            lambda: self.certifications.leave(lambda: self.rules.leave(proceed)),
        )
