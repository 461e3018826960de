"""What is remembered outside the vault: wrong tries, and how it was last left. No secret in it."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from time import sleep
from typing import Any

from peerdesk import log
from peerdesk.errors import LockedOut, WrongSecret
from peerdesk.foreign import OBJECT, content_of, instant, parse
from peerdesk.paths import make_private_folder, write_private

FILE_NAME = "state.json"
BESIDE = ".attempts"
"""How the count ends that lies with what is guessed at, wherever the settings are."""
BOUND_NAME = f"vault{BESIDE}"
DELAYS = (0, 0, 1, 2, 5)
"""Seconds to wait after the first wrong try, the second, and so on."""
MOST = len(DELAYS)
WINDOW = timedelta(minutes=15)
"""After so many wrong tries within this time, nothing more is tried for as long again."""
UNKEPT_SECONDS = DELAYS[-1]
"""What each try takes, right or wrong, where its count cannot be kept."""
_KEPT = 50
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_UNNAMED = "computer"
_LARGEST = 1_000_000
Now = Callable[[], datetime]
Uptime = Callable[[], tuple[str, float]]


def now_utc() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


def uptime() -> tuple[str, float]:
    """Return a name for this run of the computer, and how many seconds it has been running.

    Setting the clock changes neither, and all programs are told the same.
    """
    if sys.platform == "linux":
        return _boot(), time.clock_gettime(time.CLOCK_BOOTTIME)
    return _UNNAMED, time.monotonic()


@cache
def _boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return _UNNAMED


@dataclass(frozen=True)
class Try:
    """A wrong try: when it was by the clock, and by what no clock changes."""

    at: datetime
    run: str = ""
    seconds: float = 0.0
    """How long the run of the computer had lasted."""

    def age(self, now: Try) -> float:
        """Return how many seconds ago it was; below zero where it is dated ahead.

        Runs that have no names of their own may be mixed up: then it seems younger than it is.
        """
        if self.run == now.run and self.seconds <= now.seconds:
            return now.seconds - self.seconds
        return (now.at - self.at).total_seconds()


class Attempts:
    """Slows down guessing at the keyboard; guessing on a copy is what key derivation slows.

    Counts twice: in the settings folder and, in ``bound``, with what is guessed at, so that other
    settings bring no new tries; the stricter count holds. Without either no secret opens anything
    more. A count that cannot be read is empty, and where none can be kept, each try is slow: a full
    disk must not shut the coordinator out, nor let anybody guess freely.
    """

    def __init__(
        self,
        settings: Path,
        now: Now = now_utc,
        *,
        bound: Path | None = None,
        ran: Uptime = uptime,
    ) -> None:
        self._state = _Book(settings / FILE_NAME)
        self._bound = _Book(bound) if bound else self._state
        self._books = (self._state, self._bound) if bound else (self._state,)
        self._now, self._ran = now, ran

    def wait_seconds(self, vault_id: str) -> int:
        """Return how long the next try has to wait; never longer than the wait is."""
        return max(self._wait(self._tries(book, vault_id)) for book in self._books)

    def refuse_early(self, vault_id: str) -> None:
        """Raise LockedOut where the next try has to wait."""
        if seconds := self.wait_seconds(vault_id):
            raise LockedOut(seconds)

    @contextmanager
    def counted(self, vault_id: str) -> Iterator[None]:
        """Try a secret, and remember a wrong one; raises LockedOut where it is too early."""
        self.refuse_early(vault_id)
        if not self._bound.keep(vault_id, self._bound.of(vault_id)):
            sleep(UNKEPT_SECONDS)
        try:
            yield
        except WrongSecret:
            self.note_failure(vault_id)
            raise

    def failed(self, vault_id: str) -> tuple[datetime, ...]:
        """Return the wrong tries since the vault was last opened, oldest first."""
        tries = max((self._tries(book, vault_id) for book in self._books), key=len)
        return tuple(each.at for each in tries)

    def is_shut(self, vault_id: str) -> bool:
        """Say whether there were too many wrong tries at once since the vault was last opened."""
        return any(bool(book.of(vault_id)["shut"]) for book in self._books)

    def note_failure(self, vault_id: str) -> None:
        """Remember a wrong try."""
        now = self._moment()
        for book in self._books:
            tries = (*self._tries(book, vault_id), now)[-_KEPT:]
            known = book.of(vault_id)
            shut = bool(known["shut"]) or len(_recent(tries, now)) >= MOST
            book.keep(vault_id, {**known, **_written(tries), "shut": shut})

    def note_opened(self, vault_id: str) -> None:
        """Forget the wrong tries."""
        for book in self._books:
            book.keep(vault_id, {**book.of(vault_id), **_written(()), "shut": False})

    def note_backup_opened(self, vault_id: str) -> None:
        """Forget the wrong tries on a backup: those on its vault are told when that is opened."""
        self._bound.keep(vault_id, dict(_NOTHING))

    def last_seen(self, vault_id: str) -> tuple[int, int]:
        """Return the header's number and the newest entry of activity when it was last closed."""
        seen = self._state.of(vault_id)["seen"]
        return int(seen[0]), int(seen[1])

    def note_closed(self, vault_id: str, sequence: int, entries: int) -> None:
        """Remember how the vault was left."""
        self._state.keep(vault_id, {**self._state.of(vault_id), "seen": [sequence, entries]})

    def _moment(self) -> Try:
        return Try(self._now(), *self._ran())

    def _wait(self, tries: tuple[Try, ...]) -> int:
        recent = _recent(tries, self._moment())
        if not recent:
            return 0
        wait = WINDOW.total_seconds() if len(recent) >= MOST else DELAYS[len(recent) - 1]
        return max(0, math.ceil(wait - min(recent)))

    def _tries(self, book: _Book, vault_id: str) -> tuple[Try, ...]:
        """Return the tries of a book; one that is dated ahead counts as made now, for good.

        Where that cannot be kept it is left out, or it would be made now for ever.
        """
        known, now = book.of(vault_id), self._moment()
        tries = _read(known)
        past = tuple(each for each in tries if each.age(now) >= 0)
        if len(past) == len(tries):
            return tries
        dated = (*past, *[now] * (len(tries) - len(past)))
        return dated if book.keep(vault_id, {**known, **_written(dated)}) else past


class _Book:
    """One file of what is remembered, by vault; it is there only while there is anything."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, vault_id: str) -> dict[str, Any]:
        """Return what is remembered of a vault."""
        return {**_NOTHING, **self._all().get(vault_id, {})}

    def keep(self, vault_id: str, known: dict[str, Any]) -> bool:
        """Remember this of a vault; say whether that could be written."""
        others = {name: of for name, of in self._all().items() if name != vault_id}
        everything = others if known == _NOTHING else {**others, vault_id: known}
        try:
            if not self._file.parent.is_dir():
                make_private_folder(self._file.parent)
            write_private(self._file, json.dumps(everything).encode())
            if not everything:
                self._file.unlink()
        except OSError as error:
            log.write(log.Event("state not kept", error=type(error).__name__))
            return False
        return True

    def _all(self) -> dict[str, dict[str, Any]]:
        try:
            known: dict[str, dict[str, Any]] = parse(content_of(self._file, _LARGEST), OBJECT)
        except (OSError, ValueError):
            return {}
        return known if _is_sound(known) else {}


_NOTHING: dict[str, Any] = {"failed": [], "ran": [], "seen": [0, 0], "shut": False}


def _recent(tries: tuple[Try, ...], now: Try) -> list[float]:
    """Return the ages of the tries that count, in seconds."""
    ages = (each.age(now) for each in tries)
    return [age for age in ages if age < WINDOW.total_seconds()]


def _written(tries: tuple[Try, ...]) -> dict[str, Any]:
    return {
        "failed": [each.at.isoformat(timespec="milliseconds") for each in tries],
        "ran": [[each.run, round(1000 * each.seconds)] for each in tries],
    }


def _read(known: dict[str, Any]) -> tuple[Try, ...]:
    at = [datetime.fromisoformat(each) for each in known["failed"]]
    # A file of an older PeerDesk knows only the clock.
    ran = known["ran"] if len(known["ran"]) == len(at) else [["", 0]] * len(at)
    return tuple(
        Try(moment, run, milliseconds / 1000)
        for moment, (run, milliseconds) in zip(at, ran, strict=True)
    )


def _is_sound(known: Any) -> bool:
    try:
        for each in known.values():
            if type(each.get("shut", False)) is not bool or len(each.get("seen", [0, 0])) != 2:
                return False
            for moment in each.get("failed", []):
                instant(moment)
            for run, milliseconds in each.get("ran", []):
                if type(run) is not str or type(milliseconds) is not int:
                    return False
            if any(type(number) is not int for number in each.get("seen", [])):
                return False
    except (AttributeError, TypeError, ValueError, OverflowError):
        return False
    return True
