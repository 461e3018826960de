"""The seal beside a database: how PeerDesk left the file, so that a swapped one is noticed.

SQLCipher proves that no page was altered, not that the file is the newest: an older copy, or a
leftover journal beside it, would be taken without a word. The seal also holds a copy of the header,
from which a lost key file is made again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from peerdesk.errors import VaultAltered
from peerdesk.foreign import OBJECT, content_of, parse
from peerdesk.paths import write_private
from peerdesk.vault import folder as folders
from peerdesk.vault.header import SEAL_END, Header
from peerdesk.vault.keys import DataKey

LARGEST = 96 * 1024
"""A seal holds a copy of the header, and little more."""
_CHUNK = 1 << 20


def mark_open(database: Path, header: Header, data_key: DataKey) -> None:
    """Say that the database is in use, by this opening and no other.

    Until it is closed, a crash may leave it in any state.
    """
    _write(database, header, data_key, {"state": "open", "opening": header.opening})


def mark_clean(database: Path, header: Header, data_key: DataKey) -> None:
    """Seal the database as it is now; nothing may write to it afterwards."""
    body = {"state": "clean", "size": database.stat().st_size, "hmac": _of(database, data_key)}
    _write(database, header, data_key, body)


def check(database: Path, header: Header, data_key: DataKey) -> bool:
    """Refuse a database that was closed in another state than it is found in.

    Returns whether it was left open: by a crash, which the journal puts right. Call it before
    SQLite touches the file. Raises VaultAltered.
    """
    body = _read(database, data_key)
    if body["state"] == "open":
        if not header.opening or body.get("opening") != header.opening:
            raise altered("The seal of the vault's database is from an earlier time.")
        return True
    # The size comes first: it tells a file that was put there, however large, without reading it.
    if body["size"] != database.stat().st_size or body["hmac"] != _of(database, data_key):
        raise altered("The vault's database is not the one that PeerDesk last closed.")
    if folders.journal_left(database):
        raise altered("A leftover journal lies beside the vault's database.")
    return False


def altered(what: str) -> VaultAltered:
    """Return the error for files that somebody or something changed from outside."""
    return VaultAltered(
        what,
        "A sync program or a copy by hand may have put an older file back. Nothing was changed. "
        "Restore your newest backup, or open the vault as it is if you know why.",
    )


def _of(database: Path, data_key: DataKey) -> str:
    made = hmac.new(data_key.derived("seal"), digestmod=hashlib.sha256)
    with database.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            made.update(chunk)
    return made.hexdigest()


def _write(database: Path, header: Header, data_key: DataKey, body: dict[str, Any]) -> None:
    whole = {**body, "header": header.as_json()}
    signed = {**whole, "mac": data_key.mac("seal text", _text(database, whole)).hex()}
    write_private(_place(database), json.dumps(signed).encode())


def _read(database: Path, data_key: DataKey) -> dict[str, Any]:
    try:
        body = parse(content_of(_place(database), LARGEST), OBJECT)
        mac = body.pop("mac")
        genuine = hmac.compare_digest(mac, data_key.mac("seal text", _text(database, body)).hex())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        genuine = False
    if not genuine:
        raise altered("The seal of the vault's database is missing or damaged.")
    return dict(body)


def _text(database: Path, body: dict[str, Any]) -> bytes:
    return json.dumps([database.name, body], sort_keys=True).encode()


def _place(database: Path) -> Path:
    return database.with_name(database.name + SEAL_END)
