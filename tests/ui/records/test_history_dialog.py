"""The history of a record is told in the order of its changes, once for each save."""

from __future__ import annotations

from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from peerdesk.services.store.history import Change, FieldChange
from peerdesk.ui.records.history_dialog import HistoryDialog
from peerdesk.ui.widgets.theme import Theme
from tests.ui.rules import squeezed, unnamed


def test_a_save_names_its_time_and_person_once(qtbot: QtBot, theme: Theme) -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    fields = (FieldChange("Status", "Active", "Resigned"), FieldChange("Shifts", "—", "Days"))
    changes = (
        Change(at, "M. Aguirre", "update", fields),
        Change(at.replace(hour=9), "M. Aguirre", "create"),
    )
    dialog = HistoryDialog("Ada Lovell", changes, None)
    qtbot.addWidget(dialog)
    dialog.show()
    rows = [
        [dialog.table.item(row, column).text() for column in range(5)]  # type: ignore[union-attr]
        for row in range(dialog.table.rowCount())
    ]
    assert [row[1:] for row in rows] == [
        ["M. Aguirre", "Status", "Active", "Resigned"],
        ["", "Shifts", "—", "Days"],
        ["M. Aguirre", "Added", "", ""],
    ]
    assert unnamed(dialog) == squeezed(dialog) == []
