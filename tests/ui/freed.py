"""What Qt has freed, and what it should have."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid


@contextmanager
def freed(qtbot: QtBot, thing: QObject) -> Iterator[None]:
    """Fail unless ``thing`` is freed by what happens inside, or soon after."""
    yield
    qtbot.waitUntil(lambda: not isValid(thing), timeout=2000)


def free() -> None:
    """Free every widget that a test has closed or dropped.

    A widget that waits for its deletion would take part in every later change of style.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def husks() -> list[QWidget]:
    """Return widgets that live on while Python has emptied their half.

    Qt goes on asking them for their size, and they know nothing any more. It happens where a
    widget belongs to one of its own parts, as ``nextInFocusChain`` makes it.
    """
    return [each for each in QApplication.allWidgets() if not _intact(each)]


def _intact(widget: QWidget) -> bool:
    return type(widget).__module__.startswith("PySide6.") or bool(vars(widget))
