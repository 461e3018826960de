"""The guide makes a real vault, proves its sheet and its backup, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from peerdesk.services.workspace import Workspace
from peerdesk.ui.door.first_agency import AgencyStep, LoggingStep
from peerdesk.ui.door.first_backup import BackupStep, DoneStep
from peerdesk.ui.door.first_run import FirstRun
from peerdesk.ui.guides.passphrase_steps import OpenStep, SecretStep
from peerdesk.ui.guides.recovery_steps import PrintStep, TypeStep
from peerdesk.ui.widgets.dialogs import Dialogs
from peerdesk.ui.widgets.theme import Theme
from peerdesk.vault.recovery_words import draw
from tests.conftest import PASSPHRASE
from tests.ui.conftest import RealVaults, small_paper
from tests.ui.keyboard import here
from tests.ui.printing import print_into
from tests.ui.rules import squeezed, unnamed, unreachable


@pytest.fixture
def guide(qtbot: QtBot, pool: QThreadPool, theme: Theme, real_vaults: RealVaults) -> FirstRun:
    guide = FirstRun(
        real_vaults, lambda sheet: small_paper(sheet.kind, sheet), Dialogs(native=False), pool
    )
    qtbot.addWidget(guide)
    guide.resize(1024, 640)
    with qtbot.waitActive(guide):
        guide.show()
    return guide


def _type(text: str) -> None:
    for sign in text:
        QTest.keyClicks(here(), sign)


def _press(key: Qt.Key) -> None:
    QTest.keyClick(here(), key)


def _at(qtbot: QtBot, guide: FirstRun, step: type) -> None:
    qtbot.waitUntil(lambda: isinstance(guide.step, step) and not guide._tasks.running)


def _to_passphrase() -> None:
    _press(Qt.Key.Key_Space)
    _type("Pine County Sheriff")
    _press(Qt.Key.Key_Tab)
    _type("Sheriff")
    _press(Qt.Key.Key_Tab)
    _type("Minn")
    for _accept_then_two_steps in range(3):
        _press(Qt.Key.Key_Return)


def _to_opening(qtbot: QtBot, guide: FirstRun) -> None:
    _to_passphrase()
    for _ in range(2):
        _type(PASSPHRASE)
        _press(Qt.Key.Key_Return)
    _at(qtbot, guide, OpenStep)


def _to_sheet(qtbot: QtBot, guide: FirstRun) -> None:
    _to_opening(qtbot, guide)
    _type(PASSPHRASE)
    _press(Qt.Key.Key_Return)
    _at(qtbot, guide, PrintStep)


def _to_typing(qtbot: QtBot, guide: FirstRun) -> tuple[str, ...]:
    _to_sheet(qtbot, guide)
    guide.forward.setFocus()
    _press(Qt.Key.Key_Space)
    _at(qtbot, guide, TypeStep)
    sheet = guide._print._paperwork.sheet
    assert sheet is not None
    return sheet.cards[0]


def _to_backup(qtbot: QtBot, guide: FirstRun) -> tuple[str, ...]:
    words = _to_typing(qtbot, guide)
    _type(" ".join(word[:4] for word in words))
    _press(Qt.Key.Key_Return)
    _at(qtbot, guide, BackupStep)
    return words


def test_by_keyboard_from_welcome_to_a_checked_backup(
    qtbot: QtBot, guide: FirstRun, real_vaults: RealVaults, tmp_path: Path
) -> None:
    words = _to_backup(qtbot, guide)
    _press(Qt.Key.Key_Down)  # only this computer
    _press(Qt.Key.Key_Return)
    _at(qtbot, guide, DoneStep)
    assert guide._done.made.text().startswith("The backup is made, on this computer.")
    assert "read back and checked: 1 record, 0." in guide._done.made.text()
    assert "another disk" in guide._done.warning.text()
    assert "sheet" not in guide._done.warning.text()
    with qtbot.waitSignal(guide.opened) as opened:
        _press(Qt.Key.Key_Space)
    assert opened.args is not None
    workspace: Workspace = opened.args[0]
    profile = workspace.agency.profile()
    assert (profile.name, profile.agency_type) == ("Pine County Sheriff", "sheriff")
    assert (profile.state, profile.logging_mode) == ("Minnesota", "tally")
    safe = real_vaults.safe
    assert safe is not None
    assert [each.kind for each in safe.keys.openers()] == ["pass", "recovery"]
    assert [each.reason for each in safe.backups.list()][-1] == "setup"
    real_vaults.close()
    for secret, kind in ((PASSPHRASE, "pass"), (" ".join(words), "recovery")):
        assert real_vaults.open(secret, kind).agency.profile() == profile
        real_vaults.close()


def test_the_backup_goes_into_a_chosen_folder(
    qtbot: QtBot, guide: FirstRun, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    _to_backup(qtbot, guide)
    _press(Qt.Key.Key_Return)
    assert "Choose the folder first" in guide.problem.text()
    guide._backup.choose_button.setFocus()
    _press(Qt.Key.Key_Return)
    (dialog,) = guide.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(stick))
    dialog.close()
    guide._backup.options.chosen.setFocus()
    _press(Qt.Key.Key_Return)
    _at(qtbot, guide, DoneStep)
    assert [each.suffix for each in stick.iterdir()] == [".pdbackup"]


def test_a_backup_that_fails_can_be_tried_elsewhere(
    qtbot: QtBot, guide: FirstRun, tmp_path: Path
) -> None:
    _to_backup(qtbot, guide)
    guide._backup.take_folder(tmp_path / "pulled out")
    _press(Qt.Key.Key_Return)
    assert "not there any more" in guide.problem.text()
    assert isinstance(guide.step, BackupStep)
    (tmp_path / "pulled out").mkdir()
    _press(Qt.Key.Key_Return)
    _at(qtbot, guide, DoneStep)


def test_asks_for_the_agencys_name(guide: FirstRun) -> None:
    guide.go_on()
    _press(Qt.Key.Key_Return)
    assert isinstance(guide.step, AgencyStep)
    assert "name" in guide.problem.text()


def test_goes_back_and_keeps_what_was_entered(guide: FirstRun) -> None:
    guide.go_on()
    _type("Pine County")
    guide.go_on()
    assert isinstance(guide.step, LoggingStep)
    QTest.mouseClick(guide.back, Qt.MouseButton.LeftButton)
    assert isinstance(guide.step, AgencyStep)
    assert guide.step.values()["name"] == "Pine County"


def test_counts_its_steps(qtbot: QtBot, guide: FirstRun) -> None:
    said = [guide._where.text()]
    for step in guide._steps[1:4]:
        guide.go_to(step)
        said.append(guide._where.text())
    assert said == [f"Step {number} of 9" for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        ("too short", "too short", "3 more"),
        (PASSPHRASE, PASSPHRASE + "s", "not the same"),
        (PASSPHRASE, "", "not the same"),
    ],
)
def test_refuses_a_passphrase(guide: FirstRun, first: str, again: str, said: str) -> None:
    _to_passphrase()
    assert isinstance(guide.step, SecretStep)
    QTest.keyClicks(guide.step.secret.first.line, first)
    QTest.keyClicks(guide.step.secret.again.line, again)
    guide.go_on()
    assert said in guide.problem.text()
    assert isinstance(guide.step, SecretStep)


def test_the_sheet_is_printed_and_entered_without_its_words(
    qtbot: QtBot, guide: FirstRun, real_vaults: RealVaults, tmp_path: Path
) -> None:
    _to_sheet(qtbot, guide)
    guide._print.print_button.click()
    print_into(guide._print, tmp_path / "printed.pdf")
    safe = real_vaults.safe
    assert safe is not None
    (entry,) = safe.log.entries(1)
    assert (entry.action, entry.kind, entry.record) == ("print", "recovery", None)


def test_suggests_five_words(qtbot: QtBot, guide: FirstRun, real_vaults: RealVaults) -> None:
    _to_passphrase()
    guide._secret.suggest_button.click()
    phrase = guide._secret.suggestion.text()
    assert len(phrase.split()) == 5
    for _ in range(2):
        _type(phrase)
        _press(Qt.Key.Key_Return)
    _at(qtbot, guide, OpenStep)
    assert guide._secret.suggestion.text() == ""
    real_vaults.open(phrase)


def test_only_the_passphrase_leads_past_opening(
    qtbot: QtBot, guide: FirstRun, real_vaults: RealVaults
) -> None:
    _to_opening(qtbot, guide)
    assert real_vaults.vault is None
    assert not guide.back.isVisible()
    _type("another passphrase")
    _press(Qt.Key.Key_Return)
    qtbot.waitUntil(guide.problem.isVisible)
    assert isinstance(guide.step, OpenStep)


def test_only_the_words_of_the_sheet_lead_on(
    qtbot: QtBot, guide: FirstRun, real_vaults: RealVaults
) -> None:
    _to_typing(qtbot, guide)
    assert guide._print.preview.content == b""
    other = draw("recovery")[0]
    _type(" ".join(other))
    _press(Qt.Key.Key_Return)
    assert isinstance(guide.step, TypeStep)
    assert "not the one on your paper" in guide.problem.text()
    safe = real_vaults.safe
    assert safe is not None
    assert [each.kind for each in safe.keys.openers()] == ["pass"]
    guide.back.click()
    _at(qtbot, guide, PrintStep)
    assert guide._print.preview.content


def test_later_warns_and_is_said_at_the_end(
    qtbot: QtBot, guide: FirstRun, real_vaults: RealVaults
) -> None:
    _to_sheet(qtbot, guide)
    for answer, step in (("Make it now", PrintStep), ("Go on without it", BackupStep)):
        guide._print.later_button.click()
        (box,) = guide.findChildren(QMessageBox)
        assert "all records are lost" in box.informativeText()
        next(each for each in box.buttons() if each.text() == answer).click()
        _at(qtbot, guide, step)
        qtbot.waitUntil(lambda: not guide.findChildren(QMessageBox))
    guide._backup.options.buttons[1].click()
    guide.go_on()
    _at(qtbot, guide, DoneStep)
    assert "no recovery sheet yet" in guide._done.warning.text()
    assert guide._print._paperwork.sheet is None


def test_a_sheet_is_saved_only_when_asked(qtbot: QtBot, guide: FirstRun, tmp_path: Path) -> None:
    _to_sheet(qtbot, guide)
    guide._print.save_button.click()
    (box,) = guide.findChildren(QMessageBox)
    next(each for each in box.buttons() if each.text().startswith("Choose")).click()
    qtbot.waitUntil(lambda: bool(guide.findChildren(QFileDialog)))
    (dialog,) = guide.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "sheet.pdf"))
    dialog.close()
    assert (tmp_path / "sheet.pdf").read_bytes() == guide._print.preview.content


def test_chooses_coded_rows_only_on_purpose(qtbot: QtBot) -> None:
    step = LoggingStep()
    qtbot.addWidget(step)
    assert step.values() == {"logging_mode": "tally"}
    step.options.buttons[1].click()
    assert step.values() == {"logging_mode": "coded"}


@pytest.mark.parametrize(("words", "signal"), [("sample", "sample"), ("Restore", "restore")])
def test_offers_the_sample_and_a_backup(
    qtbot: QtBot, guide: FirstRun, words: str, signal: str
) -> None:
    button = next(b for b in guide.findChildren(QPushButton) if words in b.text())
    with qtbot.waitSignal(getattr(guide, f"{signal}_requested")):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("size", [10.0, 15.0])
def test_every_step_keeps_the_rules(guide: FirstRun, theme: Theme, size: float) -> None:
    theme.point_size = size
    theme.apply()
    for step in guide._steps:
        guide._stack.setCurrentIndex(guide._steps.index(step))
        QApplication.processEvents()
        assert unnamed(step) == []
        assert unreachable(guide) == []
        assert squeezed(step) == []
