"""Drives guides over pages, as somebody at the keyboard would."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.ui.forms.passphrase import PassphraseLine
from peerdesk.ui.guides.dialog import ChangeGuide, GuideDialog
from peerdesk.ui.guides.guide import Step
from peerdesk.ui.guides.recovery_steps import TypeStep

WAIT = 20_000


def dialog_of(qtbot: QtBot, page: QWidget) -> GuideDialog:
    """Return the guide that is open over a page."""

    def opened() -> list[GuideDialog]:
        return [each for each in page.findChildren(GuideDialog) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(opened()), timeout=WAIT)
    return opened()[-1]


def type_into(line: PassphraseLine, text: str) -> None:
    """Type a passphrase."""
    line.clear()
    QTest.keyClicks(line.line, text)


def go_on(qtbot: QtBot, guide: ChangeGuide) -> Step:
    """Press Enter on the step that is shown, and wait until the next one is ready."""
    before = guide.step
    guide.forward.click()
    qtbot.waitUntil(lambda: not guide.busy and (guide.step is not before), timeout=WAIT)
    qtbot.waitUntil(lambda: not guide.busy, timeout=WAIT)
    return guide.step


def refused(qtbot: QtBot, guide: ChangeGuide) -> str:
    """Press the button that goes on, and return the complaint that keeps the step."""
    before = guide.step
    guide.forward.click()
    qtbot.waitUntil(lambda: not guide.busy and not guide.problem.isHidden(), timeout=WAIT)
    assert guide.step is before
    return guide.problem.text()


def finish(qtbot: QtBot, dialog: GuideDialog) -> None:
    """Close the last step."""
    dialog.guide.forward.click()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not dialog, timeout=WAIT)


def type_back(step: Step) -> None:
    """Type the words of a sheet back from its paper: the first four letters of each."""
    assert isinstance(step, TypeStep)
    sheet = step._paperwork.sheet
    assert sheet is not None
    words = sheet.cards[getattr(step, "_number", 1) - 1]
    step.boxes.boxes[0].setFocus()
    for box, word in zip(step.boxes.boxes, words, strict=True):
        QTest.keyClicks(box, word[:4])
        if box is not step.boxes.boxes[-1]:
            QTest.keyClick(box, Qt.Key.Key_Space)
