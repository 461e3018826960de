"""A backup is put in place where there is no vault, or one that does not open."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from peerdesk.errors import VaultDamaged
from peerdesk.ui.door.restore import RestorePage
from peerdesk.ui.widgets.dialogs import Dialogs
from peerdesk.ui.widgets.theme import Theme
from tests.conftest import PASSPHRASE
from tests.ui.conftest import RealVaults
from tests.ui.rules import squeezed, unnamed, unreachable


@pytest.fixture
def backup(real_vaults: RealVaults, tmp_path: Path) -> Path:
    real_vaults.create(PASSPHRASE, {"name": "Pine County"})
    safe = real_vaults.safe
    assert safe is not None
    made = safe.backups.make("usb", tmp_path)
    real_vaults.close()
    return made.path


@pytest.fixture
def page(
    qtbot: QtBot, pool: QThreadPool, theme: Theme, real_vaults: RealVaults, backup: Path
) -> RestorePage:
    page = RestorePage(real_vaults, Dialogs(native=False), pool)
    qtbot.addWidget(page)
    page.resize(1024, 640)
    with qtbot.waitActive(page):
        page.show()
    return page


def _restore(qtbot: QtBot, page: RestorePage, backup: Path, secret: str) -> None:
    page.choose_button.click()
    (dialog,) = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(backup))
    dialog.close()
    QTest.keyClicks(page.secret.line, secret)
    page.button.click()


@pytest.mark.parametrize("broken", [True, False])
def test_restores(
    qtbot: QtBot, page: RestorePage, real_vaults: RealVaults, backup: Path, broken: bool
) -> None:
    folder = real_vaults._place.folder
    if broken:
        (database,) = folder.glob("data-*.db")
        database.write_bytes(database.read_bytes()[:-5])
        with pytest.raises(VaultDamaged):
            real_vaults.open(PASSPHRASE)
    else:
        folder.rename(folder.with_name("stolen"))
    with qtbot.waitSignal(page.restored):
        _restore(qtbot, page, backup, PASSPHRASE)
    assert page.secret.text == ""
    assert real_vaults.open(PASSPHRASE).agency.profile().name == "Pine County"


def test_says_what_is_wrong_and_changes_nothing(
    qtbot: QtBot, page: RestorePage, real_vaults: RealVaults, backup: Path
) -> None:
    page.button.click()
    assert "Choose the backup first" in page.problem.text()
    before = {each: each.read_bytes() for each in real_vaults._place.folder.glob("*.json")}
    _restore(qtbot, page, backup, "not the passphrase")
    qtbot.waitUntil(lambda: page.problem.isVisible() and not page._tasks.running)
    assert {each: each.read_bytes() for each in before} == before
    backup.write_bytes(backup.read_bytes()[:-1])
    page.secret.clear()
    QTest.keyClicks(page.secret.line, PASSPHRASE)
    page.button.click()
    qtbot.waitUntil(lambda: page.problem.isVisible() and not page._tasks.running)
    assert {each: each.read_bytes() for each in before} == before


def test_keeps_the_rules(page: RestorePage) -> None:
    assert unnamed(page) == unreachable(page) == squeezed(page) == []
