"""What the vault costs: opening, backups and memory, each with its floor."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

from peerdesk.clock import FixedClock
from peerdesk.opened import VaultFolder
from peerdesk.services.records.records import ListQuery
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.database import connect
from tests.bench.data import PASSPHRASE, TODAY, Filled

Pair = tuple[Callable[[], object], Callable[[], object]]
_SCREEN = """
import os, sys, tempfile
from pathlib import Path
from PySide6.QtWidgets import QApplication
%s
app.sendPostedEvents()
page.grab()
app.processEvents()
rollup = Path("/proc/self/smaps_rollup").read_text().splitlines()
print(next(line.split()[1] for line in rollup if line.startswith("Pss:")))
sys.stdout.flush()
os._exit(0)
"""
_BARE = """
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
app = QApplication([])
page = QWidget()
box = QVBoxLayout(page)
box.addWidget(QLineEdit())
box.addWidget(QPushButton("Unlock"))
page.show()
"""
_LOCKED = """
from peerdesk.app import build_window
from peerdesk.opened import VaultFolder
app, page = build_window(VaultFolder(Path(sys.argv[1])), Path(tempfile.mkdtemp()))
page.show()
"""
_OPEN = """
from peerdesk.app import build_window
from peerdesk.opened import VaultFolder
place = VaultFolder(Path(sys.argv[1]))
app, page = build_window(place, Path(tempfile.mkdtemp()), "a lantern by the window")
page.show()
"""


def unlock(place: Filled) -> Pair:
    """A closed vault to the first page's rows, key derivation apart, against raw queries."""
    folder = _copy(place)

    def opened() -> float:
        started, closed = time.process_time(), VaultFolder(folder)
        now_open = closed.open(PASSPHRASE)
        space = now_open.workspace
        space.agency.profile()
        space.closing.closed()
        ids = space.records.ids(ListQuery("supporter"))
        space.records.rows("supporter", ids[:50], ["full_name", "status"])
        took = time.process_time() - started - closed.derivation_ms / 1000
        now_open.close()
        return took

    def raw() -> None:
        with closing(connect(place.vault.database, place.key)) as connection:
            for table in ("supporter", "contact", "tally", "closed_period", "audit"):
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
            rows = "SELECT id, full_name, status FROM supporter ORDER BY full_name LIMIT 50"
            connection.execute(rows).fetchall()

    return opened, raw


def backup(place: Filled) -> Pair:
    """A backup made and read back, against VACUUM INTO and the two checks."""
    kept = KeptBackups(place.vault, FixedClock(TODAY))
    folder, numbers = Path(tempfile.mkdtemp()), count(1)

    def raw() -> None:
        copy = folder / f"raw-{next(numbers)}.db"
        with closing(connect(place.vault.database, place.key)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        _checked(copy, place.key)

    return lambda: kept.make("asked", folder / f"{next(numbers)}.pdbackup"), raw


def verify(place: Filled) -> Pair:
    """A backup verified again, against the two checks on a copy of its database."""
    kept = KeptBackups(place.vault, FixedClock(TODAY))
    folder = Path(tempfile.mkdtemp())
    made = kept.make("asked", folder / "one.pdbackup").path
    shutil.copyfile(place.vault.database, folder / "raw.db")
    return lambda: kept.verify(made), lambda: _checked(folder / "raw.db", place.key)


def memory_locked(place: Filled) -> Pair:
    """Memory (PSS) of the unlock window, against a bare password dialog."""
    folder = _copy(place)
    return lambda: _memory(_LOCKED, folder), lambda: _memory(_BARE, folder)


def memory_open(place: Filled) -> Pair:
    """Memory (PSS) of the window on the open vault, against a bare password dialog."""
    folder = _copy(place)
    return lambda: _memory(_OPEN, folder), lambda: _memory(_BARE, folder)


def _checked(database: Path, key: bytes) -> None:
    with closing(connect(database, key)) as connection:
        assert not connection.execute("PRAGMA cipher_integrity_check").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _copy(place: Filled) -> Path:
    """Return a copy of the vault that nobody has open."""
    folder = Path(tempfile.mkdtemp()) / "vault"
    shutil.copytree(place.folder, folder)
    return folder


def _memory(start: str, folder: Path) -> float:
    """Return the megabytes that a program needs once it shows its first page."""
    done = subprocess.run(  # noqa: S603 - fixed programs
        [sys.executable, "-c", _SCREEN % start, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return int(done.stdout.split()[-1]) / 1024


CASES: dict[str, Callable[[Filled], Pair]] = {
    "unlock": unlock,
    "backup": backup,
    "verify": verify,
    "memory_locked": memory_locked,
    "memory_open": memory_open,
}
IN_MEGABYTES = frozenset({"memory_locked", "memory_open"})
