"""A working paper is shown from memory, saved whole, printed, and entered as such."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.services.workspace import Workspace
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.page import PageContext
from peerdesk.ui.widgets.dialogs import show
from tests.reports.facts import FACTS
from tests.ui.printing import print_into
from tests.ui.rules import squeezed, unnamed, unreachable

WAIT = 20_000


@pytest.fixture
def dialog(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> Iterator[PaperDialog]:
    host = QWidget()
    host.resize(900, 700)
    qtbot.addWidget(host)
    host.show()
    dialog = PaperDialog(context_on(workspace), "holdings", FACTS["holdings"], host)
    show(dialog)
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=WAIT)
    yield dialog
    dialog.close()


def _newest(dialog: PaperDialog) -> tuple[str, str]:
    entry = dialog._context.safe.log.entries(1)[0]
    return entry.action, entry.kind


def test_shows_the_paper_and_keeps_the_rules(dialog: PaperDialog) -> None:
    assert dialog.preview.content.startswith(b"%PDF")
    assert unnamed(dialog) == []
    assert unreachable(dialog) == []
    assert squeezed(dialog) == []


def test_the_other_size_is_another_paper(qtbot: QtBot, dialog: PaperDialog) -> None:
    before = dialog.preview.content
    dialog.size_box.setCurrentIndex(1)
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=WAIT)
    assert dialog.preview.content != before


def test_saving_writes_what_is_shown_and_is_entered(dialog: PaperDialog, tmp_path: Path) -> None:
    dialog.save_button.click()
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "held.pdf"))
    chooser.close()
    assert (tmp_path / "held.pdf").read_bytes() == dialog.preview.content
    assert _newest(dialog) == ("export", "holdings")


def test_a_folder_that_cannot_be_written_is_said_in_place(
    dialog: PaperDialog, tmp_path: Path
) -> None:
    dialog.write(tmp_path / "missing" / "held.pdf")
    assert "could not be saved" in dialog.message.text()
    assert _newest(dialog) != ("export", "holdings")


def test_printing_is_entered(dialog: PaperDialog, tmp_path: Path) -> None:
    dialog.print_button.click()
    print_into(dialog, tmp_path / "printed.pdf")
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == 1
    assert _newest(dialog) == ("print", "holdings")
