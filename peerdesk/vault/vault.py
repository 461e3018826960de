"""A vault: created once, opened with a secret, closed when the coordinator leaves."""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from sqlalchemy import insert, select

from peerdesk.errors import UsageError
from peerdesk.models.opener import KnownOpener
from peerdesk.safe import NOTES, Note
from peerdesk.vault import audit, migrate, seal
from peerdesk.vault import folder as folders
from peerdesk.vault.attempts import Attempts, Now, now_utc
from peerdesk.vault.audit import Chronicle
from peerdesk.vault.database import APPLICATION_ID, Sessions, engine_for
from peerdesk.vault.header import FILE_NAME, Header, Slot
from peerdesk.vault.keys import DataKey, Kdf, new_kdf
from peerdesk.vault.meta import meta

SHORTEST_PASSPHRASE = 12


@dataclass(frozen=True)
class Around:
    """What a vault uses of the world around it."""

    attempts: Attempts | None = None
    """Where wrong tries are remembered; None remembers nothing."""
    now: Now = now_utc

    def counted(self, vault_id: str) -> AbstractContextManager[None]:
        """Try a secret, and remember a wrong one; raises LockedOut where it is too early."""
        return self.attempts.counted(vault_id) if self.attempts else nullcontext()

    def shut(self, header: Header) -> bool:
        """Say whether too many wrong passphrases shut the coordinator's, as a strict vault does."""
        return bool(header.shuts and self.attempts and self.attempts.is_shut(header.vault_id))


class Vault:
    """An open vault. Hold it only while the coordinator is there; ``close`` forgets the key."""

    def __init__(
        self, folder: Path, opened: tuple[Header, DataKey, Slot], lock: FileLock, around: Around
    ) -> None:
        self.folder = folder
        self.header, self.data_key, self.slot = opened
        self.around = around
        self.warnings: list[str] = []
        self._lock = lock
        self._chronicle = Chronicle(self.slot.id, around.now)
        self.sessions = Sessions(self.database, self.database_key, self._chronicle)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / self.header.database

    @property
    def database_key(self) -> bytes:
        """The key of the database file."""
        return self.data_key.derived("database")

    def adopt(self, header: Header, data_key: DataKey, slot: Slot) -> None:
        """Go on with another header, data key, or slot of whoever is there."""
        self.header, self.data_key, self.slot = header, data_key, slot
        self._chronicle.slot = slot.id
        self.sessions.point_to(self.database, self.database_key)

    def note(self, *notes: Note) -> None:
        """Enter something that changed no record."""
        with self.sessions.write() as session:
            session.info.setdefault(NOTES, []).extend(notes)
            session.connection()

    def forgive(self) -> None:
        """Enter the wrong tries of somebody who was right in the end, and forget them."""
        attempts, vault_id = self.around.attempts, self.header.vault_id
        if attempts and (failed := attempts.failed(vault_id)):
            self.note(*[Note("unlock_failed", outcome="refused")] * len(failed))
            attempts.note_opened(vault_id)

    def close(self) -> None:
        """Note the leaving, seal the database, forget the key and let another PeerDesk in.

        Raises CannotWrite where the disk takes no seal; the vault is closed all the same, and
        opens again as after a crash. Closing twice does nothing.
        """
        if not self.sessions.usable:
            return
        try:
            with self.sessions.paused():
                self._seal()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Forget the key without a seal, as a crash would."""
        self.sessions.close()
        self._lock.release()

    def _seal(self) -> None:
        self.note(Note("lock"))
        with self.sessions.read() as session:
            anchor = audit.head(session.connection())
        header = replace(self.header, sequence=self.header.sequence + 1, anchor=anchor)
        header = header.signed(self.data_key)
        try:
            header.write(self.folder)
            seal.mark_clean(self.database, self.data_key)
        except OSError:
            raise folders.cannot_write() from None
        if self.around.attempts:
            self.around.attempts.note_closed(header.vault_id, header.sequence, anchor[0])


def exists(folder: Path) -> bool:
    """Say whether a folder holds a vault, damaged or not."""
    return (folder / FILE_NAME).exists()


def check_passphrase(passphrase: str) -> None:
    """Refuse a new passphrase that is too short; raises UsageError."""
    if len(unicodedata.normalize("NFKC", passphrase)) < SHORTEST_PASSPHRASE:
        raise UsageError(
            f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters.",
            "Four or five words you can remember are better than one hard word.",
        )


def create(
    folder: Path, passphrase: str, *, kdf: Kdf | None = None, around: Around | None = None
) -> Vault:
    """Make a new vault in a folder that has none.

    Raises UsageError where there is a vault already or the passphrase is too short, and
    CannotWrite where the folder cannot be written; then nothing is left behind.
    """
    check_passphrase(passphrase)
    folders.make(folder)
    lock = folders.locked(folder)
    try:
        _refuse_second(folder)
        opened = _made(folder, passphrase, kdf or new_kdf())
        vault = Vault(folder, opened, lock, around or Around())
        _introduce(vault)
    except BaseException:
        lock.release()
        raise
    return vault


def _refuse_second(folder: Path) -> None:
    if exists(folder):
        raise UsageError("There is a vault in this folder already.", "Open it instead.")


def _made(folder: Path, passphrase: str, kdf: Kdf) -> tuple[Header, DataKey, Slot]:
    data_key, vault_id = DataKey.random(), uuid.uuid4().hex
    slot = Slot.seal(vault_id, "pass", passphrase, kdf, data_key)
    header = Header(vault_id, 1, f"data-{secrets.token_hex(4)}-1.db", (slot,)).signed(data_key)
    database = folder / header.database
    try:
        _create_database(database, header, data_key)
        seal.mark_open(database, data_key)
        header.write(folder)
    except OSError:
        folders.remove(database)
        raise folders.cannot_write() from None
    return header, data_key, slot


def _create_database(database: Path, header: Header, data_key: DataKey) -> None:
    # Made here, and not by SQLite, so that nobody else may ever read it.
    folders.make_file(database)
    engine = engine_for(database, data_key.derived("database"), begin="BEGIN IMMEDIATE")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate.upgrade(connection)
            key = secrets.token_hex(32)
            connection.execute(insert(meta).values(vault_id=header.vault_id, audit_key=key))
    except BaseException:
        folders.remove(database)
        raise


def _introduce(vault: Vault) -> None:
    with vault.sessions.write() as session:
        session.info[NOTES] = [Note("vault_made")]
        session.add(known_opener(vault, vault.slot, "Coordinator", "coordinator"))


def known_opener(vault: Vault, slot: Slot, name: str, role: str) -> KnownOpener:
    """Return what the vault remembers of a slot."""
    since = vault.around.now().astimezone().date()
    return KnownOpener(slot=slot.id, kind=slot.kind, name=name, role=role, since=since)


def introduce_unknown(vault: Vault) -> None:
    """Remember slots of which nothing is known: of older vaults, or after a power cut."""
    with vault.sessions.write() as session:
        known = set(session.scalars(select(KnownOpener.slot)))
        for slot in vault.header.slots:
            if slot.id not in known:
                name, role = _USUAL[slot.kind]
                session.add(known_opener(vault, slot, name, role))


_USUAL = {
    "pass": ("Coordinator", "coordinator"),
    "second": ("Second person", "deputy"),
    "recovery": ("Recovery sheet", "coordinator"),
    "cards": ("Recovery cards", "coordinator"),
}
