"""Opening a folder puts vault and services together, for the person who opened it."""

from __future__ import annotations

from pathlib import Path

from peerdesk.clock import FixedClock
from peerdesk.opened import VaultFolder
from tests.conftest import PASSPHRASE
from tests.services.records.test_records import supporter


def test_the_history_names_who_opened_the_vault(tmp_path: Path, clock: FixedClock) -> None:
    place = VaultFolder(tmp_path / "vault", clock, tmp_path)
    opened = place.create(PASSPHRASE, {"name": "Elk Creek Fire"}, fast=True)
    number = opened.workspace.records.save("supporter", supporter())
    (added,) = opened.workspace.records.history("supporter", number)
    assert added.who == opened.safe.keys.me().name
    assert added.who
    opened.close()
