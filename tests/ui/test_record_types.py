"""What holds for every kind of record that people enter, whatever it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.models.fields import Privacy, Record, field_of, fields_of, kind_of
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.page import RecordPage
from tests.services.records.test_records import entry
from tests.ui.freed import freed
from tests.ui.record_types import PAGED, page_of

MakePage = Callable[[type[Record]], RecordPage]
CANARY = "Zebulon Quackenbush"

every_kind = pytest.mark.parametrize("record", PAGED, ids=kind_of)


@pytest.fixture
def make(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> Iterator[MakePage]:
    pages: list[QWidget] = []  # the page may be more than the part that is handed out

    def made(record: type[Record]) -> RecordPage:
        page, part = page_of(record, context_on(workspace))
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1100, 760)
        with qtbot.waitActive(page):
            page.show()
        qtbot.wait(1)
        return part

    yield made
    pages.clear()


@every_kind
def test_it_opens_with_a_label_for_every_field(make: MakePage, record: type[Record]) -> None:
    page = make(record)
    editable = [each for each in fields_of(record) if each.editable]
    assert list(page.form.rows) == [each.name for each in editable]
    for field in editable:
        row = page.form.rows[field.name]
        assert row.widget.accessibleName() == field.label
        assert isinstance(field.privacy, Privacy)


@every_kind
def test_what_is_entered_comes_back(
    make: MakePage, workspace: Workspace, record: type[Record]
) -> None:
    page = make(record)
    page.add()
    entered = entry(record, workspace)
    for field in fields_of(record):
        if field.refers_to:
            page.form.reload_choices(field.refers_to)
    page.form.fill(entered)
    assert page.save()
    number = page.detail.record_id
    assert number is not None
    kept = workspace.records.get(kind_of(record), number)
    assert {name: kept[name] for name in entered} == entered
    assert page.form.values() == {name: kept[name] for name in page.form.rows}


@every_kind
def test_a_required_field_says_so(make: MakePage, record: type[Record]) -> None:
    page = make(record)
    page.add()
    page.form.fill(dict.fromkeys(page.form.rows))
    assert not page.save()
    required = {each.name for each in fields_of(record) if each.required and each.editable}
    assert {name for name, row in page.form.rows.items() if row.message} == required


@every_kind
def test_lists_and_filters_show_nothing_confidential(make: MakePage, record: type[Record]) -> None:
    spec = make(record).spec
    shown = [field_of(record, name) for name, _ in spec.columns]
    shown += [field_of(record, name) for name in spec.filters]
    assert all(each.privacy is not Privacy.CONFIDENTIAL for each in shown)


@every_kind
def test_mnemonics_are_unique(make: MakePage, record: type[Record]) -> None:
    page = make(record)
    head, foot = page.detail.head, page.detail.foot
    buttons = (foot.history_button, head.remove_button, foot.save_button, foot.next_button)
    texts = [row.label.text() for row in page.form.rows.values()]
    texts += [each.text() for each in (*buttons, foot.discard_button, page.add_button)]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) == len(set(letters))
    assert not set(letters) & set("fevh")


@every_kind
def test_removing_and_undoing_leaves_everything_as_it_was(
    make: MakePage, workspace: Workspace, record: type[Record]
) -> None:
    kind = kind_of(record)
    page = make(record)
    removed: list[int] = []
    page.detail.context.changes.removed.connect(lambda _label, item: removed.append(item))
    number = workspace.records.save(kind, entry(record, workspace))
    page.open_record(kind, number)
    assert page.detail.record_id == number
    page.detail.remove_button.click()
    assert not len(workspace.records.ids(ListQuery(kind)))
    assert page.detail.record_id is None
    assert workspace.bin.bring_back(removed[0]) == (kind, number)
    page.detail.context.changes.changed.emit(kind)
    assert list(page.list.model.ids) == [number]


@every_kind
def test_its_history_is_a_dialog_that_is_freed(
    qtbot: QtBot, make: MakePage, workspace: Workspace, record: type[Record]
) -> None:
    page = make(record)
    page.open_record(
        kind_of(record), workspace.records.save(kind_of(record), entry(record, workspace))
    )
    assert page.detail.foot.history_button.isVisible() is not record.sensitive
    if record.sensitive:
        return
    page.detail.foot.history_button.click()
    (dialog,) = page.findChildren(QDialog)
    table = dialog.findChild(QTableWidget)
    assert isinstance(table, QTableWidget)
    said = table.item(0, 2)
    assert said is not None
    assert said.text() == "Added"
    with freed(qtbot, dialog):
        dialog.close()


@every_kind
def test_what_is_confidential_stands_on_its_form_only(
    make: MakePage, workspace: Workspace, record: type[Record]
) -> None:
    hidden = [
        each.name
        for each in fields_of(record)
        if each.privacy is Privacy.CONFIDENTIAL and each.type is str and not each.vocabulary
    ]
    page = make(record)
    values = {
        **entry(record, workspace),
        **{name: CANARY[: field_of(record, name).most] for name in hidden},
    }
    number = workspace.records.save(kind_of(record), values)
    page.detail.context.changes.changed.emit(kind_of(record))
    page.open_record(kind_of(record), number)
    model = page.list.model
    columns = range(model.columnCount())
    said = [model.data(model.index(0, column)) for column in columns]
    said += [label.text() for label in page.findChildren(QLabel)]
    assert not any("Zebulon" in words for words in said)
    assert workspace.search.find("zebulon") == ()
    workspace.records.delete(kind_of(record), number)
    assert not any("Zebulon" in item.title for item in workspace.bin.items())


@every_kind
def test_its_page_is_freed(
    qtbot: QtBot,
    workspace: Workspace,
    context_on: Callable[[Workspace], PageContext],
    record: type[Record],
) -> None:
    page, part = page_of(record, context_on(workspace))
    page.show()
    with freed(qtbot, part):
        page.deleteLater()
