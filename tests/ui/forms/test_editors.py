"""Every type of field has an editor that gives back what it was given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peerdesk.models.contact import Contact
from peerdesk.models.fields import Record, field_of
from peerdesk.models.headcount import Headcount
from peerdesk.models.supporter import Supporter
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.ui.forms.choice import ChoiceEditor
from peerdesk.ui.forms.editors import Editors
from peerdesk.ui.widgets.theme import Theme

TODAY = date(2026, 11, 24)


def made(qtbot: QtBot, record: type[Record], name: str) -> Any:
    editors = Editors(lambda: TODAY, lambda _kind: [(1, "Ada Lovell"), (2, "Berta Quist")])
    editor: QWidget = editors.editor(field_of(record, name))
    qtbot.addWidget(editor)
    editor.show()
    return editor


@pytest.mark.parametrize(
    ("record", "name", "value", "blank"),
    [
        (Supporter, "full_name", "Ada Lovell", None),
        (Supporter, "joined", date(2020, 2, 29), None),
        (Supporter, "supervises", True, False),
        (Supporter, "shifts", Codes(["days", "nights"]), Codes()),
        (Supporter, "status", "leave", None),
        (Supporter, "mentor_id", 2, None),
        (Contact, "month", Month(2026, 3), None),
        (Headcount, "people", 58, None),
        (Headcount, "period", Period.parse("2026-Q3"), None),
    ],
)
def test_gives_back_what_it_was_given(
    qtbot: QtBot, theme: Theme, record: type[Record], name: str, value: object, blank: object
) -> None:
    editor = made(qtbot, record, name)
    heard: list[None] = []
    editor.edited.connect(lambda: heard.append(None))
    editor.set_value(value)
    assert editor.value() == value
    assert editor.problem() == ""
    editor.set_value(None)
    assert editor.value() == blank
    assert heard == []  # only the user's own changes are told


@pytest.mark.parametrize(
    ("record", "name", "typed", "advice"),
    [
        (Headcount, "people", "many", "whole number"),
        (Headcount, "people", "-3", "whole number"),
        (Headcount, "people", "²", "whole number"),
        (Headcount, "period", "soon", "2026"),
        (Supporter, "joined", "2/30", "Write a date"),
        (Contact, "month", "13", "Write a month"),
    ],
)
def test_says_what_it_cannot_understand(
    qtbot: QtBot, theme: Theme, record: type[Record], name: str, typed: str, advice: str
) -> None:
    editor = made(qtbot, record, name)
    QTest.keyClicks(editor, typed)
    assert editor.value() is None
    assert advice in editor.problem()
    assert typed not in editor.problem()


def test_arrows_move_a_day_and_a_month(qtbot: QtBot, theme: Theme) -> None:
    day = made(qtbot, Supporter, "joined")
    QTest.keyClick(day, Qt.Key.Key_Up)
    assert day.value() == TODAY
    QTest.keyClick(day, Qt.Key.Key_Down)
    assert day.value() == date(2026, 11, 23)
    month = made(qtbot, Contact, "month")
    month.set_value(Month(2026, 1))
    QTest.keyClick(month, Qt.Key.Key_Down)
    assert month.value() == Month(2025, 12)


def test_letters_choose_and_a_blank_within_them_opens_nothing(qtbot: QtBot, theme: Theme) -> None:
    choice = made(qtbot, Contact, "duty")
    assert isinstance(choice, ChoiceEditor)
    heard: list[None] = []
    choice.edited.connect(lambda: heard.append(None))
    QTest.keyClicks(choice, "off d")
    assert choice.value() == "off"
    assert not choice.view().isVisible()
    assert heard
