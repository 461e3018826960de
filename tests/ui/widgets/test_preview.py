"""A paper in memory reaches a printer through the dialog that a person sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.ui.widgets.dialogs import Dialogs
from peerdesk.ui.widgets.preview import Preview, ask_to_print, page_picture
from tests.ui.conftest import small_paper
from tests.ui.freed import freed
from tests.ui.printing import print_dialog, print_into


@pytest.fixture
def preview(qtbot: QtBot) -> Iterator[Preview]:
    preview = Preview()
    preview.show_pdf(small_paper("holdings", None))
    qtbot.addWidget(preview)
    preview.show()
    yield preview
    preview.clear()


def _ask(preview: Preview, page: QWidget, *, a4: bool = False) -> list[str]:
    done: list[str] = []
    ask_to_print(preview, page, Dialogs(native=False), lambda: done.append("printed"), a4=a4)
    return done


@pytest.mark.parametrize(("a4", "size"), [(False, (612, 792)), (True, (595, 842))])
def test_what_is_shown_is_printed_and_then_told(
    preview: Preview, tmp_path: Path, *, a4: bool, size: tuple[int, int]
) -> None:
    done = _ask(preview, preview, a4=a4)
    assert done == []
    print_into(preview, tmp_path / "printed.pdf")
    assert done == ["printed"]
    (page,) = PdfReader(tmp_path / "printed.pdf").pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    document = QPdfDocument()
    document.load(str(tmp_path / "printed.pdf"))
    picture = page_picture(document, 0)
    spots = ((x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3))
    ink = sum(picture.pixelColor(*spot).lightness() < 128 for spot in spots)
    assert 10 < ink < 5000, "the few words of the paper, on white"


def test_whoever_thinks_better_of_it_prints_nothing(preview: Preview, qtbot: QtBot) -> None:
    done = _ask(preview, preview)
    dialog = print_dialog(preview)
    with freed(qtbot, dialog):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert done == []


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_said(preview: Preview, tmp_path: Path) -> None:
    done = _ask(preview, preview)
    dialog = print_dialog(preview)
    dialog.printer().setOutputFileName(str(tmp_path / "missing" / "printed.pdf"))
    dialog.done(QDialog.DialogCode.Accepted)
    assert done == []
    (box,) = preview.findChildren(QMessageBox)
    assert "could not be printed" in box.text()
