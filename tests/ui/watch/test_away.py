"""The system's own signs that somebody left are heard."""

from __future__ import annotations

import ctypes
import ctypes.wintypes
import os
import shutil
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from peerdesk.ui.watch.away import Away, _WindowsMessages, means_away

_LISTEN = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from peerdesk.ui.watch.away import Away

app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
assert bus.registerService("org.freedesktop.ScreenSaver")
heard = []
away = Away(0)
away.left.connect(lambda: heard.append(1))
away.left.connect(app.quit)

def say(active):
    message = QDBusMessage.createSignal(
        "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"
    )
    message.setArguments([active])
    bus.send(message)

QTimer.singleShot(0, lambda: say(False))
if sys.argv[1] == "locked":
    QTimer.singleShot(50, lambda: say(True))
QTimer.singleShot(1500, app.quit)
app.exec()
sys.exit(10 + len(heard))
"""


@pytest.mark.skipif(not shutil.which("dbus-run-session"), reason="no D-Bus here")
@pytest.mark.parametrize(("case", "heard"), [("locked", 1), ("unlocked", 0)])
def test_hears_the_screen_saver_of_a_real_bus(case: str, heard: int) -> None:
    command = ["dbus-run-session", "--", sys.executable, "-c", _LISTEN, case]
    done = subprocess.run(  # noqa: S603 - fixed commands
        command, check=False, timeout=60, env=dict(os.environ)
    )
    assert done.returncode == 10 + heard


class _Said:
    def __init__(self, *flags: bool) -> None:
        self._flags = flags

    def arguments(self) -> tuple[bool, ...]:
        return self._flags


@pytest.mark.parametrize(("flags", "away"), [((True,), True), ((False,), False), ((), True)])
def test_a_signal_that_begins_or_has_no_flag_means_away(
    qtbot: QtBot, flags: tuple[bool, ...], *, away: bool
) -> None:
    listener, heard = Away(0), list[int]()
    listener.left.connect(lambda: heard.append(1))
    listener.heard(_Said(*flags))
    assert bool(heard) is away


@pytest.mark.parametrize(
    ("message", "detail", "away"),
    [
        (0x02B1, 0x7, True),
        (0x02B1, 0x2, True),
        (0x0218, 0x4, True),
        (0x02B1, 0x8, False),
        (0x0218, 0x7, False),
        (0x0100, 0x7, False),
    ],
)
def test_understands_what_windows_says(qtbot: QtBot, message: int, detail: int, away: bool) -> None:
    assert means_away(message, detail) is away
    listener = Away(0)
    heard: list[int] = []
    listener.left.connect(lambda: heard.append(1))
    told = ctypes.wintypes.MSG()
    told.message, told.wParam = message, detail
    passed = _WindowsMessages(listener).nativeEventFilter(b"", ctypes.addressof(told))
    assert passed == (False, 0)
    assert bool(heard) is away
