"""Every way in which a real vault does not open ends on a page with a next step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peerdesk.errors import (
    HeaderDamaged,
    UserFacing,
    VaultAltered,
    VaultDamaged,
    VaultInUse,
    VaultMissing,
    WrongSecret,
)
from peerdesk.ui.door.first_run import FirstRun
from peerdesk.ui.door.lost_passphrase import CountsStep, LostPassphrase
from peerdesk.ui.door.restore import RestorePage
from peerdesk.ui.door.trouble import TroublePage
from peerdesk.ui.door.unlock import UnlockPage
from peerdesk.ui.guides.passphrase_steps import SecretStep
from peerdesk.ui.shell.window import Window
from peerdesk.ui.surroundings import Surroundings
from tests.conftest import PASSPHRASE
from tests.ui.conftest import RealVaults

PERSON = {"full_name": "Ann", "role": "peer", "personnel_class": "sworn", "status": "active"}


@pytest.fixture
def folder(real_vaults: RealVaults) -> Path:
    """A vault whose database was once older."""
    folder: Path = real_vaults._place.folder
    workspace = real_vaults.create(PASSPHRASE, {"name": "Pine County"})
    real_vaults.close()
    (database,) = folder.glob("data-*.db")
    shutil.copy(database, folder.parent / "older.db")
    workspace = real_vaults.open(PASSPHRASE)
    workspace.records.save("supporter", PERSON)
    real_vaults.close()
    return folder


@pytest.fixture
def window(qtbot: QtBot, surroundings: Surroundings, folder: Path) -> Window:
    window = Window(surroundings)
    qtbot.addWidget(window)
    window.show()
    return window


def _try(qtbot: QtBot, window: Window, secret: str = PASSPHRASE) -> QWidget | None:
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    QTest.keyClicks(page.passphrase.line, secret)
    page.unlock()
    qtbot.waitUntil(lambda: window.desk is not None or window.centralWidget() is not page)
    return window.centralWidget()


def _database(folder: Path) -> Path:
    (found,) = folder.glob("data-*.db")
    return found


def _cut(folder: Path) -> None:
    database = _database(folder)
    database.write_bytes(database.read_bytes()[:-100])


def _remove(folder: Path) -> None:
    _database(folder).unlink()


def _age(folder: Path) -> None:
    shutil.copy(folder.parent / "older.db", _database(folder))


def _spoil(folder: Path) -> None:
    for header in folder.glob("vault.json*"):
        header.write_text("{}")


@pytest.mark.parametrize(
    ("harm", "kind"),
    [
        (_cut, VaultDamaged),
        (_remove, VaultMissing),
        (_age, VaultAltered),
        (_spoil, HeaderDamaged),
    ],
)
def test_says_what_is_wrong(
    qtbot: QtBot,
    window: Window,
    folder: Path,
    harm: Callable[[Path], None],
    kind: type[UserFacing],
) -> None:
    harm(folder)
    page = _try(qtbot, window)
    assert isinstance(page, TroublePage)
    assert isinstance(page.problem, kind)
    page.again_button.click()
    assert isinstance(window.centralWidget(), UnlockPage)
    page = _try(qtbot, window)
    assert isinstance(page, TroublePage)
    page.restore_button.click()
    restoring = window.centralWidget()
    assert isinstance(restoring, RestorePage)
    restoring.back_button.click()
    assert isinstance(window.centralWidget(), UnlockPage)


def test_an_altered_vault_opens_on_purpose_only(qtbot: QtBot, window: Window, folder: Path) -> None:
    _age(folder)
    page = _try(qtbot, window)
    assert isinstance(page, TroublePage)
    page.altered_button.click()
    _try(qtbot, window)
    assert window.desk is not None
    window.lock_now()


def test_a_broken_vault_is_restored_from_the_page(
    qtbot: QtBot, window: Window, folder: Path
) -> None:
    backup = next(folder.rglob("*.pdbackup"))
    _cut(folder)
    page = _try(qtbot, window)
    assert isinstance(page, TroublePage)
    page.restore_button.click()
    restoring = window.centralWidget()
    assert isinstance(restoring, RestorePage)
    restoring.take_file(backup)
    QTest.keyClicks(restoring.secret.line, PASSPHRASE)
    restoring.restore()
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), UnlockPage))
    _try(qtbot, window)
    assert window.desk is not None
    window.lock_now()


def test_a_vault_in_use_can_be_tried_again(
    qtbot: QtBot, window: Window, folder: Path, real_vaults: RealVaults
) -> None:
    other = RealVaults(folder, real_vaults._place.clock)
    other.open(PASSPHRASE)
    page = _try(qtbot, window)
    assert isinstance(page, TroublePage)
    assert isinstance(page.problem, VaultInUse)
    other.close()
    page.again_button.click()
    _try(qtbot, window)
    assert window.desk is not None
    window.lock_now()


def test_the_paper_is_offered_and_left_again(qtbot: QtBot, window: Window) -> None:
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    page.lost_button.click()
    lost = window.centralWidget()
    assert isinstance(lost, LostPassphrase)
    lost.back.click()
    assert isinstance(window.centralWidget(), UnlockPage)


def test_a_new_computer_can_begin_with_a_backup(
    qtbot: QtBot, surroundings: Surroundings, real_vaults: RealVaults, folder: Path
) -> None:
    backup = next(folder.rglob("*.pdbackup")).rename(folder.parent / "on a stick.pdbackup")
    shutil.rmtree(folder)
    window = Window(surroundings)
    qtbot.addWidget(window)
    window.show()
    guide = window.centralWidget()
    assert isinstance(guide, FirstRun)
    guide.restore_requested.emit()
    restoring = window.centralWidget()
    assert isinstance(restoring, RestorePage)
    restoring.take_file(backup)
    QTest.keyClicks(restoring.secret.line, PASSPHRASE)
    restoring.restore()
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), UnlockPage))
    _try(qtbot, window)
    assert window.desk is not None
    window.lock_now()


@pytest.mark.parametrize("kind", ["recovery", "cards"])
def test_a_backup_opened_by_words_asks_for_a_passphrase_next(
    qtbot: QtBot,
    surroundings: Surroundings,
    real_vaults: RealVaults,
    folder: Path,
    tmp_path: Path,
    kind: str,
) -> None:
    real_vaults.open(PASSPHRASE)
    safe = real_vaults.safe
    assert safe is not None
    sheet = safe.keys.new_sheet(kind)
    cards = [" ".join(card) for card in sheet.cards[: sheet.needed]]
    safe.keys.keep_sheet(sheet, cards)
    (tmp_path / "stick").mkdir()
    backup = safe.backups.make("usb", tmp_path / "stick").path
    real_vaults.close()
    shutil.rmtree(folder)
    window = Window(surroundings)
    qtbot.addWidget(window)
    window.show()
    guide = window.centralWidget()
    assert isinstance(guide, FirstRun)
    guide.restore_requested.emit()
    restoring = window.centralWidget()
    assert isinstance(restoring, RestorePage)
    restoring.take_file(backup)
    QTest.keyClicks(restoring.secret.line, " ".join(cards).upper())
    restoring.restore()
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), LostPassphrase))
    lost = window.centralWidget()
    assert isinstance(lost, LostPassphrase)
    assert isinstance(lost.step, SecretStep)
    new = "another lantern by the door"
    for line in (lost.step.secret.first.line, lost.step.secret.again.line):
        QTest.keyClicks(line, new)
    lost.go_on()
    qtbot.waitUntil(lambda: isinstance(lost.step, CountsStep) and not lost._tasks.running)
    window.lock_now()
    real_vaults.open(new)
    real_vaults.close()
    with pytest.raises(WrongSecret):
        real_vaults.open(PASSPHRASE)
