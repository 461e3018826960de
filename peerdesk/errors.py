"""The two families of errors: what the user or the machine can cause, and everything else."""

from __future__ import annotations

from typing import ClassVar


class UserFacing(Exception):
    """Something the user can act on: a plain title, and advice on what to do next.

    Neither text ever holds the value of a record. ``exit_code`` is what the command line returns.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.title} {self.advice}".strip()


class UsageError(UserFacing):
    """The request itself makes no sense, for example an unknown period."""

    exit_code = 2


class NotShown(UserFacing):
    """The answer exists but may not be shown, because it could point at someone."""

    exit_code = 3


class InputRefused(UserFacing):
    """A file or an entry that was handed in cannot be used."""

    exit_code = 4


class MistypedWords(InputRefused):
    """Recovery words with a slip in them; to a script they are a wrong secret like any other."""

    exit_code = 5


class WrongSecret(UserFacing):
    """The passphrase opens no slot of this vault."""

    exit_code = 5


class HeaderDamaged(UserFacing):
    """The vault's header, and its second copy, cannot be trusted."""

    exit_code = 6


class VaultMissing(UserFacing):
    """There is no vault here, or its database is missing or empty."""

    exit_code = 7


class VaultDamaged(UserFacing):
    """The database does not hold what the header says it should."""

    exit_code = 8


class VaultAltered(VaultDamaged):
    """The vault's files are not as PeerDesk left them; they may be opened on purpose."""


class NotAllowed(UserFacing):
    """The role of whoever opened the vault does not allow this."""

    exit_code = 2


class NewerVersion(UserFacing):
    """The vault was written by a newer PeerDesk; it is left untouched."""

    exit_code = 9


class VaultInUse(UserFacing):
    """Another PeerDesk has the vault open."""

    exit_code = 10


class CannotWrite(UserFacing):
    """The disk is full, or the folder is read-only."""

    exit_code = 11


class OutOfMemory(UserFacing):
    """The computer has too little free memory to derive a key; nothing was tried or changed."""

    exit_code = 11


class LockedOut(UserFacing):
    """Too many wrong secrets in a short time; ``seconds`` is how long to wait."""

    exit_code = 12

    def __init__(self, seconds: int) -> None:
        wait = f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
        super().__init__(
            "Too many wrong tries.", f"Wait {wait}, then try again. Nothing has been lost."
        )
        self.seconds = seconds
