"""Hears from the system that the screen was locked, the user was switched or it goes to sleep."""

from __future__ import annotations

import ctypes
import ctypes.wintypes
import sys
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QObject, Signal, Slot

_SYSTEM_BUS = (
    ("org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep"),
    ("org.freedesktop.login1", "org.freedesktop.login1.Session", "Lock"),
)
_SESSION_BUS = (
    ("org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
    ("org.gnome.ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"),
)
"""Service, interface and signal. The flag of a signal that has one says begin or end."""
_SESSION_CHANGE, _POWER = 0x02B1, 0x0218
_AWAY = {
    _SESSION_CHANGE: {0x2, 0x4, 0x7},  # console or remote left, locked
    _POWER: {0x4},  # about to sleep
}


class Away(QObject):
    """Emits ``left`` when the system says that whoever was there has gone.

    Where the system tells nothing (macOS, a Linux without D-Bus), the idle clock still counts.
    """

    left = Signal()

    def __init__(self, window: int, parent: QObject | None = None) -> None:
        """``window`` is the number by which Windows knows the window."""
        super().__init__(parent)
        self._filter: _WindowsMessages | None = None
        if sys.platform == "linux":
            self._listen()
        elif sys.platform == "win32":
            self._filter = _WindowsMessages(self)
            _register(window)
            application = QCoreApplication.instance()
            if application is not None:
                application.installNativeEventFilter(self._filter)

    def _listen(self) -> None:
        # Not needed to unlock, and not on every Linux.
        from PySide6.QtCore import SLOT  # noqa: PLC0415
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415

        # A text, although Qt's own stubs ask for bytes, which it refuses.
        heard: Any = SLOT("heard(QDBusMessage)")
        for bus, signals in (
            (QDBusConnection.systemBus(), _SYSTEM_BUS),
            (QDBusConnection.sessionBus(), _SESSION_BUS),
        ):
            if bus.isConnected():
                for service, interface, name in signals:
                    # Whatever object sends it: a session's path is not known beforehand.
                    bus.connect(service, "", interface, name, self, heard)

    @Slot("QDBusMessage")
    def heard(self, message: Any) -> None:
        """Take a signal of the bus."""
        if all(message.arguments()):
            self.left.emit()


class _WindowsMessages(QAbstractNativeEventFilter):
    def __init__(self, away: Away) -> None:
        super().__init__()
        self._away = away

    def nativeEventFilter(self, kind: Any, message: int) -> tuple[bool, int]:
        told = ctypes.wintypes.MSG.from_address(int(message))
        if means_away(told.message, told.wParam):
            self._away.left.emit()
        return False, 0


def means_away(message: int, detail: int) -> bool:
    """Say whether a message of Windows means that the user has gone or the computer sleeps."""
    return detail in _AWAY.get(message, ())


def _register(window: int) -> None:
    library: Any = getattr(ctypes, "windll").wtsapi32  # noqa: B009 - there on Windows only
    library.WTSRegisterSessionNotification(ctypes.wintypes.HWND(window), 0)
