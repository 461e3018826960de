"""The composition root: puts vault, services, paper and window together. Nobody imports it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peerdesk.clock import Clock, SystemClock
from peerdesk.errors import UsageError
from peerdesk.reports.catalogue import Page, render

if TYPE_CHECKING:
    from peerdesk.periods import Period
    from peerdesk.services.workspace import Workspace
    from peerdesk.vault.vault import Vault

# The unlock window must show before SQLAlchemy has loaded, so the vault and the services are
# imported inside the functions that first need them.

SAMPLE_PASSPHRASE = "sample agency only"  # noqa: S105 - printed for everyone to read


@dataclass(frozen=True)
class Opened:
    """A vault and the services on it."""

    vault: Vault
    workspace: Workspace

    def close(self) -> None:
        """Forget the key."""
        self.vault.close()


class VaultFolder:
    """The one folder that this run of PeerDesk works on."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.folder = folder
        self.clock = clock or SystemClock()
        self.derivation_ms = 0
        """How long the last key derivation took; it is slow on purpose."""

    def exists(self) -> bool:
        """Say whether there is a vault to open."""
        from peerdesk.vault.header import FILE_NAME  # noqa: PLC0415 - see the top of the file

        return (self.folder / FILE_NAME).exists()

    def open(self, secret: str) -> Opened:
        """Open the vault; raises what the vault raises."""
        from peerdesk.vault import vault as vaults  # noqa: PLC0415 - see the top of the file

        return self._opened(vaults.unlock(self.folder, secret, self._derived))

    def create(self, secret: str, profile: Mapping[str, Any], *, fast: bool = False) -> Opened:
        """Make a vault with an agency in it; ``fast`` weakens the key derivation, for tests."""
        from peerdesk.vault import vault as vaults  # noqa: PLC0415 - see the top of the file
        from peerdesk.vault.keys import fast_kdf, new_kdf  # noqa: PLC0415 - see above

        kdf = fast_kdf() if fast else new_kdf()
        opened = self._opened(vaults.create(self.folder, secret, kdf=kdf))
        if profile:
            opened.workspace.agency.change(**profile)
        return opened

    def _derived(self, milliseconds: int) -> None:
        self.derivation_ms += milliseconds

    def _opened(self, vault: Vault) -> Opened:
        from peerdesk.exchange.reader import read_plan  # noqa: PLC0415 - see the top of the file
        from peerdesk.services.workspace import open_workspace  # noqa: PLC0415 - see above

        return Opened(vault, open_workspace(vault.sessions, self.clock, read_plan))


def open_sample(folder: Path, years: int = 3) -> Opened:
    """Open the sample agency of a folder, and invent it first where the folder is empty.

    Raises UsageError where the folder holds a real agency's vault.
    """
    from peerdesk.services.sample import build  # noqa: PLC0415 - see the top of the file

    place = VaultFolder(folder)
    if not place.exists():
        opened = place.create(SAMPLE_PASSPHRASE, {})
        build(opened.vault.sessions, place.clock, years)
        return opened
    opened = place.open(SAMPLE_PASSPHRASE)
    if not opened.workspace.agency.profile().sample:
        opened.close()
        raise UsageError("This folder holds a real vault.", "Choose another with --data.")
    return opened


def print_report(
    workspace: Workspace, report: str, period: Period, paper: str, *, issue: bool
) -> bytes:
    """Return the PDF of a report; only a closed period may be printed without the draft mark."""
    if issue and period not in workspace.closing.closed():
        raise UsageError(
            f"{period.label} is not closed.", "Close it first; until then reports are drafts."
        )
    summary = workspace.reporting.summary(report, period)
    return render(report, summary, Page(paper="a4" if paper == "a4" else "letter", draft=not issue))


def run_window(place: VaultFolder, secret: str | None = None) -> int:
    """Show the window and return its exit code; ``secret`` opens the vault at once."""
    raise NotImplementedError
