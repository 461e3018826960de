"""Asks widgets what Qt may ask them at any time, while they are still being made."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

_QUESTIONS: dict[str, Callable[[Any], object]] = {
    "sizeHint": lambda widget: widget.sizeHint(),
    "minimumSizeHint": lambda widget: widget.minimumSizeHint(),
    "changeEvent": lambda widget: widget.changeEvent(QEvent(QEvent.Type.StyleChange)),
    "resizeEvent": lambda widget: widget.resizeEvent(QResizeEvent(QSize(9, 9), QSize(8, 8))),
    "eventFilter": lambda widget: widget.eventFilter(widget, QEvent(QEvent.Type.PolishRequest)),
}


@contextmanager
def asked_early() -> Iterator[list[str]]:
    """Ask after every call of Qt that a widget makes on itself in ``__init__``; list what fails.

    Such a call may change the style, the size or what is filtered, and Qt then asks at once.
    """
    failed: list[str] = []
    seen: set[tuple[type, int]] = set()

    def look(frame: FrameType, event: str, called: Any) -> None:
        widget = frame.f_locals.get("self")
        if event != "c_return" or not isinstance(widget, QWidget):
            return
        place = (type(widget), frame.f_lineno)
        if place not in seen and _calls_itself(called, widget) and _in_the_making(frame, widget):
            seen.add(place)
            sys.setprofile(None)
            failed.extend(_ask(widget, frame.f_lineno))
            sys.setprofile(look)

    sys.setprofile(look)
    try:
        yield failed
    finally:
        sys.setprofile(None)


def _calls_itself(called: Any, widget: QWidget) -> bool:
    own = getattr(called, "__self__", None) is widget and called.__name__ != "__init__"
    return own or getattr(called, "__name__", "") == "installEventFilter"


def _in_the_making(frame: FrameType | None, widget: QObject) -> bool:
    while frame is not None and frame.f_locals.get("self") is widget:
        if frame.f_code.co_name == "__init__":
            return True
        frame = frame.f_back
    return False


def _ask(widget: QWidget, line: int) -> Iterator[str]:
    for name, ask in _QUESTIONS.items():
        override = getattr(type(widget), name)
        if not getattr(override, "__module__", "").startswith(("peerdesk.", "tests.")):
            continue
        try:
            ask(widget)
        except Exception as gone:  # noqa: BLE001 - whatever it is, it is the answer
            yield f"{type(widget).__name__}.{name} at line {line}: {gone}"
