"""Stages that several guides share: the passphrase again, a sheet proven, a sheet typed back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from peerdesk.safe import Keys, Opener, Sheet
from peerdesk.ui.context import PageContext
from peerdesk.ui.passphrase import PassphraseLine
from peerdesk.ui.sheet_proof import SheetProof
from peerdesk.ui.stage import Stage, paragraph


class AskPassphrase(Stage):
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

    def work(self) -> Callable[[], Any]:
        """Do it."""
        act, secret = self._act, self.passphrase.text
        return lambda: act(secret)

    def done(self, result: Any) -> None:
        """Pass on what came of it."""
        self._heard(result)
        self.forget()

    def forget(self) -> None:
        """Drop the passphrase."""
        self.passphrase.clear()


class ProveSheet(Stage):
    """Prints a new sheet, has it typed back, and only then lets it open the vault."""

    forward = "Keep this sheet"

    def __init__(
        self, context: PageContext, drawn: Callable[[], Sheet], kept: Callable[[Opener], None]
    ) -> None:
        super().__init__(
            "Print it and type it back",
            "Nothing opens the vault yet. Print first, then type the words from the paper.",
        )
        self._context, self._drawn, self._kept = context, drawn, kept
        self._typed: list[str] = []
        self.proof: SheetProof | None = None

    def entered(self) -> None:
        """Show the sheet that was drawn."""
        if self.proof is not None:
            return
        printing = self._context.printing
        self.proof = SheetProof(
            self._drawn(),
            lambda sheet: printing.paper(sheet.kind, sheet),
            self._context.check_words,
        )
        self.proof.proven.connect(self._prove)
        self.body.addWidget(self.proof, 1)

    @property
    def first_field(self) -> QWidget | None:
        """Start in the sheet."""
        return self.proof

    def problem(self) -> str:
        """Ask for the words."""
        return "" if self._typed else "Print the paper and type its words back first."

    def work(self) -> Callable[[], Opener]:
        """Let the sheet open the vault."""
        keys, sheet, typed = self._context.safe.keys, self._drawn(), list(self._typed)
        return lambda: keys.keep_sheet(sheet, typed)

    def done(self, result: Any) -> None:
        """Say what was kept."""
        self._kept(result)
        self.forget()

    def forget(self) -> None:
        """Drop the words."""
        self._typed = []
        if self.proof is not None:
            self.proof.deleteLater()
            self.proof = None

    def _prove(self, typed: Sequence[str]) -> None:
        self._typed = list(typed)
        self.completed.emit()


class TypeBack(Stage):
    """Checks that a sheet from the drawer still opens the vault."""

    forward = "Check"

    def __init__(
        self, keys: Keys, check_words: Callable[[str], str], heard: Callable[[Opener], None]
    ) -> None:
        super().__init__(
            "Type a sheet back",
            "Take the sheet or the cards from where they are kept. Type the 20 words of the "
            "sheet, or the words of two cards one after the other. The first four letters of a "
            "word are enough.",
        )
        self._keys, self._check, self._heard = keys, check_words, heard
        self.words = words_field("&Words")
        label = QLabel("&Words")
        label.setBuddy(self.words)
        self.notice = paragraph("", "FieldError")
        self.words.textChanged.connect(self._look)
        self.body.addWidget(label)
        self.body.addWidget(self.words)
        self.body.addWidget(self.notice)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with the words."""
        return self.words

    def problem(self) -> str:
        """Ask for the words, and name one that is on no list."""
        text = self.words.toPlainText()
        return self._check(text) if text.strip() else "Type the words first."

    def work(self) -> Callable[[], Opener]:
        """Check them."""
        keys, typed = self._keys, self.words.toPlainText()
        return lambda: keys.prove_sheet([typed])

    def done(self, result: Any) -> None:
        """Say which sheet it was."""
        self._heard(result)
        self.forget()

    def forget(self) -> None:
        """Drop the words."""
        self.words.clear()

    def _look(self) -> None:
        self.notice.setText(self._check(self.words.toPlainText()))


def words_field(label: str) -> QPlainTextEdit:
    """Return a field for many words, out of which Tab leads."""
    field = QPlainTextEdit()
    field.setAccessibleName(label.replace("&", ""))
    field.setTabChangesFocus(True)
    field.setFixedHeight(field.fontMetrics().height() * 6)
    return field
