"""The two views of training: who lacks what, and what runs out next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.training.standing import LapsesPart, MatrixPart
from peerdesk.ui.widgets.tables import ShownTable
from tests.conftest import TODAY
from tests.services.counts.test_training import attend, course, rule, session
from tests.services.records.test_records import supporter

Contexts = Callable[[Workspace], PageContext]


@pytest.fixture
def trained(workspace: Workspace) -> Workspace:
    """Two people and a yearly rule that one of them meets until December 20."""
    ada = workspace.records.save("supporter", supporter("Ada Lovell"))
    workspace.records.save("supporter", supporter("Berta Quist"))
    rule(workspace)
    attend(workspace, session(workspace, course(workspace), date(2025, 12, 20)), ada)
    return workspace


def _rows(table: ShownTable) -> list[list[str]]:
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        found.append([item.text() if item else "" for item in items])
    return found


def test_the_matrix_shows_who_meets_a_rule_and_on_request_only_who_lacks_one(
    qtbot: QtBot, trained: Workspace, context_on: Contexts
) -> None:
    view = MatrixPart(context_on(trained))
    qtbot.addWidget(view)
    names = [row[0] for row in _rows(view.table)]
    assert names == ["Ada Lovell", "Berta Quist"]
    assert [row[1][0] for row in _rows(view.table)] == ["✓", "✗"]
    view.gaps_only.setChecked(True)
    assert [row[0] for row in _rows(view.table)] == ["Berta Quist"]


def test_what_runs_out_is_listed_as_far_ahead_as_asked_and_follows_changes(
    qtbot: QtBot, trained: Workspace, context_on: Contexts
) -> None:
    context = context_on(trained)
    view = LapsesPart(context)
    qtbot.addWidget(view)
    assert [row[:1] + row[2:] for row in _rows(view.table)] == [
        ["12/20/2026", "Ada Lovell", "Yearly hours"]
    ]
    values = {"credential": "QPR", "supporter_id": 2, "issued_on": date(2024, 1, 1)}
    trained.records.save("certification", values | {"expires_on": TODAY - timedelta(5)})
    assert len(_rows(view.table)) == 1
    context.changes.changed.emit("certification")
    assert [row[1] for row in _rows(view.table)] == ["Over", "26"]
    assert "1 running out soon, 1 already out" in view.words.text()
