"""What a backup says of itself, in the clear: codes, numbers and key slots, no name, no value."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from peerdesk.errors import NewerVersion, VaultDamaged, WrongSecret
from peerdesk.foreign import OBJECT, Unreadable, listed, mapped, moment, only, record, text, whole
from peerdesk.foreign import parse as parse_json
from peerdesk.vault.database import PAGE
from peerdesk.vault.header import (
    FAMILIES,
    HASH,
    LARGEST,
    MOST_SLOTS,
    SLOT,
    VAULT_ID,
    Slot,
    canonical,
    slot_of,
)
from peerdesk.vault.keys import DataKey

FORMAT = 1
LARGEST_MANIFEST = LARGEST
TIME = "%Y-%m-%dT%H:%M:%SZ"
_MOST_TABLES = 500
_MANIFEST = record(
    {
        "format": only(FORMAT),
        "created": moment(TIME),
        "app": text(64),
        "schema": whole(),
        "vault_id": VAULT_ID,
        "seq": whole(),
        "slots": listed(SLOT, least=1, most=MOST_SLOTS),
        "counts": mapped(text(64, r"\w+"), whole(), _MOST_TABLES),
        "size": whole(least=PAGE),
        "sha256": HASH,
        "audit_n": whole(),
        "audit_head": text(64, "([0-9a-f]{64})?"),
        "reason": text(64),
        "mac": HASH,
        "checksum": HASH,
    }
)


@dataclass(frozen=True)
class Manifest:
    """The clear part of a backup."""

    created: datetime
    app_version: str
    schema: int
    vault_id: str
    sequence: int
    slots: tuple[Slot, ...]
    """The vault's key slots at the time: whatever opened the vault then opens the backup."""
    counts: Mapping[str, int]
    size: int
    """Of the database, in bytes."""
    sha256: str
    audit_count: int
    audit_head: str
    reason: str
    mac: str = ""

    def signed(self, data_key: DataKey) -> Manifest:
        """Return the manifest with its message authentication code."""
        return replace(self, mac=self._mac(data_key))

    def is_signed_by(self, data_key: DataKey) -> bool:
        """Say whether the manifest is unaltered since it was signed with this key."""
        return hmac.compare_digest(self.mac, self._mac(data_key))

    def unlock(self, secret: str, kind: str = "pass") -> tuple[DataKey, Slot]:
        """Return the key of the backup and the slot that gave it; for ``kind`` see ``FAMILIES``.

        Raises WrongSecret where no slot opens, and VaultDamaged where one does but the manifest
        around it was altered.
        """
        for slot in self.slots:
            if slot.kind in FAMILIES[kind] and (key := slot.open(self.vault_id, secret)):
                if not self.is_signed_by(key):
                    raise damaged()
                return key, slot
        raise WrongSecret(
            "That does not open this backup.",
            "A backup opens with what opened the vault when it was made, "
            "even if the passphrase was changed since.",
        )

    def as_bytes(self) -> bytes:
        """Return the manifest as it is written, with a checksum that needs no key."""
        return canonical({**self._fields(), "mac": self.mac, "checksum": self.checksum})

    @property
    def checksum(self) -> str:
        """Of all that it says, its message authentication code with it."""
        return _checksum({**self._fields(), "mac": self.mac})

    def _mac(self, data_key: DataKey) -> str:
        return data_key.mac("backup manifest", canonical(self._fields())).hex()

    def _fields(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "created": self.created.strftime(TIME),
            "app": self.app_version,
            "schema": self.schema,
            "vault_id": self.vault_id,
            "seq": self.sequence,
            "slots": [slot.as_json() for slot in self.slots],
            "counts": dict(self.counts),
            "size": self.size,
            "sha256": self.sha256,
            "audit_n": self.audit_count,
            "audit_head": self.audit_head,
            "reason": self.reason,
        }


def damaged() -> VaultDamaged:
    """Return the error for a backup that is not what it was when it was made."""
    return VaultDamaged(
        "This backup is damaged.", "Nothing was changed. Use another one, the newest first."
    )


def parse(content: bytes) -> Manifest:
    """Read a manifest; raises VaultDamaged for anything else, and NewerVersion."""
    try:
        raw = parse_json(content, OBJECT)
        fields = {name: value for name, value in raw.items() if name != "checksum"}
        if raw.get("checksum") != _checksum(fields):
            raise damaged()
        claimed = raw.get("format")
        if type(claimed) is int and claimed > FORMAT:
            raise NewerVersion(
                "This backup was made by a newer PeerDesk.",
                "Nothing was changed. Install the newer version to open it.",
            )
        manifest = _manifest(_MANIFEST(raw))
    except Unreadable:
        raise damaged() from None
    # There is one way to write a manifest, so nothing can be altered and read the same.
    if manifest.size % PAGE or manifest.as_bytes() != content:
        raise damaged()
    return manifest


def _manifest(said: Mapping[str, Any]) -> Manifest:
    return Manifest(
        created=said["created"],
        app_version=said["app"],
        schema=said["schema"],
        vault_id=said["vault_id"],
        sequence=said["seq"],
        slots=tuple(map(slot_of, said["slots"])),
        counts=said["counts"],
        size=said["size"],
        sha256=said["sha256"],
        audit_count=said["audit_n"],
        audit_head=said["audit_head"],
        reason=said["reason"],
        mac=said["mac"],
    )


def _checksum(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(fields)).hexdigest()
