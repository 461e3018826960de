"""What tests of the window share: its surroundings, on real vaults and with real paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from peerdesk.app import RecoveryWords, WindowVaults, issue_anew, print_paper, print_report
from peerdesk.clock import Clock
from peerdesk.errors import UsageError
from peerdesk.opened import VaultFolder
from peerdesk.periods import Period
from peerdesk.safe import Safe
from peerdesk.services.issuing.ledger import Delivery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import Changes, PageContext
from peerdesk.ui.pages.registry import PAGES
from peerdesk.ui.settings import Settings
from peerdesk.ui.surroundings import Surroundings
from peerdesk.ui.widgets.dialogs import Dialogs
from peerdesk.ui.widgets.theme import Theme
from peerdesk.vault import vault as vaults
from peerdesk.vault.activity import ActivityLog
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.keyring import Keyring


@dataclass
class Paper:
    """Makes the real reports of a workspace."""

    workspace: Workspace

    def preview(self, report: str, period: Period, paper: str, number: int | None) -> bytes:
        if number is not None:
            return self.workspace.ledger.paper(number)
        return print_report(self.workspace, report, period, paper)

    def issue(
        self, report: str, period: Period, paper: str, delivery: Delivery, narrative: str
    ) -> bytes:
        return issue_anew(self.workspace, report, period, paper, delivery, narrative)

    def paper(self, name: str, facts: object, paper: str = "letter") -> bytes:
        return print_paper(self.workspace, "36194460", name, facts, paper)


class NoPaper:
    """For tests of the window, which print nothing."""

    def preview(self, report: str, period: Period, paper: str, number: int | None) -> bytes:
        raise UsageError("There is no paper here.")

    def issue(
        self, report: str, period: Period, paper: str, delivery: Delivery, narrative: str
    ) -> bytes:
        raise UsageError("There is no paper here.")

    def paper(self, name: str, facts: object, paper: str = "letter") -> bytes:
        return small_paper(name, facts, paper)


def small_paper(name: str, facts: object, paper: str = "letter") -> bytes:
    """Stand in for the working papers: a real PDF that says nothing."""
    from reportlab.pdfgen.canvas import Canvas

    page = io.BytesIO()
    canvas = Canvas(page)
    canvas.drawString(72, 700, name)
    canvas.save()
    return page.getvalue()


class RealVaults(WindowVaults):
    """Real vaults in a folder, with a fast key derivation."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__(VaultFolder(folder, clock, folder.parent / "state"))

    @property
    def vault(self) -> vaults.Vault | None:
        return self._opened.vault if self._opened else None

    def create(self, secret: str, profile: Mapping[str, Any]) -> Workspace:
        return self._keep(self._place.create(secret, profile, fast=True))


@pytest.fixture
def pool() -> Iterator[QThreadPool]:
    pool = QThreadPool()
    yield pool
    pool.waitForDone()


@pytest.fixture(scope="session")
def _one_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def theme(_one_theme: Theme) -> Theme:
    """The light theme at its usual size; applied anew only where a test has changed it."""
    if (_one_theme.mode, _one_theme.point_size) != ("light", 10.0):
        _one_theme.mode, _one_theme.point_size = "light", 10.0
        _one_theme.apply()
    return _one_theme


@pytest.fixture
def context_on(
    pool: QThreadPool, theme: Theme, vault: vaults.Vault, clock: Clock
) -> Callable[[Workspace], PageContext]:
    """Make what a page is given, on a workspace of the test's vault."""
    safe = Safe(Keyring(vault), KeptBackups(vault, clock), ActivityLog(vault))

    def make(workspace: Workspace) -> PageContext:
        return PageContext(
            workspace,
            Paper(workspace),
            Dialogs(native=False),
            Changes(),
            pool,
            lambda _key: None,
            safe,
            RecoveryWords(),
            lambda: None,
            open_record=lambda _kind, _number: None,
            pages=PAGES,
        )

    return make


@pytest.fixture
def real_vaults(tmp_path: Path, clock: Clock) -> Iterator[RealVaults]:
    real = RealVaults(tmp_path / "own vault", clock)
    yield real
    real.close()


@pytest.fixture
def surroundings(real_vaults: RealVaults, theme: Theme, tmp_path: Path) -> Surroundings:
    return Surroundings(real_vaults, NoPaper(), Dialogs(native=False), theme, Settings(tmp_path))
