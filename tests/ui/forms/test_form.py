"""A form checks when it should, says what is wrong where it is wrong, and knows what changed."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from peerdesk.models.fields import blank_values, fields_of
from peerdesk.models.supporter import Supporter
from peerdesk.ui.forms.editors import Editors
from peerdesk.ui.forms.form import Form
from peerdesk.ui.widgets.theme import Theme


@pytest.fixture
def form(qtbot: QtBot, theme: Theme) -> Form:
    fields = [each for each in fields_of(Supporter) if each.editable]
    form = Form(fields, Editors(lambda: date(2026, 11, 24), lambda _kind: []))
    qtbot.addWidget(form)
    form.load(blank_values(Supporter))
    form.resize(500, 700)
    with qtbot.waitActive(form):
        form.show()
    return form


def test_a_loaded_form_is_clean_and_gives_back_its_values(form: Form) -> None:
    values = {**blank_values(Supporter), "full_name": "Ada Lovell", "joined": date(2020, 1, 2)}
    form.load(values)
    assert form.values() == values
    assert not form.dirty


def test_a_change_is_noticed_and_can_be_undone(form: Form) -> None:
    line = form.rows["full_name"].widget
    QTest.keyClicks(line, "A")
    assert form.dirty
    line.clear()  # type: ignore[attr-defined]
    assert not form.dirty


def test_what_cannot_be_understood_counts_as_a_change(form: Form) -> None:
    QTest.keyClicks(form.rows["joined"].widget, "someday")
    assert form.dirty


def test_messages_stand_at_their_fields_and_the_first_gets_the_focus(form: Form) -> None:
    form.rows["joined"].widget.setText("someday")  # type: ignore[attr-defined]
    assert not form.check()
    wrong = {name for name, row in form.rows.items() if row.message}
    assert wrong == {"full_name", "personnel_class", "joined"}
    row = form.rows["full_name"]
    assert row.below.isVisible()
    assert row.widget.property("invalid") == "true"
    assert row.widget.accessibleDescription() == row.message
    assert form.window().focusWidget() is row.widget


def test_a_message_goes_while_it_is_mended(form: Form) -> None:
    form.check()
    QTest.keyClicks(form.rows["full_name"].widget, "Ada")
    assert form.rows["full_name"].message == ""
    assert form.rows["personnel_class"].message


def test_a_field_is_checked_when_it_is_left_and_not_before(form: Form) -> None:
    row = form.rows["joined"]
    row.widget.setFocus()
    QTest.keyClicks(row.widget, "some")
    assert row.message == ""
    form.rows["full_name"].widget.setFocus()
    assert "Write a date" in row.message


def test_wide_forms_have_two_columns(qtbot: QtBot, form: Form) -> None:
    def across() -> int:
        first, second = (form.rows[name].widget for name in ("full_name", "display_name"))
        return (
            second.mapTo(form, second.rect().topLeft()).x()
            - first.mapTo(form, first.rect().topLeft()).x()
        )

    assert across() == 0
    form.resize(1100, 700)
    qtbot.waitUntil(lambda: across() > 300)


def test_every_label_has_a_key_of_its_own_while_letters_last(form: Form) -> None:
    keys = [
        row.label.text()[row.label.text().index("&") + 1].lower()
        for row in form.rows.values()
        if "&" in row.label.text()
    ]
    assert len(keys) == len(set(keys)) >= 15
