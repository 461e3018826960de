"""Why a report leaves numbers out: for the coordinator, not for its readers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peerdesk.disclosure.explain import Why
from peerdesk.ui.widgets import labels

_ABOUT = (
    "For you alone. A reader must not learn which dot stands for a small number and which one only "
    "guards another, so this cannot be printed or copied."
)
_NOTHING = "Every table is shown at its finest level, without a dot."


class WhyDialog(QDialog):
    """A table of lines and reasons."""

    def __init__(self, parent: QWidget, reasons: Sequence[Why]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Why numbers are left out")
        about = labels.muted(_ABOUT if reasons else _NOTHING)
        self.list = QTreeWidget()
        self.list.setHeaderLabels(("Table and line", "Why"))
        self.list.setAccessibleName("Reasons")
        self.list.setWordWrap(True)
        tables: dict[str, QTreeWidgetItem] = {}
        for each in reasons:
            if each.table not in tables:
                tables[each.table] = QTreeWidgetItem(self.list, [each.table])
            QTreeWidgetItem(tables[each.table], [each.line, each.reason])
        self.list.expandAll()
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(about)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        letters = self.fontMetrics().averageCharWidth()
        self.resize(letters * 110, letters * 55)
