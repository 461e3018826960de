"""Waits until Qt has freed something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import isValid


@contextmanager
def freed(qtbot: QtBot, thing: QObject) -> Iterator[None]:
    """Fail unless ``thing`` is freed by what happens inside, or soon after."""
    yield
    qtbot.waitUntil(lambda: not isValid(thing), timeout=2000)
