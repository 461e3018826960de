"""Records come first, then pages and commands, then what fields mean."""

from __future__ import annotations

import pytest

from peerdesk.services.workspace import Workspace
from peerdesk.ui.shell.finding import sources
from peerdesk.ui.shell.menus import SEPARATOR, Command
from peerdesk.ui.shell.palette import Found
from tests.services.records.test_records import supporter

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
