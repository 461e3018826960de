"""What a record refuses, every way in refuses: form, sheet, file, script and the bin alike."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update

from peerdesk.exchange.plan import ImportPlan, PlannedRow
from peerdesk.exchange.reader import read_plan
from peerdesk.hours import Hours
from peerdesk.models.agency import Agency
from peerdesk.models.attendance import Attendance
from peerdesk.models.binned import Binned
from peerdesk.models.certification import Certification
from peerdesk.models.contact import Contact
from peerdesk.models.course import Course
from peerdesk.models.fields import Record, blank_values, fields_of, kind_of
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.registry import ENTERED, RECORDS, record_type
from peerdesk.models.supporter import Supporter
from peerdesk.models.tally import Tally
from peerdesk.models.training_session import TrainingSession
from peerdesk.safe import Note
from peerdesk.services.kinds.kind import Kind
from peerdesk.services.kinds.registry import KINDS
from peerdesk.services.records.records import ListQuery
from peerdesk.services.records.scripted import add
from peerdesk.services.records.tallies import TallyCell
from peerdesk.services.sample.draw import Draw
from peerdesk.services.sessions import note
from peerdesk.services.store.checks import Invalid
from peerdesk.services.store.history import Stamp, to_json
from peerdesk.services.store.write import put
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.records.part_list import PartList
from peerdesk.ui.records.roster_part import PartSheet
from peerdesk.vault.vault import Vault
from tests.conftest import TODAY
from tests.services.records.test_records import entry, supporter
from tests.ui.record_types import PAGED, PARTS, page_of
from tests.ui.ways_in import BROKEN, CLASS_HOURS, DAY, INCIDENT_HOUR, LAST_GOOD, THIS

BESIDE = {each.record for each in KINDS if each.beside is not Kind(Record).beside}
REFUSING = BESIDE | {each for each in RECORDS if "wrong" in vars(each)}

broken = pytest.mark.parametrize(
    ("record", "changes", "says"),
    BROKEN,
    ids=[f"{kind_of(record)}-{'-'.join(changes)}" for record, changes, _ in BROKEN],
)
MakeGood = Callable[[type[Record]], dict[str, Any]]


def test_every_rule_has_a_record_that_breaks_it_and_one_that_barely_does_not() -> None:
    assert {record for record, _, _ in BROKEN} == REFUSING
    assert {record for record, _ in LAST_GOOD} == REFUSING
    for record in REFUSING:
        rules = inspect.getsource(record.wrong) if "wrong" in vars(record) else ""
        spoken_of = {each.name for each in fields_of(record) if f'"{each.name}": ' in rules}
        assert spoken_of <= {name for each, _, name in BROKEN if each is record}


@pytest.fixture
def good(workspace: Workspace) -> MakeGood:
    """Return the values of a record that is in order, in a vault with what it belongs to."""
    save = workspace.records.save
    incident = {**entry(Incident, workspace), "occurred_on": TODAY - DAY}
    number = save("incident", {**incident, "occurred_hour": INCIDENT_HOUR})
    held = {**entry(TrainingSession, workspace), "hours": Hours.of(CLASS_HOURS)}
    session = save("training_session", held)

    def make(record: type[Record]) -> dict[str, Any]:
        if record is Agency:
            named = {"name": "Elk Creek Fire", "agency_type": "fire", "logging_mode": "coded"}
            return blank_values(Agency) | named
        values = blank_values(record)
        if record in ENTERED:
            values |= entry(record, workspace)
        own: dict[type[Record], dict[str, Any]] = {
            Attendance: {"session_id": session, "hours": Hours.of(1), "supporter_id": None},
            Intervention: {"incident_id": number, "held_on": TODAY, "held_hour": None},
            Tally: {"month": THIS, "dimension": "total", "value": "all", "count": 4},
        }
        values |= own.get(record, {})
        if record is Attendance:
            values["supporter_id"] = save("supporter", entry(Supporter, workspace))
        return values

    return make


def _save(workspace: Workspace, record: type[Record], values: dict[str, Any]) -> None:
    """Save as its own service does: form, sheet, grid or settings."""
    if record is Agency:
        workspace.agency.change(**values)
    elif record is Tally:
        cell = TallyCell(values["count"], values["first_count"])
        workspace.tallies.save_month(
            values["month"], {(values["dimension"], values["value"]): cell}
        )
    elif record is Attendance:
        ticked = {values["supporter_id"]: {"hours": values["hours"]}}
        workspace.sheets.save("attendance", "session_id", values["session_id"], ticked)
    else:
        workspace.records.save(kind_of(record), values)


def _count(vault: Vault, record: type[Record]) -> int:
    with vault.sessions.read() as session:
        return len(session.scalars(select(record.id)).all())


@broken
def test_its_own_service_refuses(
    workspace: Workspace,
    vault: Vault,
    good: MakeGood,
    record: type[Record],
    changes: dict[str, Any],
    says: str,
) -> None:
    values = {**good(record), **changes}
    before = _count(vault, record)
    with pytest.raises(Invalid) as refused:
        _save(workspace, record, values)
    said = {name.rpartition(".")[2] for name in refused.value.problems}
    assert says in said or record is Tally  # the grid speaks of its cell
    assert _count(vault, record) == before


@pytest.mark.parametrize(
    ("record", "changes"), LAST_GOOD, ids=[f"{kind_of(r)}-{'-'.join(c)}" for r, c in LAST_GOOD]
)
def test_the_last_that_is_right_comes_in(
    workspace: Workspace,
    vault: Vault,
    good: MakeGood,
    record: type[Record],
    changes: dict[str, Any],
) -> None:
    values = {**good(record), **changes}
    before = _count(vault, record)
    _save(workspace, record, values)
    assert _count(vault, record) == before + (record is not Agency)


@broken
def test_put_refuses_what_a_record_refuses_by_itself(
    workspace: Workspace,
    vault: Vault,
    good: MakeGood,
    record: type[Record],
    changes: dict[str, Any],
    says: str,
) -> None:
    values = {**good(record), **changes}
    if says not in record.wrong(values, TODAY):
        assert record in BESIDE
        return
    with pytest.raises(Invalid) as refused, vault.sessions.write() as session:
        put(session, record(), values, Stamp(workspace.clock.now(), ""))
    assert says in refused.value.problems


@broken
def test_the_bin_gives_back_nothing_wrong(
    workspace: Workspace,
    vault: Vault,
    good: MakeGood,
    record: type[Record],
    changes: dict[str, Any],
    says: str,
) -> None:
    if record not in ENTERED:
        return  # it has no place in the bin
    settled = {"status": "completed"} if kind_of(record) == "referral" else {}
    number = workspace.records.save(kind_of(record), {**good(record), **settled})
    item = workspace.bin.items()[0].id if workspace.records.delete(kind_of(record), number) else 0
    with vault.sessions.write() as session:
        held = session.get_one(Binned, item).held
        held = {**held, **{name: to_json(value) for name, value in changes.items()}}
        session.execute(update(Binned).where(Binned.id == item).values(held=held))
        note(session, Note("update", "binned"))
    before = _count(vault, record)
    with pytest.raises(Invalid) as refused:
        workspace.bin.bring_back(item)
    assert says in refused.value.problems
    assert _count(vault, record) == before
    assert [each.id for each in workspace.bin.items()] == [item]


def _plan(kind: str, values: dict[str, Any]) -> ImportPlan:
    row = PlannedRow(2, values, frozenset(values))
    empty: Any = ()
    return ImportPlan(kind, 1, (row,), (), (), (), (), (), (), {}, empty)


@broken
def test_an_import_stores_nothing_wrong(
    workspace: Workspace,
    vault: Vault,
    good: MakeGood,
    record: type[Record],
    changes: dict[str, Any],
    says: str,
) -> None:
    values = {**good(record), **changes}
    if record in (Contact, Supporter, Tally):
        plan = _plan(kind_of(record), values)
    elif record in (TrainingSession, Attendance):
        person = workspace.records.save("supporter", entry(Supporter, workspace))
        hours = values["hours"]
        whole = hours if record is TrainingSession else Hours.of(CLASS_HOURS)
        of_class = {**entry(Course, workspace), "title": "New", "held_on": TODAY}
        taken = {"taken": ((person, hours),), "asked": {}, "supporter_id": ()}
        session = entry(TrainingSession, workspace)
        plan = _plan("training", {**session, **values, **of_class, **taken, "hours": whole})
    else:
        return  # no file holds such records
    before = _count(vault, record)
    with pytest.raises(Invalid) as refused:
        workspace.imports.apply(plan)
    assert says in refused.value.problems
    assert _count(vault, record) == before


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            "Name,Leave from,Leave to\nAda Lovell,3/2/2026,3/1/2026\nBo Quinn,3/2/2026,3/2/2026",
            "“Leave to”: this is before the date it follows.",
        ),
        (
            "Course,Date,Hours,Format,In person\nA,3/2/2026,2,Hybrid,3\nB,3/2/2026,2,Hybrid,2",
            "“In person”: this is more than the class has.",
        ),
        (
            "month,dimension,value,count,first_count\n2026-12,total,all,5,1\n2026-11,total,all,5,5",
            "“month”: this month has not begun.",
        ),
    ],
)
def test_a_file_has_its_wrong_rows_rejected_with_the_reason(
    workspace: Workspace, tmp_path: Any, lines: str, reason: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(lines, encoding="utf-8")
    plan = read_plan(path, None, None, (), TODAY)
    assert [(each.row, each.reason) for each in plan.rejected] == [(2, reason)]
    assert len(plan.rows) == 1


@pytest.fixture
def form_of(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> Iterator[Callable[[type[Record]], RecordPage]]:
    pages: list[QWidget] = []  # the page may be more than the part that is handed out

    def shown(record: type[Record]) -> RecordPage:
        whole, page = page_of(record, context_on(workspace))
        qtbot.addWidget(whole)
        pages.append(whole)
        whole.show()
        page.add()
        return page

    yield shown
    pages.clear()


@broken
def test_the_form_in_the_window_says_so_beside_its_field(
    vault: Vault,
    form_of: Callable[[type[Record]], RecordPage],
    good: MakeGood,
    record: type[Record],
    changes: dict[str, Any],
    says: str,
) -> None:
    if record not in PAGED:
        return  # it is entered beside the record it belongs to, or on a page of its own
    values = {**good(record), **changes}
    before = _count(vault, record)
    page = form_of(record)
    page.form.fill({name: values.get(name) for name in page.form.rows})
    assert not page.save()
    assert [name for name, row in page.form.rows.items() if row.message] == [says]
    assert _count(vault, record) == before


@broken
def test_a_draft_that_is_continued_is_asked_like_any_entry(
    workspace: Workspace,
    form_of: Callable[[type[Record]], RecordPage],
    good: MakeGood,
    record: type[Record],
    changes: dict[str, Any],
    says: str,
) -> None:
    if record not in PAGED:
        return  # drafts are kept of what has a page
    values = {**good(record), **changes}
    form = {each.name for each in fields_of(record) if each.editable}
    workspace.drafts.save(kind_of(record), None, {name: values.get(name) for name in form})
    before = workspace.records.ids(ListQuery(kind_of(record)))
    page = form_of(record)
    assert page.drafts.continue_button.isVisible()
    page.drafts.continue_button.click()
    assert not page.save()
    assert [name for name, row in page.form.rows.items() if row.message] == [says]
    assert workspace.records.ids(ListQuery(kind_of(record))) == before


@broken
def test_the_form_of_a_part_says_so_beside_its_field(
    workspace: Workspace,
    form_of: Callable[[type[Record]], RecordPage],
    good: MakeGood,
    record: type[Record],
    changes: dict[str, Any],
    says: str,
) -> None:
    if kind_of(record) not in PARTS:
        return  # it has a page of its own
    values = {**good(record), **changes}
    link = next(each for each in fields_of(record) if each.refers_to and each.holds)
    page = form_of(record_type(str(link.refers_to)))
    page.open_record(str(link.refers_to), values[link.name])
    page.detail.parts.setCurrentIndex(1)
    part = page.detail.parts.views[0]
    assert isinstance(part, PartList)
    part.add()
    part.detail.form.fill({name: values.get(name) for name in part.detail.form.rows})
    before = workspace.records.ids(ListQuery(kind_of(record)))
    assert not page.save()
    assert [name for name, row in part.detail.form.rows.items() if row.message] == [says]
    assert workspace.records.ids(ListQuery(kind_of(record))) == before


def test_the_sheet_in_the_window_refuses_more_hours_than_the_class_has(
    workspace: Workspace,
    vault: Vault,
    form_of: Callable[[type[Record]], RecordPage],
    good: MakeGood,
) -> None:
    held = good(Attendance)["session_id"]
    person = workspace.records.save("supporter", supporter("Bo Quinn"))
    page = form_of(Course)
    page.open_record("course", workspace.records.get("training_session", held)["course_id"])
    page.detail.parts.setCurrentIndex(1)
    part = page.detail.parts.views[0]
    part.open(held)
    assert isinstance(part, PartList)
    part.detail.parts.setCurrentIndex(1)
    sheet = part.detail.parts.views[0]
    assert isinstance(sheet, PartSheet)
    (line,) = [each for each in sheet.grid.lines if each.supporter_id == person]
    line.tick.click()
    line.fill({**line.values(), "hours": Hours.of(CLASS_HOURS + 1)})
    assert not sheet.save()
    assert _count(vault, Attendance) == 0
    line.fill({**line.values(), "hours": Hours.of(CLASS_HOURS)})
    assert sheet.save()
    assert _count(vault, Attendance) == 1


def test_the_bin_gives_back_no_part_that_is_wrong(
    workspace: Workspace, vault: Vault, good: MakeGood
) -> None:
    values = good(Attendance)
    held, person = values["session_id"], values["supporter_id"]
    workspace.sheets.save("attendance", "session_id", held, {person: {"hours": Hours.of(1)}})
    item = workspace.records.delete("training_session", held)
    with vault.sessions.write() as session:
        binned = session.get_one(Binned, item)
        (part,) = binned.held["parts"]
        long = {**part, "hours": to_json(Hours.of(CLASS_HOURS + 1))}
        changed = update(Binned).where(Binned.id == item)
        session.execute(changed.values(held={**binned.held, "parts": [long]}))
        note(session, Note("update", "binned"))
    with pytest.raises(Invalid, match="Hours: This is more than the class has"):
        workspace.bin.bring_back(item)
    assert (_count(vault, TrainingSession), _count(vault, Attendance)) == (0, 0)
    assert [each.id for each in workspace.bin.items()] == [item]


@broken
def test_the_sample_agency_holds_nothing_wrong(
    vault: Vault,
    workspace: Workspace,
    good: MakeGood,
    record: type[Record],
    changes: dict[str, Any],
    says: str,
) -> None:
    values = {**good(record), **changes}
    if says not in record.wrong(values, TODAY):
        assert record in BESIDE
        return
    with pytest.raises(Invalid), vault.sessions.read() as session:
        Draw(session, Random(1), TODAY).add(record, **values)


@pytest.mark.parametrize(
    ("record", "late"), [(Contact, timedelta(31)), (Incident, DAY), (Certification, DAY)]
)
def test_what_a_script_adds_is_asked_too(
    workspace: Workspace, vault: Vault, record: type[Record], late: timedelta
) -> None:
    workspace.records.save("supporter", entry(Supporter, workspace))
    before = _count(vault, record)
    with pytest.raises(Invalid):
        add(workspace.records, kind_of(record), "-", TODAY + late)
    assert _count(vault, record) == before
    add(workspace.records, kind_of(record), "-", TODAY)
    assert _count(vault, record) == before + 1


def test_a_row_that_would_spoil_a_known_supporter_is_named_and_nothing_comes_in(
    workspace: Workspace, tmp_path: Any
) -> None:
    known = {**supporter("Ada Lovell"), "leave_from": TODAY}
    number = workspace.records.save("supporter", known)
    path = tmp_path / "roster.csv"
    path.write_text("Name,Leave to\nBo Quinn,11/24/2026\nAda Lovell,11/23/2026", encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        workspace.imports.apply(workspace.imports.read(path))
    assert str(refused.value) == (
        "Row 3 cannot come in, so nothing of the file did. "
        "Leave to: This is before the date it follows."
    )
    assert [*workspace.records.ids(ListQuery("supporter"))] == [number]
    path.write_text("Name,Leave to\nBo Quinn,11/24/2026\nAda Lovell,11/24/2026", encoding="utf-8")
    assert workspace.imports.apply(workspace.imports.read(path)).merged == 1


def test_a_class_that_is_there_takes_nobody_for_longer(
    workspace: Workspace, good: MakeGood, tmp_path: Any
) -> None:
    held = workspace.records.get("training_session", good(Attendance)["session_id"])
    title = workspace.records.get("course", held["course_id"])["title"]
    path = tmp_path / "classes.csv"
    name = workspace.records.names("supporter")[0]
    for hours, comes_in in ((CLASS_HOURS + 1, False), (CLASS_HOURS, True)):
        line = f'"{title}",{held["held_on"]},{hours},"{name}"'
        path.write_text(f"Course,Date,Hours,Attendees\n{line}", encoding="utf-8")
        plan = workspace.imports.read(path)
        if comes_in:
            workspace.imports.apply(plan)
        else:
            with pytest.raises(Invalid, match=r"Row 2 .* more than the class has"):
                workspace.imports.apply(plan)
    assert len(workspace.records.ids(ListQuery("attendance"))) == 1
