"""Who can open a vault: changing secrets, sheets and people, and giving up a data key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from peerdesk.errors import InputRefused, UsageError
from peerdesk.models.agency import Agency
from peerdesk.safe import Note, Opener, Sheet
from peerdesk.vault import recovery_words as words
from peerdesk.vault import slots
from peerdesk.vault.header import wrong_secret
from peerdesk.vault.keys import DataKey
from peerdesk.vault.slots import SHEETS
from peerdesk.vault.vault import Vault, check_passphrase

_ROLES = ("deputy", "clinical_adviser", "coordinator")


class Keyring:
    """The ways into an open vault; implements ``peerdesk.safe.Keys``."""

    def __init__(self, vault: Vault, before_rekey: Callable[[], object] = lambda: None) -> None:
        self._vault = vault
        self._before_rekey = before_rekey

    def openers(self) -> tuple[Opener, ...]:
        """Return every way in, the passphrases first."""
        return slots.openers(self._vault)

    def me(self) -> Opener:
        """Return the way by which the vault was opened."""
        return next(each for each in self.openers() if each.slot == self._vault.slot.id)

    def reauthenticate(self, passphrase: str) -> None:
        """Check the secret of whoever is there; raises WrongSecret or InputRefused."""
        slots.reauthenticate(self._vault, passphrase)

    def change_passphrase(self, old: str, new: str) -> None:
        """Replace the passphrase of whoever is there; old backups still open with the old one."""
        if self._vault.slot.kind in SHEETS:
            raise UsageError("You came in with recovery words.", "Set a new passphrase first.")
        check_passphrase(new)
        self.reauthenticate(old)
        me = self.me()
        slot = slots.sealed(self._vault, self._vault.slot.kind, new)
        slots.put(self._vault, self._vault.slot.id, slot, (me.name, me.role), Note("passphrase"))
        self._vault.adopt(self._vault.header, self._vault.data_key, slot)

    def new_sheet(self, kind: str) -> Sheet:
        """Draw a sheet (``recovery``) or cards (``cards``). They open nothing until kept."""
        slots.require_coordinator(self._vault)
        with self._vault.sessions.read() as session:
            agency = session.scalars(select(Agency.name)).one_or_none() or ""
        vault_mark = self._vault.header.vault_id[:8]
        return Sheet(kind, agency, vault_mark, slots.today(self._vault), words.draw(kind))

    def keep_sheet(self, sheet: Sheet, typed: Sequence[str]) -> Opener:
        """Let a sheet open the vault once it was typed back; it replaces the one before.

        Raises InputRefused where what was typed is not on the sheet.
        """
        slots.require_coordinator(self._vault)
        cards = [words.read(each) for each in typed]
        if len(set(cards)) < sheet.needed or not set(cards) <= set(sheet.cards):
            raise InputRefused(
                "These are not the words of this sheet.", "Compare each word with the paper."
            )
        slot = slots.sealed(self._vault, sheet.kind, words.combined(cards[: sheet.needed]))
        older = [each.id for each in self._vault.header.slots if each.kind == sheet.kind]
        name = (SHEETS[sheet.kind], "coordinator")
        slots.put(
            self._vault,
            older[0] if older else "",
            slot,
            name,
            Note("sheet_kept", outcome=sheet.kind),
        )
        return slots.proven(self._vault, slot, Note("sheet_proven", outcome=sheet.kind))

    def prove_sheet(self, typed: Sequence[str]) -> Opener:
        """Check that the sheet or cards in a drawer still open the vault; raises WrongSecret."""
        secret = words.secret_of(" ".join(typed))
        for slot in self._vault.header.slots:
            if slot.kind in SHEETS and slot.open(self._vault.header.vault_id, secret):
                return slots.proven(self._vault, slot, Note("sheet_proven", outcome=slot.kind))
        raise wrong_secret("recovery")

    def add_person(self, name: str, role: str, secret: str, passphrase: str) -> Opener:
        """Let a second person in, with a passphrase and a role of their own."""
        slots.require_coordinator(self._vault)
        if role not in _ROLES or not 1 <= len(name.strip()) <= 80:
            raise UsageError("A person needs a name and a role.")
        check_passphrase(secret)
        self.reauthenticate(passphrase)
        if any(
            each.kind in ("pass", "second") and each.open(self._vault.header.vault_id, secret)
            for each in self._vault.header.slots
        ):
            raise UsageError("This passphrase is taken.", "Let the person choose another.")
        slot = slots.sealed(self._vault, "second", secret)
        slots.put(self._vault, "", slot, (name.strip(), role), Note("person_added", outcome=role))
        return next(each for each in self.openers() if each.slot == slot.id)

    def remove(self, slot: str, passphrase: str) -> tuple[Opener, ...]:
        """Shut out one way in and change the data key; returns what ``rotate`` returns."""
        known = next((each for each in self.openers() if each.slot == slot), None)
        if known is None or slot == self._vault.slot.id:
            raise UsageError("You cannot shut yourself out.", "Choose another way in.")
        note = Note("opener_removed", outcome=known.kind)
        heir = _confirmed(self._vault, self.me(), passphrase)
        return _rekey(self._vault, self._before_rekey, heir, note, slot)

    def rotate(self, passphrase: str) -> tuple[Opener, ...]:
        """Change the data key, and return the ways in that have to be made anew.

        Only the secret that is typed can be kept: the others are known to nobody here.
        """
        return _rekey(
            self._vault,
            self._before_rekey,
            _confirmed(self._vault, self.me(), passphrase),
            Note("rotate"),
        )

    def hand_over(self, passphrase: str, name: str, new: str) -> tuple[Opener, ...]:
        """Give the vault to a new coordinator: only the new passphrase opens it afterwards."""
        check_passphrase(new)
        _confirmed(self._vault, self.me(), passphrase)
        return _rekey(self._vault, self._before_rekey, _Heir(name, new), Note("handover"))

    def recover(self, new: str) -> tuple[Opener, ...]:
        """Set a new passphrase after coming in with recovery words, which are given up."""
        if self._vault.slot.kind not in SHEETS:
            raise UsageError("This needs recovery words.", "Open the vault with them first.")
        check_passphrase(new)
        people = [each.name for each in self.openers() if each.kind == "pass"]
        note = Note("recovered", outcome=self._vault.slot.kind)
        return _rekey(
            self._vault,
            self._before_rekey,
            _Heir(people[0] if people else "Coordinator", new),
            note,
        )

    def strict(self) -> bool:
        """Say whether many wrong tries shut the coordinator's passphrase until another way in."""
        return self._vault.header.shuts

    def set_strict(self, strict: bool, passphrase: str) -> None:  # noqa: FBT001 - a setting
        """Choose what too many wrong passphrases do; raises WrongSecret or UsageError.

        Whoever is in may turn it off: where it shut the coordinator, only others can.
        """
        if strict:
            slots.require_coordinator(self._vault)
        self.reauthenticate(passphrase)
        if strict and len(self.openers()) < 2:
            raise UsageError(
                "There is no other way in yet.", "Make a recovery sheet or let a person in first."
            )
        slots.rewrite(self._vault, Note("settings"), strict=strict)


@dataclass(frozen=True)
class _Heir:
    """Who has the vault after its data key has changed."""

    name: str
    secret: str


def _rekey(
    vault: Vault, before: Callable[[], object], heir: _Heir, note: Note, gone: str = ""
) -> tuple[Opener, ...]:
    """Write the database anew under a new data key that only one secret opens.

    Returns the ways in that are lost, but for the one that is meant to be ``gone``.
    """
    lost = [each for each in slots.openers(vault) if each.slot not in (gone, vault.slot.id)]
    before()
    data_key = DataKey.random()
    slot = slots.sealed(vault, "pass", heir.secret, data_key)
    slots.rekey(vault, data_key, slot, (heir.name, "coordinator"), note)
    return tuple(lost)


def _confirmed(vault: Vault, me: Opener, passphrase: str) -> _Heir:
    """Return whoever is there as who keeps the vault, if that is the coordinator indeed."""
    slots.require_coordinator(vault)
    slots.reauthenticate(vault, passphrase)
    if me.kind in SHEETS:
        raise UsageError("You came in with recovery words.", "Set a new passphrase first.")
    return _Heir(me.name, passphrase)
