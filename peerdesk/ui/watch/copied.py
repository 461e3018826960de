"""Takes back what was copied here: after a minute, and when the vault is closed."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

_KEPT = 60_000
"""In milliseconds: long enough to paste a number into a letter."""
_ASKED_TO_FORGET = "x-kde-passwordManagerHint"
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_HINTS = {
    _ASKED_TO_FORGET: b"secret",
    _WINDOWS.format("Clipboard Viewer Ignore"): b"\0",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"\0",
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
}
"""Ask programs that keep what was copied not to: KDE's and its kin, and the history of Windows.

A program that knows none of them keeps it all the same.
"""


class Copied(QObject):
    """Watches the clipboard for what this program puts there, by whatever field or command.

    Nothing is touched that another program has put there since.
    """

    def __init__(self, clipboard: QClipboard, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self.owns = clipboard.ownsClipboard
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEPT)
        self._timer.timeout.connect(self._take_back_text)
        clipboard.dataChanged.connect(self._on_change)

    def take_back(self) -> None:
        """Empty the clipboard, and what is selected to be pasted with the middle button."""
        self._take_back_text()
        if self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    def _take_back_text(self) -> None:
        self._timer.stop()
        if self.owns():
            self._clipboard.clear()

    def _on_change(self) -> None:
        self._timer.stop()
        held = self._clipboard.mimeData() if self.owns() else None
        if held is None or not held.formats():
            return
        self._timer.start()
        if held.hasText() and not held.hasFormat(_ASKED_TO_FORGET):
            self._clipboard.setMimeData(_hinted(held.text()))


def _hinted(text: str) -> QMimeData:
    made = QMimeData()
    made.setText(text)
    for name, value in _HINTS.items():
        made.setData(name, value)
    return made
