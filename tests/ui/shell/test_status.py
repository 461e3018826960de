"""The line at the foot says what is saved, how soon it locks, and how old the backup is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from peerdesk.clock import FixedClock
from peerdesk.ui.shell.status import Status
from peerdesk.ui.widgets.theme import Theme


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (None, "No backup on another disk yet", "warn"),
        (0, "Backup on another disk: today", ""),
        (1, "Backup on another disk: 1 day old", ""),
        (14, "Backup on another disk: 14 days old", ""),
        (15, "Backup on another disk: 15 days old", "warn"),
    ],
)
def test_says_how_old_the_backup_elsewhere_is(
    qtbot: QtBot, theme: Theme, clock: FixedClock, days: int | None, words: str, state: str
) -> None:
    last: list[datetime | None] = [None]
    status = Status(clock.now, lambda: last[0])
    qtbot.addWidget(status)
    last[0] = None if days is None else clock.now() - timedelta(days, hours=1)
    status.notice("supporter")
    assert status.backup.text() == "No backup on another disk yet"
    status.notice("backup")
    assert (status.backup.text(), status.backup.property("state")) == (words, state)


def test_says_when_something_was_saved(qtbot: QtBot, theme: Theme, clock: FixedClock) -> None:
    status = Status(clock.now, lambda: None)
    qtbot.addWidget(status)
    status.notice("backup")
    assert status.saved.text() == ""
    status.notice("contact")
    assert status.saved.text() == f"Saved at {clock.now().astimezone():%H:%M}"


def test_counts_the_last_minutes_only(qtbot: QtBot, theme: Theme, clock: FixedClock) -> None:
    status = Status(clock.now, lambda: None)
    qtbot.addWidget(status)
    status.show()
    assert not status.locking.isVisible()
    said = []
    for minutes in (2, 1):
        status.show_nearing(minutes)
        assert status.locking.isVisible()
        said.append(status.locking.text())
    assert said == ["Locks in 2 minutes", "Locks in 1 minute"]
    status.show_nearing(0)
    assert not status.locking.isVisible()
