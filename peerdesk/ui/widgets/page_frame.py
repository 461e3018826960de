"""What pages are laid out with: the head that all have, parts that scroll, panels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from peerdesk.ui.widgets import labels


class PageFrame(QVBoxLayout):
    """A title, what the page is for, its actions at the right; the rest is added below.

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


def scrolling(part: QWidget) -> QScrollArea:
    """Let a part of a page roll up and down where it does not fit; Tab passes it by."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(part)
    return area


def panel(part: QWidget) -> QFrame:
    """Put a list or a table on a ground with round corners."""
    frame = QFrame()
    frame.setObjectName("Panel")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(part)
    return frame
