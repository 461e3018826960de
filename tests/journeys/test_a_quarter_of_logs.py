"""A quarter of the other logs through the real window: a class, an incident, referrals, papers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peerdesk.app import print_report
from peerdesk.periods import Period
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.pages.training.page import TrainingPage
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.shell.window import Window
from tests.journeys.at_the_door import here, set_up, type_keys
from tests.journeys.test_first_quarter import _bring_in, _opened, _page, _text, window

__all__ = ["window"]

NOTHING = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Typist:
    """Types into whatever has the keyboard, and counts."""

    def __init__(self, window: Window, shortcuts: QWidget) -> None:
        self.window, self.shortcuts, self.keys = window, shortcuts, 0

    def fields(self, *typed: str) -> None:
        for words in typed:
            type_keys(self.window, words)
            self.press(Qt.Key.Key_Tab)
            self.keys += len(words)

    def press(self, key: Qt.Key, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(here(self.window), key)
        self.keys += times

    def shortcut(self, key: Qt.Key, where: QWidget | None = None) -> None:
        QTest.keyClick(where or self.shortcuts, key, CONTROL)
        self.keys += 1


def _workspace(window: Window) -> Workspace:
    assert window.desk is not None
    return window.desk._context.workspace


def _class_of_twelve(qtbot: QtBot, window: Window) -> int:
    page = _page(qtbot, window, "training")
    assert isinstance(page, TrainingPage)
    courses = page.courses
    courses.add()
    qtbot.waitUntil(lambda: courses.form.isAncestorOf(window.focusWidget()))
    start = Typist(window, courses)
    start.fields("Grief and loss", "cont", "4")
    start.shortcut(Qt.Key.Key_S)
    assert courses.detail.record_id is not None
    typist = Typist(window, courses)
    typist.press(Qt.Key.Key_Space)  # the keyboard stands on "Add session"
    sessions = courses.detail.parts.views[0]
    qtbot.waitUntil(lambda: sessions.isAncestorOf(window.focusWidget()))
    typist.shortcut(Qt.Key.Key_S)
    for place in range(12):
        typist.press(Qt.Key.Key_Space)
        if place < 11:
            typist.press(Qt.Key.Key_Down)
    typist.shortcut(Qt.Key.Key_S)
    return typist.keys


def _incident(qtbot: QtBot, window: Window) -> int:
    page = _page(qtbot, window, "incident")
    assert isinstance(page, RecordPage)
    typist = Typist(window, page)
    page.add_button.setFocus(Qt.FocusReason.TabFocusReason)  # as F6 does
    typist.keys += 1
    typist.shortcut(Qt.Key.Key_N)
    qtbot.waitUntil(lambda: page.form.isAncestorOf(window.focusWidget()))
    typist.fields("y", "21", "off")
    typist.press(Qt.Key.Key_Space)  # it meets the trigger
    typist.fields("", "", "14", "", "sup", "support o")
    typist.shortcut(Qt.Key.Key_S)
    assert page.detail.record_id is not None
    typist.press(Qt.Key.Key_Space)  # the keyboard stands on "Add intervention"
    part = page.detail.parts.views[0]
    qtbot.waitUntil(lambda: part.isAncestorOf(window.focusWidget()))
    typist.fields("", "23", "defus", "14", "12", "y")
    looks = part.detail.second_look  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "led by a clinician" in looks.text())
    typist.press(Qt.Key.Key_Space)  # a clinician was there
    qtbot.waitUntil(lambda: "led by a clinician" not in looks.text())
    typist.shortcut(Qt.Key.Key_S)
    typist.press(Qt.Key.Key_Space)  # the first of the team
    typist.press(Qt.Key.Key_Tab, 2)
    typist.press(Qt.Key.Key_Space)  # attests
    typist.shortcut(Qt.Key.Key_S)
    return typist.keys


def _referral(qtbot: QtBot, window: Window, kind: str) -> int:
    page = _page(qtbot, window, "referral")
    assert isinstance(page, RecordPage)
    typist = Typist(window, page)
    page.add_button.setFocus(Qt.FocusReason.TabFocusReason)  # as F6 does
    typist.keys += 1
    typist.shortcut(Qt.Key.Key_N)
    qtbot.waitUntil(lambda: page.form.isAncestorOf(window.focusWidget()))
    typist.fields("", kind, "", "", "called")
    typist.shortcut(Qt.Key.Key_S)
    assert page.detail.record_id is not None
    return typist.keys


def test_a_quarter_of_the_other_logs(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    set_up(qtbot, window)
    assert window.desk is not None
    for area in ("training", "incident", "referral"):
        _workspace(window).agency.use(area, True)
    window.desk._context.changes.changed.emit("program_area")
    _bring_in(qtbot, window, "roster.xlsx")
    _bring_in(qtbot, window, "training.xlsx")
    counted = {
        "a class of twelve": _class_of_twelve(qtbot, window),
        "an incident with an intervention": _incident(qtbot, window),
        "a referral": _referral(qtbot, window, "emp"),
    }
    _referral(qtbot, window, "comm")
    assert counted["a class of twelve"] <= 26
    assert counted["an incident with an intervention"] <= 59
    assert counted["a referral"] <= 17

    space = _workspace(window)
    assert len(space.records.ids(ListQuery("attendance"))) == 46 + 12
    assert len(space.records.ids(ListQuery("responder"))) == 1
    assert len(space.records.ids(ListQuery("followup"))) == 4
    day = space.today.day({})
    assert any("Referrals" in line.words or "Look in again" in line.words for line in day.due)

    now = Period.parse("2026-Q4")
    training = _text(print_report(space, "training", now, "letter"))
    assert "48" in training  # twelve people, four hours each
    review = _text(print_report(space, "incidents", now, "letter"))
    assert "Defusing" in review
    assert "1 incidents met the trigger" in review
    quarterly = _text(print_report(space, "quarterly", now, "letter"))
    assert "What was offered after incidents?" in quarterly
    roster = _text(print_report(space, "roster", now, "letter"))
    assert "NAMED" in roster
    assert "DRAFT" not in roster

    names = [name for _, name in space.records.choices("supporter")]
    for paper in (training, review, quarterly):
        assert not [name for name in names if name in paper]
    window.lock_now()
    assert len(_opened(tmp_path).records.ids(ListQuery("referral"))) == 2
