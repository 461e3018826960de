"""Steps that guides share: the passphrase again, a new sheet or cards, a sheet typed back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from peerdesk.safe import Keys, Opener, Sheet
from peerdesk.ui.forms.passphrase import PassphraseLine
from peerdesk.ui.guides.guide import Step, Work
from peerdesk.ui.guides.recovery_steps import Paperwork, PrintStep, TypeStep, WordsStep
from peerdesk.ui.guides.word_boxes import ReadWords
from peerdesk.ui.page import PageContext

_PRINT = {
    "recovery": "Nothing opens with it yet: first print it, then type its words back from paper.",
    "cards": "Nothing opens with them yet: first print them, then type two back from paper.",
}


class AskPassphrase(Step):
    """Asks for the passphrase of whoever is there, and does one thing with it."""

    def __init__(
        self,
        words: tuple[str, str],
        forward: str,
        act: Callable[[str], Any],
        heard: Callable[[Any], None],
    ) -> None:
        super().__init__(*words)
        self.forward = forward
        self._act, self._heard = act, heard
        self.passphrase = PassphraseLine("Your &passphrase")
        self.passphrase.entered.connect(self.completed)
        self.body.addWidget(self.passphrase)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with the passphrase."""
        return self.passphrase.line

    def problem(self) -> str:
        """Ask for the passphrase."""
        return "" if self.passphrase.text else "Type your passphrase first."

    def work(self) -> Work:
        """Do it."""
        act, secret = self._act, self.passphrase.text
        return lambda: act(secret)

    def took(self, result: Any) -> None:
        """Pass on what came of it."""
        self._heard(result)
        self.forget()

    def forget(self) -> None:
        """Drop the passphrase."""
        self.passphrase.clear()


def sheet_steps(context: PageContext, kind: str, *, stoppable: bool = True) -> tuple[Step, ...]:
    """Return the steps that draw a sheet or cards, print them, and have them typed back."""
    keys, printing = context.safe.keys, context.printing
    typed: list[str] = []

    def keep(sheet: Sheet, last: str) -> Opener:
        return keys.keep_sheet(sheet, [*typed, last])

    paperwork = Paperwork(
        lambda: keys.new_sheet(kind),
        lambda sheet: printing.paper(sheet.kind, sheet),
        keep,
        context.safe.log.note,
    )
    print_step = PrintStep(paperwork, context.dialogs, may_wait=False, words=_PRINT[kind])
    print_step.can_go_back = stoppable
    if kind == "recovery":
        return print_step, TypeStep(paperwork, context.words.read)
    _entitle(print_step, "Print the three cards")
    read = context.words.read
    return print_step, TypeCard(paperwork, read, typed), TypeCard(paperwork, read, typed, last=True)


class TypeCard(TypeStep):
    """The words of one card, typed back; the second of two lets the cards open the vault."""

    def __init__(
        self, work: Paperwork, read: ReadWords, typed: list[str], *, last: bool = False
    ) -> None:
        super().__init__(work, read)
        self._typed, self._last = typed, last
        _entitle(self, f"Type card {self._number} back")

    @property
    def _number(self) -> int:
        return 2 if self._last else 1

    def prepare(self) -> Work | None:
        """Know what is on the card."""
        if not self._last:
            self._typed.clear()
        if self._paperwork.sheet is not None:
            self.boxes.expect(self._paperwork.sheet.cards[self._number - 1])
        return None

    def work(self) -> Work | None:
        """Keep the cards, once both were typed."""
        return super().work() if self._last else None

    def took(self, result: Any) -> None:
        """Remember the first card until the second was typed."""
        if self._last:
            super().took(result)
        else:
            self._typed.append(self.boxes.text)

    def forget(self) -> None:
        """Drop what was typed of both."""
        self._typed.clear()
        super().forget()


class TypeBack(WordsStep):
    """Checks that a sheet from the drawer, or two cards, still open the vault."""

    forward = "Check"

    def __init__(self, keys: Keys, read: ReadWords, heard: Callable[[Opener], None]) -> None:
        super().__init__(read, lambda words: keys.prove_sheet([words]))
        self._heard = heard
        _entitle(self, "Type a sheet back")

    def took(self, result: Any) -> None:
        """Say which sheet it was."""
        self._heard(result)
        self.forget()


def words_field(label: str) -> QPlainTextEdit:
    """Return a field for many words, out of which Tab leads."""
    field = QPlainTextEdit()
    field.setAccessibleName(label.replace("&", ""))
    field.setTabChangesFocus(True)
    field.setFixedHeight(field.fontMetrics().height() * 6)
    return field


def _entitle(step: QWidget, title: str) -> None:
    heading: Sequence[QLabel] = step.findChildren(QLabel, "PageTitle")
    heading[0].setText(title)
