"""The steps that ask for people and their passphrases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QWidget,
)

from peerdesk.safe import Keys, Opener
from peerdesk.ui.forms.passphrase import PassphraseLine
from peerdesk.ui.guides.guide import Step
from peerdesk.ui.guides.opener_words import NOT_CRYPTOGRAPHIC, ROLE_WORDS
from peerdesk.ui.guides.passphrase_steps import NewPassphrase
from peerdesk.ui.widgets.options import Options
from peerdesk.vocabulary import vocabulary


class ChangeOwn(Step):
    """Another passphrase for whoever is there."""

    forward = "Change it"

    def __init__(self, keys: Keys) -> None:
        super().__init__(
            "Change your passphrase", "Older backups still open with the passphrase of their time."
        )
        self._keys = keys
        self.old = PassphraseLine("Your &passphrase now")
        self.new = NewPassphrase()
        self.old.entered.connect(self.new.first.line.setFocus)
        self.new.entered.connect(self.completed)
        self.body.addWidget(self.old)
        self.body.addWidget(self.new)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with what is asked first."""
        return self.old.line

    def problem(self) -> str:
        """Say what is missing."""
        return self.new.problem() if self.old.text else "Type your passphrase first."

    def work(self) -> Callable[[], None]:
        """Return the change."""
        keys, old, new = self._keys, self.old.text, self.new.text
        return lambda: keys.change_passphrase(old, new)

    def forget(self) -> None:
        """Drop what was typed."""
        self.old.clear()
        self.new.clear()


class Who(Step):
    """The name and role of a new person."""

    def __init__(self, entered: dict[str, str]) -> None:
        super().__init__("Let a person in", NOT_CRYPTOGRAPHIC)
        self._entered = entered
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setAccessibleName("Name")
        label = QLabel("&Name")
        label.setBuddy(self.name)
        self.body.addWidget(label)
        self.body.addWidget(self.name)
        self.roles = Options(
            [
                (code, vocabulary("opener_role").label(code), ROLE_WORDS[code].capitalize())
                for code in ("deputy", "clinical_adviser", "coordinator")
            ]
        )
        self.body.addWidget(self.roles)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with what is asked first."""
        return self.name

    def problem(self) -> str:
        """Say what is missing."""
        return "" if self.name.text().strip() else "Type the person's name first."

    def took(self, result: Any) -> None:
        """Hand on what was entered."""
        self._entered["name"] = self.name.text().strip()
        self._entered["role"] = self.roles.code


class Secrets(Step):
    """The new person's passphrase, and that of whoever lets them in."""

    forward = "Let them in"

    def __init__(self, keys: Keys, entered: dict[str, str]) -> None:
        super().__init__(
            "Two passphrases",
            "The person types a new passphrase of their own, twice. Then you type yours.",
        )
        self._keys, self._entered = keys, entered
        self.theirs = NewPassphrase("&Their new passphrase")
        self.yours = PassphraseLine("Your own &passphrase")
        self.theirs.entered.connect(self.yours.line.setFocus)
        self.yours.entered.connect(self.completed)
        self.body.addWidget(self.theirs)
        self.body.addSpacing(8)
        self.body.addWidget(self.yours)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with what is asked first."""
        return self.yours.line if not self.theirs.problem() else self.theirs.first.line

    def problem(self) -> str:
        """Say what is missing."""
        if problem := self.theirs.problem():
            return problem
        return "" if self.yours.text else "Type your own passphrase too."

    def work(self) -> Callable[[], Opener]:
        """Return the change."""
        keys, entered = self._keys, dict(self._entered)
        theirs, yours = self.theirs.text, self.yours.text
        return lambda: keys.add_person(entered["name"], entered["role"], theirs, yours)

    def forget(self) -> None:
        """Drop what was typed."""
        self.theirs.clear()
        self.yours.clear()
