"""A hand-over leads from the old passphrase to a receipt, and leaves nobody without a secret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from peerdesk.errors import WrongSecret
from peerdesk.services.workspace import Workspace
from peerdesk.ui.guides.dialog import ChangeGuide
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.guides.proof_steps import AskPassphrase
from peerdesk.ui.guides.recovery_steps import PrintStep
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.handover.page import HandOverPage
from peerdesk.ui.pages.handover.steps import FirstBackup, NewCoordinator, OldBackups, Receipt
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.reports.facts import backup
from tests.ui.guiding import go_on, refused, type_back, type_into
from tests.ui.rules import squeezed, unnamed, unreachable

NEW = "somebody else's lantern"
WAIT = 20_000


@pytest.fixture
def gone() -> list[str]:
    return []


@pytest.fixture
def page(
    qtbot: QtBot,
    workspace: Workspace,
    context_on: Callable[[Workspace], PageContext],
    gone: list[str],
) -> HandOverPage:
    page = HandOverPage(replace(context_on(workspace), go=gone.append))
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


@pytest.fixture
def guide(page: HandOverPage) -> ChangeGuide:
    assert page.guide is not None
    return page.guide


def _until_printing(qtbot: QtBot, guide: ChangeGuide) -> None:
    ask = guide.step
    assert isinstance(ask, AskPassphrase)
    type_into(ask.passphrase, PASSPHRASE)
    new = go_on(qtbot, guide)
    assert isinstance(new, NewCoordinator)
    QTest.keyClicks(new.name, "Sam Rivera")
    type_into(new.secret.first, NEW)
    type_into(new.secret.again, NEW)
    assert isinstance(go_on(qtbot, guide), PrintStep)


def test_the_whole_hand_over(
    qtbot: QtBot, page: HandOverPage, guide: ChangeGuide, vault: Vault, gone: list[str]
) -> None:
    backups = page._context.safe.backups
    old = [backups.make("asked"), backups.make("asked")]
    _until_printing(qtbot, guide)
    type_back(go_on(qtbot, guide))
    assert isinstance(go_on(qtbot, guide), FirstBackup)
    page._handing.before = (*page._handing.before, backup(path=Path("away.pdbackup"), size=0))
    leftovers = go_on(qtbot, guide)
    assert isinstance(leftovers, OldBackups)
    assert leftovers.list.count() == 2  # a stick that is not here cannot be wiped
    item = leftovers.list.item(0)
    assert item.checkState() == Qt.CheckState.Unchecked
    item.setCheckState(Qt.CheckState.Checked)
    receipt = go_on(qtbot, guide)
    assert isinstance(receipt, Receipt)

    facts = receipt.receipt()
    assert (facts.old, facts.new, facts.deleted) == ("Coordinator", "Sam Rivera", 1)
    assert len(facts.old_backups) == 2
    assert facts.retired == ("Coordinator's passphrase (coordinator)",)
    assert any(each.label == "Agency" for each in facts.holdings)
    assert sum(each.path.exists() for each in old) == 1

    keys = Keyring(vault)
    assert [(each.name, each.kind) for each in keys.openers()] == [
        ("Sam Rivera", "pass"),
        ("Recovery sheet", "recovery"),
    ]
    keys.reauthenticate(NEW)
    with pytest.raises(WrongSecret):
        keys.reauthenticate(PASSPHRASE)

    receipt.print_button.click()
    (paper,) = receipt.findChildren(PaperDialog)
    qtbot.waitUntil(paper.print_button.isEnabled, timeout=WAIT)
    paper.close()
    guide.forward.click()
    assert gone == ["security"]


def test_a_wrong_old_passphrase_goes_no_further(
    qtbot: QtBot, guide: ChangeGuide, vault: Vault
) -> None:
    ask = guide.step
    assert isinstance(ask, AskPassphrase)
    type_into(ask.passphrase, "not the passphrase")
    assert refused(qtbot, guide)
    assert guide.step is ask


def test_the_new_passphrase_must_be_good_and_typed_twice(qtbot: QtBot, guide: ChangeGuide) -> None:
    ask = guide.step
    assert isinstance(ask, AskPassphrase)
    type_into(ask.passphrase, PASSPHRASE)
    new = go_on(qtbot, guide)
    assert isinstance(new, NewCoordinator)
    assert "name first" in refused(qtbot, guide)
    QTest.keyClicks(new.name, "Sam Rivera")
    type_into(new.secret.first, "short")
    assert "7 more" in refused(qtbot, guide)
    type_into(new.secret.first, NEW)
    assert "not the same" in refused(qtbot, guide)


def test_giving_up_before_the_key_changes_leaves_all_as_it_was(
    page: HandOverPage, guide: ChangeGuide, vault: Vault, gone: list[str]
) -> None:
    guide.back.click()
    assert gone == ["security"]
    left: list[bool] = []
    page.leave(lambda: left.append(True))
    assert left == [True]
    Keyring(vault).reauthenticate(PASSPHRASE)


def test_leaving_an_unfinished_hand_over_is_asked_about(
    qtbot: QtBot, page: HandOverPage, guide: ChangeGuide
) -> None:
    _until_printing(qtbot, guide)
    assert not guide.back.isVisible()
    left: list[bool] = []
    page.leave(lambda: left.append(True))
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert not left
    next(b for b in box.findChildren(QPushButton) if b.text() == "Leave").click()
    assert left == [True]
    page.hide()
    page.show()
    assert page.guide is not None
    assert isinstance(page.guide.step, AskPassphrase)


def test_nobody_leaves_while_the_key_is_changed(
    qtbot: QtBot, page: HandOverPage, guide: ChangeGuide
) -> None:
    ask = guide.step
    assert isinstance(ask, AskPassphrase)
    type_into(ask.passphrase, PASSPHRASE)
    guide.forward.click()
    assert guide.busy
    left: list[bool] = []
    page.leave(lambda: left.append(True))
    assert page.guide is guide
    qtbot.waitUntil(lambda: not guide.busy, timeout=WAIT)
    assert not left
    page.leave(lambda: left.append(True))
    assert left == [True]


def test_without_old_backups_it_says_so(qtbot: QtBot, guide: ChangeGuide) -> None:
    _until_printing(qtbot, guide)
    type_back(go_on(qtbot, guide))
    go_on(qtbot, guide)
    leftovers = go_on(qtbot, guide)
    assert isinstance(leftovers, OldBackups)
    assert leftovers.list.isHidden()
    assert isinstance(go_on(qtbot, guide), Receipt)


def test_each_step_keeps_the_rules_of_access(
    qtbot: QtBot, page: HandOverPage, guide: ChangeGuide
) -> None:
    page.resize(752, 568)
    _until_printing(qtbot, guide)
    for _ in range(2):
        qtbot.wait(50)  # until the step is laid out
        assert unnamed(page) == []
        assert unreachable(page) == []
        assert squeezed(page) == []
        if isinstance(guide.step, PrintStep):
            go_on(qtbot, guide)
