"""Keys: the random data key, what is derived from it, and how a passphrase wraps it."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from peerdesk.errors import OutOfMemory

KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16
LEAST_MEMORY, MOST_MEMORY = 8 * 1024, 160 * 1024
"""In KiB."""
MOST_PASSES, MOST_LANES = 16, 8
MOST_WORK = 384 * 1024
"""Memory times passes, which is what deriving takes of a computer: today's 128 MiB, 3 times."""


@dataclass(frozen=True)
class Kdf:
    """How a secret becomes a key: Argon2id, with its memory in KiB, passes and lanes.

    The bounds hold before anything is derived, so that a hostile header cannot ask for a
    terabyte, nor all its slots together for minutes. Raises ValueError outside them.
    """

    salt: bytes
    memory: int = 128 * 1024
    passes: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        within = (
            LEAST_MEMORY <= self.memory <= MOST_MEMORY
            and 1 <= self.passes <= MOST_PASSES
            and 1 <= self.lanes <= MOST_LANES
            and self.memory * self.passes <= MOST_WORK
            and 16 <= len(self.salt) <= 64
        )
        if not within:
            raise ValueError("key derivation out of bounds")

    def derive(self, secret: str) -> bytes:
        """Return the 32-byte key of a secret, which is NFKC-normalized first.

        Raises OutOfMemory.
        """
        argon = Argon2id(
            salt=self.salt,
            length=KEY_BYTES,
            iterations=self.passes,
            lanes=self.lanes,
            memory_cost=self.memory,
        )
        try:
            return argon.derive(unicodedata.normalize("NFKC", secret).encode())
        except MemoryError:
            raise OutOfMemory(
                "This computer has too little free memory to try this secret.",
                "Close other programs, then try again. Nothing has been lost.",
            ) from None

    @property
    def weak(self) -> bool:
        """Whether the cost is that of vaults made by tests."""
        return self.memory < 64 * 1024


def new_kdf() -> Kdf:
    """Return today's parameters with a fresh salt."""
    return Kdf(os.urandom(SALT_BYTES))


def recovery_kdf() -> Kdf:
    """Return the parameters for recovery words, whose 128 random bits need less help."""
    return Kdf(os.urandom(SALT_BYTES), memory=64 * 1024)


def fast_kdf() -> Kdf:
    """Return the weakest parameters the bounds allow, for vaults made by tests only."""
    return Kdf(os.urandom(SALT_BYTES), memory=8 * 1024, passes=1, lanes=1)


class DataKey:
    """The random key of one vault. Never used itself: each purpose has a key of its own."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError("a data key has 32 bytes")
        self._secret = secret

    def __repr__(self) -> str:
        return "<DataKey>"

    @classmethod
    def random(cls) -> DataKey:
        """Draw a new data key."""
        return cls(os.urandom(KEY_BYTES))

    def derived(self, purpose: str) -> bytes:
        """Return the 32-byte key of one purpose (HKDF-SHA256)."""
        hkdf = HKDF(SHA256(), length=KEY_BYTES, salt=None, info=f"peerdesk {purpose}".encode())
        return hkdf.derive(self._secret)

    def mac(self, purpose: str, message: bytes) -> bytes:
        """Return the HMAC-SHA256 of a message under the key of one purpose."""
        hmac = HMAC(self.derived(purpose), SHA256())
        hmac.update(message)
        return hmac.finalize()

    def wrap(self, key: bytes, nonce: bytes, bound_to: bytes) -> bytes:
        """Encrypt the data key (AES-256-GCM), bound to the text around it."""
        return AESGCM(key).encrypt(nonce, self._secret, bound_to)

    @classmethod
    def unwrap(cls, key: bytes, nonce: bytes, wrapped: bytes, bound_to: bytes) -> DataKey | None:
        """Return the data key, or None where the key or the text around it is another."""
        try:
            return cls(AESGCM(key).decrypt(nonce, wrapped, bound_to))
        except InvalidTag:
            return None
