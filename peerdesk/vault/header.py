"""The vault's header, ``vault.json``: which file holds the database, and who can open it."""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import secrets
import uuid
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from peerdesk.errors import HeaderDamaged, NewerVersion, OutOfMemory, VaultMissing, WrongSecret
from peerdesk.foreign import (
    LARGEST_NUMBER,
    OBJECT,
    Unreadable,
    content_of,
    flag,
    listed,
    maybe,
    only,
    packed,
    parse,
    record,
    text,
    whole,
)
from peerdesk.paths import VAULT_FILE, write_together
from peerdesk.vault.keys import KEY_BYTES, NONCE_BYTES, DataKey, Kdf

FILE_NAME = VAULT_FILE
COPY_NAME = f"{VAULT_FILE}.bak"
MAGIC = "peerdesk vault"
FORMAT = 1
LARGEST = 64 * 1024
SEAL_END = ".seal"
"""How the name of a seal ends, after that of its database."""
DATABASE_NAME = re.compile(r"data-([0-9a-f]+)-(\d+)\.db")
MOST_SLOTS = 8
VAULT_ID = text(32, "[0-9a-f]{32}")
HASH = text(64, "[0-9a-f]{64}")
_CIPHER: Mapping[str, str | int] = {"name": "sqlcipher4", "page": 4096}
_TAG_BYTES = 16
_HASH_BYTES = 32
MOST_LEFT = 100
"""Databases that a header remembers; older ones stay until somebody removes them."""
_ABSENT = (FileNotFoundError, NotADirectoryError)
_KDF = record(
    {
        "alg": only("argon2id"),
        "salt": packed(16, 64),
        **dict.fromkeys(("m", "t", "p"), whole()),
    }
)
SLOT = record(
    {
        "id": text(32, "[0-9a-f]{32}"),
        "kind": text(16, "[a-z_]+"),
        "kdf": _KDF,
        "nonce": packed(NONCE_BYTES, NONCE_BYTES),
        "ct": packed(KEY_BYTES + _TAG_BYTES, KEY_BYTES + _TAG_BYTES),
    }
)
_DATABASE = text(80, DATABASE_NAME.pattern)
_LEFT = record({"database": _DATABASE, "after": maybe(whole()), "forget": flag})
_HEADER = record(
    {
        "magic": only(MAGIC),
        "format": only(FORMAT),
        "vault_id": VAULT_ID,
        "seq": whole(),
        "db": _DATABASE,
        "cipher": record({name: only(value) for name, value in _CIPHER.items()}),
        "slots": listed(SLOT, most=MOST_SLOTS),
        "mac": packed(_HASH_BYTES, _HASH_BYTES),
    },
    optional={
        "strict": flag,
        "audit": record({"n": whole(), "head": HASH}),
        "opening": text(16, "[0-9a-f]{16}"),
        "left": listed(_LEFT, most=MOST_LEFT),
    },
)
"""What a header holds, and nothing else: whatever is not named here would not be authenticated."""
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

    def is_signed_by(self, data_key: DataKey) -> bool:
        """Say whether nothing was altered since it was signed with this key."""
        return hmac.compare_digest(self.mac, data_key.mac("header", self._body()))

    def unlock(self, secret: str, kind: str = "pass") -> tuple[DataKey, Slot]:
        """Return the data key, and the slot that the secret opened.

        ``kind`` is one of ``FAMILIES``. Raises WrongSecret when no slot opens, HeaderDamaged when
        one opens but the header around it was altered.
        """
        for slot in self.slots:
            if slot.kind in FAMILIES[kind] and (key := slot.open(self.vault_id, secret)):
                if not self.is_signed_by(key):
                    raise header_damaged()
                return key, slot
        raise wrong_secret(kind)

    def write(self, folder: Path) -> None:
        """Put the header and its second copy in place, each whole or not at all."""
        content = canonical(self.as_json())
        for name in (FILE_NAME, COPY_NAME):
            _clear_of_folder(folder / name)
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


_ADVICE = {
    "shut": "After too many wrong tries only a second person or the recovery words open it.",
    "recovery": "They may be of an older sheet. Look for a newer one.",
}


def wrong_secret(kind: str = "pass") -> WrongSecret:
    """Return the error for a secret that opens nothing."""
    what = "These words do" if kind == "recovery" else "That passphrase does"
    advice = _ADVICE.get(kind, "Check Caps Lock and the keyboard layout, then try again.")
    return WrongSecret(f"{what} not open this vault.", advice)


def header_damaged() -> HeaderDamaged:
    """Return the error for a header that cannot be trusted."""
    return HeaderDamaged(
        "The vault's key file is damaged.",
        "Your records are still there. Use your recovery words, or restore a backup.",
    )


def read_headers(folder: Path) -> tuple[Header, ...]:
    """Return the header and its second copy, those of them that can be read.

    Where there is neither file, the copies in the seals beside the databases count, the newest
    first. Raises VaultMissing where there are none of these either, HeaderDamaged where neither
    file can be read, and NewerVersion for a later format. One copy may say that of itself by
    damage: the other is taken then, unless it is the older, as after an interrupted upgrade.
    """
    found: list[Header] = []
    newer: list[int] = []
    failed: list[type[Exception]] = []
    for path in (folder / FILE_NAME, folder / COPY_NAME):
        try:
            raw = parse(content_of(path, LARGEST), OBJECT)
            if (claimed := _newer(raw)) is None:
                found.append(_parse(raw))
            else:
                newer.append(claimed)
        except (OSError, ValueError) as error:
            failed.append(type(error))
    if newer and not any(header.sequence >= max(newer) for header in found):
        raise NewerVersion(
            "This vault was made by a newer PeerDesk.", "Install the newer version to open it."
        )
    if not found and not all(issubclass(each, _ABSENT) for each in failed):
        raise _unreadable(failed)
    headers = tuple(found) or sealed_headers(folder)
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
    headers = [
        header
        for path in folder.glob(f"data-*{SEAL_END}")
        if (header := _read(path, "header"))
        and path.name == header.database + SEAL_END  # and no other version of a sync program's
        and (folder / header.database).is_file()
    ]
    return tuple(sorted(headers, key=lambda each: each.sequence, reverse=True))


def unlock_any(headers: Sequence[Header], secret: str, kind: str) -> tuple[Header, DataKey, Slot]:
    """Open the header, or else its second copy, and return the one that opened.

    Where the header is not shown to be altered, the copy is trusted only where both have one
    number: an older copy knows secrets that were given up since. Raises WrongSecret,
    HeaderDamaged or OutOfMemory.
    """
    first, *others = headers
    try:
        return first, *first.unlock(secret, kind)
    except (WrongSecret, HeaderDamaged, OutOfMemory) as refusal:
        altered = isinstance(refusal, HeaderDamaged)
        for other in others:
            if other != first and (altered or other.sequence == first.sequence):
                with suppress(WrongSecret) if altered else nullcontext():
                    return other, *other.unlock(secret, kind)
        raise


def _read(path: Path, part: str = "") -> Header | None:
    """Read a header, or the one that is a part of a file, or None where that cannot be done."""
    try:
        raw = parse(content_of(path, 2 * LARGEST), OBJECT)
        return _parse(raw[part] if part else raw)
    except (OSError, ValueError, KeyError):
        return None


def _unreadable(failed: Sequence[type[Exception]]) -> HeaderDamaged:
    """Return the error for two files of which none could be read, by what reading each said."""
    if any(issubclass(each, ValueError) for each in failed):
        return header_damaged()
    return HeaderDamaged(
        "The vault's key file cannot be read.",
        "Check that the folder is yours, and that its disk is there and sound.",
    )


def _newer(raw: Mapping[str, Any]) -> int | None:
    """Return the number of a header that says it is of a later format; None for any other."""
    claimed = raw.get("format")
    if raw.get("magic") != MAGIC or type(claimed) is not int or claimed <= FORMAT:
        return None
    sequence = raw.get("seq")
    return sequence if type(sequence) is int else LARGEST_NUMBER


def _clear_of_folder(path: Path) -> None:
    """Give a folder that stands in a file's place another name, with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_name(f"{path.name}.folder-{secrets.token_hex(4)}"))


def _parse(raw: Any) -> Header:
    said = _HEADER(raw)
    anchor = said.get("audit")
    return Header(
        vault_id=said["vault_id"],
        sequence=said["seq"],
        database=said["db"],
        slots=tuple(map(slot_of, said["slots"])),
        anchor=(anchor["n"], anchor["head"]) if anchor else None,
        strict=said.get("strict", False),
        opening=said.get("opening", ""),
        left=tuple(Left(**each) for each in said.get("left", [])),
        mac=said["mac"],
    )


def slot_of(said: Mapping[str, Any]) -> Slot:
    """Return the slot that fits ``SLOT``; raises Unreadable where it would cost too much."""
    kdf = said["kdf"]
    try:
        costs = Kdf(kdf["salt"], kdf["m"], kdf["t"], kdf["p"])
    except ValueError:
        raise Unreadable from None
    return Slot(said["id"], said["kind"], costs, said["nonce"], said["ct"])


def _kdf_json(kdf: Kdf) -> dict[str, Any]:
    costs = {"m": kdf.memory, "t": kdf.passes, "p": kdf.lanes}
    return {"alg": "argon2id", "salt": _text(kdf.salt), **costs}


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the one way to write a value as JSON, which is what codes and hashes are made of."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
