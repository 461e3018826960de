"""What tests share: a fixed day, and real vaults on a real disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from peerdesk.clock import FixedClock
from peerdesk.vault import vault as vaults
from peerdesk.vault.keys import fast_kdf

if TYPE_CHECKING:
    from peerdesk.services.workspace import Workspace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Wrong tries are remembered in the settings folder: never in that of whoever runs the tests.
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="peerdesk-tests-")
# No program that a test starts may set up anew the environment that the tests run in.
for name in ("PEERDESK_VENV", "PEERDESK_PYTHON"):
    os.environ.pop(name, None)
# A busy machine must not fail a test: what is fast enough is measured in tests/bench.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
PASSPHRASE = "a lantern by the window"
TODAY = date(2026, 11, 24)
DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True, scope="session")
def no_test_begins_the_program_anew() -> Iterator[None]:
    """A window that was locked and left would take the place of the whole test run."""

    def refused(*_: object) -> None:
        raise AssertionError("a window in a test began the program anew")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.execv", refused)
        yield


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TODAY)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[vaults.Vault]:
    opened = vaults.create(tmp_path / "vault", PASSPHRASE, kdf=fast_kdf())
    yield opened
    opened.close()


@pytest.fixture
def workspace(vault: vaults.Vault, clock: FixedClock) -> Workspace:
    """Pine County's vault, logging coded rows."""
    return _pine_county(vault, clock, "coded")


@pytest.fixture
def tally_workspace(vault: vaults.Vault, clock: FixedClock) -> Workspace:
    """Pine County's vault, logging monthly totals."""
    return _pine_county(vault, clock, "tally")


def _pine_county(vault: vaults.Vault, clock: FixedClock, logging_mode: str) -> Workspace:
    # Imported here so that the tests of the lower layers need nothing of the upper ones.
    from peerdesk.exchange.reader import read_plan
    from peerdesk.services.workspace import open_workspace

    space = open_workspace(vault.sessions, clock, read_plan)
    space.agency.change(name="Pine County Sheriff's Office", logging_mode=logging_mode)
    return space


@pytest.fixture(autouse=True)
def _no_widget_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Free the windows of a test between tests, while none of their workers is running."""
    yield
    if "qapp" in request.fixturenames:
        from tests.ui.freed import free, husks

        free()
        assert husks() == []
