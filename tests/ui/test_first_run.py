"""The guide makes a real vault by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.services.workspace import Workspace
from peerdesk.ui.first_run import FirstRun
from peerdesk.ui.first_steps import AgencyStep, DoneStep, LoggingStep, SecretStep
from peerdesk.ui.theme import Theme
from tests.conftest import PASSPHRASE
from tests.ui.conftest import RealVaults


@pytest.fixture
def guide(qtbot: QtBot, pool: QThreadPool, theme: Theme, real_vaults: RealVaults) -> FirstRun:
    guide = FirstRun(real_vaults.create, pool)
    qtbot.addWidget(guide)
    with qtbot.waitActive(guide):
        guide.show()
    return guide


def _here() -> QWidget:
    here = QApplication.focusWidget()
    assert here is not None
    return here


def _type(qtbot: QtBot, text: str) -> None:
    QTest.keyClicks(_here(), text)


def _press(qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(_here(), key)


def _to_passphrase(qtbot: QtBot) -> None:
    _press(qtbot, Qt.Key.Key_Space)
    _type(qtbot, "Pine County Sheriff")
    _press(qtbot, Qt.Key.Key_Tab)
    _type(qtbot, "Sheriff")
    _press(qtbot, Qt.Key.Key_Tab)
    _type(qtbot, "Minn")
    for _accept_then_two_steps in range(3):
        _press(qtbot, Qt.Key.Key_Return)


def test_by_keyboard_from_welcome_to_the_open_vault(
    qtbot: QtBot, guide: FirstRun, real_vaults: RealVaults
) -> None:
    _to_passphrase(qtbot)
    assert isinstance(guide.step, SecretStep)
    _type(qtbot, PASSPHRASE)
    _press(qtbot, Qt.Key.Key_Return)
    _type(qtbot, PASSPHRASE)
    _press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(guide.step, DoneStep))
    with qtbot.waitSignal(guide.opened) as opened:
        _press(qtbot, Qt.Key.Key_Space)
    assert opened.args is not None
    workspace: Workspace = opened.args[0]
    profile = workspace.agency.profile()
    assert (profile.name, profile.agency_type) == ("Pine County Sheriff", "sheriff")
    assert (profile.state, profile.logging_mode) == ("Minnesota", "tally")
    real_vaults.close()
    assert real_vaults.open(PASSPHRASE).agency.profile() == profile


def test_asks_for_the_agencys_name(qtbot: QtBot, guide: FirstRun) -> None:
    guide.go_on()
    _press(qtbot, Qt.Key.Key_Return)
    assert isinstance(guide.step, AgencyStep)
    assert "name" in guide.problem.text()


def test_goes_back_and_keeps_what_was_entered(qtbot: QtBot, guide: FirstRun) -> None:
    guide.go_on()
    _type(qtbot, "Pine County")
    guide.go_on()
    assert isinstance(guide.step, LoggingStep)
    QTest.mouseClick(guide.back, Qt.MouseButton.LeftButton)
    assert isinstance(guide.step, AgencyStep)
    assert guide.step.values()["name"] == "Pine County"


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        ("too short", "too short", "3 more"),
        (PASSPHRASE, PASSPHRASE + "s", "not the same"),
        (PASSPHRASE, "", "not the same"),
    ],
)
def test_refuses_a_passphrase(
    qtbot: QtBot, guide: FirstRun, first: str, again: str, said: str
) -> None:
    _to_passphrase(qtbot)
    assert isinstance(guide.step, SecretStep)
    QTest.keyClicks(guide.step._first.line, first)
    QTest.keyClicks(guide.step._again.line, again)
    guide.go_on()
    assert said in guide.problem.text()
    assert isinstance(guide.step, SecretStep)


def test_chooses_coded_rows_only_on_purpose(qtbot: QtBot) -> None:
    step = LoggingStep()
    qtbot.addWidget(step)
    assert step.values() == {"logging_mode": "tally"}
    step._group.buttons()[1].click()
    assert step.values() == {"logging_mode": "coded"}


def test_offers_the_sample(qtbot: QtBot, guide: FirstRun) -> None:
    button = next(b for b in guide.findChildren(QPushButton) if "sample" in b.text())
    with qtbot.waitSignal(guide.sample_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
