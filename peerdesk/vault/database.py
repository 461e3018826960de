"""The encrypted database: how a connection is keyed and set, and sessions on it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import RLock, get_ident
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.errors import CannotWrite, UserFacing, VaultAltered, VaultDamaged
from peerdesk.models.fields import kind_of
from peerdesk.safe import NOTES, Note
from peerdesk.vault.audit import Chronicle, Newest
from peerdesk.vault.held import Held

PAGE = 4096
APPLICATION_ID = 0x50444B31
"""Marks the database file as PeerDesk's ("PDK1")."""
BUSY_SECONDS = 5
_QUIET = "quiet"
"""Marks a session that wrote housekeeping, which is not entered."""

# The journal settings lost no acknowledged write under simulated power cuts, where SQLite's
# defaults did: docs/decisions/0002-journal.md. Temporary tables stay in memory, since SQLCipher
# writes those on disk in the clear.
_SETTINGS = (
    "cipher_log_level = NONE",
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "cache_size = -65536",
)


class Busy(CannotWrite):
    """Another connection kept the database locked for too long."""


def connect(path: Path, key: bytes, *, create: bool = False, read_only: bool = False) -> Any:
    """Open a keyed connection. Raises VaultDamaged where the key does not fit the file.

    The key never appears in a URL or in SQL text. Only ``create`` may bring a file into being;
    otherwise a missing file is an error, never an empty database. ``read_only`` is for looking at
    a file that must stay as it is.
    """
    mode = "rwc" if create else "ro" if read_only else "rw"
    uri = f"{_uri(path)}?mode={mode}"
    raw_key = key.hex()
    if len(raw_key) != 64:  # a key of another length would be taken for a passphrase
        raise ValueError("a database key has 32 bytes")
    try:
        connection = sqlcipher.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    except sqlcipher.DatabaseError as error:
        raise explained(error) from None
    try:
        connection.set_key(f"x'{raw_key}'")
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as error:
        connection.close()
        raise explained(error) from None
    except BaseException:
        connection.close()
        raise
    return connection


def copy_into(source: Path, key: bytes, target: Path) -> None:
    """Copy the committed state of a database, which may be in use, into a new private file.

    The library's own backup call would wait for ever where a transaction is open. Raises OSError
    or an error of the database.
    """
    make_file(target)
    with closing(connect(source, key)) as connection:
        connection.execute("VACUUM INTO ?", (_uri(target),))


def make_file(path: Path) -> None:
    """Make an empty file that nobody else may read; raises FileExistsError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _uri(path: Path) -> str:
    """Return the name of a file as SQLite takes it, whatever bytes it is made of."""
    return f"file:{quote(os.fsencode(path.absolute()))}"


def engine_for(
    path: Path,
    key: bytes,
    *,
    begin: str,
    create: bool = False,
    before: Callable[[], None] = lambda: None,
) -> Engine:
    """Return an engine that opens a connection for each session and keeps no idle file handle.

    ``begin`` is the statement that opens a transaction: writers take the lock at once
    (``BEGIN IMMEDIATE``), so that two of them wait for each other instead of failing. ``before`` is
    called before anything is done with the file, and may raise.
    """

    def opened() -> Any:
        before()
        return connect(path, key, create=create)

    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=opened, poolclass=NullPool, hide_parameters=True
    )
    event.listen(engine, "before_cursor_execute", lambda *_: before())

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


class Sessions:
    """Sessions on an open vault: reading ones share, writing ones take turns.

    What a writing session does is entered in the record of activity, in its own transaction.
    """

    def __init__(self, path: Path, key: bytes, chronicle: Chronicle) -> None:
        self._turn = RLock()
        self._at_work: dict[Session, int] = {}
        self._chronicle = chronicle
        self._reading: Engine | None = None
        self._writing: Engine | None = None
        self._held: Held | None = None
        self._may_write: Callable[[], None] = lambda: None
        self._altered: Callable[[], None] = lambda: None
        self.writable = True
        """Whether the disk takes changes; where not, ``write`` says so."""
        self.point_to(path, key)

    def point_to(self, path: Path, key: bytes) -> None:
        """Use another file from now on; see ``paused``."""
        self.let_go()
        before = self._refuse_closed
        self._reading = engine_for(path, key, begin="BEGIN", before=before)
        self._writing = engine_for(path, key, begin="BEGIN IMMEDIATE", before=before)
        self._held = Held(path)

    def let_go(self) -> None:
        """Hold the file no longer, so that it can be renamed; see ``point_to``."""
        if self._held is not None:
            self._held.close()
        self._held = None

    def ask_first(self, may_write: Callable[[], None], altered: Callable[[], None]) -> None:
        """Let something be asked before each write, which raises where nothing may be written.

        ``altered`` is called once it is known that the files are not as they were left.
        """
        self._may_write, self._altered = may_write, altered

    @property
    def held(self) -> Held | None:
        """The file, held since it was opened."""
        return self._held

    @property
    def usable(self) -> bool:
        """Whether sessions can be opened: the key is there."""
        return self._writing is not None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading."""
        with self._session(self._reading) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session that is committed durably at its end, or rolled back whole.

        Raises RuntimeError where rows were changed and nothing was entered about it.
        """
        with self._turn, self._looked_after(), self._session(self._writing) as session:
            yield session
            self._refuse_closed()
            session.flush()
            newest = self._enter(session) if session.in_transaction() else None
            session.commit()
            self._chronicle.newest = newest or self._chronicle.newest

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let nobody write until the end, so that the file can be copied and replaced."""
        with self._turn:
            yield

    def close(self) -> None:
        """Forget the key: no session opens after this, and one that is held does nothing more.

        Those of this thread let go of the file; those of others do when they are next used.
        """
        with self._turn:
            self._reading = self._writing = None
            for session, thread in list(self._at_work.items()):
                if thread == get_ident():
                    session.close()
            self.let_go()

    def _refuse_closed(self) -> None:
        if not self.usable:
            raise RuntimeError("the vault is closed")

    @contextmanager
    def _looked_after(self) -> Iterator[None]:
        """Refuse to write to a file that is not the one that was opened."""
        if self._held is None:
            raise RuntimeError("the vault is closed")
        try:
            self._may_write()
            self._held.check()
        except VaultAltered:
            self._altered()
            raise
        try:
            yield
        except VaultAltered:  # the record of activity does not go on from where it was
            self._altered()
            raise
        finally:  # also where a change was taken back: its pages are encrypted anew
            if self._held is not None:
                self._held.wrote()

    def _enter(self, session: Session) -> Newest | None:
        connection = session.connection()
        notes: Counter[Note] = Counter(session.info.get(NOTES, []))
        if notes:
            return self._chronicle.add(connection, [_counted(*each) for each in notes.items()])
        if connection.connection.driver_connection.total_changes and not session.info.get(_QUIET):  # type: ignore[union-attr]
            raise RuntimeError("a change without an entry in the record of activity")
        return None

    @contextmanager
    def _session(self, engine: Engine | None) -> Iterator[Session]:
        if engine is None:
            raise RuntimeError("the vault is closed")
        with _Session(engine, expire_on_commit=False) as session:
            self._at_work[session] = get_ident()
            try:
                yield session
            except DatabaseError as error:
                session.rollback()
                if known := _known(error.orig):
                    raise known from None
                raise
            finally:
                del self._at_work[session]


def _counted(note: Note, times: int) -> Note:
    return note if times == 1 else replace(note, outcome=str(times))


class _Session(Session):
    """A session that notices what it adds, changes and removes."""


@event.listens_for(_Session, "after_flush")
def _notice(session: Session, _context: UOWTransaction) -> None:
    changed = [each for each in session.dirty if session.is_modified(each)]
    for action, records in (
        ("create", session.new),
        ("update", changed),
        ("delete", session.deleted),
    ):
        for record in records:
            if not record.noted:
                session.info[_QUIET] = True
                continue
            number = None if record.sensitive else record.id
            session.info.setdefault(NOTES, []).append(Note(action, kind_of(type(record)), number))


def explained(error: BaseException) -> UserFacing:
    """Return what a database error means to the user; an unknown one means damage."""
    return _known(error) or VaultDamaged(
        "The vault's database is damaged.", "Nothing was changed. Restore your newest backup."
    )


def _known(error: BaseException | None) -> UserFacing | None:
    text = str(error).lower()
    if "unable to open" in text:
        return CannotWrite(
            "PeerDesk cannot open the file with your records.",
            "It may have been moved or deleted, or its disk was taken away. Put it back, or "
            "restore your newest backup.",
        )
    if any(part in text for part in ("disk is full", "readonly", "disk i/o")):
        return CannotWrite(
            "PeerDesk could not write to the vault.",
            "Check that the disk is not full and the folder is not read-only, then try again. "
            "What was saved before is safe.",
        )
    if "locked" in text:
        return Busy("The vault is busy.", "Wait a moment, then try again.")
    if any(part in text for part in ("malformed", "not a database")):
        return explained(ValueError())
    return None
