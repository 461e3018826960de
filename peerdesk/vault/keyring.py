"""Who can open a vault: changing secrets, sheets and people, and giving up a data key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select

from peerdesk.errors import InputRefused, NotAllowed, UsageError
from peerdesk.models.agency import Agency
from peerdesk.safe import Note, Opener, Sheet
from peerdesk.vault import slots, words
from peerdesk.vault.header import wrong_secret
from peerdesk.vault.keys import DataKey
from peerdesk.vault.vault import Vault, check_passphrase

_SHEETS = {"recovery": "Recovery sheet", "cards": "Recovery cards"}
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
        slot = self._vault.slot
        secret = words.secret_of(passphrase) if slot.kind in _SHEETS else passphrase
        if slot.open(self._vault.header.vault_id, secret) is None:
            raise wrong_secret("recovery" if slot.kind in _SHEETS else "pass")

    def change_passphrase(self, old: str, new: str) -> None:
        """Replace the passphrase of whoever is there; old backups still open with the old one."""
        if self._vault.slot.kind in _SHEETS:
            raise UsageError("You came in with recovery words.", "Set a new passphrase first.")
        check_passphrase(new)
        self.reauthenticate(old)
        me = self.me()
        slot = slots.sealed(self._vault, self._vault.slot.kind, new)
        slots.put(self._vault, self._vault.slot.id, slot, (me.name, me.role), Note("passphrase"))
        self._vault.adopt(self._vault.header, self._vault.data_key, slot)

    def new_sheet(self, kind: str) -> Sheet:
        """Draw a sheet (``recovery``) or cards (``cards``). They open nothing until kept."""
        self._require_coordinator()
        with self._vault.sessions.read() as session:
            agency = session.scalars(select(Agency.name)).one_or_none() or ""
        vault_mark = self._vault.header.vault_id[:8]
        return Sheet(kind, agency, vault_mark, slots.today(self._vault), words.draw(kind))

    def keep_sheet(self, sheet: Sheet, typed: Sequence[str]) -> Opener:
        """Let a sheet open the vault once it was typed back; it replaces the one before.

        Raises InputRefused where what was typed is not on the sheet.
        """
        self._require_coordinator()
        cards = [words.read(each) for each in typed]
        if len(set(cards)) < sheet.needed or not set(cards) <= set(sheet.cards):
            raise InputRefused(
                "These are not the words of this sheet.", "Compare each word with the paper."
            )
        slot = slots.sealed(self._vault, sheet.kind, words.combined(cards[: sheet.needed]))
        older = [each.id for each in self._vault.header.slots if each.kind == sheet.kind]
        name = (_SHEETS[sheet.kind], "coordinator")
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
            if slot.kind in _SHEETS and slot.open(self._vault.header.vault_id, secret):
                return slots.proven(self._vault, slot, Note("sheet_proven", outcome=slot.kind))
        raise wrong_secret("recovery")

    def add_person(self, name: str, role: str, secret: str, passphrase: str) -> Opener:
        """Let a second person in, with a passphrase and a role of their own."""
        self._require_coordinator()
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
        return self._rekey(passphrase, Note("opener_removed", outcome=known.kind), gone=slot)

    def rotate(self, passphrase: str) -> tuple[Opener, ...]:
        """Change the data key, and return the ways in that have to be made anew.

        Only the secret that is typed can be kept: the others are known to nobody here.
        """
        return self._rekey(passphrase, Note("rotate"))

    def hand_over(self, passphrase: str, name: str, new: str) -> tuple[Opener, ...]:
        """Give the vault to a new coordinator: only the new passphrase opens it afterwards."""
        check_passphrase(new)
        return self._rekey(passphrase, Note("handover"), heir=(name, new))

    def recover(self, new: str) -> tuple[Opener, ...]:
        """Set a new passphrase after coming in with recovery words, which are given up."""
        if self._vault.slot.kind not in _SHEETS:
            raise UsageError("This needs recovery words.", "Open the vault with them first.")
        check_passphrase(new)
        people = [each for each in self.openers() if each.kind == "pass"]
        heir = (people[0].name if people else "Coordinator", new)
        return self._rekey(None, Note("recovered", outcome=self._vault.slot.kind), heir=heir)

    def _rekey(
        self,
        passphrase: str | None,
        note: Note,
        *,
        gone: str = "",
        heir: tuple[str, str] | None = None,
    ) -> tuple[Opener, ...]:
        """Write the database anew under a new data key that only one secret opens."""
        self._require_coordinator()
        if passphrase is not None:
            self.reauthenticate(passphrase)
        me = self.me()
        if heir is None and me.kind in _SHEETS:
            raise UsageError("You came in with recovery words.", "Set a new passphrase first.")
        lost = [each for each in self.openers() if each.slot not in (gone, me.slot)]
        name, secret = heir or (me.name, passphrase or "")
        self._before_rekey()
        data_key = DataKey.random()
        slot = slots.sealed(self._vault, "pass", secret, data_key)
        slots.rekey(self._vault, data_key, slot, (name, "coordinator"), note)
        return tuple(lost)

    def _require_coordinator(self) -> None:
        if self.me().role != "coordinator":
            raise NotAllowed("Only the coordinator can change who opens the vault.")
