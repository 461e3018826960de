"""A vault: created once, opened with a secret, closed when the coordinator leaves."""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from sqlalchemy import insert, select

from peerdesk.errors import CannotWrite, UsageError, VaultAltered
from peerdesk.models.opener import KnownOpener
from peerdesk.paths import write_private
from peerdesk.safe import NOTES, Note
from peerdesk.vault import audit, generations, migrate, seal
from peerdesk.vault import folder as folders
from peerdesk.vault.attempts import Attempts, Now, now_utc
from peerdesk.vault.audit import Chronicle
from peerdesk.vault.database import APPLICATION_ID, Sessions, engine_for, make_file
from peerdesk.vault.header import FILE_NAME, Header, Slot, on_disk, sealed_headers
from peerdesk.vault.held import Held, NoRoomToKeep
from peerdesk.vault.keys import DataKey, Kdf, new_kdf
from peerdesk.vault.meta import meta

SHORTEST_PASSPHRASE = 12
FIRST = "Coordinator"
"""What whoever makes a vault is called in it."""
Fill = Callable[[Sessions], object]
"""Puts the first records into the database of a vault that is being made."""


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
        self,
        folder: Path,
        opened: tuple[Header, DataKey, Slot],
        lock: FileLock | None,
        around: Around,
    ) -> None:
        """``lock`` is None where the folder takes no file: then the vault is only read."""
        self.folder = folder
        self.header, self.data_key, self.slot = opened
        self.around = around
        self.warnings: list[str] = []
        self._lock = lock
        self._chronicle = Chronicle(self.slot.id, around.now)
        self.sessions = Sessions(self.database, self.database_key, self._chronicle)
        self._kept = False
        self.sessions.ask_first(self._check_header, self._keep_mine)
        self.sessions.writable = not self.read_only

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written, because the disk is full or the folder forbids it."""
        return self._lock is None

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
        self._chronicle.slot, self._chronicle.newest = slot.id, None
        self.sessions.point_to(self.database, self.database_key)

    @contextmanager
    def on_new_database(self, path: Path, data_key: DataKey, slot: Slot) -> Iterator[None]:
        """Write to a database that is being made, in the name of the slot that will open it.

        The caller adopts it afterwards; where that does not happen, the vault is as it was.
        """
        before = self._chronicle.slot
        self._chronicle.slot = slot.id
        self.sessions.point_to(path, data_key.derived("database"))
        try:
            yield
        finally:
            self._chronicle.slot = before
            self.sessions.let_go()

    def note(self, *notes: Note) -> None:
        """Enter something that changed no record."""
        with self.sessions.write() as session:
            session.info.setdefault(NOTES, []).extend(notes)
            session.connection()

    def forgive(self) -> None:
        """Enter the wrong tries of somebody who was right in the end, and forget them."""
        attempts, vault_id = self.around.attempts, self.header.vault_id
        if attempts and not self.read_only and (failed := attempts.failed(vault_id)):
            self.note(*[Note("unlock_failed", outcome="refused")] * len(failed))
            attempts.note_opened(vault_id)

    def close(self) -> None:
        """Note the leaving, seal the database, forget the key and let another PeerDesk in.

        Raises CannotWrite where the disk takes no seal; the vault is closed all the same, and
        opens again as after a crash. Raises VaultAltered where the database was exchanged while the
        vault was open; what it held before is then the vault's next generation. Raises NoRoomToKeep
        where there is no room for that; then the vault stays open. Closing twice does nothing.
        """
        if not self.sessions.usable:
            return
        try:
            with self.sessions.paused():
                if not self.read_only:
                    self._seal()
        except NoRoomToKeep:
            raise  # what the handle holds is nowhere else: the vault stays open
        except BaseException:
            self.abandon()
            raise
        self.abandon()

    def abandon(self) -> None:
        """Forget the key without a seal, as a crash would."""
        self.sessions.close()
        if self._lock:
            self._lock.release()

    def write_header(self, header: Header, *, seal_first: bool = False) -> None:
        """Sign a header and put it in place of the vault's; raises CannotWrite.

        A vault that is being closed is sealed before: until the header follows, it is whole and
        the header merely older.
        """
        signed = replace(header, sequence=self.header.sequence + 1).signed(self.data_key)
        try:
            if seal_first:
                seal.mark_clean(self.database, signed, self.data_key)
        except OSError:
            raise folders.cannot_write() from None
        generations.put_header(self.folder, signed)
        self.header = signed

    def _check_header(self) -> None:
        """Refuse to write where another PeerDesk opened the vault meanwhile, or its folder is full.

        That one writes a header of its own. A header that is gone is written again at closing.
        """
        if self.read_only:
            raise folders.cannot_write()
        there = on_disk(self.folder)
        if there is not None and there != self.header:
            raise VaultAltered(
                "Your records were opened by another PeerDesk, or their key file was replaced.",
                "Nothing more was written here. Close this window. If another one is open, go on "
                "there. Keep the folder out of sync programs.",
            )

    def _seal(self) -> None:
        self.note(Note("lock"))
        with self.sessions.read() as session:
            anchor = audit.head(session.connection())
        left = tuple(
            replace(each, after=anchor[0]) if each.after is None else each
            for each in generations.still_left(self.folder, self.header)
        )
        self.write_header(
            replace(self.header, anchor=anchor, opening="", left=left), seal_first=True
        )
        self._remember(anchor[0])

    def _keep_mine(self) -> None:
        """Go on, at the next opening, with the database that this opening worked on.

        What lies in its place stays there, and so does a key file that came with it. Where the
        file itself was written to by somebody else, there is nothing to keep: the next opening will
        say that it is not as it was left. Where another PeerDesk has it open, it is theirs.
        """
        held, theirs = self.sessions.held, on_disk(self.folder)
        if self._kept or held is None:
            return
        another = theirs is not None and theirs != self.header
        newest = self._chronicle.newest
        anchor = (newest[0], newest[1].hex()) if newest else self.header.anchor
        if not held.exchanged():
            if not another:
                self.write_header(replace(self.header, anchor=anchor))
            return
        try:
            if another:
                aside = self.folder / f"{FILE_NAME}.before-{self.header.opening}"
                write_private(aside, (self.folder / FILE_NAME).read_bytes())
            # What came with the other file is older than what was open here, whatever it says.
            others = [each.sequence for each in (*sealed_headers(self.folder), theirs) if each]
            before = replace(self.header, sequence=max([self.header.sequence, *others]))
            self.header = self._made_of(held, before, anchor)
        except (OSError, CannotWrite):
            raise NoRoomToKeep from None
        self._kept = True
        self._remember(anchor[0] if anchor else 0)

    def _made_of(self, held: Held, before: Header, anchor: tuple[int, str] | None) -> Header:
        """Make the next generation of what the handle holds, and return its header."""
        with generations.making(self.folder) as new:
            try:
                make_file(new)
                held.copy_to(new)
                name = generations.next_database(self.folder, before)
                after = replace(before, database=name, anchor=anchor)
                return generations.flip(self.folder, before, after, self.data_key)
            except BaseException:
                folders.remove(new)
                raise

    def _remember(self, entries: int) -> None:
        """Let an older folder be noticed on this computer."""
        if self.around.attempts:
            self.around.attempts.note_closed(self.header.vault_id, self.header.sequence, entries)


def check_passphrase(passphrase: str) -> None:
    """Refuse a new passphrase that is too short; raises UsageError."""
    if len(unicodedata.normalize("NFKC", passphrase)) < SHORTEST_PASSPHRASE:
        raise UsageError(
            f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters.",
            "Four or five words you can remember are better than one hard word.",
        )


def create(
    folder: Path,
    passphrase: str,
    *,
    kdf: Kdf | None = None,
    around: Around | None = None,
    fill: Fill = lambda _: None,
) -> Vault:
    """Make a new vault in a folder that has none, with its first records: whole, or not at all.

    Raises UsageError where there is a vault already or the passphrase is too short, and
    CannotWrite where the folder cannot be written; then nothing is left behind.
    """
    check_passphrase(passphrase)
    folders.make(folder)
    lock = folders.locked(folder)
    try:
        _refuse_second(folder)
        around = around or Around()
        opened = _made(folder, passphrase, kdf or new_kdf(), around, fill)
        return Vault(folder, opened, lock, around)
    except BaseException:
        lock.release()
        raise


def _refuse_second(folder: Path) -> None:
    try:
        found = folders.remains(folder)
    except OSError:
        raise folders.cannot_write() from None
    if FILE_NAME in found:
        raise UsageError("There is a vault in this folder already.", "Open it instead.")
    if found:
        raise UsageError(
            f"Parts of a vault lie in this folder: {', '.join(found[:3])}.",
            "Open it, or restore a backup here. To begin anew, choose another folder.",
        )


def _made(
    folder: Path, passphrase: str, kdf: Kdf, around: Around, fill: Fill
) -> tuple[Header, DataKey, Slot]:
    data_key, vault_id = DataKey.random(), uuid.uuid4().hex
    slot = Slot.seal(vault_id, "pass", passphrase, kdf, data_key)
    name = f"data-{secrets.token_hex(4)}-1.db"
    header = Header(vault_id, 0, name, (slot,))
    with generations.making(folder) as new:
        _create_database(new, header, data_key)
        with closing(
            Sessions(new, data_key.derived("database"), Chronicle(slot.id, around.now))
        ) as sessions:
            _introduce(sessions, slot, around)
            fill(sessions)
        header = generations.flip(folder, header, header, data_key)
    return header, data_key, slot


def _create_database(database: Path, header: Header, data_key: DataKey) -> None:
    # Made here, and not by SQLite, so that nobody else may ever read it.
    make_file(database)
    engine = engine_for(database, data_key.derived("database"), begin="BEGIN IMMEDIATE")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate.upgrade(connection)
        key = secrets.token_hex(32)
        connection.execute(insert(meta).values(vault_id=header.vault_id, audit_key=key))
    generations.flush(database)


def _introduce(sessions: Sessions, slot: Slot, around: Around) -> None:
    with sessions.write() as session:
        session.info[NOTES] = [Note("vault_made")]
        session.add(known_opener(around, slot, *_USUAL[slot.kind]))


def known_opener(around: Around, slot: Slot, name: str, role: str) -> KnownOpener:
    """Return what the vault remembers of a slot."""
    since = around.now().astimezone().date()
    return KnownOpener(slot=slot.id, kind=slot.kind, name=name, role=role, since=since)


def agree_on_openers(vault: Vault) -> None:
    """Let what is known of the slots say what the header does, which a kill may have kept apart.

    Slots of which nothing is known, as in older vaults, get the usual name and role.
    """
    here = {slot.id: slot for slot in vault.header.slots}
    today = vault.around.now().astimezone().date()
    with vault.sessions.write() as session:
        known = session.scalars(select(KnownOpener)).all()
        for each in known:
            each.removed_on = None if each.slot in here else each.removed_on or today
        for slot in here.keys() - {each.slot for each in known}:
            session.add(known_opener(vault.around, here[slot], *_USUAL[here[slot].kind]))


_USUAL = {
    "pass": (FIRST, "coordinator"),
    "second": ("Second person", "deputy"),
    "recovery": ("Recovery sheet", "coordinator"),
    "cards": ("Recovery cards", "coordinator"),
}
