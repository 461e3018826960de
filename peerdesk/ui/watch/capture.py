"""Keeps the windows of this program out of pictures of the screen, where the system offers it.

A courtesy: it stops programs that take pictures by the way, and no one who means to see. Only
Windows offers it; it was written from Microsoft's documentation and has not run there yet.
"""

from __future__ import annotations

import ctypes
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPlatformSurfaceEvent, QWindow

_SHOWN, _BLACK, _LEFT_OUT = 0x0, 0x1, 0x11
"""WDA_NONE, WDA_MONITOR for Windows before 2020, WDA_EXCLUDEFROMCAPTURE."""


class Unseen(QObject):
    """Leaves each window out of pictures as it comes to be, dialogs and menus as well."""

    def __init__(self, user32: Any, parent: QObject) -> None:
        """``parent`` is the application, ``user32`` the library of Windows by that name."""
        super().__init__(parent)
        self._user32 = user32
        self.allowed = False
        """Whether pictures may show the program, until it ends: for help over the network."""
        self._windows: set[int] = set()
        parent.installEventFilter(self)

    def allow(self, *, allowed: bool) -> None:
        """Show the program in pictures, or leave it out of them again."""
        self.allowed = allowed
        for number in self._windows:
            self._tell(number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice each window that comes to be, and that goes."""
        if (
            isinstance(event, QPlatformSurfaceEvent)
            and isinstance(watched, QWindow)
            and watched.isTopLevel()
        ):
            number = int(watched.winId())
            if event.surfaceEventType() == QPlatformSurfaceEvent.SurfaceEventType.SurfaceCreated:
                self._windows.add(number)
                self._tell(number)
            else:
                self._windows.discard(number)
        return False

    def _tell(self, number: int) -> None:
        window = ctypes.c_void_p(number)
        for wish in (_SHOWN,) if self.allowed else (_LEFT_OUT, _BLACK):
            if self._user32.SetWindowDisplayAffinity(window, wish):
                return
