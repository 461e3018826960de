"""What happens when PeerDesk itself is wrong: one plain dialog, and a report without any value."""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from peerdesk import __version__, log
from peerdesk.errors import CannotWrite, UserFacing
from peerdesk.paths import write_private
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.dialogs import Dialogs, show


def report_of(error: BaseException) -> str:
    """Describe an error by its class and where it happened; never by its text or a value."""
    lines = [f"PeerDesk {__version__}, Python {platform.python_version()}, {platform.system()}"]
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and cause not in chain:
        chain.append(cause)
    for each in chain:
        lines += ["", type(each).__qualname__]
        lines += [
            f"  {_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
            for frame, line in walk_tb(each.__traceback__)
        ]
    return "\n".join(lines) + "\n"


class CrashReporter:
    """Takes every exception that nobody else took: in a slot, a timer or an event."""

    def __init__(self, parent: QWidget, dialogs: Dialogs) -> None:
        self._parent = parent
        self._dialogs = dialogs
        self._showing = False

    def install(self) -> None:
        """Become the place where unexpected exceptions go."""
        sys.excepthook = self.handle

    def handle(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Show the error; one dialog at a time, however often it happens again."""
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
        elif isinstance(error, UserFacing):
            self._dialogs.error(self._parent, error)
        else:
            log.write(log.Event("crash", error=kind.__qualname__))
            if not self._showing:
                self._showing = True
                dialog = CrashDialog(report_of(error), self._dialogs, self._parent)
                dialog.finished.connect(self._closed)
                show(dialog)

    def _closed(self) -> None:
        self._showing = False


class CrashDialog(QDialog):
    """Says that something went wrong, and shows the report before it is saved."""

    def __init__(self, report: str, dialogs: Dialogs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._dialogs = dialogs
        self.setWindowTitle("PeerDesk")
        self.resize(640, 420)
        title = QLabel("Something went wrong in PeerDesk")
        title.setObjectName("SectionTitle")
        words = labels.words(
            "This is a mistake in the program, not yours. What you saved before is safe. This "
            "report says where it happened. It holds nothing from your records; read it yourself "
            "before you pass it on."
        )
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName("Report")
        self._buttons = QDialogButtonBox()
        self.save_button = QPushButton("&Save the report…")
        self.save_button.clicked.connect(self._choose)
        self._buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(12)
        for widget in (title, words, text, self._buttons):
            inside.addWidget(widget)

    def _choose(self) -> None:
        self._dialogs.save_file(self, "Save the report", "PeerDesk report.txt", self._save)

    def _save(self, path: Path) -> None:
        try:
            write_private(path, self._report.encode())
        except OSError:
            self._dialogs.error(
                self, CannotWrite("The report could not be saved.", "Choose another folder.")
            )


def _short(file: str) -> str:
    """Leave out the folders above the package, which can hold a user's name."""
    parts = Path(file).parts
    for root in ("peerdesk", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1]
