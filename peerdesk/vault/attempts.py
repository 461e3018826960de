"""What is remembered outside the vault: wrong tries, and how it was last left. No secret in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from peerdesk import log
from peerdesk.errors import LockedOut
from peerdesk.foreign import OBJECT, content_of, instant, parse
from peerdesk.paths import make_private_folder, write_private

FILE_NAME = "state.json"
DELAYS = (0, 0, 1, 2, 5)
"""Seconds to wait after the first wrong try, the second, and so on."""
MOST = len(DELAYS)
WINDOW = timedelta(minutes=15)
"""After so many wrong tries within this time, nothing more is tried for as long again."""
_KEPT = 50
_LARGEST = 1_000_000
Now = Callable[[], datetime]


def now_utc() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


class Attempts:
    """Slows down guessing at the keyboard; guessing on a copy is what key derivation slows.

    The file only delays: without it no secret opens anything more. One that cannot be read or
    written counts as empty, since a full disk must not shut the coordinator out.
    """

    def __init__(self, folder: Path, now: Now = now_utc) -> None:
        self._file = folder / FILE_NAME
        self._now = now

    def wait_seconds(self, vault_id: str) -> int:
        """Return how long the next try has to wait."""
        recent = [each for each in self.failed(vault_id) if self._now() - each < WINDOW]
        if not recent:
            return 0
        wait = WINDOW if len(recent) >= MOST else timedelta(seconds=DELAYS[len(recent) - 1])
        left = (recent[-1] + wait - self._now()).total_seconds()
        return max(0, -int(-left // 1))

    def refuse_early(self, vault_id: str) -> None:
        """Raise LockedOut where the next try has to wait."""
        if seconds := self.wait_seconds(vault_id):
            raise LockedOut(seconds)

    def failed(self, vault_id: str) -> tuple[datetime, ...]:
        """Return the wrong tries since the vault was last opened, oldest first."""
        return tuple(datetime.fromisoformat(each) for each in self._of(vault_id)["failed"])

    def is_shut(self, vault_id: str) -> bool:
        """Say whether there were too many wrong tries at once since the vault was last opened."""
        return bool(self._of(vault_id)["shut"])

    def note_failure(self, vault_id: str) -> None:
        """Remember a wrong try."""
        known = self._of(vault_id)
        failed = [*known["failed"], self._now().isoformat(timespec="seconds")][-_KEPT:]
        recent = [each for each in failed if self._now() - datetime.fromisoformat(each) < WINDOW]
        shut = bool(known["shut"]) or len(recent) >= MOST
        self._keep(vault_id, {**known, "failed": failed, "shut": shut})

    def note_opened(self, vault_id: str) -> None:
        """Forget the wrong tries."""
        self._keep(vault_id, {**self._of(vault_id), "failed": [], "shut": False})

    def last_seen(self, vault_id: str) -> tuple[int, int]:
        """Return the header's number and the newest entry of activity when it was last closed."""
        seen = self._of(vault_id)["seen"]
        return int(seen[0]), int(seen[1])

    def note_closed(self, vault_id: str, sequence: int, entries: int) -> None:
        """Remember how the vault was left."""
        self._keep(vault_id, {**self._of(vault_id), "seen": [sequence, entries]})

    def _of(self, vault_id: str) -> dict[str, Any]:
        return {"failed": [], "seen": [0, 0], "shut": False, **self._all().get(vault_id, {})}

    def _all(self) -> dict[str, dict[str, Any]]:
        try:
            known: dict[str, dict[str, Any]] = parse(content_of(self._file, _LARGEST), OBJECT)
        except (OSError, ValueError):
            return {}
        return known if _is_sound(known) else {}

    def _keep(self, vault_id: str, known: dict[str, Any]) -> None:
        try:
            make_private_folder(self._file.parent)
            write_private(self._file, json.dumps({**self._all(), vault_id: known}).encode())
        except OSError as error:
            log.write(log.Event("state not kept", error=type(error).__name__))


def _is_sound(known: Any) -> bool:
    try:
        for each in known.values():
            for moment in each.get("failed", []):
                instant(moment)
            _sequence, _entries = map(int, each.get("seen", [0, 0]))
    except (AttributeError, TypeError, ValueError):
        return False
    return True
