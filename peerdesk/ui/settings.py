"""Where the window was and how it looks: all that is kept outside the vault."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

_MODES = ("system", "light", "dark")
_SMALLEST, _USUAL, _LARGEST = 9.0, 10.0, 18.0


class Settings:
    """Reads and writes ``window.ini`` in the settings folder; nothing about any record."""

    def __init__(self, folder: Path) -> None:
        self._store = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def mode(self) -> str:
        """The colors: ``system``, ``light`` or ``dark``."""
        mode = str(self._store.value("theme", _MODES[0]))
        return mode if mode in _MODES else _MODES[0]

    @mode.setter
    def mode(self, mode: str) -> None:
        self._store.setValue("theme", mode)

    @property
    def point_size(self) -> float:
        """The size of text, in points."""
        try:
            size = float(str(self._store.value("zoom", _USUAL)))
        except ValueError:
            return _USUAL
        return size if _SMALLEST <= size <= _LARGEST else _USUAL

    @point_size.setter
    def point_size(self, size: float) -> None:
        self._store.setValue("zoom", size)

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size as Qt keeps them; empty at the first start."""
        kept = self._store.value("geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    def write(self) -> None:
        """Write what was changed now, and not when the program has time."""
        self._store.sync()
