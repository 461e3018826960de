"""Whoever has the paper gets in again, with nothing lost and every secret new."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from peerdesk.errors import WrongSecret
from peerdesk.safe import Sheet
from peerdesk.ui.door.lost_passphrase import CountsStep, EndStep, LostPassphrase
from peerdesk.ui.guides.passphrase_steps import SecretStep
from peerdesk.ui.guides.recovery_steps import PrintStep, TypeStep, WordsStep
from peerdesk.ui.widgets.dialogs import Dialogs
from peerdesk.ui.widgets.theme import Theme
from peerdesk.vault.recovery_words import draw
from tests.conftest import PASSPHRASE
from tests.ui.conftest import RealVaults, small_paper
from tests.ui.keyboard import here
from tests.ui.rules import squeezed, unnamed, unreachable

NEW = "another lantern by the door"
PERSON = {"full_name": "Ann", "role": "peer", "personnel_class": "sworn", "status": "active"}


@pytest.fixture
def sheets(real_vaults: RealVaults) -> dict[str, Sheet]:
    """A vault with a record in it, a sheet and three cards; locked."""
    workspace = real_vaults.create(PASSPHRASE, {"name": "Pine County"})
    workspace.records.save("supporter", PERSON)
    safe = real_vaults.safe
    assert safe is not None
    made = {}
    for kind in ("recovery", "cards"):
        sheet = made[kind] = safe.keys.new_sheet(kind)
        safe.keys.keep_sheet(sheet, [" ".join(card) for card in sheet.cards[: sheet.needed]])
    real_vaults.close()
    return made


@pytest.fixture
def guide(
    qtbot: QtBot,
    pool: QThreadPool,
    theme: Theme,
    real_vaults: RealVaults,
    sheets: Mapping[str, Sheet],
) -> LostPassphrase:
    guide = LostPassphrase(
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


def _enter() -> None:
    QTest.keyClick(here(), Qt.Key.Key_Return)


def _at(qtbot: QtBot, guide: LostPassphrase, step: type) -> None:
    qtbot.waitUntil(lambda: isinstance(guide.step, step) and not guide._tasks.running)


def _recover(qtbot: QtBot, guide: LostPassphrase) -> None:
    _at(qtbot, guide, SecretStep)
    for _ in range(2):
        _type(NEW)
        _enter()
    _at(qtbot, guide, CountsStep)


def test_the_sheet_leads_to_new_secrets(
    qtbot: QtBot, guide: LostPassphrase, real_vaults: RealVaults, sheets: Mapping[str, Sheet]
) -> None:
    old = sheets["recovery"].cards[0]
    _type(" ".join(word[:4] for word in old))
    _enter()
    _at(qtbot, guide, SecretStep)
    assert real_vaults.vault is None
    _recover(qtbot, guide)
    assert guide._counts.counts.text() == "✓  2 records before, 2 records now."
    assert guide._words.text == ""
    QTest.keyClick(here(), Qt.Key.Key_Space)
    _at(qtbot, guide, PrintStep)
    assert not guide._print.later_button.isVisible()
    guide.go_on()
    _at(qtbot, guide, TypeStep)
    sheet = guide._print._paperwork.sheet
    assert sheet is not None
    _type(" ".join(sheet.cards[0]))
    _enter()
    _at(qtbot, guide, EndStep)
    with qtbot.waitSignal(guide.opened) as opened:
        QTest.keyClick(here(), Qt.Key.Key_Space)
    assert opened.args is not None
    assert len(opened.args[0].records.choices("supporter")) == 1
    real_vaults.close()
    for secret, kind in ((PASSPHRASE, "pass"), (" ".join(old), "recovery")):
        with pytest.raises(WrongSecret):
            real_vaults.open(secret, kind)
    real_vaults.open(" ".join(sheet.cards[0]), "recovery")


def test_two_of_three_cards_lead_there_too(
    qtbot: QtBot, guide: LostPassphrase, sheets: Mapping[str, Sheet]
) -> None:
    guide._words.options.buttons[1].click()
    guide._words.first.setFocus()
    for card in sheets["cards"].cards[1:]:
        _type(" ".join(card))
        _enter()
    _at(qtbot, guide, SecretStep)
    _recover(qtbot, guide)
    assert guide._counts.counts.text().startswith("✓")


def test_words_of_another_sheet_do_not_lead_on(qtbot: QtBot, guide: LostPassphrase) -> None:
    _type(" ".join(draw("recovery")[0]))
    _enter()
    qtbot.waitUntil(guide.problem.isVisible)
    assert isinstance(guide.step, WordsStep)


def test_one_card_alone_does_not_lead_on(
    qtbot: QtBot, guide: LostPassphrase, sheets: Mapping[str, Sheet]
) -> None:
    _type(" ".join(sheets["cards"].cards[0]))
    _enter()
    qtbot.waitUntil(guide.problem.isVisible)
    assert isinstance(guide.step, WordsStep)


def test_back_leads_to_the_passphrase(qtbot: QtBot, guide: LostPassphrase) -> None:
    _type("academic ")
    with qtbot.waitSignal(guide.left):
        guide.back.click()
    assert guide._words.text == ""


def test_a_difference_is_not_called_equal(qtbot: QtBot, theme: Theme) -> None:
    step = CountsStep()
    qtbot.addWidget(step)
    step.show_counts({"supporter": 3, "contact": 1}, {"supporter": 1, "contact": 3})
    assert "restore your newest backup" in step.counts.text()


@pytest.mark.parametrize("size", [10.0, 15.0])
def test_every_step_keeps_the_rules(
    qtbot: QtBot, guide: LostPassphrase, theme: Theme, size: float
) -> None:
    theme.point_size = size
    theme.apply()
    for step in guide._steps:
        guide._stack.setCurrentIndex(guide._steps.index(step))
        qtbot.wait(1)
        assert unnamed(step) == []
        assert unreachable(guide) == []
        assert squeezed(step) == []
