"""The rules of access are kept by every page, and the rules themselves can fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext, PageEntry
from peerdesk.ui.pages.registry import PAGES
from peerdesk.ui.widgets.theme import Theme
from tests.ui.early import asked_early
from tests.ui.freed import free, freed, husks
from tests.ui.rules import astray, squeezed, unnamed, unreachable

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
    assert astray(page) == []


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


def test_the_rules_see_what_was_made_and_never_laid_out(qtbot: QtBot, theme: Theme) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.save_button, page.lost_button = QLineEdit(page), QLineEdit()  # type: ignore[attr-defined]
    assert astray(page) == ["QWidget.lost_button"]


def test_the_rules_see_where_tab_is_stuck(qtbot: QtBot, theme: Theme) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    first, around, inside, last = QLineEdit(), QWidget(), QLineEdit(), QLineEdit()
    for each in (first, around, last):
        box.addWidget(each)
    inside.setParent(around)
    page.show()
    qtbot.waitExposed(page)
    assert unreachable(page) == []
    inside.hide()
    around.setFocusProxy(inside)
    assert unreachable(page) == ["QLineEdit "]


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_every_page_answers_before_it_is_ready_and_goes_while_it_has_the_keyboard(
    qtbot: QtBot, workspace: Workspace, context_on: MakeContext, entry: PageEntry
) -> None:
    with asked_early() as failed:
        page = entry.factory(context_on(workspace))
    assert failed == []
    page.show()
    qtbot.waitExposed(page)
    page.focusNextChild()
    page.deleteLater()
    with freed(qtbot, page):
        free()


class _Hasty(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Hasty")
        self._side = 3

    def sizeHint(self) -> QSize:  # noqa: N802 - methods of Qt keep their names
        return QSize(self._side, self._side)


def test_a_widget_that_answers_too_late_is_seen(theme: Theme) -> None:
    with asked_early() as failed:
        _Hasty()
    assert [each.split(" at ")[0] for each in failed] == ["_Hasty.sizeHint"]


def test_a_widget_that_lives_on_without_its_python_half_is_seen(theme: Theme) -> None:
    widget = _Hasty()
    assert husks() == []
    vars(widget).clear()
    assert husks() == [widget]


def test_none_is_not_used_up(theme: Theme, qtbot: QtBot) -> None:
    """One Qt version lost a reference to None with every call; see docs/decisions/0003."""
    import sys

    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 100
