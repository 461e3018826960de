"""A backup is looked after while people work, once at a time."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from peerdesk.errors import CannotWrite
from peerdesk.ui.shell.upkeep import RegularLooks


def test_looks_on_a_worker_and_says_so(qtbot: QtBot, pool: QThreadPool) -> None:
    owner, ran = QObject(), list[int]()

    def work() -> tuple[str, ...]:
        ran.append(threading.get_ident())
        return ()

    regular = RegularLooks(work, pool, owner)
    with qtbot.waitSignal(regular.looked):
        regular._timer.timeout.emit()
    assert ran
    assert ran[0] != threading.get_ident()


def test_looks_once_at_a_time(qtbot: QtBot, pool: QThreadPool) -> None:
    owner, gate, ran = QObject(), threading.Event(), list[int]()

    def work() -> tuple[str, ...]:
        ran.append(1)
        gate.wait(5)
        return ()

    regular = RegularLooks(work, pool, owner)
    regular.look()
    regular.look()
    with qtbot.waitSignal(regular.looked):
        gate.set()
    assert ran == [1]


def test_a_full_disk_is_said(qtbot: QtBot, pool: QThreadPool) -> None:
    owner = QObject()

    def work() -> tuple[str, ...]:
        raise CannotWrite("The disk is full.")

    regular = RegularLooks(work, pool, owner)
    with qtbot.waitSignal(regular.failed) as said:
        regular.look()
    assert said.args == ["The disk is full."]


def test_what_a_look_finds_is_said(qtbot: QtBot, pool: QThreadPool) -> None:
    owner = QObject()
    regular = RegularLooks(lambda: ("The database is damaged.",), pool, owner)
    with qtbot.waitSignal(regular.failed) as said:
        regular.look()
    assert said.args == ["The database is damaged."]
