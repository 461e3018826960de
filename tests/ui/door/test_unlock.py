"""The first page is light, opens a real vault, and says plainly what went wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QLocale, Qt, QThreadPool
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from peerdesk.errors import LockedOut
from peerdesk.ui.door.unlock import UnlockPage, keyboard_in_words
from peerdesk.ui.widgets.theme import Theme
from tests.conftest import PASSPHRASE
from tests.ui.conftest import RealVaults
from tests.ui.rules import squeezed, unnamed, unreachable


@pytest.fixture
def page(qtbot: QtBot, pool: QThreadPool, theme: Theme, real_vaults: RealVaults) -> UnlockPage:
    real_vaults.create(PASSPHRASE, {"name": "Pine County"})
    real_vaults.close()
    page = UnlockPage(real_vaults.open, real_vaults.wait_seconds, pool)
    qtbot.addWidget(page)
    page.show()
    return page


def test_enter_opens(qtbot: QtBot, page: UnlockPage) -> None:
    QTest.keyClicks(page.passphrase.line, PASSPHRASE)
    with qtbot.waitSignal(page.opened) as opened:
        QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
        assert not page.button.isEnabled()
    assert opened.args is not None
    assert opened.args[0].agency.profile().name == "Pine County"
    assert page.passphrase.text == ""


def test_a_wrong_passphrase_is_said_and_selected(qtbot: QtBot, page: UnlockPage) -> None:
    QTest.keyClicks(page.passphrase.line, "not the passphrase")
    QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(page.problem.isVisible)
    assert page.problem.text()
    assert page.passphrase.line.accessibleDescription() == page.problem.text()
    assert page.passphrase.line.selectedText() == "not the passphrase"
    assert page.button.isEnabled()
    QTest.keyClicks(page.passphrase.line, "a")
    assert not page.problem.isVisible()


def test_nothing_typed_asks_for_it(qtbot: QtBot, page: UnlockPage) -> None:
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert page.problem.isVisible()


def test_warms_up_once_it_is_shown(qtbot: QtBot, pool: QThreadPool, theme: Theme) -> None:
    calls: list[int] = []
    page = UnlockPage(lambda secret: secret, lambda: 0, pool, lambda: calls.append(1))
    qtbot.addWidget(page)
    assert calls == []
    for _ in range(2):
        page.show()
        qtbot.waitUntil(lambda: bool(calls))
        page.hide()
    pool.waitForDone()
    assert calls == [1]


def test_counts_down_until_the_next_try_is_allowed(
    qtbot: QtBot, pool: QThreadPool, theme: Theme
) -> None:
    left, tried = [75], list[str]()

    def opens(secret: str) -> str:
        tried.append(secret)
        return secret

    page = UnlockPage(opens, lambda: left[0], pool)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.button.text() == "Wait 1 min 15 s")
    QTest.keyClicks(page.passphrase.line, PASSPHRASE)
    QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    left[0] = 9
    page._clock.timeout.emit()
    assert page.button.text() == "Wait 9 s"
    left[0] = 0
    page._clock.timeout.emit()
    assert page.button.text() == "Unlock"
    assert tried == []
    with qtbot.waitSignal(page.opened):
        QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    assert tried == [PASSPHRASE]


def test_too_many_tries_are_said_with_the_time_to_wait(
    qtbot: QtBot, pool: QThreadPool, theme: Theme
) -> None:
    left = [0]

    def locked_out(secret: str) -> str:
        left[0] = 900
        raise LockedOut(900)

    page = UnlockPage(locked_out, lambda: left[0], pool)
    qtbot.addWidget(page)
    page.show()
    QTest.keyClicks(page.passphrase.line, PASSPHRASE)
    page.unlock()
    qtbot.waitUntil(page.problem.isVisible)
    assert "15 minutes" in page.problem.text()
    assert page.button.text() == "Wait 15 min 0 s"


def test_names_the_keyboard() -> None:
    american = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    assert keyboard_in_words(american) == "Keyboard: English (United States)"
    assert keyboard_in_words(QLocale.c()) == ""


def test_is_quiet_while_nobody_types(qtbot: QtBot, page: UnlockPage) -> None:
    assert page.quiet
    QTest.keyClicks(page.passphrase.line, PASSPHRASE)
    assert not page.quiet
    with qtbot.waitSignal(page.opened):
        page.unlock()
        page.passphrase.line.clear()
        assert not page.quiet


@pytest.mark.parametrize("size", [10.0, 15.0])
def test_keeps_the_rules(qtbot: QtBot, page: UnlockPage, theme: Theme, size: float) -> None:
    theme.point_size = size
    theme.apply()
    page.resize(1024, 640)
    qtbot.wait(1)
    assert unnamed(page) == unreachable(page) == squeezed(page) == []


@pytest.mark.parametrize("heavy", ["sqlalchemy", "reportlab", "sqlcipher3", "PySide6.QtPdf"])
def test_loads_nothing_heavy(heavy: str) -> None:
    code = f"import sys, peerdesk.ui.shell.window; sys.exit({heavy!r} in sys.modules)"
    assert _exit_code(code) == 0
    control = f"import sys, peerdesk.ui.pages.registry; sys.exit({heavy!r} in sys.modules)"
    if heavy in ("sqlalchemy", "PySide6.QtPdf"):
        assert _exit_code(control) == 1


def _exit_code(code: str) -> int:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - fixed commands
