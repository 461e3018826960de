"""The rules of access are kept by every page, and the rules themselves can fail."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext, PageEntry
from peerdesk.ui.pages.registry import PAGES
from peerdesk.ui.widgets.theme import Theme
from tests.ui.rules import squeezed, unnamed, unreachable

MakeContext = Callable[[Workspace], PageContext]


@pytest.fixture(params=[10.0, 15.0], ids=["10pt", "15pt"])
def size(request: pytest.FixtureRequest, theme: Theme) -> Iterator[float]:
    theme.point_size = request.param
    theme.apply()
    yield request.param
    theme.point_size = 10.0
    theme.apply()


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_every_page_keeps_the_rules(
    qtbot: QtBot, workspace: Workspace, context_on: MakeContext, size: float, entry: PageEntry
) -> None:
    page = entry.factory(context_on(workspace))
    qtbot.addWidget(page)
    page.resize(1024 - 272, 640 - 72)  # a small window, less the sidebar and the bars
    page.show()
    qtbot.waitExposed(page)
    assert unnamed(page) == []
    assert unreachable(page) == []
    assert squeezed(page) == []


def test_the_rules_see_what_is_wrong(qtbot: QtBot, theme: Theme) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    line, label = QLineEdit(), QLabel("A label that needs far more room than it gets")
    box.addWidget(line)
    box.addWidget(label)
    label.setFixedWidth(20)
    page.show()
    assert unnamed(page) == ["QLineEdit "]
    assert squeezed(page) == [label.text()]


class _Round(QWidget):
    """A page that knows itself, as every page with a slot of its own does."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit(self)
        self.itself = self


def test_asking_for_the_way_of_tab_leaves_a_page_whole(qtbot: QtBot, theme: Theme) -> None:
    page = _Round()
    page.show()
    assert unreachable(page) == []
    page.deleteLater()
    del page
    gc.collect()
    waiting = [each for each in QApplication.topLevelWidgets() if isinstance(each, _Round)]
    assert [each.itself is each for each in waiting] == [True]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_none_is_not_used_up(theme: Theme, qtbot: QtBot) -> None:
    """One Qt version lost a reference to None with every call; see docs/decisions/0003."""
    import sys

    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 100
