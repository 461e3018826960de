"""Each window of the program is left out of pictures of the screen, where the system offers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.ui.watch.capture import Unseen


class User32:
    """Stands for the library of Windows: knows how each window is to be shown."""

    def __init__(self, refused: tuple[int, ...] = ()) -> None:
        self.wishes: dict[int, int] = {}
        self._refused = refused

    def SetWindowDisplayAffinity(self, window: Any, wish: int) -> int:  # noqa: N802
        if wish in self._refused:
            return 0
        self.wishes[window.value] = wish
        return 1


@pytest.fixture
def windows(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[tuple[Unseen, User32]]:
    user32 = User32(getattr(request, "param", ()))
    unseen = Unseen(user32, qapp)
    yield unseen, user32
    qapp.removeEventFilter(unseen)
    unseen.deleteLater()


def _shown(qtbot: QtBot, widget: QWidget) -> int:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return int(widget.winId())


def test_windows_and_dialogs_are_left_out(qtbot: QtBot, windows: tuple[Unseen, User32]) -> None:
    window, dialog = QWidget(), QDialog()
    numbers = [_shown(qtbot, window), _shown(qtbot, dialog)]
    assert [windows[1].wishes[number] for number in numbers] == [0x11, 0x11]


@pytest.mark.parametrize("windows", [(0x11,)], indirect=True)
def test_an_older_windows_paints_them_black(qtbot: QtBot, windows: tuple[Unseen, User32]) -> None:
    assert windows[1].wishes[_shown(qtbot, QWidget())] == 0x1


def test_pictures_can_be_allowed_until_the_program_ends(
    qtbot: QtBot, windows: tuple[Unseen, User32]
) -> None:
    unseen, user32 = windows
    first, second = QWidget(), QWidget()
    one = _shown(qtbot, first)
    unseen.allow(allowed=True)
    assert [user32.wishes[one], user32.wishes[_shown(qtbot, second)]] == [0, 0]
    unseen.allow(allowed=False)
    assert user32.wishes[one] == 0x11
