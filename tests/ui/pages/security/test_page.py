"""Who can open the vault is said and changed; every change asks for the passphrase again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from peerdesk.errors import WrongSecret
from peerdesk.services.workspace import Workspace
from peerdesk.ui.guides.dialog import GuideDialog
from peerdesk.ui.guides.guide import Closing
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.guides.person_steps import ChangeOwn, Secrets, Who
from peerdesk.ui.guides.proof_steps import AskPassphrase, TypeBack
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.security.page import SecurityPage
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.ui.guiding import dialog_of, finish, go_on, refused, type_back, type_into
from tests.ui.printing import print_into
from tests.ui.rules import squeezed, unnamed, unreachable

SECOND = "another lamp on the sill"


@pytest.fixture
def page(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> SecurityPage:
    page = SecurityPage(context_on(workspace))
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


@pytest.fixture
def keys(vault: Vault) -> Keyring:
    return Keyring(vault)


def _texts(page: SecurityPage) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def _ask(dialog: GuideDialog, secret: str = PASSPHRASE) -> None:
    step = dialog.guide.step
    assert isinstance(step, AskPassphrase)
    type_into(step.passphrase, secret)


def _told(dialog: GuideDialog) -> str:
    step = dialog.guide.step
    assert isinstance(step, Closing)
    return step.words.text()


def test_a_vault_without_a_sheet_shows_the_red_line(
    qtbot: QtBot, page: SecurityPage, keys: Keyring
) -> None:
    assert "No recovery sheet opens this vault" in page.alert.words.text()
    assert not page.alert.isHidden()
    assert not page.prove_button.isEnabled()
    sheet = keys.new_sheet("recovery")
    keys.keep_sheet(sheet, [" ".join(sheet.cards[0])])
    page.reload()
    assert page.alert.isHidden()
    assert page.prove_button.isEnabled()
    qtbot.waitUntil(lambda: "Drawn on" in _texts(page))


def test_a_person_is_let_in_shown_and_shut_out(
    qtbot: QtBot, page: SecurityPage, keys: Keyring
) -> None:
    page.person_button.click()
    dialog = dialog_of(qtbot, page)
    who = dialog.guide.step
    assert isinstance(who, Who)
    assert "name first" in refused(qtbot, dialog.guide)
    QTest.keyClicks(who.name, "Sam Rivera")
    secrets = go_on(qtbot, dialog.guide)
    assert isinstance(secrets, Secrets)
    type_into(secrets.theirs.first, SECOND)
    type_into(secrets.theirs.again, SECOND)
    type_into(secrets.yours, "a wrong passphrase")
    assert "does not open" in refused(qtbot, dialog.guide) or dialog.guide.problem.text()
    assert len(keys.openers()) == 1
    type_into(secrets.yours, PASSPHRASE)
    go_on(qtbot, dialog.guide)
    assert "Sam Rivera" in _told(dialog)
    finish(qtbot, dialog)
    assert [each.role for each in keys.openers()] == ["coordinator", "deputy"]
    qtbot.waitUntil(lambda: "Sam Rivera" in _texts(page))

    other = next(b for b in page.people.shut_buttons if "Sam" in b.accessibleName())
    other.click()
    dialog = dialog_of(qtbot, page)
    _ask(dialog)
    go_on(qtbot, dialog.guide)
    finish(qtbot, dialog)
    assert [each.name for each in keys.openers()] == ["Coordinator"]
    assert "Sam Rivera" not in _texts(page)


def test_shutting_out_counts_the_backups_that_still_open(
    qtbot: QtBot, page: SecurityPage, keys: Keyring, vault: Vault
) -> None:
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    backups = page._context.safe.backups
    assert isinstance(backups, KeptBackups)
    backups.make("asked")
    page.reload()
    page.people.shut_buttons[1].click()
    dialog = dialog_of(qtbot, page)
    said = "\n".join(each.text() for each in dialog.findChildren(QLabel))
    assert "1 older backup still opens for this way in" in said
    assert "November 24, 2026" in said


def test_a_new_sheet_opens_only_after_it_was_typed_back(
    qtbot: QtBot, page: SecurityPage, keys: Keyring
) -> None:
    page.sheet_button.click()
    dialog = dialog_of(qtbot, page)
    _ask(dialog)
    go_on(qtbot, dialog.guide)
    typing = go_on(qtbot, dialog.guide)
    assert "Word 1 is missing" in refused(qtbot, dialog.guide)
    assert len(keys.openers()) == 1
    type_back(typing)
    go_on(qtbot, dialog.guide)
    assert [each.kind for each in keys.openers()] == ["pass", "recovery"]
    finish(qtbot, dialog)
    assert page.alert.isHidden()


def test_cards_need_two_of_them_typed_back(qtbot: QtBot, page: SecurityPage, keys: Keyring) -> None:
    page.cards_button.click()
    dialog = dialog_of(qtbot, page)
    _ask(dialog)
    go_on(qtbot, dialog.guide)
    type_back(go_on(qtbot, dialog.guide))
    second = go_on(qtbot, dialog.guide)
    assert len(keys.openers()) == 1
    type_back(second)
    go_on(qtbot, dialog.guide)
    assert [each.kind for each in keys.openers()] == ["pass", "cards"]


def test_a_sheet_from_the_drawer_is_proven(qtbot: QtBot, page: SecurityPage, keys: Keyring) -> None:
    sheet = keys.new_sheet("recovery")
    keys.keep_sheet(sheet, [" ".join(sheet.cards[0])])
    page.reload()
    page.prove_button.click()
    dialog = dialog_of(qtbot, page)
    step = dialog.guide.step
    assert isinstance(step, TypeBack)
    words = list(sheet.cards[0])
    for box, word in zip(step.first.boxes, [words[1], words[0], *words[2:]], strict=True):
        QTest.keyClicks(box, word)
    assert refused(qtbot, dialog.guide)
    for box, word in zip(step.first.boxes, words, strict=True):
        box.clear()
        QTest.keyClicks(box, word)
    go_on(qtbot, dialog.guide)
    assert "opens the vault" in _told(dialog)


def test_changing_the_own_passphrase(qtbot: QtBot, page: SecurityPage, keys: Keyring) -> None:
    page.passphrase_button.click()
    dialog = dialog_of(qtbot, page)
    step = dialog.guide.step
    assert isinstance(step, ChangeOwn)
    type_into(step.old, PASSPHRASE)
    type_into(step.new.first, SECOND)
    type_into(step.new.again, SECOND + "s")
    assert "not the same" in refused(qtbot, dialog.guide)
    type_into(step.new.again, SECOND)
    go_on(qtbot, dialog.guide)
    assert "still open with the old one" in _told(dialog)
    assert step.old.text == step.new.text == ""
    keys.reauthenticate(SECOND)
    with pytest.raises(WrongSecret):
        keys.reauthenticate(PASSPHRASE)


def test_a_changed_key_names_what_is_to_be_made_anew(
    qtbot: QtBot, page: SecurityPage, keys: Keyring
) -> None:
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    page.reload()
    page.key_button.click()
    dialog = dialog_of(qtbot, page)
    _ask(dialog)
    go_on(qtbot, dialog.guide)
    assert "Sam Rivera (deputy)" in _told(dialog)
    assert len(keys.openers()) == 1


def test_escape_gives_up_and_changes_nothing(
    qtbot: QtBot, page: SecurityPage, keys: Keyring
) -> None:
    page.key_button.click()
    dialog = dialog_of(qtbot, page)
    _ask(dialog)
    step = dialog.guide.step
    assert isinstance(step, AskPassphrase)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert step.passphrase.text == ""
    assert len(keys.openers()) == 1


def test_the_strict_lock_needs_another_way_in(
    qtbot: QtBot, page: SecurityPage, keys: Keyring
) -> None:
    assert "off" in page.strict_button.text()
    page.strict_button.click()
    dialog = dialog_of(qtbot, page)
    _ask(dialog)
    assert "recovery sheet" in refused(qtbot, dialog.guide)
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    _ask(dialog)
    go_on(qtbot, dialog.guide)
    finish(qtbot, dialog)
    assert keys.strict()
    assert "on" in page.strict_button.text()


@pytest.mark.parametrize("strict", [True, False])
def test_a_changed_key_says_that_the_strict_lock_is_off(
    qtbot: QtBot, page: SecurityPage, keys: Keyring, strict: bool
) -> None:
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    keys.set_strict(strict, PASSPHRASE)
    page.reload()
    page.key_button.click()
    dialog = dialog_of(qtbot, page)
    _ask(dialog)
    go_on(qtbot, dialog.guide)
    assert ("The strict lock is off now" in _told(dialog)) == strict
    assert not keys.strict()


def test_a_deputy_may_turn_the_strict_lock_off_and_not_on(
    page: SecurityPage, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    deputy = replace(keys.me(), role="deputy", slot="other")
    monkeypatch.setattr(type(page._context.safe.keys), "me", lambda _self: deputy)
    for strict in (True, False):
        keys.set_strict(strict, PASSPHRASE)
        page.reload()
        assert page.strict_button.isEnabled() == strict
        assert not page.key_button.isEnabled()


def test_nobody_shuts_themselves_out(page: SecurityPage) -> None:
    (button,) = page.people.shut_buttons
    assert not button.isEnabled()
    assert "Hand over instead" in button.toolTip()


def test_a_deputy_sees_why_the_rest_is_switched_off(
    qtbot: QtBot, page: SecurityPage, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    deputy = replace(keys.me(), role="deputy", slot="other")
    monkeypatch.setattr(type(page._context.safe.keys), "me", lambda _self: deputy)
    page.reload()
    closed = [page.person_button, page.sheet_button, page.cards_button, page.key_button]
    for button in [*closed, page.hand_over_button, page.strict_button, *page.people.shut_buttons]:
        assert not button.isEnabled()
        assert button.toolTip() == "Only the coordinator can do this."
    assert page.passphrase_button.isEnabled()
    assert page.print_button.isEnabled()


def test_the_list_is_printed(qtbot: QtBot, page: SecurityPage, tmp_path: Path) -> None:
    page.print_button.click()
    (dialog,) = page.findChildren(PaperDialog)
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=20_000)
    assert dialog.preview.content.startswith(b"%PDF")
    dialog.print_button.click()
    print_into(dialog, tmp_path / "printed.pdf")
    dialog.close()


@pytest.mark.parametrize("name", ["person", "passphrase", "key", "sheet", "cards", "strict"])
def test_guides_keep_the_rules_of_access(qtbot: QtBot, page: SecurityPage, name: str) -> None:
    button = getattr(page, f"{name}_button")
    assert isinstance(button, QPushButton)
    button.click()
    dialog = dialog_of(qtbot, page)
    assert unnamed(dialog) == []
    assert unreachable(dialog) == []
    assert squeezed(dialog) == []
    dialog.guide.go_back()
