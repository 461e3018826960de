"""Opening a folder puts vault and services together, for the person who opened it."""

from __future__ import annotations

from pathlib import Path

import pytest

from peerdesk.clock import FixedClock
from peerdesk.opened import VaultFolder, open_sample
from peerdesk.services.records.agency import AgencyService
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


def test_a_vault_that_is_there_has_its_agency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vault whose making was cut off is none, and can be made again."""
    place = VaultFolder(tmp_path / "vault", state_at=tmp_path)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(AgencyService, "change", _killed)
        place.create(PASSPHRASE, {"name": "Elk Creek Fire"}, fast=True)
    assert not place.exists()
    opened = place.create(PASSPHRASE, {"name": "Elk Creek Fire"}, fast=True)
    assert opened.workspace.agency.profile().name == "Elk Creek Fire"
    opened.close()


def test_a_sample_that_was_cut_off_is_invented_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("peerdesk.services.sample.agency.rebuild", _killed)
        open_sample(tmp_path / "sample", years=1)
    opened = open_sample(tmp_path / "sample", years=1)
    assert opened.workspace.agency.profile().sample
    opened.close()


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
