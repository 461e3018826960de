"""Only the window's place and look are kept outside the vault."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from peerdesk.ui.settings import Settings


def test_remembers(tmp_path: Path) -> None:
    first = Settings(tmp_path)
    first.mode, first.point_size, first.geometry = "dark", 13.0, QByteArray(b"place")
    del first
    again = Settings(tmp_path)
    assert (again.mode, again.point_size, again.geometry) == ("dark", 13.0, QByteArray(b"place"))


@pytest.mark.parametrize("written", ["zoom=huge\ntheme=pink", "zoom=900", ""])
def test_ignores_what_makes_no_sense(tmp_path: Path, written: str) -> None:
    (tmp_path / "window.ini").write_text(f"[General]\n{written}\n", encoding="utf-8")
    settings = Settings(tmp_path)
    assert (settings.mode, settings.point_size) == ("system", 10.0)
    assert settings.geometry.isEmpty()
