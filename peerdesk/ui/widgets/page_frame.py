"""The head that all pages have: a title, what the page is for, and its actions at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from peerdesk.ui.widgets import labels


class PageFrame(QVBoxLayout):
    """Begins with the head; what the page shows is added below it.

    A part on a tab has no title: what it is for stands beside the actions.
    """

    def __init__(self, title: str, purpose: str = "", *actions: QWidget) -> None:
        super().__init__()
        self.lead = labels.title(title) if title else labels.muted(purpose)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.lead, 1)
        for action in actions:
            head.addWidget(action)
        self.setSpacing(12)
        self.addLayout(head)
        if title:
            self.setContentsMargins(24, 20, 24, 20)
        else:
            self.setContentsMargins(0, 12, 0, 0)
        if title and purpose:
            self.addWidget(labels.muted(purpose))
