"""The changes that the Security page offers, each a guide that asks for the passphrase again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from peerdesk.safe import Backup, Keys, Opener, Sheet
from peerdesk.ui.context import PageContext
from peerdesk.ui.guide import Stage, Told, paragraph
from peerdesk.ui.new_passphrase import NewPassphrase
from peerdesk.ui.opener_words import (
    NOT_CRYPTOGRAPHIC,
    ROLE_WORDS,
    SHEETS,
    long_date,
    still_open_for,
    what,
)
from peerdesk.ui.passphrase import PassphraseLine
from peerdesk.ui.stages import AskPassphrase, ProveSheet, TypeBack
from peerdesk.vocabulary import vocabulary

_NEW_KEY = (
    "The data key is the key behind every passphrase and sheet. After the change, all records "
    "are encrypted anew, and only your own passphrase opens them."
)


@dataclass
class _Found:
    """What the stages of one guide hand on."""

    lost: tuple[Opener, ...] = ()
    sheet: Sheet | None = None
    opener: Opener | None = None
    entered: dict[str, str] = field(default_factory=dict)


def change_passphrase(context: PageContext) -> Sequence[Stage]:
    """Return the guide to another passphrase of one's own."""
    return (
        _ChangeOwn(context.safe.keys),
        Told(
            "Your passphrase was changed",
            lambda: [
                "From now on only the new one opens the vault.",
                (
                    "Backups made before today still open with the old one. If somebody knows the "
                    "old one, change the data key too, and delete those backups."
                ),
            ],
        ),
    )


def add_person(context: PageContext) -> Sequence[Stage]:
    """Return the guide that lets another person in."""
    found = _Found()
    return (
        _Who(found),
        _Secrets(context.safe.keys, found),
        Told(
            "The person was let in",
            lambda: [
                f"{found.entered['name']} can open the vault with their own passphrase.",
                "Every opening is in the record of activity, with the name.",
            ],
        ),
    )


def shut_out(context: PageContext, opener: Opener, backups: Sequence[Backup]) -> Sequence[Stage]:
    """Return the guide that shuts a way in out, and names what it leaves open."""
    found = _Found()
    keys = context.safe.keys
    left = _left_open(still_open_for(opener, backups))
    words = (
        f"Shut out {opener.name}?",
        (
            f"The data key is changed, so that this way in fails for good. {_NEW_KEY}\n\n"
            f"{_to_renew(keys, opener)}{left}"
        ),
    )

    def heard(lost: tuple[Opener, ...]) -> None:
        found.lost = lost

    return (
        AskPassphrase(words, "Shut out", lambda secret: keys.remove(opener.slot, secret), heard),
        Told(
            f"{opener.name} is shut out",
            lambda: [_lost_in_words(found.lost), left.strip() or "No backup opens for it."],
        ),
    )


def change_key(context: PageContext) -> Sequence[Stage]:
    """Return the guide that changes the data key."""
    found = _Found()
    keys = context.safe.keys
    words = (
        "Change the data key?",
        (
            f"{_NEW_KEY} Do this when a passphrase or a sheet may be in wrong hands.\n\n"
            f"{_to_renew(keys, None)}Backups made before today still open with the secrets of then."
        ),
    )

    def heard(lost: tuple[Opener, ...]) -> None:
        found.lost = lost

    return (
        AskPassphrase(words, "Change the key", keys.rotate, heard),
        Told("The data key was changed", lambda: [_lost_in_words(found.lost)]),
    )


def new_sheet(context: PageContext, kind: str) -> Sequence[Stage]:
    """Return the guide to a new recovery sheet, or to new cards for three people."""
    found = _Found()
    keys = context.safe.keys
    words = {
        "recovery": (
            "A new recovery sheet",
            (
                "One sheet with 20 words opens the vault when the passphrase is lost. It takes the "
                "place of the sheet before. Have a printer ready."
            ),
        ),
        "cards": (
            "New recovery cards",
            (
                "Three cards for three people: any two of them open the vault, one alone opens "
                "nothing. They take the place of the cards before. Who holds which is written on "
                "paper and stored nowhere. Have a printer ready."
            ),
        ),
    }[kind]

    def draw(secret: str) -> Sheet:
        keys.reauthenticate(secret)
        return keys.new_sheet(kind)

    def heard(sheet: Sheet) -> None:
        found.sheet = sheet

    def drawn() -> Sheet:
        assert found.sheet is not None  # noqa: S101 - the stage before drew it
        return found.sheet

    def kept(opener: Opener) -> None:
        found.opener, found.sheet = opener, None

    return (
        AskPassphrase(words, "Go on", draw, heard),
        ProveSheet(context, drawn, kept),
        Told(
            "It opens the vault from now on",
            lambda: [
                (
                    "Seal it in an envelope, date it, and put it in a safe or a locked drawer away "
                    "from this computer."
                ),
                "Destroy the one before it. Backups made before today still open with it.",
            ],
        ),
    )


def type_back(context: PageContext) -> Sequence[Stage]:
    """Return the guide of the yearly proof."""
    found = _Found()

    def heard(opener: Opener) -> None:
        found.opener = opener

    def told() -> list[str]:
        assert found.opener is not None  # noqa: S101 - the stage before proved it
        name = found.opener.name
        return [f"{name}: every word is right, and it opens the vault.", "Seal it up again."]

    return (
        TypeBack(context.safe.keys, context.check_words, heard),
        Told("It still works", told),
    )


class _ChangeOwn(Stage):
    forward = "Change it"

    def __init__(self, keys: Keys) -> None:
        super().__init__("Change your passphrase")
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
        return self.old.line

    def problem(self) -> str:
        return self.new.problem() if self.old.text else "Type your passphrase first."

    def work(self) -> Callable[[], None]:
        keys, old, new = self._keys, self.old.text, self.new.text
        return lambda: keys.change_passphrase(old, new)

    def forget(self) -> None:
        self.old.clear()
        self.new.clear()


class _Who(Stage):
    def __init__(self, found: _Found) -> None:
        super().__init__("Let a person in", NOT_CRYPTOGRAPHIC)
        self._found = found
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setAccessibleName("Name")
        label = QLabel("&Name")
        label.setBuddy(self.name)
        self.body.addWidget(label)
        self.body.addWidget(self.name)
        self.roles: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        for code in ("deputy", "clinical_adviser", "coordinator"):
            self.body.addWidget(self._choice(code))
            group.addButton(self.roles[code])
        self.roles["deputy"].setChecked(True)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        return self.name

    def problem(self) -> str:
        return "" if self.name.text().strip() else "Type the person's name first."

    def done(self, result: Any) -> None:
        self._found.entered = {
            "name": self.name.text().strip(),
            "role": next(code for code, button in self.roles.items() if button.isChecked()),
        }

    def _choice(self, code: str) -> QWidget:
        button = QRadioButton(vocabulary("opener_role").label(code))
        button.setAccessibleDescription(ROLE_WORDS[code])
        self.roles[code] = button
        frame = QFrame()
        frame.setObjectName("Panel")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(14, 8, 14, 8)
        inside.setSpacing(2)
        inside.addWidget(button)
        inside.addWidget(paragraph(ROLE_WORDS[code].capitalize(), "Muted"))
        return frame


class _Secrets(Stage):
    forward = "Let them in"

    def __init__(self, keys: Keys, found: _Found) -> None:
        super().__init__(
            "Two passphrases",
            "The person types a new passphrase of their own, twice. Then you type yours.",
        )
        self._keys, self._found = keys, found
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
        return self.yours.line if not self.theirs.problem() else self.theirs.first.line

    def problem(self) -> str:
        if problem := self.theirs.problem():
            return problem
        return "" if self.yours.text else "Type your own passphrase too."

    def work(self) -> Callable[[], Opener]:
        keys, entered = self._keys, self._found.entered
        theirs, yours = self.theirs.text, self.yours.text
        return lambda: keys.add_person(entered["name"], entered["role"], theirs, yours)

    def forget(self) -> None:
        self.theirs.clear()
        self.yours.clear()


def _to_renew(keys: Keys, gone: Opener | None) -> str:
    """Say before a change of key which ways in will have to be made anew."""
    mine = keys.me().slot
    others = [each for each in keys.openers() if each.slot != mine and each != gone]
    if not others:
        return ""
    return f"To be made anew afterwards: {_named(others)}.\n\n"


def _lost_in_words(lost: Sequence[Opener]) -> str:
    if not lost:
        return "Your passphrase opens the vault as before. Make a recovery sheet now."
    return (
        f"Your passphrase opens the vault as before. These no longer do, and have to be made "
        f"anew: {_named(lost)}."
    )


def _named(openers: Sequence[Opener]) -> str:
    return ", ".join(
        each.name if each.kind in SHEETS else f"{each.name} ({what(each).lower()})"
        for each in openers
    )


def _left_open(backups: Sequence[Backup]) -> str:
    if not backups:
        return ""
    days = sorted({each.made_at.astimezone().date() for each in backups})
    count = (
        "1 older backup still opens"
        if len(backups) == 1
        else (f"{len(backups)} older backups still open")
    )
    span = (
        long_date(days[0]) if len(days) == 1 else f"{long_date(days[0])} to {long_date(days[-1])}"
    )
    return f"{count} for this way in ({span}). Delete them on the Backup page if they must not."
