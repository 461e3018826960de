"""Backups are listed, verified, copied, tried and restored, and what is wrong is said in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from peerdesk.safe import Backup
from peerdesk.services.workspace import Workspace
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.guides.proof_steps import AskPassphrase
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.backup.drill import Found, PickAndOpen
from peerdesk.ui.pages.backup.page import BackupPage
from peerdesk.ui.pages.backup.restore import Restore
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.ui.guiding import dialog_of, finish, go_on, refused, type_into
from tests.ui.rules import squeezed, unnamed, unreachable

WAIT = 20_000


@pytest.fixture
def locked() -> list[bool]:
    return []


@pytest.fixture
def page(
    qtbot: QtBot,
    workspace: Workspace,
    context_on: Callable[[Workspace], PageContext],
    locked: list[bool],
) -> BackupPage:
    context = replace(context_on(workspace), lock=lambda: locked.append(True))
    page = BackupPage(context)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def _wait(qtbot: QtBot, page: BackupPage) -> None:
    qtbot.waitUntil(lambda: not page.work.tasks.running, timeout=WAIT)


def _make(qtbot: QtBot, page: BackupPage) -> Backup:
    page.make_button.click()
    _wait(qtbot, page)
    chosen = page.list.chosen
    assert chosen is not None
    return chosen


def _cell(page: BackupPage, column: int, row: int = 0) -> str:
    item = page.list.item(row, column)
    assert item is not None
    return item.text()


def test_an_empty_list_says_so_and_warns(page: BackupPage) -> None:
    assert "no backup yet" in page.details.text()
    assert "another disk yet" in page.advice.text()
    assert not page.verify_button.isEnabled()
    assert not page.restore_button.isEnabled()
    assert page.restore_button.toolTip() == "Choose a backup first."


def test_a_backup_is_made_counted_and_listed(qtbot: QtBot, page: BackupPage) -> None:
    _make(qtbot, page)
    assert "opened and counted" in page.message.text()
    assert _cell(page, 1) == "Made by hand"
    assert _cell(page, 4) == "Nov 24, 2026"
    assert _cell(page, 5) == "On this disk"
    assert "Coordinator" in page.details.text()


def test_a_backup_is_verified_and_damage_is_said_in_place(qtbot: QtBot, page: BackupPage) -> None:
    backup = _make(qtbot, page)
    page.verify_button.click()
    _wait(qtbot, page)
    assert "Every byte was read again" in page.message.text()
    content = bytearray(backup.path.read_bytes())
    content[-100] ^= 1
    backup.path.write_bytes(content)
    page.verify_button.click()
    _wait(qtbot, page)
    assert page.message.property("state") == "bad"
    assert "damaged" in page.message.text()


def test_a_copy_on_the_same_disk_is_warned_of(
    qtbot: QtBot, page: BackupPage, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    page.work.copy_to(stick)
    _wait(qtbot, page)
    assert page.message.property("state") == "warn"
    assert "same disk" in page.message.text()
    assert len(list(stick.glob("*.pdbackup"))) == 1


def test_a_copy_on_another_disk_is_safe_to_remove(qtbot: QtBot, page: BackupPage) -> None:
    from tests.reports.facts import backup

    page.work._copied(backup())
    assert "safe to remove" in page.message.text()


def test_a_folder_that_leaves_the_agency_is_asked_about(
    qtbot: QtBot, page: BackupPage, tmp_path: Path
) -> None:
    synced = tmp_path / "Dropbox"
    synced.mkdir()
    page.work.copy_to(synced)
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "Dropbox copies this folder" in box.text()
    keep = next(b for b in box.findChildren(QPushButton) if b.text() == "Choose another")
    keep.click()
    assert not page.work.tasks.running
    assert list(synced.iterdir()) == []
    page.work.copy_to(synced)
    box = page.findChildren(QMessageBox)[-1]
    next(b for b in box.findChildren(QPushButton) if b.text() == "Copy it there").click()
    _wait(qtbot, page)
    assert len(list(synced.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_said(
    qtbot: QtBot, page: BackupPage, tmp_path: Path
) -> None:
    page.work.copy_to(tmp_path / "missing" / "folder")
    _wait(qtbot, page)
    assert page.message.property("state") == "bad"


def test_a_restore_shows_what_would_change_and_asks_for_the_passphrase(
    qtbot: QtBot, page: BackupPage, workspace: Workspace, locked: list[bool]
) -> None:
    _make(qtbot, page)
    values = {"full_name": "Jo Quill", "role": "peer", "status": "active"}
    workspace.records.save("supporter", {**values, "personnel_class": "sworn"})
    page.restore_button.click()
    dialog = dialog_of(qtbot, page)
    step = dialog.guide.step
    assert isinstance(step, Restore)
    rows = {
        _text(step.table, row, 0): [_text(step.table, row, column) for column in (1, 2, 3)]
        for row in range(step.table.rowCount())
    }
    assert rows["Supporters"] == ["0", "1", "-1"]
    type_into(step.passphrase, "not the passphrase")
    assert refused(qtbot, dialog.guide)
    assert not locked
    type_into(step.passphrase, PASSPHRASE)
    dialog.guide.forward.click()
    qtbot.waitUntil(lambda: bool(locked), timeout=WAIT)
    assert workspace.records.choices("supporter") == ()


def _text(table: object, row: int, column: int) -> str:
    from PySide6.QtWidgets import QTableWidget

    assert isinstance(table, QTableWidget)
    item = table.item(row, column)
    assert item is not None
    return item.text()


def test_a_drill_is_done_by_passphrase_and_by_words(
    qtbot: QtBot, page: BackupPage, vault: Vault
) -> None:
    keys = Keyring(vault)
    sheet = keys.new_sheet("recovery")
    keys.keep_sheet(sheet, [" ".join(sheet.cards[0])])
    _make(qtbot, page)
    assert "Try a restore this month" in page.advice.text()
    page.drill_button.click()
    dialog = dialog_of(qtbot, page)
    step = dialog.guide.step
    assert isinstance(step, PickAndOpen)
    assert "what opens it" in refused(qtbot, dialog.guide)
    type_into(step.passphrase, "not the passphrase")
    assert refused(qtbot, dialog.guide)
    step.how.setCurrentIndex(1)
    step.words.setPlainText("academic nonsenseword")
    assert "nonsenseword" in refused(qtbot, dialog.guide)
    step.words.setPlainText(" ".join(sheet.cards[0]))
    found = go_on(qtbot, dialog.guide)
    assert isinstance(found, Found)
    assert "Agency: 1" in found.counts.text()
    found.print_button.click()
    (paper,) = found.findChildren(PaperDialog)
    qtbot.waitUntil(paper.print_button.isEnabled, timeout=WAIT)
    assert paper.preview.content.startswith(b"%PDF")
    paper.close()
    finish(qtbot, dialog)
    page.reload()
    assert "Try a restore" not in page.advice.text()


def test_a_file_from_a_stick_can_be_tried(qtbot: QtBot, page: BackupPage, tmp_path: Path) -> None:
    backup = _make(qtbot, page)
    copy = tmp_path / "from the stick.pdbackup"
    copy.write_bytes(backup.path.read_bytes())
    page.drill_button.click()
    dialog = dialog_of(qtbot, page)
    step = dialog.guide.step
    assert isinstance(step, PickAndOpen)
    step.offer_file(copy)
    assert step.which.currentText() == copy.name
    type_into(step.passphrase, PASSPHRASE)
    assert isinstance(go_on(qtbot, dialog.guide), Found)


def test_deleting_asks_for_the_passphrase_and_keeps_the_last(
    qtbot: QtBot, page: BackupPage
) -> None:
    backup = _make(qtbot, page)
    page.delete_button.click()
    dialog = dialog_of(qtbot, page)
    step = dialog.guide.step
    assert isinstance(step, AskPassphrase)
    type_into(step.passphrase, PASSPHRASE)
    assert "newest backup that works" in refused(qtbot, dialog.guide)
    dialog.guide.go_back()
    assert backup.path.exists()
    page._context.safe.backups.make("asked")
    page.reload()
    page.delete_button.click()
    dialog = dialog_of(qtbot, page)
    step = dialog.guide.step
    assert isinstance(step, AskPassphrase)
    type_into(step.passphrase, PASSPHRASE)
    go_on(qtbot, dialog.guide)
    finish(qtbot, dialog)
    assert len(page._context.safe.backups.list()) == 1


@pytest.mark.parametrize("name", ["restore", "drill", "delete"])
def test_guides_keep_the_rules_of_access(qtbot: QtBot, page: BackupPage, name: str) -> None:
    _make(qtbot, page)
    button = getattr(page, f"{name}_button")
    assert isinstance(button, QPushButton)
    button.click()
    dialog = dialog_of(qtbot, page)
    assert unnamed(dialog) == []
    assert unreachable(dialog) == []
    assert squeezed(dialog) == []
    dialog.guide.go_back()
