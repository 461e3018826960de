"""The vault's header, ``vault.json``: which file holds the database, and who can open it."""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from peerdesk.errors import HeaderDamaged, NewerVersion, VaultMissing, WrongSecret
from peerdesk.paths import VAULT_FILE, write_together
from peerdesk.vault.keys import NONCE_BYTES, DataKey, Kdf

FILE_NAME = VAULT_FILE
COPY_NAME = f"{VAULT_FILE}.bak"
MAGIC = "peerdesk vault"
FORMAT = 1
LARGEST = 64 * 1024
SEAL_END = ".seal"
"""How the name of a seal ends, after that of its database."""
DATABASE_NAME = re.compile(r"data-([0-9a-f]+)-(\d+)\.db")
MOST_SLOTS = 8
_CIPHER = {"name": "sqlcipher4", "page": 4096}
FAMILIES = {
    "pass": ("pass", "second"),
    "second": ("second",),
    "shut": ("second",),
    "recovery": ("recovery", "cards"),
}
"""Kinds of slot that a secret typed as one kind is tried on.

``shut`` is a passphrase that comes after too many wrong ones.
"""


@dataclass(frozen=True)
class Slot:
    """One way to open the vault: a secret of some kind, wrapping the data key."""

    id: str
    kind: str
    kdf: Kdf
    nonce: bytes
    wrapped: bytes

    @classmethod
    def seal(cls, vault_id: str, kind: str, secret: str, kdf: Kdf, data_key: DataKey) -> Slot:
        """Make a slot that opens with a secret."""
        empty = cls(uuid.uuid4().hex, kind, kdf, os.urandom(NONCE_BYTES), b"")
        wrapped = data_key.wrap(kdf.derive(secret), empty.nonce, empty.bound_to(vault_id))
        return replace(empty, wrapped=wrapped)

    def open(self, vault_id: str, secret: str) -> DataKey | None:
        """Return the data key, or None where the secret is not this slot's."""
        bound_to = self.bound_to(vault_id)
        return DataKey.unwrap(self.kdf.derive(secret), self.nonce, self.wrapped, bound_to)

    def bound_to(self, vault_id: str) -> bytes:
        """Return the text that the wrapped key is bound to; changing any of it breaks the slot."""
        slot = {"id": self.id, "kind": self.kind, "kdf": _kdf_json(self.kdf)}
        return canonical({"format": FORMAT, "vault_id": vault_id, **slot})

    def as_json(self) -> dict[str, Any]:
        """Return the slot as it is written."""
        return {
            "id": self.id,
            "kind": self.kind,
            "kdf": _kdf_json(self.kdf),
            "nonce": _text(self.nonce),
            "ct": _text(self.wrapped),
        }


@dataclass(frozen=True)
class Left:
    """A database that another one replaced, and that is still there."""

    database: str
    after: int | None = None
    """Number of the newest entry of activity at the first close after it; None before that."""
    forget: bool = False
    """Whether its key was given up, so that it goes as soon as it can."""


@dataclass(frozen=True)
class Header:
    """The clear part of a vault. Holds no name, no label and no key."""

    vault_id: str
    sequence: int
    database: str
    """File name of the database, beside the header."""
    slots: tuple[Slot, ...]
    anchor: tuple[int, str] | None = None
    """Number and mark of the newest entry of activity at the last clean close."""
    strict: bool = False
    """Whether too many wrong passphrases shut the coordinator's slot until another way is used."""
    opening: str = ""
    """A number drawn at each opening, which the seal has as well; empty once it was closed."""
    left: tuple[Left, ...] = ()
    """Databases of before, by which a week's mistakes can be put right."""
    mac: bytes = b""

    @property
    def shuts(self) -> bool:
        """Whether ``strict`` holds: only while another way in is there that could open it again."""
        return self.strict and any(slot.kind != "pass" for slot in self.slots)

    def signed(self, data_key: DataKey) -> Header:
        """Return the header with its message authentication code."""
        return replace(self, mac=data_key.mac("header", self._body()))

    def unlock(self, secret: str, kind: str = "pass") -> tuple[DataKey, Slot]:
        """Return the data key, and the slot that the secret opened.

        ``kind`` is one of ``FAMILIES``. Raises WrongSecret when no slot opens, HeaderDamaged when
        one opens but the header around it was altered.
        """
        for slot in self.slots:
            if slot.kind in FAMILIES[kind] and (key := slot.open(self.vault_id, secret)):
                if not hmac.compare_digest(self.mac, key.mac("header", self._body())):
                    raise header_damaged()
                return key, slot
        raise wrong_secret(kind)

    def write(self, folder: Path) -> None:
        """Put the header and its second copy in place, each whole or not at all."""
        content = canonical(self.as_json())
        write_together({folder / name: content for name in (FILE_NAME, COPY_NAME)})

    def as_json(self) -> dict[str, Any]:
        """Return the header as it is written."""
        return {**self._fields(), "mac": _text(self.mac)}

    def _fields(self) -> dict[str, Any]:
        n, head = self.anchor or (0, "")
        anchor = {"audit": {"n": n, "head": head}} if self.anchor else {}
        strict = {"strict": True} if self.strict else {}
        opening = {"opening": self.opening} if self.opening else {}
        left = {"left": [asdict(each) for each in self.left]} if self.left else {}
        return {
            **anchor,
            **strict,
            **opening,
            **left,
            "magic": MAGIC,
            "format": FORMAT,
            "vault_id": self.vault_id,
            "seq": self.sequence,
            "db": self.database,
            "cipher": _CIPHER,
            "slots": [slot.as_json() for slot in self.slots],
        }

    def _body(self) -> bytes:
        return canonical(self._fields())


def wrong_secret(kind: str = "pass") -> WrongSecret:
    """Return the error for a secret that opens nothing."""
    if kind == "shut":
        return WrongSecret(
            "That passphrase does not open this vault.",
            "After too many wrong tries only a second person or the recovery words open it.",
        )
    if kind == "recovery":
        return WrongSecret(
            "These words do not open this vault.",
            "They may be of an older sheet. Look for a newer one.",
        )
    return WrongSecret(
        "That passphrase does not open this vault.",
        "Check Caps Lock and the keyboard layout, then try again.",
    )


def header_damaged() -> HeaderDamaged:
    """Return the error for a header that cannot be trusted."""
    return HeaderDamaged(
        "The vault's key file is damaged.",
        "Your records are still there, but PeerDesk cannot open them with this file. "
        "Restore a backup of the whole folder.",
    )


def read_headers(folder: Path) -> tuple[Header, ...]:
    """Return the header and its second copy, those of them that can be read.

    Where there is neither file, the copies in the seals beside the databases count, the newest
    first. Raises VaultMissing where there are none of these either, NewerVersion for a later
    format, and HeaderDamaged where neither file can be read.
    """
    files = [folder / name for name in (FILE_NAME, COPY_NAME) if (folder / name).is_file()]
    headers = tuple(header for header in map(_read, files) if header)
    if files and not headers:
        raise header_damaged()
    headers = headers or sealed_headers(folder)
    if not headers:
        raise VaultMissing(
            "The vault's key file is missing.", "Restore your newest backup, or choose another."
        )
    return headers


def new_opening() -> str:
    """Draw the number of an opening, by which its seal is known."""
    return os.urandom(8).hex()


def on_disk(folder: Path) -> Header | None:
    """Return what ``vault.json`` says, or None where it cannot be read."""
    return _read(folder / FILE_NAME)


def sealed_headers(folder: Path) -> tuple[Header, ...]:
    """Return the copies of the header that lie in the seals beside databases, the newest first."""
    found = [_read(path, "header") for path in sorted(folder.glob(f"data-*{SEAL_END}"))]
    headers = [header for header in found if header and (folder / header.database).is_file()]
    return tuple(sorted(headers, key=lambda each: each.sequence, reverse=True))


def unlock_any(headers: Sequence[Header], secret: str, kind: str) -> tuple[Header, DataKey, Slot]:
    """Open the header, or else its second copy, and return the one that opened.

    The copy is trusted on a secret that the header refuses only where both have one number: an
    older copy knows secrets that were given up since. Raises WrongSecret or HeaderDamaged.
    """
    first, *others = headers
    try:
        return first, *first.unlock(secret, kind)
    except (WrongSecret, HeaderDamaged) as refusal:
        altered = isinstance(refusal, HeaderDamaged)
        for other in others:
            if other != first and (altered or other.sequence == first.sequence):
                return other, *other.unlock(secret, kind)
        raise


def _read(path: Path, part: str = "") -> Header | None:
    """Read a header, or the one that is a part of a file."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        raw = json.loads(path.read_bytes())
        return _parse(raw[part] if part else raw)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _parse(raw: Mapping[str, Any]) -> Header:
    if raw["magic"] != MAGIC:
        raise ValueError("not a vault")
    if int(raw["format"]) > FORMAT:
        raise NewerVersion(
            "This vault was made by a newer PeerDesk.", "Install the newer version to open it."
        )
    name = raw["db"]
    if len(raw["slots"]) > MOST_SLOTS or raw["cipher"] != _CIPHER or Path(name).name != name:
        raise ValueError("not a header")
    return Header(
        vault_id=str(raw["vault_id"]),
        sequence=int(raw["seq"]),
        database=name,
        slots=tuple(map(parse_slot, raw["slots"])),
        anchor=_parse_anchor(raw.get("audit")),
        strict=bool(raw.get("strict", False)),
        opening=str(raw.get("opening", "")),
        left=tuple(map(_parse_left, raw.get("left", []))),
        mac=_bytes(raw["mac"]),
    )


def _parse_anchor(raw: Mapping[str, Any] | None) -> tuple[int, str] | None:
    return None if raw is None else (int(raw["n"]), str(raw["head"]))


def _parse_left(raw: Mapping[str, Any]) -> Left:
    name, after, forget = raw["database"], raw["after"], raw["forget"]
    if not DATABASE_NAME.fullmatch(name) or not isinstance(forget, bool):
        raise ValueError("not a header")
    return Left(name, None if after is None else int(after), forget)


def parse_slot(raw: Mapping[str, Any]) -> Slot:
    """Read a slot as it is written; raises ValueError, KeyError or TypeError for anything else."""
    kdf = raw["kdf"]
    if kdf["alg"] != "argon2id":
        raise ValueError("unknown key derivation")
    nonce, wrapped = _bytes(raw["nonce"]), _bytes(raw["ct"])
    if len(nonce) != NONCE_BYTES:
        raise ValueError("not a slot")
    costs = (int(kdf["m"]), int(kdf["t"]), int(kdf["p"]))
    return Slot(str(raw["id"]), str(raw["kind"]), Kdf(_bytes(kdf["salt"]), *costs), nonce, wrapped)


def _kdf_json(kdf: Kdf) -> dict[str, Any]:
    costs = {"m": kdf.memory, "t": kdf.passes, "p": kdf.lanes}
    return {"alg": "argon2id", "salt": _text(kdf.salt), **costs}


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the one way to write a value as JSON, which is what codes and hashes are made of."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)
