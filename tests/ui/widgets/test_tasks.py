"""Slow work runs elsewhere, and its result comes back here, or nowhere."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from peerdesk.errors import UserFacing
from peerdesk.ui.widgets.tasks import Tasks
from tests.ui.freed import freed


def _unwanted(_: Any) -> None:
    pytest.fail("nothing was to be heard")


def test_works_on_another_thread_and_answers_on_this_one(qtbot: QtBot, pool: QThreadPool) -> None:
    tasks = Tasks(pool)
    heard: list[tuple[int, int]] = []
    tasks.run(
        threading.get_ident,
        lambda ran_on: heard.append((ran_on, threading.get_ident())),
        _unwanted,
    )
    assert tasks.running
    qtbot.waitUntil(lambda: bool(heard))
    ran_on, heard_on = heard[0]
    assert ran_on != heard_on == threading.get_ident()
    assert not tasks.running


def test_hands_over_what_the_user_can_act_on(qtbot: QtBot, pool: QThreadPool) -> None:
    tasks, heard = Tasks(pool), list[UserFacing]()

    def work() -> None:
        raise UserFacing("No.", "Try again.")

    tasks.run(work, _unwanted, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].title == "No."


def test_raises_a_bug_in_the_windows_thread(qtbot: QtBot, pool: QThreadPool) -> None:
    tasks = Tasks(pool)

    def work() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        tasks.run(work, _unwanted, _unwanted)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert not tasks.running


def test_hears_only_the_latest(qtbot: QtBot, pool: QThreadPool) -> None:
    tasks, gate = Tasks(pool), threading.Event()
    heard: list[Any] = []
    tasks.run(lambda: gate.wait(5), heard.append, _unwanted)
    tasks.run(lambda: "new", heard.append, _unwanted)
    gate.set()
    pool.waitForDone()
    qtbot.wait(20)
    assert heard == ["new"]


def test_hears_nothing_after_cancel(qtbot: QtBot, pool: QThreadPool) -> None:
    tasks = Tasks(pool)
    tasks.run(lambda: 1, _unwanted, _unwanted)
    tasks.cancel()
    pool.waitForDone()
    qtbot.wait(20)
    assert not tasks.running


def test_a_page_that_is_gone_hears_nothing(qtbot: QtBot, pool: QThreadPool) -> None:
    page, gate = QObject(), threading.Event()
    tasks = Tasks(pool, page)
    tasks.run(lambda: gate.wait(5), _unwanted, _unwanted)
    page.deleteLater()
    with freed(qtbot, page):
        pass
    gate.set()
    pool.waitForDone()
    qtbot.wait(20)
