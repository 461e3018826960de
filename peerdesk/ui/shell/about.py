"""What PeerDesk is made of, and under which licences."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peerdesk import __version__
from peerdesk.ui.widgets import labels

_PARTS = (
    ("Qt and PySide6", "LGPL version 3; you may put your own build in place"),
    ("SQLCipher and sqlcipher3", "BSD style; zlib"),
    ("SQLAlchemy", "MIT"),
    ("cryptography, with OpenSSL", "Apache 2.0 or BSD; Apache 2.0"),
    ("ReportLab", "BSD"),
    ("python-calamine", "MIT"),
    ("platformdirs, filelock", "MIT"),
    ("Lucide icons", "ISC"),
    ("Inter and Source Sans 3", "SIL Open Font License 1.1"),
)


class AboutDialog(QDialog):
    """Version, promise and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About PeerDesk")
        self.resize(640, 520)
        title = labels.title(f"PeerDesk {__version__}")
        words = labels.words(
            "A peer support program's records, kept where only its coordinator can read them. "
            "PeerDesk never connects to the internet. It is free under the MIT license and is "
            "built on the work of others:"
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(12)
        for widget in (title, words, _licenses(), buttons):
            inside.addWidget(widget)


def _licenses() -> QTableWidget:
    table = QTableWidget(len(_PARTS), 2)
    table.setAccessibleName("Parts and licenses")
    table.setHorizontalHeaderLabels(["Part", "License"])
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    for row, pair in enumerate(_PARTS):
        for column, text in enumerate(pair):
            table.setItem(row, column, QTableWidgetItem(text))
    table.setColumnWidth(0, 240)
    return table
