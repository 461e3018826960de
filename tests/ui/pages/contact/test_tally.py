"""A month of totals is entered by keyboard in seconds, and adds up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.periods import Month
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.contact.tally import TallyPage
from peerdesk.ui.pages.contact.tally_grid import columns_of

OCTOBER = Month(2026, 10)
TYPICAL = {
    TOTAL: (18, 9),
    ("recipient_class", "responder"): (13, None),
    ("recipient_class", "support_staff"): (5, None),
    ("mode", "in_person"): (10, None),
    ("mode", "phone"): (8, None),
    ("topic", "cumulative"): (9, None),
    ("topic", "relationship"): (7, None),
    ("topic", "grief"): (4, None),
}
KEYS_PER_SECOND = 3


@pytest.fixture
def page(
    qtbot: QtBot,
    tally_workspace: Workspace,
    context_on: Callable[[Workspace], PageContext],
) -> TallyPage:
    page = TallyPage(context_on(tally_workspace))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    with qtbot.waitActive(page):
        page.show()
    return page


def _here() -> QWidget:
    here = QApplication.focusWidget()
    assert here is not None
    return here


def _press(qtbot: QtBot, key: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(_here(), key, modifier)


def _enter_typical(qtbot: QtBot, page: TallyPage) -> int:
    """Type a whole month as a coordinator would, and return the number of keys."""
    keys = 0
    last = max(i for i, key in enumerate(page.grid.keys) if key in TYPICAL)
    for position, key in enumerate(page.grid.keys[: last + 1]):
        count, first = TYPICAL.get(key, (None, None))
        if count is not None:
            QTest.keyClicks(_here(), str(count))
            keys += len(str(count))
        if first is not None:
            _press(qtbot, Qt.Key.Key_Right)
            QTest.keyClicks(_here(), str(first))
            _press(qtbot, Qt.Key.Key_Left)
            _press(qtbot, Qt.Key.Key_Left)
            keys += 3 + len(str(first))
        if position < last:
            _press(qtbot, Qt.Key.Key_Return)
            keys += 1
    _press(qtbot, Qt.Key.Key_Return, control=True)
    return keys + 1


def test_a_typical_month_takes_less_than_half_a_minute(
    qtbot: QtBot, page: TallyPage, tally_workspace: Workspace
) -> None:
    keys = _enter_typical(qtbot, page)
    assert keys <= 30 * KEYS_PER_SECOND
    saved = tally_workspace.tallies.month(OCTOBER)
    assert saved == {key: TallyCell(*numbers) for key, numbers in TYPICAL.items()}
    assert "Saved October 2026. 18 contacts." in page.message.text()


def test_starts_with_last_month_and_its_total(page: TallyPage) -> None:
    assert page.month.currentText().startswith("October 2026")
    assert QApplication.focusWidget() is page.grid.first_cell


def test_sums_run_while_typing(qtbot: QtBot, page: TallyPage) -> None:
    block = page.grid.blocks[0]
    count = next(iter(block.cells.values()))[0]
    QTest.keyClicks(page.grid.first_cell, "9")
    QTest.keyClicks(count, "5")
    assert block._sum.text() == "5 of 9"
    assert block._sum.property("state") == ""
    QTest.keyClicks(count, "5")
    assert block._sum.text() == "55 of 9"
    assert block._sum.property("state") == "bad"


def test_less_than_the_total_may_be_saved_more_may_not(
    qtbot: QtBot, page: TallyPage, tally_workspace: Workspace
) -> None:
    count = next(iter(page.grid.blocks[0].cells.values()))[0]
    QTest.keyClicks(page.grid.first_cell, "9")
    QTest.keyClicks(count, "12")
    assert not page.save()
    assert "more than all contacts" in page.message.text()
    assert tally_workspace.tallies.months() == ()
    count.setText("7")
    assert page.save()
    assert tally_workspace.tallies.months() == (OCTOBER,)


def test_topics_may_be_more(qtbot: QtBot, page: TallyPage) -> None:
    topics = next(block for block in page.grid.blocks if block.several)
    QTest.keyClicks(page.grid.first_cell, "9")
    for count, _first in list(topics.cells.values())[:2]:
        QTest.keyClicks(count, "8")
    assert page.save()


def test_more_first_contacts_than_contacts_are_refused(qtbot: QtBot, page: TallyPage) -> None:
    _count, first = page.grid.total.cells[TOTAL]
    QTest.keyClicks(first, "1")
    assert not page.save()
    assert "first contacts" in page.message.text()


def test_only_whole_numbers(qtbot: QtBot, page: TallyPage) -> None:
    QTest.keyClicks(page.grid.first_cell, "-1.5x2")
    assert page.grid.first_cell.text() == "152"


def test_blank_first_contacts_of_a_line_are_stored_blank_and_leave_the_report_readable(
    page: TallyPage, tally_workspace: Workspace
) -> None:
    mode = next(each for each in page.grid.blocks if ("mode", "phone") in each.cells)
    entered = {("mode", "phone"): "50", ("mode", "text"): "30"}
    for cell, digits in zip(page.grid.total.cells[TOTAL], ("120", "40"), strict=True):
        QTest.keyClicks(cell, digits)
    for key, digits in entered.items():
        QTest.keyClicks(mode.cells[key][0], digits)
    assert page.save()
    stored = tally_workspace.tallies.month(OCTOBER)
    assert stored["mode", "phone"] == TallyCell(50, None)
    assert page.grid.values() == stored
    summary = tally_workspace.reporting.summary("quarterly", OCTOBER.quarter)
    assert summary.headlines[0].figure.value == 120
    (table,) = [each for each in summary.tables if each.code == "mode"]
    assert sorted(value for _, value in table.cells() if value) == [30, 40, 50]


@pytest.mark.parametrize(
    ("answer", "stored", "moved"),
    [("Save", 4, True), ("Discard", None, True), ("Keep editing", None, False)],
)
def test_asks_before_unsaved_numbers_are_left(
    qtbot: QtBot,
    page: TallyPage,
    tally_workspace: Workspace,
    answer: str,
    stored: int | None,
    moved: bool,
) -> None:
    QTest.keyClicks(page.grid.first_cell, "4")
    left: list[bool] = []
    page.leave(lambda: left.append(True))
    assert left == []
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(each for each in box.findChildren(QPushButton) if each.text() == answer).click()
    assert bool(left) is moved
    total = tally_workspace.tallies.month(OCTOBER).get(TOTAL)
    assert (total.count if total else None) == stored


def test_page_keys_turn_months(qtbot: QtBot, page: TallyPage, tally_workspace: Workspace) -> None:
    tally_workspace.tallies.save_month(Month(2026, 9), {TOTAL: TallyCell(12)})
    _press(qtbot, Qt.Key.Key_PageDown)
    assert page.month.currentText().startswith("September 2026")
    assert page.grid.first_cell.number == 12
    _press(qtbot, Qt.Key.Key_PageUp)
    assert page.grid.first_cell.number is None


def test_columns_are_of_about_the_same_height(page: TallyPage) -> None:
    for number in (1, 2, 3):
        spread = columns_of((page.grid.total, *page.grid.blocks), number)
        heights = [sum(block.rows_high for block in column) for column in spread]
        assert len(heights) == number
        assert max(heights) - min(heights) <= 8
        assert page.grid.total in spread[0]
