"""Vaults with something in them, for the tests of backups."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peerdesk.models.contact import Contact
from peerdesk.models.fields import blank_values
from peerdesk.models.supporter import Supporter
from peerdesk.periods import Month
from peerdesk.vault.backups.backups import Source
from peerdesk.vault.backups.package import MAGIC, read_manifest
from peerdesk.vault.database import connect
from peerdesk.vault.header import canonical
from peerdesk.vault.vault import Vault

NOW = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
MARK = "Ottoline Quill"


def add_supporters(vault: Vault, *names: str) -> None:
    """Put supporters on the roster."""
    with vault.sessions.write() as session:
        for name in names:
            values = {**blank_values(Supporter), "full_name": name, "personnel_class": "sworn"}
            session.add(Supporter(**values))


def add_contacts(vault: Vault, count: int) -> None:
    """Log contacts, all alike."""
    values = {
        **blank_values(Contact),
        "month": Month(2026, 10),
        "counted_in": Month(2026, 10).quarter,
        "first_this_quarter": "yes",
        "recipient_class": "responder",
        "origin": "self",
        "mode": "phone",
        "duration": "15_30",
        "duty": "on",
        "kind": "new",
    }
    with vault.sessions.write() as session:
        session.add_all([Contact(**values) for _ in range(count)])


def content(vault: Vault) -> dict[str, str]:
    """Return a hash of all rows of each table, in their order."""
    with closing(connect(vault.database, vault.database_key, read_only=True)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return {
            name: hashlib.sha256(
                repr(connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()).encode()  # noqa: S608
            ).hexdigest()
            for (name,) in tables
        }


def source(vault: Vault) -> Source:
    """Return what a backup of an open vault is made of."""
    return Source(vault.folder, vault.header, vault.data_key)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def forged(backup: Path, target: Path, changes: Mapping[str, Any]) -> Path:
    """Write a backup with other claims in its manifest and a checksum that fits them."""
    manifest, content = read_manifest(backup), backup.read_bytes()
    fields = {**json.loads(manifest.as_bytes()), **changes}
    del fields["checksum"]
    checksum = hashlib.sha256(canonical(fields)).hexdigest()
    head = canonical({**fields, "checksum": checksum})
    database = content[-manifest.size :]
    target.write_bytes(MAGIC + len(head).to_bytes(4, "big") + head + database)
    return target
