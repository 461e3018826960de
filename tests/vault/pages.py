"""Reads the pages of a SQLCipher 4 database with ``cryptography`` alone, and proves each of them.

An independent eye: it sees what lies in the pages, whatever the database says it holds.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
SALT_BYTES = 16
IV_BYTES = 16
MAC_BYTES = 64
MAC_SALT_MASK = 0x3A
MAC_ROUNDS = 2


def decrypted(database: Path, key: bytes) -> Iterator[bytes]:
    """Return each page in the clear; raises ValueError where its authentication code is wrong."""
    content = database.read_bytes()
    salt = content[:SALT_BYTES]
    mac_salt = bytes(byte ^ MAC_SALT_MASK for byte in salt)
    mac_key = hashlib.pbkdf2_hmac("sha512", key, mac_salt, MAC_ROUNDS, 32)
    for number, start in enumerate(range(0, len(content), PAGE), 1):
        page = content[start : start + PAGE]
        body = page[SALT_BYTES if number == 1 else 0 : -IV_BYTES - MAC_BYTES]
        iv, mac = page[-IV_BYTES - MAC_BYTES : -MAC_BYTES], page[-MAC_BYTES:]
        expected = hmac.digest(mac_key, body + iv + number.to_bytes(4, "little"), "sha512")
        if not hmac.compare_digest(mac, expected):
            raise ValueError(f"page {number} was altered")
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        yield decryptor.update(body) + decryptor.finalize()


def occurrences(database: Path, key: bytes, text: str) -> int:
    """Return how often a text lies in the pages, in either case and as the index writes it."""
    content = b"".join(decrypted(database, key)).lower()
    return sum(content.count(text.lower().encode(code)) for code in ("utf-8", "utf-16-le"))
