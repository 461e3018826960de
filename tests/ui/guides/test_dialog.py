"""A guide over a page can be given up, keeps the keyboard, and forgets what was typed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peerdesk.errors import WrongSecret
from peerdesk.safe import Sheet
from peerdesk.ui.guides.dialog import ChangeGuide, GuideDialog, open_guide
from peerdesk.ui.guides.guide import Closing
from peerdesk.ui.guides.proof_steps import AskPassphrase
from peerdesk.ui.guides.recovery_steps import Paperwork, PrintStep
from peerdesk.ui.widgets.dialogs import Dialogs
from tests.conftest import TODAY
from tests.ui.conftest import small_paper
from tests.ui.freed import freed
from tests.ui.guiding import dialog_of, finish, go_on, refused, type_into


@pytest.fixture
def host(qtbot: QtBot, theme: object) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 700)
    host.show()
    return host


def _ask(act: Callable[[str], object], heard: list[object]) -> AskPassphrase:
    return AskPassphrase(("Change it?", "It cannot be taken back."), "Change", act, heard.append)


def _wrong(_secret: str) -> object:
    raise WrongSecret("This passphrase does not open the vault.")


def _open(host: QWidget, pool: QThreadPool, act: Callable[[str], object]) -> list[object]:
    heard: list[object] = []
    told = Closing("Changed", lambda: ["It was changed.", f"{len(heard)} answer."])
    open_guide((_ask(act, heard), told), pool, host, lambda: heard.append("ended"))
    return heard


def test_asks_does_and_tells(qtbot: QtBot, host: QWidget, pool: QThreadPool) -> None:
    heard = _open(host, pool, str.upper)
    dialog = dialog_of(qtbot, host)
    ask = dialog.guide.step
    assert isinstance(ask, AskPassphrase)
    assert dialog.focusWidget() is ask.passphrase.line
    assert refused(qtbot, dialog.guide) == "Type your passphrase first."
    type_into(ask.passphrase, "lantern")
    told = go_on(qtbot, dialog.guide)
    assert heard == ["LANTERN"]
    assert isinstance(told, Closing)
    assert told.words.text() == "It was changed.\n\n1 answer."
    assert ask.passphrase.text == ""
    assert not dialog.guide.back.isVisible()
    with freed(qtbot, dialog):
        finish(qtbot, dialog)
    assert heard == ["LANTERN", "ended"]


def test_an_error_is_said_in_place_and_can_be_put_right(
    qtbot: QtBot, host: QWidget, pool: QThreadPool
) -> None:
    _open(host, pool, _wrong)
    dialog = dialog_of(qtbot, host)
    ask = dialog.guide.step
    assert isinstance(ask, AskPassphrase)
    type_into(ask.passphrase, "lantern")
    assert "does not open" in refused(qtbot, dialog.guide)
    assert dialog.focusWidget() is ask.passphrase.line


def test_enter_goes_on_and_escape_gives_up(qtbot: QtBot, host: QWidget, pool: QThreadPool) -> None:
    heard = _open(host, pool, str.upper)
    dialog = dialog_of(qtbot, host)
    QTest.keyClicks(dialog.focusWidget(), "lantern")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(dialog.guide.step, Closing))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()  # what was done is not undone by leaving
    finish(qtbot, dialog)
    _open(host, pool, str.upper)
    other = dialog_of(qtbot, host)
    with freed(qtbot, other):
        QTest.keyClick(other, Qt.Key.Key_Escape)
    assert heard[-1] == "ended"


def test_a_sheet_is_forgotten_with_the_guide_that_drew_it(
    qtbot: QtBot, host: QWidget, pool: QThreadPool
) -> None:
    pdf = small_paper("sheet", None)
    sheet = Sheet("recovery", "Pine County", "36194460", TODAY, (("academic", "acid"),))
    work = Paperwork(lambda: sheet, lambda _: pdf, lambda _sheet, _typed: None, lambda _note: None)
    step = PrintStep(work, Dialogs(native=False), may_wait=False)
    step.can_go_back = True
    dialog = open_guide((step,), pool, host, lambda: None)
    qtbot.waitUntil(lambda: work.sheet is sheet and bool(step.preview.content))
    dialog.guide.back.click()
    assert (work.sheet, work.pdf, step.preview.content) == (None, b"", b"")


def test_the_window_stays_while_something_is_done_but_a_lock_closes_it(
    qtbot: QtBot, host: QWidget, pool: QThreadPool
) -> None:
    held = Event()
    _open(host, pool, lambda _secret: held.wait(10))
    dialog = dialog_of(qtbot, host)
    QTest.keyClicks(dialog.focusWidget(), "lantern")
    dialog.guide.forward.click()
    assert dialog.guide.busy
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    asked = QCloseEvent()
    asked.spontaneous = lambda: True  # type: ignore[method-assign]  # as the window's own button
    dialog.closeEvent(asked)
    assert not asked.isAccepted()
    assert dialog.isVisible()
    with freed(qtbot, dialog):
        dialog.close()
    held.set()


def test_it_fits_into_a_small_window(qtbot: QtBot, host: QWidget, pool: QThreadPool) -> None:
    host.resize(500, 400)
    dialog = GuideDialog(ChangeGuide((_ask(str.upper, []),), pool), host)
    assert dialog.width() <= 500
    assert dialog.height() <= 400
