"""One switch for each area that has pages, and each works at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from peerdesk.services.access import Access
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.agency.areas import AreasPart, areas
from peerdesk.ui.pages.registry import PAGES

MakeContext = Callable[[Workspace], PageContext]
OFFERED = (*PAGES, replace(PAGES[-1], key="course", area="training"))


def test_a_switch_works_at_once(
    qtbot: QtBot, workspace: Workspace, context_on: MakeContext
) -> None:
    context = replace(context_on(workspace), pages=OFFERED)
    part = AreasPart(context)
    qtbot.addWidget(part)
    assert areas(context)[0] == "training"
    told: list[str] = []
    context.changes.changed.connect(told.append)
    part.switches["training"].click()
    assert workspace.agency.areas() == {"training": True}
    assert told == ["program_area"]
    workspace.agency.use("training", False)
    context.changes.changed.emit("program_area")
    assert not part.switches["training"].isChecked()


def test_only_the_coordinator_may_switch(
    qtbot: QtBot, workspace: Workspace, context_on: MakeContext
) -> None:
    context = context_on(replace(workspace, access=Access("deputy")))
    part = AreasPart(replace(context, pages=OFFERED))
    qtbot.addWidget(part)
    assert not part.switches["training"].isEnabled()
