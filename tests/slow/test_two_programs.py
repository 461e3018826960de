"""Two programs on one vault: the second is told, and a crash of the first frees it unharmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from peerdesk.opened import VaultFolder
from tests.conftest import PASSPHRASE
from tests.slow.at_work import at_work
from tests.slow.child import Home

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    VaultFolder(made.data).create(PASSPHRASE, {"name": "Pine County"}, fast=True).close()
    return made


def test_a_second_program_is_told_in_the_middle_of_a_transaction(home: Home) -> None:
    with at_work(home, "Sunniva"):
        for verb in (("count",), ("add", "--text", "x"), ("rotate",), ("backup",)):
            done = home.run("vault", *verb)
            assert done.returncode == 10, done.stderr
            assert "Traceback" not in done.stderr
    assert home.run("vault", "verify", "--vault").returncode == 0


def test_a_lock_is_free_after_a_kill_in_the_middle_of_a_transaction(home: Home) -> None:
    with at_work(home, "Sunniva") as child:
        (journal,) = home.data.glob("*-journal")
        assert journal.stat().st_size  # the transaction has reached the file
        child.kill()
        child.wait()
        assert (home.data / "vault.lock").exists()
        done = home.run("vault", "count", "--table", "supporter")
    assert done.returncode == 0, done.stderr
    assert '"count": 300' in done.stdout
    assert home.run("vault", "verify", "--vault").returncode == 0
    opened = VaultFolder(home.data).open(PASSPHRASE)
    with opened.vault.sessions.read() as session:
        titles = session.connection().exec_driver_sql(
            "SELECT count(*) FROM supporter WHERE rank_title IS NOT NULL"
        )
        assert titles.scalar_one() == 0  # what was not committed never was
    opened.close()
