"""A table that only shows can be chosen from and not typed into."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from peerdesk.ui.widgets.tables import ShownTable


def test_rows_are_replaced_and_cannot_be_changed(qtbot: QtBot) -> None:
    table = ShownTable("Names", ("First", "Last"))
    qtbot.addWidget(table)
    table.show_rows([("Ada", "Lovell"), ("Berta", "Quist")])
    table.show_rows([("Carl", "Moe")])
    table.show()
    table.selectRow(0)
    QTest.keyClicks(table, "x")
    cell = table.item(0, 0)
    assert cell is not None
    assert (table.rowCount(), cell.text(), cell.toolTip()) == (1, "Carl", "Carl")
    assert table.accessibleName() == "Names"
    QTest.keyClick(table, Qt.Key.Key_Escape)
