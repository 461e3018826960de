"""Bringing in the old files: the true totals, nothing that names a person, all of it undone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from peerdesk.clock import FixedClock
from peerdesk.disclosure.table import Count
from peerdesk.errors import InputRefused, UserFacing
from peerdesk.exchange.reader import read_plan
from peerdesk.models.contact import Contact
from peerdesk.models.importing import ImportedRecord
from peerdesk.models.tally import Tally
from peerdesk.periods import Month, Period
from peerdesk.services.counts.counting import DIMENSIONS, count_quarter
from peerdesk.services.importing.imports import ImportResult
from peerdesk.services.records.records import ListQuery
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault.vault import Vault
from tests.conftest import DATA
from tests.services.records.test_records import supporter

TRUE = json.loads((DATA / "totals.json").read_text())


def _bring(workspace: Workspace, name: str) -> ImportResult:
    return workspace.imports.apply(workspace.imports.read(DATA / name))


def _quarters(vault: Vault) -> dict[str, int]:
    with vault.sessions.read() as session:
        return {
            str(number): count_quarter(session, Period.parse(f"2025-Q{number}")).total.contacts
            for number in (1, 2, 3, 4)
        }


def test_the_roster_comes_in_with_its_true_totals(workspace: Workspace) -> None:
    result = _bring(workspace, "roster.xlsx")
    assert (result.read, result.added, result.merged, result.rejected) == (20, 19, 1, 0)
    everyone = workspace.records.ids(ListQuery("supporter"))
    active = workspace.records.ids(ListQuery("supporter", where={"status": "active"}))
    assert (len(everyone), len(active)) == (TRUE["roster_people"], TRUE["roster_active"])


@pytest.mark.parametrize("mode", ["coded", "tally"])
def test_contacts_come_in_with_their_true_totals(
    workspace: Workspace, vault: Vault, mode: str
) -> None:
    workspace.agency.change(logging_mode=mode)
    _bring(workspace, "roster.xlsx")
    result = _bring(workspace, "contacts.csv")
    assert (result.added, result.rejected) == (TRUE["contacts"], TRUE["bad_rows"])
    assert _quarters(vault) == TRUE["contacts_by_quarter"]
    with vault.sessions.read() as session:
        rows = session.scalar(select(func.count()).select_from(Contact))
        firsts = sum(
            count_quarter(session, Period.parse(f"2025-Q{number}")).total.firsts
            for number in (1, 2, 3, 4)
        )
    assert rows == (TRUE["contacts"] if mode == "coded" else 0)
    assert firsts == TRUE["first_contacts"]


def test_both_ways_of_logging_count_the_same(workspace: Workspace, vault: Vault) -> None:
    counted = []
    for mode in ("coded", "tally"):
        workspace.agency.change(logging_mode=mode)
        batch = _bring(workspace, "contacts.csv").undo
        with vault.sessions.read() as session:
            counted.append(count_quarter(session, Period.parse("2025-Q3")))
        workspace.imports.undo(batch)
    rows, tallied = counted
    assert rows.total == tallied.total
    assert rows.months == tallied.months
    assert {name: rows.by[name] for name in DIMENSIONS} == {
        name: tallied.by[name] for name in DIMENSIONS
    }


def test_referrals_are_kept_as_an_outcome(workspace: Workspace) -> None:
    _bring(workspace, "contacts.csv")
    rows = workspace.records.rows(
        "contact", workspace.records.ids(ListQuery("contact")), ["outcome"]
    )
    assert sum("referral_made" in outcome for (outcome,) in rows.values()) == TRUE["referrals"]


def test_a_whole_import_is_undone(workspace: Workspace, vault: Vault) -> None:
    roster = _bring(workspace, "roster.xlsx")
    contacts = _bring(workspace, "contacts.csv")
    assert [each.id for each in workspace.imports.batches()] == [contacts.undo, roster.undo]
    workspace.imports.undo(contacts.undo)
    workspace.imports.undo(roster.undo)
    assert not len(workspace.records.ids(ListQuery("supporter")))
    assert not len(workspace.records.ids(ListQuery("contact")))
    assert workspace.imports.batches() == ()
    with vault.sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(ImportedRecord)) == 0
    with pytest.raises(UserFacing, match="no such import"):
        workspace.imports.undo(roster.undo)


def test_undoing_monthly_totals_restores_what_was_there(tally_workspace: Workspace) -> None:
    march = Month(2025, 3)
    before = {TOTAL: TallyCell(7, 3), ("mode", "email"): TallyCell(2, 1)}
    tally_workspace.tallies.save_month(march, before)
    result = _bring(tally_workspace, "contacts.csv")
    grown = tally_workspace.tallies.month(march)
    assert grown[TOTAL].count > 7
    assert grown["mode", "email"] == TallyCell(2, 1)
    tally_workspace.imports.undo(result.undo)
    assert tally_workspace.tallies.month(march) == before


def test_a_changed_record_stops_the_undo(workspace: Workspace) -> None:
    result = _bring(workspace, "roster.xlsx")
    first = workspace.records.ids(ListQuery("supporter"))[0]
    workspace.records.save("supporter", {"work_phone": "555-0100"}, first)
    with pytest.raises(UserFacing, match="1 of these records"):
        workspace.imports.undo(result.undo)
    assert len(workspace.records.ids(ListQuery("supporter"))) == TRUE["roster_people"]


def test_a_closed_quarter_stops_the_undo(workspace: Workspace) -> None:
    result = _bring(workspace, "contacts.csv")
    workspace.closing.close(Period.parse("2025"))
    with pytest.raises(UserFacing, match="closed quarter"):
        workspace.imports.undo(result.undo)


def test_someone_on_the_roster_is_completed_and_restored(workspace: Workspace) -> None:
    known = workspace.records.save(
        "supporter", supporter("Björn Patel", work_phone="555-9999", rank_title=None)
    )
    result = _bring(workspace, "roster.xlsx")
    assert (result.added, result.merged) == (18, 2)
    merged = workspace.records.get("supporter", known)
    assert merged["work_phone"] == "555-9999"
    assert merged["rank_title"] == "Sgt"
    workspace.imports.undo(result.undo)
    restored = workspace.records.get("supporter", known)
    assert (restored["work_phone"], restored["rank_title"]) == ("555-9999", None)
    assert len(workspace.records.ids(ListQuery("supporter"))) == 1


def test_each_answer_takes_the_place_of_its_own_question(
    workspace: Workspace, vault: Vault
) -> None:
    _bring(workspace, "roster.xlsx")
    plan = workspace.imports.read(DATA / "contacts.csv")
    asked = [each for each in plan.questions if each.field == "supporter_id" and each.choices]
    first, other, *_, last = asked
    chosen = {
        first.row: first.choices[0][0],
        other.row: other.choices[-1][0],
        last.row: last.choices[0][0],
    }
    workspace.agency.change(supporter_days=365)
    then = open_workspace(vault.sessions, FixedClock(date(2025, 12, 31)), read_plan)
    then.imports.apply(plan, {(row, "supporter_id"): who for row, who in chosen.items()})
    with vault.sessions.read() as session:
        kept = session.scalars(select(Contact.supporter_id).order_by(Contact.id)).all()
    named = {row.row_number: who for row, who in zip(plan.rows, kept, strict=True)}
    assert {row: named[row] for row in chosen} == chosen
    assert all(named[each.row] is None for each in asked if each.row not in chosen)
    settled = [row for row in plan.rows if row.row_number not in {each.row for each in asked}]
    assert any(row.values["supporter_id"] for row in settled)
    assert all(named[row.row_number] == row.values["supporter_id"] for row in settled)


def test_imported_contacts_forget_their_supporter_in_time(
    workspace: Workspace, vault: Vault
) -> None:
    _bring(workspace, "roster.xlsx")
    _bring(workspace, "contacts.csv")
    with vault.sessions.read() as session:
        named = select(func.count()).where(Contact.supporter_id.is_not(None))
        assert session.scalar(named) == 0


def test_no_identifying_word_enters_the_vault(workspace: Workspace, vault: Vault) -> None:
    """Every text in the vault, decrypted, against every word of the columns that stay out."""
    _bring(workspace, "contacts.csv")
    import csv

    with (DATA / "contacts.csv").open(encoding="cp1252", newline="") as stream:
        rows = list(csv.DictReader(stream))
    people = {row["Who"] for row in rows if row["Who"]}
    notes = {row["Notes"] for row in rows if len(row["Notes"]) > 3}
    with vault.sessions.read() as session:
        tables = Contact.metadata.sorted_tables
        dump = "\n".join(str(row) for table in tables for row in session.execute(select(table)))
    assert "phone" in dump
    assert not [each for each in people | notes if each in dump]


def test_a_contact_counted_as_monthly_total_leaves_no_row(
    tally_workspace: Workspace, vault: Vault
) -> None:
    _bring(tally_workspace, "contacts.csv")
    with vault.sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 0
        assert (session.scalar(select(func.count()).select_from(Tally)) or 0) > 100


def test_a_canonical_file_needs_no_mapping(
    workspace: Workspace, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "c.csv"
    header = (
        "month,first_this_quarter,recipient_class,origin,mode,topic,duration,duty,outcome,supporter"
    )
    line = "2025-05,yes,responder,self,phone,grief;mood,15_30,on,listened,"
    path.write_text("\n".join([header, *[line] * 12]) + "\n", encoding="utf-8")
    result = workspace.imports.apply(workspace.imports.read(path))
    assert (result.kind, result.added) == ("contact", 12)
    with vault.sessions.read() as session:
        counted = count_quarter(session, Period.parse("2025-Q2"))
    assert counted.total == Count(12, 12)
    assert counted.by["topic"] == {"grief": Count(12, 12), "mood": Count(12, 0)}
    assert counted.by["duty"] == {"on": Count(12, 12)}


def test_a_canonical_tally_file_needs_no_mapping(
    tally_workspace: Workspace, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "month,dimension,value,count,first_count\n"
        "2025-05,mode,phone,30,12\n2025-05,mode,text,6,2\n2025-06,topic,grief,11,5\n"
    )
    result = tally_workspace.imports.apply(tally_workspace.imports.read(path))
    assert (result.kind, result.added) == ("tally", 3)
    assert tally_workspace.tallies.month(Month(2025, 5))["mode", "phone"] == TallyCell(30, 12)
    with vault.sessions.read() as session:
        assert count_quarter(session, Period.parse("2025-Q2")).total.contacts == 36


def test_a_blank_first_count_of_a_tally_file_stays_not_recorded(
    tally_workspace: Workspace, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "month,dimension,value,count,first_count\n"
        "2025-05,total,all,120,40\n2025-05,mode,phone,50,\n2025-05,mode,text,30,\n"
    )
    tally_workspace.imports.apply(tally_workspace.imports.read(path))
    assert tally_workspace.tallies.month(Month(2025, 5))["mode", "phone"] == TallyCell(50, None)
    with vault.sessions.read() as session:
        counted = count_quarter(session, Period.parse("2025-Q2"))
    assert (counted.total, counted.flagged) == (Count(120, 40), 120)
    assert {each.firsts for each in counted.by["mode"].values()} == {0}
    summary = tally_workspace.reporting.summary("quarterly", Period.parse("2025-Q2"))
    (mode,) = [each for each in summary.tables if each.code == "mode"]
    assert sorted(value for _, value in mode.cells() if value) == [30, 40, 50]


def test_what_is_no_table_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(InputRefused):
        workspace.imports.read(path)


def test_late_totals_leave_a_closed_quarter_as_it_was(
    tally_workspace: Workspace, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("month,dimension,value,count,first_count\n2025-08,mode,phone,30,12\n")
    imports = tally_workspace.imports
    imports.apply(imports.read(path))
    tally_workspace.closing.close(Period.parse("2025-Q3"))
    late = imports.apply(imports.read(path))
    with vault.sessions.read() as session:
        assert count_quarter(session, Period.parse("2025-Q3")).total == Count(30, 12)
        assert count_quarter(session, Period.parse("2025-Q4")).total == Count(30, 12)
    assert tally_workspace.tallies.month(Month(2025, 8))["mode", "phone"] == TallyCell(60, 24)
    imports.undo(late.undo)
    with vault.sessions.read() as session:
        assert count_quarter(session, Period.parse("2025-Q4")).total == Count(0, 0)


def test_a_contact_log_cannot_come_in_as_a_roster(workspace: Workspace) -> None:
    column = {"column": "Who", "position": 3, "fields": ["full_name"]}
    with pytest.raises(InputRefused, match="contact log"):
        workspace.imports.read(DATA / "contacts.csv", "supporter")
    with pytest.raises(InputRefused, match="contact log"):
        workspace.imports.read(
            DATA / "contacts.csv", None, {"kind": "supporter", "columns": [column]}
        )


def test_what_is_no_file_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(InputRefused):
            workspace.imports.read(path)


def test_an_answer_completes_somebody_who_is_on_the_roster_already(
    workspace: Workspace, tmp_path: Path
) -> None:
    ivy = workspace.records.save("supporter", supporter("Ivy Ruiz", personnel_class="not_recorded"))
    path = tmp_path / "team.csv"
    path.write_text("Name,Rank,Status\nIvy Ruiz,FF/EMT,active\nBo Vega,FF/EMT,active\n")
    plan = workspace.imports.read(path, "supporter")
    asked = {each.row for each in plan.questions if each.field == "personnel_class"}
    assert asked == {2, 3}
    workspace.imports.apply(plan, {(row, "personnel_class"): "sworn" for row in asked})
    (bo,) = set(workspace.records.ids(ListQuery("supporter"))) - {ivy}
    kept = [workspace.records.get("supporter", n)["personnel_class"] for n in (ivy, bo)]
    assert kept == ["sworn", "sworn"]
