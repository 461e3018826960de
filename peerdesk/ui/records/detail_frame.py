"""What stands around a record's form: its name above; second looks, state and buttons below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from peerdesk.services.kinds.kind import Look
from peerdesk.ui.forms.form import Form
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.badges import Badge
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.page_frame import scrolling
from peerdesk.ui.widgets.theme import mark


class Head(QWidget):
    """What the record is called, its badge, and the button that removes it."""

    def __init__(self) -> None:
        super().__init__()
        self._title = labels.words("", "SectionTitle")
        self.badge = Badge()
        self.remove_button = QPushButton("&Remove")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._title, 1)
        row.addWidget(self.badge)
        row.addWidget(self.remove_button)

    @property
    def title(self) -> str:
        """The record's name as shown."""
        return self._title.text()

    def show_title(self, title: str) -> None:
        """Name the record."""
        self._title.setText(title)


class Foot(QWidget):
    """Whether the form is saved, its history, and the buttons that save it."""

    def __init__(self) -> None:
        super().__init__()
        self._state = QLabel()
        self._state.setObjectName("Muted")
        self.history_button = QPushButton("Histor&y")
        self.save_button = primary("&Save")
        self.next_button = QPushButton("Save and &new")
        self.discard_button = QPushButton("&Discard")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.history_button)
        row.addWidget(self._state)
        row.addStretch(1)
        for button in (self.discard_button, self.next_button, self.save_button):
            row.addWidget(button)

    @property
    def words(self) -> str:
        """What is said about the form."""
        return self._state.text()

    def show_state(self, *, dirty: bool, saved: bool) -> None:
        """Say that there is something to save, or that it was just saved."""
        self._state.setText("● Unsaved" if dirty else "✓ Saved" if saved else "")
        mark(self._state, "warn" if dirty else "good")
        self.discard_button.setEnabled(dirty)


class FormTab(QWidget):
    """A form that scrolls where it does not fit, what deserves a second look, and the foot."""

    def __init__(self, form: Form, second_look: SecondLook, foot: Foot, above: int) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, above, 0, 0)
        inside.setSpacing(10)
        form.setContentsMargins(2, 0, 8, 0)
        inside.addWidget(scrolling(form), 1)
        inside.addWidget(second_look)
        inside.addWidget(foot)


class SecondLook(QLabel):
    """A quiet band of sentences; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("SecondLook")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.show_words(())

    def show_words(self, looks: Sequence[Look]) -> None:
        """Show the sentences, one below the other; in a quiet color where none of them warns."""
        self.setText("\n".join(each.words for each in looks))
        mark(self, not any(each.warns for each in looks), "calm")
        self.setVisible(bool(looks))
