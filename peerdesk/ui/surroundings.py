"""What the window is given: the vault, paper, dialogs, and how it looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from peerdesk.periods import Period
from peerdesk.safe import Safe
from peerdesk.ui.settings import Settings
from peerdesk.ui.watch.capture import Unseen
from peerdesk.ui.watch.idle import Times, computer_times
from peerdesk.ui.widgets.dialogs import Dialogs
from peerdesk.ui.widgets.theme import Theme

if TYPE_CHECKING:
    from peerdesk.services.issuing.ledger import Delivery


@dataclass(frozen=True)
class Recovered:
    """A vault that was opened with recovery words and has a new key."""

    workspace: object
    before: Mapping[str, int]
    """Rows of each table, before the key was changed."""
    after: Mapping[str, int]


class RecoveryWords(Protocol):
    """The list of recovery words."""

    def phrase(self) -> str:
        """Return a random passphrase of several words."""
        ...

    def read(self, typed: str) -> tuple[str, ...]:
        """Return words in full; raises InputRefused naming one that is on no list."""
        ...

    def check(self, typed: str) -> str:
        """Return what is wrong with the words typed so far, or an empty text."""
        ...


class Vaults(Protocol):
    """The vault of this computer.

    What opens, makes or changes it is slow, runs on a worker and raises UserFacing. What it hands
    out is the ``Workspace`` of the open vault, which pages that only open it need not know.
    """

    @property
    def words(self) -> RecoveryWords:
        """The list of recovery words."""
        ...

    @property
    def safe(self) -> Safe | None:
        """The safe of the open vault; None while it is closed."""
        ...

    def exists(self) -> bool:
        """Say whether there is a vault to open."""
        ...

    def open(self, secret: str, kind: str = "pass", *, accept_altered: bool = False) -> object:
        """Open it; files that were changed from outside are accepted only on purpose."""
        ...

    def create(self, secret: str, profile: Mapping[str, Any]) -> object:
        """Make it."""
        ...

    def close(self) -> None:
        """Forget the key."""
        ...

    def wait_seconds(self) -> int:
        """Return how long until the next try is allowed."""
        ...

    def recover(self, words: str, new_passphrase: str) -> Recovered:
        """Open it with a sheet or two cards; afterwards only the new passphrase opens it."""
        ...

    def look_after(self) -> tuple[str, ...]:
        """Check it once, back it up after hours of use, and return what is wrong; slow."""
        ...

    def restore(self, path: Path, secret: str) -> bool:
        """Put a backup in the place of a vault that does not open; say whether words opened it."""
        ...


def opened(vaults: Vaults) -> Safe:
    """Return the safe of the vault that is open; to ask while it is closed is a fault."""
    safe = vaults.safe
    if safe is None:
        raise RuntimeError("the vault is closed")
    return safe


class Printing(Protocol):
    """Makes paper; works on a worker thread."""

    def preview(self, report: str, period: Period, paper: str, number: int | None) -> bytes:
        """Return the PDF of a report: a draft, or as it was issued. Raises UserFacing."""
        ...

    def issue(
        self, report: str, period: Period, paper: str, delivery: Delivery, narrative: str
    ) -> bytes:
        """Enter a report in the ledger and return its PDF. Raises UserFacing."""
        ...

    def paper(self, name: str, facts: object, paper: str = "letter") -> bytes:
        """Return the PDF of a working paper made from facts about the vault."""
        ...


@dataclass(frozen=True)
class Surroundings:
    """What the window is given."""

    vaults: Vaults
    printing: Printing
    dialogs: Dialogs
    theme: Theme
    settings: Settings
    warm_up: Callable[[], None] | None = None
    """Loads what an open vault needs; called on a worker while the passphrase is typed."""
    restart: Callable[[], object] = lambda: None
    """Ends this process and begins another, some time after locking."""
    times: Times = computer_times
    unseen: Unseen | None = None
    """Keeps the window out of pictures of the screen, where the system can."""
