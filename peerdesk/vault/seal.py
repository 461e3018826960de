"""The seal beside a database: how PeerDesk left the file, so that a swapped one is noticed.

SQLCipher proves that no page was altered, not that the file is the newest: an older copy, or a
leftover journal beside it, would be taken without a word.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

from peerdesk.errors import VaultAltered
from peerdesk.paths import write_private
from peerdesk.vault.keys import DataKey

SUFFIX = ".seal"
LARGEST = 4096
_CHUNK = 1 << 20


def mark_open(database: Path, data_key: DataKey) -> None:
    """Say that the database is in use; until it is closed, a crash may leave it in any state."""
    _write(database, data_key, {"state": "open"})


def mark_clean(database: Path, data_key: DataKey) -> None:
    """Seal the database as it is now; nothing may write to it afterwards."""
    body = {"state": "clean", "size": database.stat().st_size, "hmac": _of(database, data_key)}
    _write(database, data_key, body)


def check(database: Path, data_key: DataKey) -> None:
    """Refuse a database that was closed in another state than it is found in.

    Call it before SQLite touches the file. Raises VaultAltered.
    """
    body = _read(database, data_key)
    if body == {"state": "open"}:
        return  # PeerDesk stopped without closing: the journal puts that right
    clean = {"state": "clean", "size": database.stat().st_size, "hmac": _of(database, data_key)}
    if body != clean:
        raise altered("The vault's database is not the one that PeerDesk last closed.")
    if any(_left(database, end) for end in ("-journal", "-wal")):
        raise altered("A leftover journal lies beside the vault's database.")


def altered(what: str) -> VaultAltered:
    """Return the error for files that somebody or something changed from outside."""
    return VaultAltered(
        what,
        "A sync program or a copy by hand may have put an older file back. Nothing was changed. "
        "Restore your newest backup, or open the vault as it is if you know why.",
    )


def _left(database: Path, end: str) -> bool:
    file = database.with_name(database.name + end)
    return file.is_file() and file.stat().st_size > 0


def _of(database: Path, data_key: DataKey) -> str:
    made = hmac.new(data_key.derived("seal"), digestmod=hashlib.sha256)
    with database.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            made.update(chunk)
    return made.hexdigest()


def _write(database: Path, data_key: DataKey, body: dict[str, object]) -> None:
    signed = {**body, "mac": data_key.mac("seal text", _text(database, body)).hex()}
    write_private(_place(database), json.dumps(signed).encode())


def _read(database: Path, data_key: DataKey) -> dict[str, object]:
    place = _place(database)
    try:
        body = json.loads(place.read_bytes()[:LARGEST])
        mac = body.pop("mac")
        genuine = hmac.compare_digest(mac, data_key.mac("seal text", _text(database, body)).hex())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        genuine = False
    if not genuine:
        raise altered("The seal of the vault's database is missing or damaged.")
    return dict(body)


def _text(database: Path, body: dict[str, object]) -> bytes:
    return json.dumps([database.name, body], sort_keys=True).encode()


def _place(database: Path) -> Path:
    return database.with_name(database.name + SUFFIX)
