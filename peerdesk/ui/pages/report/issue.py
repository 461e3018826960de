"""Issuing a report: for whom, why, what the coordinator adds in words, and a last look at those."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from peerdesk.disclosure.identity_guard import Finding, Guard
from peerdesk.services.issuing.ledger import Delivery
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.vocabulary import Term, vocabulary

_ABOUT = (
    "From now on its numbers count as known: later reports are protected beside them, even if this "
    "one is called back. It can be printed again at any time, byte for byte."
)
_BASIS = "Statute, policy or request, if there is one. It is printed in the register."
_NARRATIVE = "About the program, never about a person. It is printed on page one."
_OUTSIDE = (
    "This reader is outside the agency. The report is guarded more strictly, so it can have a dot "
    "or two that the preview has not."
)
_MOST_LISTED = 4


class GuardedBox(QWidget):
    """A text that is read by the identity guard while it is typed: underlined, and listed below."""

    def __init__(self, guard: Guard, hint: str, *, lines: int, longest: int) -> None:
        super().__init__()
        self._guard = guard
        self._longest = longest
        self.findings: tuple[Finding, ...] = ()
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(hint)
        self.text.setTabChangesFocus(True)
        frame = 2 * round(self.text.document().documentMargin() + self.text.frameWidth())
        self.text.setMinimumHeight(lines * self.text.fontMetrics().lineSpacing() + frame)
        self.found = labels.words()
        self.found.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.found.setObjectName("FieldError")
        self.found.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addWidget(self.found)
        self.setFocusProxy(self.text)
        self.text.textChanged.connect(self._read)

    @property
    def value(self) -> str:
        """What was written."""
        return self.text.toPlainText().strip()

    @property
    def too_long(self) -> bool:
        """Whether more was written than there is room for."""
        return len(self.text.toPlainText()) > self._longest

    def _read(self) -> None:
        written = self.text.toPlainText()
        self.findings = self._guard.read(written)
        self.text.setExtraSelections([self._underlined(each) for each in self.findings])
        lines = [f"“{written[each.start : each.end]}”: {each.reason}" for each in self.findings]
        more = len(lines) - _MOST_LISTED
        lines = [*lines[:_MOST_LISTED], *([f"And {more} more."] if more > 0 else [])]
        if self.too_long:
            lines.insert(0, f"Please shorten this to {self._longest} characters.")
        self.found.setText("\n".join(lines))
        self.found.setVisible(bool(lines))

    def _underlined(self, finding: Finding) -> QTextEdit.ExtraSelection:
        mark = QTextCharFormat()
        mark.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        mark.setUnderlineColor(QColor(200, 60, 40))
        place = QTextCursor(self.text.document())
        place.setPosition(finding.start)
        place.setPosition(finding.end, QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = place, mark
        return selection


class IssueDialog(QDialog):
    """Asks what the ledger wants to know; ``issue`` is called with it once, at the end.

    ``readers`` are those who do not have the report yet.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        guard: Guard,
        readers: Sequence[Term],
        issue: Callable[[Delivery, str], None],
    ) -> None:
        super().__init__(parent)
        self._issue = issue
        self.setWindowTitle("Issue a report")
        self.audience = _terms(readers)
        self.outside = labels.muted(_OUTSIDE)
        self.purpose = _terms(vocabulary("report_purpose").terms)
        self.basis = GuardedBox(guard, _BASIS, lines=2, longest=120)
        self.basis.text.setFixedHeight(self.basis.text.minimumHeight())
        self.basis.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.narrative = GuardedBox(guard, _NARRATIVE, lines=4, longest=900)
        self._written = (self.basis, self.narrative)
        self.sure = QCheckBox("I have &looked at the marked passages: they point at nobody")
        self.button = primary("&Issue")
        self._lay_out(title)
        for box in self._written:
            box.text.textChanged.connect(self._check)
        self.sure.toggled.connect(self._check)
        self.audience.currentIndexChanged.connect(self._check)
        self._check()

    def accept(self) -> None:
        """Close, and hand on what was entered."""
        basis = " ".join(self.basis.value.split())
        chosen = Delivery(str(self.audience.currentData()), str(self.purpose.currentData()), basis)
        super().accept()
        self._issue(chosen, self.narrative.value)

    def _check(self) -> None:
        self.outside.setVisible(Delivery(str(self.audience.currentData())).outside)
        found = any(box.findings for box in self._written)
        self.sure.setVisible(found)
        short = not any(box.too_long for box in self._written)
        self.button.setEnabled(short and (not found or self.sure.isChecked()))
        # Findings wrap, and a window does not grow by itself for what wraps.
        needed = column.totalMinimumHeightForWidth(self.width()) if (column := self.layout()) else 0
        self.resize(self.width(), max(self.height(), needed))

    def _lay_out(self, title: str) -> None:
        heading = labels.words(title, "SectionTitle")
        about = labels.muted(_ABOUT)
        # A form layout would measure findings that wrap a line short; a grid does not.
        form = QGridLayout()
        fields = (
            ("&For whom", self.audience),
            ("&Purpose", self.purpose),
            ("Legal &basis", self.basis),
            ("Program &narrative", self.narrative),
        )
        for row, (words, field) in enumerate(fields):
            typed = field.text if isinstance(field, GuardedBox) else field
            typed.setAccessibleName(words.replace("&", ""))
            label = QLabel(words)
            label.setBuddy(typed)
            label.setMinimumHeight(self.audience.sizeHint().height())
            form.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            form.addWidget(field, row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(self.outside)
        column.addWidget(self.sure)
        column.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 76)


def _terms(terms: Sequence[Term]) -> QComboBox:
    box = QComboBox()
    for term in terms:
        box.addItem(term.label, term.code)
    return box
