"""Key slots of an open vault: what is known of them, putting one in, and giving all of them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from peerdesk.errors import NotAllowed, UsageError
from peerdesk.models.opener import KnownOpener
from peerdesk.safe import NOTES, Note, Opener
from peerdesk.vault import generations, leftovers
from peerdesk.vault.header import MOST_SLOTS, Slot, wrong_secret
from peerdesk.vault.keys import DataKey, Kdf, fast_kdf, new_kdf, recovery_kdf
from peerdesk.vault.recovery_words import secret_of
from peerdesk.vault.vault import Vault, known_opener

Who = tuple[str, str]
"""Name and role."""
SHEETS = {"recovery": "Recovery sheet", "cards": "Recovery cards"}
"""Kinds of slot that words on paper open, and what they are called."""
_ORDER = ("pass", "second", "recovery", "cards")


def openers(vault: Vault) -> tuple[Opener, ...]:
    """Return every way in, the passphrases first."""
    here = [slot.id for slot in vault.header.slots]
    with vault.sessions.read() as session:
        known = session.scalars(select(KnownOpener).where(KnownOpener.slot.in_(here)))
        facts = [_facts(each) for each in known]
    return tuple(sorted(facts, key=lambda each: (_ORDER.index(each.kind), each.name)))


def sealed(vault: Vault, kind: str, secret: str, data_key: DataKey | None = None) -> Slot:
    """Return a new slot that opens with a secret, for this data key or another."""
    key = data_key or vault.data_key
    return Slot.seal(vault.header.vault_id, kind, secret, _kdf(vault, kind), key)


def require_coordinator(vault: Vault) -> None:
    """Refuse whoever came in with another role; raises NotAllowed."""
    role = next(each.role for each in openers(vault) if each.slot == vault.slot.id)
    if role != "coordinator":
        raise NotAllowed("Only the coordinator can do this.", "Ask the coordinator.")


def reauthenticate(vault: Vault, secret: str) -> None:
    """Check the secret of whoever is there, as it is checked at the door.

    Raises WrongSecret, LockedOut or InputRefused.
    """
    words = vault.slot.kind in SHEETS
    key = secret_of(secret) if words else secret
    vault_id, around = vault.header.vault_id, vault.around
    with around.counted(vault_id):
        if vault.slot.kind == "pass" and around.shut(vault.header):
            raise wrong_secret("shut")
        if vault.slot.open(vault_id, key) is None:
            raise wrong_secret("recovery" if words else "pass")
    vault.forgive()


def put(vault: Vault, old: str, slot: Slot, who: Who, note: Note) -> None:
    """Put a slot in the place of another, or beside the rest where ``old`` is empty."""
    others = [each for each in vault.header.slots if each.id != old]
    if len(others) >= MOST_SLOTS:
        raise UsageError("Too many ways in.", "Shut one out first.")
    with vault.sessions.write() as session:
        # Known before it opens anything: else a kill would leave a slot whose role is guessed.
        known = known_opener(vault.around, slot, *who)
        known.removed_on = today(vault)
        session.add(known)
    with vault.sessions.write() as session:
        known.removed_on = None
        session.add(known)
        _shut(vault, session, [old], note)
        # Before the commit: where the disk is full, nothing has changed.
        vault.write_header(replace(vault.header, slots=(*others, slot)))


def rewrite(vault: Vault, note: Note, **changes: bool) -> None:
    """Change other parts of the header."""
    with vault.sessions.write() as session:
        session.info.setdefault(NOTES, []).append(note)
        session.connection()
        vault.write_header(replace(vault.header, **changes))  # type: ignore[arg-type]


def rekey(vault: Vault, data_key: DataKey, slot: Slot, who: Who, note: Note) -> None:
    """Write the database anew under another data key, which one slot opens and no other.

    The old database is removed. Until the header names the new one, the vault stays as it was.
    """
    before = vault.header
    after = replace(
        generations.succeeded(before, vault.folder, forget=True),
        slots=(slot,),
        # Wrong tries may not shut the only way in: there is no other that could open it again.
        strict=False,
    )
    header, gone = None, [each.id for each in before.slots]
    with vault.sessions.paused():
        try:
            with generations.making(vault.folder) as new:
                new_key = data_key.derived("database")
                generations.copy(vault.database, vault.database_key, new, new_key)
                with (
                    vault.on_new_database(new, data_key, slot),
                    vault.sessions.write() as session,
                ):
                    session.add(known_opener(vault.around, slot, *who))
                    _shut(vault, session, gone, note)
                    session.info[NOTES] += [Note("settings")] * before.strict
                header = generations.flip(vault.folder, before, after, data_key)
        finally:
            if header is None:
                vault.adopt(before, vault.data_key, vault.slot)
            else:
                vault.adopt(header, data_key, slot)
        leftovers.let_go(vault.folder, header)


def proven(vault: Vault, slot: Slot, note: Note) -> Opener:
    """Remember that a sheet or cards were typed back today."""
    with vault.sessions.write() as session:
        known = session.scalars(select(KnownOpener).where(KnownOpener.slot == slot.id)).one()
        known.proven_on = today(vault)
        session.info.setdefault(NOTES, []).append(note)
        return _facts(known)


def today(vault: Vault) -> date:
    """Return the local date."""
    return vault.around.now().astimezone().date()


def _shut(vault: Vault, session: Session, gone: Sequence[str], note: Note) -> None:
    session.execute(
        update(KnownOpener).where(KnownOpener.slot.in_(gone)).values(removed_on=today(vault))
    )
    session.info.setdefault(NOTES, []).append(note)
    session.flush()


def _kdf(vault: Vault, kind: str) -> Kdf:
    if vault.slot.kdf.weak:
        return fast_kdf()  # a vault made by tests stays one
    return recovery_kdf() if kind in SHEETS else new_kdf()


def _facts(known: KnownOpener) -> Opener:
    return Opener(known.slot, known.kind, known.name, known.role, known.since, known.proven_on)
