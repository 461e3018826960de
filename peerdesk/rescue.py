"""Reads a backup or a vault without PeerDesk, with cryptography and sqlcipher3 alone.

It is the proof that nobody is locked in: this one file, the two libraries and a passphrase are
enough, on any computer. docs/vault-format.md describes what it does. Nothing is written to the
file or folder that it reads, and what it is asked for is written into the one new folder, whatever
the tables are called. JSON holds each value exactly; in CSV a text that a spreadsheet program would
take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import argparse
import base64
import csv
import getpass
import hashlib
import hmac
import json
import os
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlcipher3 import dbapi2 as sqlcipher

MAGIC = b"peerdesk backup\n"
LARGEST_CLEAR_PART = 64 * 1024
MOST_SLOTS = 8
LEAST_MEMORY, MOST_MEMORY = 8 * 1024, 160 * 1024
MOST_PASSES, MOST_LANES, MOST_WORK = 16, 8, 384 * 1024
WORDS_OF_A_SHEET = 20
PLAIN_NAME = re.compile(r"(?!(con|prn|aux|nul|com\d|lpt\d)\Z)[a-z][a-z0-9_]{0,59}\Z")
"""A table's name that can be a file's on every system, and means the same on all of them."""
FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\n]")
NOT_READABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError)


class Refused(Exception):
    """What went wrong, in a sentence, and the exit code of PeerDesk's command line for it."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Found:
    """The clear part of a backup or a vault, and an encrypted copy of its database."""

    clear: dict[str, Any]
    signed: bytes
    """What the message authentication code is made of."""
    purpose: str
    mac: bytes
    database: Path


def main(words: Sequence[str] | None = None) -> int:
    """Run the tool and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m peerdesk.rescue", description=__doc__)
    parser.add_argument("file", type=Path, help="a .pdbackup file, or the folder of a vault")
    parser.add_argument("--out", type=Path, help="new folder for the tables, NOT encrypted")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")
    parser.add_argument("--secret-stdin", action="store_true", help="read the secret from there")
    arguments = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="peerdesk-rescue-") as scratch:
        try:
            rescue(arguments, Path(scratch))
        except Refused as refusal:
            print(refusal, file=sys.stderr)
            return refusal.code
        except sqlcipher.Error:
            print("The database is damaged.", file=sys.stderr)
            return 8
    return 0


def rescue(arguments: argparse.Namespace, scratch: Path) -> None:
    """Open, check, count, and write the tables where that is wanted."""
    copies = read(arguments.file, scratch)
    if arguments.secret_stdin:
        secret = secret_of(sys.stdin.buffer.readline())
    else:
        secret = getpass.getpass("Passphrase, or the words of a sheet or of two cards: ")
    connection = open_database(*unlock_any(copies, secret))
    try:
        check(connection)
        for table in tables(connection):
            count = rows(connection, table, "count(*)").fetchone()[0]
            print(f"{count:>10}  {shown(table)}")
        if arguments.out:
            export(connection, arguments.out, arguments.format)
    finally:
        connection.close()


def secret_of(line: bytes) -> str:
    """Return a secret without what Windows may set before it, and without the end of its line."""
    try:
        return line.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise Refused(2, "The secret cannot be read. It must be UTF-8 text.") from None


def read(path: Path, scratch: Path) -> list[Found]:
    """Read each clear part, and copy its database, still encrypted, into a scratch folder."""
    if not path.exists():
        raise Refused(7, "There is no such file or folder.")
    try:
        return read_vault(path, scratch) if path.is_dir() else [read_backup(path, scratch)]
    except NOT_READABLE:
        raise Refused(8, "This is no backup and no vault, or it is damaged.") from None


def read_backup(path: Path, scratch: Path) -> Found:
    """Read a .pdbackup: a magic line, a length, the manifest, the database."""
    with path.open("rb") as stream:
        magic, length = stream.read(len(MAGIC)), int.from_bytes(stream.read(4), "big")
        if magic != MAGIC or length > LARGEST_CLEAR_PART:
            raise ValueError
        clear = json.loads(stream.read(length))
        database = scratch / "rescued.db"
        with database.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
    with database.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != clear["sha256"]:
        raise ValueError
    signed = canonical({k: v for k, v in clear.items() if k not in ("mac", "checksum")})
    return Found(clear, signed, "backup manifest", bytes.fromhex(clear["mac"]), database)


def read_vault(folder: Path, scratch: Path) -> list[Found]:
    """Read vault.json and its second copy, those of them that can be read."""
    found = []
    for name in ("vault.json", "vault.json.bak"):
        try:
            found.append(read_header(folder, name, scratch))
        except NOT_READABLE:
            continue
    if not found:
        raise ValueError
    return found


def read_header(folder: Path, copy: str, scratch: Path) -> Found:
    """Read one copy of the header, and copy the database that it names with its journal."""
    with (folder / copy).open("rb") as stream:
        clear = json.loads(stream.read(LARGEST_CLEAR_PART))
    name = Path(clear["db"]).name
    for part in (name, f"{name}-journal"):
        if (folder / part).exists():
            shutil.copyfile(folder / part, scratch / part)
    signed = canonical({k: v for k, v in clear.items() if k != "mac"})
    return Found(clear, signed, "header", base64.b64decode(clear["mac"]), scratch / name)


def unlock_any(copies: Sequence[Found], secret: str) -> tuple[Found, bytes]:
    """Return the first copy that a secret opens, with its data key.

    An older copy knows secrets that were given up since: it counts only where the first is damaged.
    """
    first, *others = copies
    try:
        return first, unlock(first, secret)
    except Refused as refusal:
        for other in others:
            if refusal.code == 8 or other.clear.get("seq") == first.clear.get("seq"):
                return other, unlock(other, secret)
        raise


def unlock(found: Found, secret: str) -> bytes:
    """Return the data key, by whichever slot the secret opens."""
    secrets = [secret, *recovery_secrets(secret)]
    try:
        keys = [key for each in secrets for key in open_slots(found.clear, each)]
    except NOT_READABLE:
        raise Refused(8, "The key slots are damaged.") from None
    except MemoryError:
        raise Refused(11, "There is too little free memory. Close other programs.") from None
    if not keys:
        raise Refused(5, "That does not open it. Check Caps Lock and the keyboard layout.")
    expected = hmac.digest(derived(keys[0], found.purpose), found.signed, "sha256")
    if not hmac.compare_digest(expected, found.mac):
        raise Refused(8, "It was altered since it was written.")
    return keys[0]


def open_slots(clear: dict[str, Any], secret: str) -> list[bytes]:
    """Return the data key of each slot that a secret opens."""
    keys = []
    for slot in clear["slots"][:MOST_SLOTS]:
        kdf = slot["kdf"]
        within = LEAST_MEMORY <= kdf["m"] <= MOST_MEMORY and 1 <= kdf["t"] <= MOST_PASSES
        if not within or not 1 <= kdf["p"] <= MOST_LANES or kdf["m"] * kdf["t"] > MOST_WORK:
            raise ValueError
        salt = base64.b64decode(kdf["salt"])
        argon = Argon2id(
            salt=salt, length=32, iterations=kdf["t"], lanes=kdf["p"], memory_cost=kdf["m"]
        )
        key = argon.derive(unicodedata.normalize("NFKC", secret).encode())
        bound = {"format": 1, "vault_id": clear["vault_id"]}
        bound |= {name: slot[name] for name in ("id", "kind", "kdf")}
        nonce, wrapped = base64.b64decode(slot["nonce"]), base64.b64decode(slot["ct"])
        try:
            keys.append(AESGCM(key).decrypt(nonce, wrapped, canonical(bound)))
        except InvalidTag:
            continue
    return keys


def recovery_secrets(typed: str) -> list[str]:
    """Return the secret that recovery words stand for; this needs a third library."""
    words = typed.lower().split()
    if not words or len(words) % WORDS_OF_A_SHEET:
        return []
    try:
        from shamir_mnemonic import MnemonicError, combine_mnemonics  # noqa: PLC0415 - optional
    except ImportError:
        raise Refused(2, "Recovery words need the Python package shamir-mnemonic.") from None
    sheets = [words[at : at + WORDS_OF_A_SHEET] for at in range(0, len(words), WORDS_OF_A_SHEET)]
    try:
        return [bytes(combine_mnemonics([" ".join(sheet) for sheet in sheets])).hex()]
    except MnemonicError:
        return []


def derived(data_key: bytes, purpose: str) -> bytes:
    """Return the key of one purpose."""
    info = f"peerdesk {purpose}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(data_key)


def canonical(value: dict[str, Any]) -> bytes:
    """Return the one way to write a value as JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def open_database(found: Found, data_key: bytes) -> Any:
    """Return a keyed connection to the copy of the database."""
    connection = sqlcipher.connect(str(found.database), isolation_level=None)
    connection.set_key(f"x'{derived(data_key, 'database').hex()}'")
    connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
    connection.execute("PRAGMA temp_store = MEMORY").fetchall()
    connection.execute("PRAGMA trusted_schema = OFF").fetchall()
    return connection


def check(connection: Any) -> None:
    """Refuse a database with a page that is not whole."""
    pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    if pages or connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise Refused(8, "The database is damaged.")


def tables(connection: Any) -> list[str]:
    """Return the names of the tables."""
    listed = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    names = (name for (name,) in connection.execute(listed).fetchall())
    return sorted(name for name in names if not name.startswith("sqlite_"))


def shown(table: str) -> str:
    """Return a name as it may be printed: one of this program's own, or spelled out."""
    return table if PLAIN_NAME.match(table) else ascii(table)


def rows(connection: Any, table: str, what: str) -> Any:
    """Select from a table, whose name comes from the database itself."""
    quoted = table.replace('"', '""')
    return connection.execute(f'SELECT {what} FROM "{quoted}"')  # noqa: S608


def export(connection: Any, folder: Path, form: str) -> None:
    """Write each table into a new folder, readable by everyone who can read the folder."""
    write = {"csv": write_csv, "json": write_json}[form]
    try:
        folder.mkdir(mode=0o700)
        for number, table in enumerate(tables(connection), start=1):
            plain = PLAIN_NAME.match(table)
            path = folder / f"{table if plain else f'table-{number}'}.{form}"
            content = rows(connection, table, "*")
            with path.open("x", encoding="utf-8", newline="") as stream:
                write(stream, [column[0] for column in content.description], content)
            if not plain:
                print(f"{path.name} is the table {shown(table)}")
    except OSError:
        raise Refused(11, "The folder must be new, and on a disk with room.") from None
    print(f"WARNING: what is in {folder} is NOT encrypted. Anyone who opens it can read it.")
    print("Delete it as soon as you no longer need it.")


def write_csv(stream: IO[str], names: list[str], content: Any) -> None:
    """Write rows for a spreadsheet program, which shall show and never do what a cell says."""
    writer = csv.writer(stream)
    writer.writerow([harmless(name) for name in names])
    writer.writerows([harmless(value) for value in row] for row in content)


def harmless(value: Any) -> Any:
    """Return a value that starts no formula; a number stays one, and bytes become hexadecimal."""
    if isinstance(value, bytes):
        value = value.hex()
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def write_json(stream: IO[str], names: list[str], content: Any) -> None:
    """Write rows exactly as they are; bytes become hexadecimal."""
    found = [dict(zip(names, row, strict=True)) for row in content]
    json.dump(found, stream, ensure_ascii=False, indent=1, default=bytes.hex)


if __name__ == "__main__":
    if hasattr(os, "umask"):
        os.umask(0o077)
    raise SystemExit(main())
