"""The sample agency: the same every time, and worth looking at."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from peerdesk.clock import FixedClock
from peerdesk.models.contact import Contact
from peerdesk.models.supporter import Supporter
from peerdesk.periods import Period
from peerdesk.services.issuing.reporting import Reporting
from peerdesk.services.sample.agency import build
from peerdesk.vault import vault as vaults
from peerdesk.vault.keys import fast_kdf
from tests.conftest import PASSPHRASE


def test_the_sample_is_plausible_and_its_report_carries_numbers(
    vault: vaults.Vault, clock: FixedClock
) -> None:
    last = build(vault.sessions, clock)
    assert str(last) == "2026-Q3"
    with vault.sessions.read() as session:
        contacts = session.scalar(select(func.count()).select_from(Contact)) or 0
        assert session.scalar(select(func.count()).select_from(Supporter)) == 20
    assert 24 <= contacts / 38 <= 60
    summary = Reporting(vault.sessions, clock).summary("quarterly", last)
    assert summary.sample
    assert len([each for each in summary.tables if each.shown]) >= 5
    assert summary.trend.values[-1]


def test_the_sample_is_the_same_every_time(tmp_path: Path, clock: FixedClock) -> None:
    printed = []
    for name in ("one", "two"):
        vault = vaults.create(tmp_path / name, PASSPHRASE, kdf=fast_kdf())
        last = build(vault.sessions, clock)
        printed.append(Reporting(vault.sessions, clock).summary("quarterly", last).report_id)
        vault.close()
    assert printed[0] == printed[1]


def test_every_table_of_the_sample_shows_most_of_its_total(
    vault: vaults.Vault, clock: FixedClock
) -> None:
    build(vault.sessions, clock)
    reporting = Reporting(vault.sessions, clock)
    for code in ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"):
        for table in reporting.summary("quarterly", Period.parse(code)).tables:
            shown = sum(value or 0 for _, value in table.cells())
            if table.cells():
                assert shown >= 0.8 * (table.total or 0)
