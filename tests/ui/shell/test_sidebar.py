"""The keyboard may come to the sidebar without another page being shown; arrows show pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from peerdesk.ui.shell.sidebar import Entry, Sidebar


@pytest.fixture
def sidebar(qtbot: QtBot, theme: object) -> Sidebar:
    sidebar = Sidebar([Entry("a", "First", "users", "Team"), Entry("b", "Second", "users", "Team")])
    qtbot.addWidget(sidebar)
    with qtbot.waitActive(sidebar):
        sidebar.show()
    sidebar.list.clearFocus()
    return sidebar


@pytest.mark.parametrize("shown", ["", "b"])
def test_the_keyboard_alone_shows_no_other_page(sidebar: Sidebar, shown: str) -> None:
    chosen: list[str] = []
    sidebar.chosen.connect(chosen.append)
    sidebar.show_chosen(shown)
    before = sidebar.list.currentRow()
    sidebar.list.setFocus()
    assert sidebar.list.hasFocus()
    assert chosen == []
    assert sidebar.list.currentRow() == before


def test_arrows_show_pages(sidebar: Sidebar) -> None:
    chosen: list[str] = []
    sidebar.chosen.connect(chosen.append)
    sidebar.show_chosen("a")
    sidebar.list.setFocus()
    QTest.keyClick(sidebar.list, Qt.Key.Key_Down)
    assert chosen == ["b"]
