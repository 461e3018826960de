"""Ctrl+K finds records, pages, commands and help, and Enter opens what was found."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peerdesk.services.workspace import Workspace
from peerdesk.ui.shell.menus import SEPARATOR, Command
from peerdesk.ui.shell.palette import Found, Palette, sources
from peerdesk.ui.widgets.theme import Theme
from tests.services.records.test_records import supporter
from tests.ui.freed import freed
from tests.ui.rules import squeezed, unnamed

NAMES = ("Berta Quist", "Ada Lovell", "Carl Moe")


class Asked:
    """A source that remembers what it was asked and what was run."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.run: list[str] = []

    def __call__(self, words: str) -> Sequence[Found]:
        self.words.append(words)
        return [
            Found(name, "Supporter", lambda name=name: self.run.append(name))  # type: ignore[misc]
            for name in NAMES
            if words.lower() in name.lower()
        ]


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def palette(qtbot: QtBot, theme: Theme, asked: Asked) -> Palette:
    window = QWidget()
    window.resize(900, 640)
    qtbot.addWidget(window)
    window.show()
    palette = Palette([asked], window)
    with qtbot.waitActive(palette):
        palette.open()
    return palette


def _titles(palette: Palette) -> list[str]:
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def test_the_list_follows_when_typing_rests(qtbot: QtBot, palette: Palette, asked: Asked) -> None:
    QTest.keyClicks(palette.line, "qui")
    assert asked.words == [""]
    qtbot.waitUntil(lambda: _titles(palette) == ["Berta Quist"], timeout=1000)
    assert asked.words == ["", "qui"]


def test_enter_does_not_wait(palette: Palette, asked: Asked) -> None:
    QTest.keyClicks(palette.line, "moe")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert asked.run == ["Carl Moe"]
    assert not palette.isVisible()


def test_arrows_choose(palette: Palette, asked: Asked) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(palette.line, key)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert asked.run == ["Ada Lovell"]
    assert palette.line.accessibleDescription() == "Ada Lovell, Supporter"


def test_nothing_found_is_said_and_enter_does_nothing(palette: Palette, asked: Asked) -> None:
    QTest.keyClicks(palette.line, "xyz")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.state.text().startswith("Nothing fits")
    assert asked.run == []


def test_escape_closes_and_frees(qtbot: QtBot, palette: Palette) -> None:
    palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    with freed(qtbot, palette):
        QTest.keyClick(palette.line, Qt.Key.Key_Escape)


def test_it_keeps_the_rules(palette: Palette) -> None:
    assert unnamed(palette) == []
    assert squeezed(palette) == []


OPENED: list[tuple[str, int]] = []


@pytest.fixture
def find(workspace: Workspace) -> object:
    OPENED.clear()
    menus = {"&View": [Command("Supporters", "Ctrl+2 Ctrl+9", lambda: OPENED.append(("page", 2)))]}
    menus["&View"].append(SEPARATOR)
    found = sources(
        workspace.search,
        lambda kind, number: OPENED.append((kind, number)),
        lambda kind: kind in ("supporter", "agency"),
        menus,
    )
    return lambda words: [each for source in found for each in source(words)]


def _found(find: object, words: str) -> list[Found]:
    assert callable(find)
    return list(find(words))


def test_a_record_opens(find: object, workspace: Workspace) -> None:
    number = workspace.records.save("supporter", supporter("Berta Quist"))
    (found,) = _found(find, "quist")
    assert (found.title, found.hint) == ("Berta Quist", "Supporter")
    found.run()
    assert [("supporter", number)] == OPENED


def test_a_command_runs_and_shows_its_key(find: object) -> None:
    found = _found(find, "suppo")[0]
    assert (found.title, found.hint) == ("Supporters", "Ctrl+2")
    found.run()
    assert OPENED == [("page", 2)]


def test_help_says_what_a_field_means(find: object) -> None:
    found = _found(find, "emergency phone")[-1]
    assert (found.title, found.hint) == ("Emergency phone (supporter)", "Shown on this form only.")
    found.run()
    assert OPENED == [("supporter", 0)]


def test_a_kind_without_a_page_is_not_offered(find: object, workspace: Workspace) -> None:
    values = {"period": None, "personnel_class": "sworn", "people": 4}
    from peerdesk.periods import Period

    workspace.records.save("headcount", {**values, "period": Period.parse("2026")})
    assert workspace.search.find("2026")
    assert _found(find, "2026") == []


def test_without_words_pages_are_offered_and_no_help(find: object) -> None:
    assert [each.title for each in _found(find, "")] == ["Supporters"]
