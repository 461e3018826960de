"""The page that says who and what can open the vault, and where that is changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from peerdesk.safe import Opener
from peerdesk.services.summaries.papers import OpenerList
from peerdesk.ui.guides.dialog import open_guide
from peerdesk.ui.guides.guide import Step
from peerdesk.ui.guides.opener_words import SHEETS, line, long_date, warning, what
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.security import changes
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import narrow
from peerdesk.ui.widgets.dialogs import show
from peerdesk.ui.widgets.flow import FlowLayout
from peerdesk.ui.widgets.page_frame import PageFrame, scrolling
from peerdesk.ui.widgets.sign import Sign

_ABOUT = "Who and what can open your records. Every change asks for your passphrase again."


class SecurityPage(QWidget):
    """People, papers, and the few changes that matter."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.alert = _Alert()
        self.people = _Ways("People", "Each with a passphrase of their own.")
        self.papers = _Ways(
            "Recovery sheet and cards",
            "They open the vault when a passphrase is lost. Type them back once a year.",
        )
        self.key = _Ways(
            "Key and hand-over",
            "Change the data key when a secret may be in wrong hands. Hand over when another "
            "coordinator takes the program on.",
        )
        self.passphrase_button = QPushButton("Change my &passphrase…")
        self.person_button = QPushButton("Let a pe&rson in…")
        self.sheet_button = QPushButton("New s&heet…")
        self.cards_button = QPushButton("New &cards…")
        self.prove_button = QPushButton("&Type a sheet back…")
        self.key_button = QPushButton("Change the data &key…")
        self.hand_over_button = QPushButton("Hand &over to a new coordinator…")
        self.strict_button = QPushButton()
        self.print_button = QPushButton("Pr&int this list…")
        self._connect()
        self._lay_out()
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what may have changed while another page was shown."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Ask the vault again."""
        keys = self._context.safe.keys
        openers, me = keys.openers(), keys.me()
        self.alert.say(warning(openers, self._context.workspace.clock.today()))
        people = [each for each in openers if each.kind not in SHEETS]
        papers = [each for each in openers if each.kind in SHEETS]
        self.people.show_ways(people, me, self._ask_shut_out)
        self.papers.show_ways(papers, me, self._ask_shut_out)
        self.prove_button.setEnabled(bool(papers))
        self.prove_button.setToolTip("" if papers else "There is no sheet to type back yet.")
        self.strict_button.setText(f"Strict &lock: {'on' if keys.strict() else 'off'}…")
        for button in (
            self.person_button,
            self.sheet_button,
            self.cards_button,
            self.key_button,
            self.hand_over_button,
        ):
            narrow(button, me)
        # Where it shut the coordinator out, somebody else has to turn it off.
        narrow(self.strict_button, me, anybody=keys.strict())

    def open_at(self, _kind: str, _number: int, at: str) -> None:
        """Open the guide to a new sheet, or to typing one back, for those who may."""
        {"sheet": self.sheet_button, "proof": self.prove_button}[at].click()

    def _open(self, guide: Callable[[PageContext], Sequence[Step]]) -> None:
        open_guide(guide(self._context), self._context.pool, self, self.reload)

    def _ask_shut_out(self, opener: Opener) -> None:
        backups = self._context.safe.backups.list()
        self._open(lambda context: changes.shut_out(context, opener, backups))

    def _print(self) -> None:
        openers = self._context.safe.keys.openers()
        today = self._context.workspace.clock.today()
        facts = OpenerList(tuple(map(line, openers)), warning(openers, today))
        show(PaperDialog(self._context, "openers", facts, self))

    def _connect(self) -> None:
        for button, guide in (
            (self.passphrase_button, changes.change_passphrase),
            (self.person_button, changes.add_person),
            (self.sheet_button, partial(changes.new_sheet, kind="recovery")),
            (self.cards_button, partial(changes.new_sheet, kind="cards")),
            (self.prove_button, changes.type_back),
            (self.key_button, changes.change_key),
            (self.strict_button, changes.strict_lock),
        ):
            button.clicked.connect(partial(self._open, guide))
        self.hand_over_button.clicked.connect(lambda: self._context.go("handover"))
        self.print_button.clicked.connect(self._print)

    def _lay_out(self) -> None:
        self.people.add_buttons(self.passphrase_button, self.person_button)
        self.papers.add_buttons(self.prove_button, self.sheet_button, self.cards_button)
        self.key.add_buttons(self.key_button, self.strict_button, self.hand_over_button)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.alert, self.people, self.papers, self.key):
            column.addWidget(part)
        column.addStretch(1)
        page = PageFrame("Security", _ABOUT, self.print_button)
        page.addWidget(scrolling(inner), 1)
        self.setLayout(page)


class _Alert(QFrame):
    """The red line: what is wrong, with a sign; hidden where nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Panel")
        self.words = labels.words("", "FieldError")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(10)
        row.addWidget(Sign("triangle-alert", "Warning", 1.3, QPalette.ColorRole.BrightText))
        row.addWidget(self.words, 1)

    def say(self, text: str) -> None:
        """Say what is wrong, or nothing."""
        self.words.setText(text)
        self.setVisible(bool(text))


class _Ways(QFrame):
    """A card with a heading, the ways in of one sort, and buttons."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setObjectName("Card")
        heading = QLabel(title)
        heading.setObjectName("SectionTitle")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._buttons = QWidget()
        self.shut_buttons: list[QPushButton] = []
        inside = QVBoxLayout(self)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(10)
        inside.addWidget(heading)
        inside.addWidget(labels.muted(words))
        inside.addLayout(self._grid)
        inside.addWidget(self._buttons)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Set buttons under the list, in as many lines as they need."""
        flow = FlowLayout(self._buttons, 10)
        for button in buttons:
            flow.addWidget(button)
        flow.addWidget(QLabel())  # takes the rest of the line

    def show_ways(
        self, openers: Sequence[Opener], me: Opener, shut_out: Callable[[Opener], None]
    ) -> None:
        """Show ways in, each with its age and a button to shut it out."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.shut_buttons = []
        for row, opener in enumerate(openers):
            self._grid.addWidget(_way(opener, mine=opener.slot == me.slot), row, 0)
            button = QPushButton("Shut out…")
            button.setAccessibleName(f"Shut out {opener.name}")
            button.clicked.connect(partial(shut_out, opener))
            narrow(button, me)
            if opener.slot == me.slot:
                button.setEnabled(False)
                button.setToolTip("You cannot shut yourself out. Hand over instead.")
            self.shut_buttons.append(button)
            self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignVCenter)


def _way(opener: Opener, *, mine: bool) -> QWidget:
    name = labels.words(opener.name, "RowTitle")
    pair = QWidget()
    column = QVBoxLayout(pair)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addWidget(name)
    column.addWidget(labels.muted(_about(opener, mine=mine)))
    return pair


def _about(opener: Opener, *, mine: bool) -> str:
    if opener.kind in SHEETS:
        proven = opener.proven_on
        typed = f"last typed back on {long_date(proven)}" if proven else "never typed back"
        return f"Drawn on {long_date(opener.since)}, {typed}"
    you = ", this is you" if mine else ""
    return f"{what(opener)} since {long_date(opener.since)}{you}"
