"""The changes that the Security page offers, each a guide that asks for the passphrase again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from peerdesk.safe import Backup, Keys, Opener
from peerdesk.ui.guides.guide import Closing, Step
from peerdesk.ui.guides.opener_words import SHEETS, long_date, still_open_for, what
from peerdesk.ui.guides.person_steps import ChangeOwn, Secrets, Who
from peerdesk.ui.guides.proof_steps import AskPassphrase, TypeBack, sheet_steps
from peerdesk.ui.page import PageContext

_NEW_KEY = (
    "The data key is the key behind every passphrase and sheet. After the change, all records "
    "are encrypted anew, and only your own passphrase opens them."
)
_STRICT_OFF = (
    "The strict lock is off now, because no other way in is left that could end it. Turn it on "
    "again once there is one."
)


@dataclass
class _Found:
    """What the steps of one guide hand on."""

    lost: tuple[Opener, ...] = ()
    opener: Opener | None = None
    entered: dict[str, str] = field(default_factory=dict)


def change_passphrase(context: PageContext) -> Sequence[Step]:
    """Return the guide to another passphrase of one's own."""
    return (
        ChangeOwn(context.safe.keys),
        Closing(
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


def add_person(context: PageContext) -> Sequence[Step]:
    """Return the guide that lets another person in."""
    found = _Found()
    return (
        Who(found.entered),
        Secrets(context.safe.keys, found.entered),
        Closing(
            "The person was let in",
            lambda: [
                f"{found.entered['name']} can open the vault with their own passphrase.",
                "Every opening is in the record of activity, with the name.",
            ],
        ),
    )


def shut_out(context: PageContext, opener: Opener, backups: Sequence[Backup]) -> Sequence[Step]:
    """Return the guide that shuts a way in out, and names what it leaves open."""
    found = _Found()
    keys = context.safe.keys
    strict = keys.strict()
    left = _left_open(still_open_for(opener, backups))
    after = [each for each in (_to_renew(keys, opener), left) if each]
    words = (
        f"Shut out {opener.name}?",
        ("\n\n".join([f"This way in fails for good: the data key is changed. {_NEW_KEY}", *after])),
    )

    def heard(lost: tuple[Opener, ...]) -> None:
        found.lost = lost

    return (
        AskPassphrase(words, "Shut out", lambda secret: keys.remove(opener.slot, secret), heard),
        Closing(
            f"{opener.name} is shut out",
            lambda: [
                _lost_in_words(found.lost),
                left or "No older backup opens for it.",
                *_loosened(keys, strict),
            ],
        ),
    )


def change_key(context: PageContext) -> Sequence[Step]:
    """Return the guide that changes the data key."""
    found = _Found()
    keys = context.safe.keys
    strict = keys.strict()
    words = (
        "Change the data key?",
        (
            f"{_NEW_KEY} Do this when a passphrase or a sheet may be in wrong hands.\n\n"
            f"{_to_renew(keys, None)} Older backups still open with the secrets of then."
        ),
    )

    def heard(lost: tuple[Opener, ...]) -> None:
        found.lost = lost

    return (
        AskPassphrase(words, "Change the key", keys.rotate, heard),
        Closing(
            "The data key was changed",
            lambda: [_lost_in_words(found.lost), *_loosened(keys, strict)],
        ),
    )


def strict_lock(context: PageContext) -> Sequence[Step]:
    """Return the guide that turns the strict lock on or off."""
    keys = context.safe.keys
    turn_on = not keys.strict()
    title = "Turn the strict lock on?" if turn_on else "Turn the strict lock off?"
    words = (
        "Five wrong tries in a row always mean a wait of 15 minutes. With the strict lock they "
        "shut the coordinator's passphrase, until a second person or a recovery sheet opens the "
        "vault. It holds only while there is such another way in."
    )

    def act(secret: str) -> None:
        keys.set_strict(turn_on, secret)

    return (
        AskPassphrase((title, words), "Turn on" if turn_on else "Turn off", act, lambda _: None),
        Closing(
            f"The strict lock is {'on' if turn_on else 'off'}",
            lambda: ["You can change it any time."],
        ),
    )


def new_sheet(context: PageContext, kind: str) -> Sequence[Step]:
    """Return the guide to a new recovery sheet, or to new cards for three people."""
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

    return (
        AskPassphrase(words, "Go on", keys.reauthenticate, lambda _: None),
        *sheet_steps(context, kind),
        Closing(
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


def type_back(context: PageContext) -> Sequence[Step]:
    """Return the guide of the yearly proof."""
    found = _Found()

    def heard(opener: Opener) -> None:
        found.opener = opener

    def told() -> list[str]:
        assert found.opener is not None  # noqa: S101 - the step before proved it
        name = found.opener.name
        return [f"{name}: every word is right, and it opens the vault.", "Seal it up again."]

    return (
        TypeBack(context.safe.keys, context.words.read, heard),
        Closing("It still works", told),
    )


def _to_renew(keys: Keys, gone: Opener | None) -> str:
    """Say before a change of key which ways in will have to be made anew."""
    mine = keys.me().slot
    others = [each for each in keys.openers() if each.slot != mine and each != gone]
    if not others:
        return ""
    return f"To be made anew afterwards: {_named(others)}."


def _lost_in_words(lost: Sequence[Opener]) -> str:
    if not lost:
        return "Your passphrase opens the vault as before. Make a recovery sheet now."
    return (
        f"Your passphrase opens the vault as before. These no longer do, and have to be made "
        f"anew: {_named(lost)}."
    )


def _loosened(keys: Keys, before: bool) -> list[str]:  # noqa: FBT001 - whether it was strict
    return [_STRICT_OFF] if before and not keys.strict() else []


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
