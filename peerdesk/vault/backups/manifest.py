"""What a backup says of itself, in the clear: codes, numbers and key slots, no name, no value."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from peerdesk.errors import NewerVersion, VaultDamaged, WrongSecret
from peerdesk.vault.database import PAGE
from peerdesk.vault.header import FAMILIES, LARGEST, MOST_SLOTS, Slot, canonical, parse_slot
from peerdesk.vault.keys import DataKey

FORMAT = 1
LARGEST_MANIFEST = LARGEST
TIME = "%Y-%m-%dT%H:%M:%SZ"
_MOST_TABLES = 500
_SHA_256 = re.compile(r"[0-9a-f]{64}")
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


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
        fields = {**self._fields(), "mac": self.mac}
        return canonical({**fields, "checksum": _checksum(fields)})

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
        raw = json.loads(content)
        fields = {name: value for name, value in raw.items() if name != "checksum"}
        if raw["checksum"] != _checksum(fields):
            raise damaged()
        if raw["format"] > FORMAT:
            raise NewerVersion(
                "This backup was made by a newer PeerDesk.",
                "Nothing was changed. Install the newer version to open it.",
            )
        if not _is_within_bounds(raw):
            raise damaged()
        manifest = _manifest(raw)
        # There is one way to write a manifest, so nothing can be altered and read the same.
        if manifest.as_bytes() != content:
            raise damaged()
    except _UNREADABLE:
        raise damaged() from None
    return manifest


def _manifest(raw: Mapping[str, Any]) -> Manifest:
    return Manifest(
        created=datetime.strptime(raw["created"], TIME).replace(tzinfo=UTC),
        app_version=raw["app"],
        schema=raw["schema"],
        vault_id=raw["vault_id"],
        sequence=raw["seq"],
        slots=tuple(map(parse_slot, raw["slots"])),
        counts=raw["counts"],
        size=raw["size"],
        sha256=raw["sha256"],
        audit_count=raw["audit_n"],
        audit_head=raw["audit_head"],
        reason=raw["reason"],
        mac=raw["mac"],
    )


def _is_within_bounds(raw: Mapping[str, Any]) -> bool:
    counts = raw["counts"]
    texts = [raw[name] for name in ("app", "vault_id", "audit_head", "reason")]
    numbers = [raw[name] for name in ("schema", "seq", "audit_n", "size")]
    return (
        1 <= len(raw["slots"]) <= MOST_SLOTS
        and len(counts) <= _MOST_TABLES
        and all(isinstance(text, str) and len(text) <= 64 for text in texts)
        and all(type(each) is int and 0 <= each < 2**63 for each in (*numbers, *counts.values()))
        and raw["size"] >= PAGE
        and raw["size"] % PAGE == 0
        and all(_SHA_256.fullmatch(raw[name]) for name in ("sha256", "mac"))
    )


def _checksum(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(fields)).hexdigest()
