"""The command line: its answers, its exit codes, and no traceback for anybody."""

from __future__ import annotations

import json
import os
import re
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader

from peerdesk.cli import main as cli
from peerdesk.opened import VaultFolder
from tests.conftest import DATA, PASSPHRASE
from tests.terminal import Terminal, terminal

__all__ = ["terminal"]  # a fixture


def test_search_finds_what_the_window_finds(terminal: Terminal) -> None:
    terminal.json("import", str(DATA / "roster.xlsx"), "--json")
    found = terminal.json("search", "acti peer", "--json")["hits"]
    assert found
    assert all(set(hit) == {"kind", "id", "title"} for hit in found)
    (hit,) = terminal.json("search", found[0]["title"], "--json")["hits"][:1]
    assert hit == found[0]
    assert terminal.json("search", "nobody at all", "--json") == {"hits": []}


def test_the_whole_story_from_the_command_line(terminal: Terminal, tmp_path: Path) -> None:
    roster = terminal.json("import", str(DATA / "roster.xlsx"), "--json")
    assert (roster["kind"], roster["read"], roster["added"], roster["merged"]) == (
        "supporter",
        20,
        19,
        1,
    )
    contacts = terminal.json("import", str(DATA / "contacts.csv"), "--json")
    assert (contacts["added"], contacts["rejected"][0]["row"]) == (214, 216)
    assert {each["column"] for each in contacts["dropped"]} == {"Who", "Notes"}
    assert contacts["questions"][0]["choices"]

    summary = terminal.json("summary", "quarterly", "--period", "2025-Q3", "--json")
    assert summary["protected"] is True
    assert summary["thresholds"] == {"persons": 5, "contacts": 10}
    figures = {each["code"]: each["value"] for each in summary["figures"]}
    assert figures["contacts"] == 54

    pdf = tmp_path / "q3.pdf"
    report = ("report", "quarterly", "--period", "2025-Q3", "--out", str(pdf))
    assert terminal.run(*report) == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert b"DRAFT" not in terminal.err.encode()

    assert (
        terminal.run("report", "quarterly", "--period", "2025-Q3", "--out", str(pdf), "--issue")
        == 2
    )
    assert terminal.run("close", "2025") == 0
    assert (
        terminal.run("report", "quarterly", "--period", "2025-Q3", "--out", str(pdf), "--issue")
        == 0
    )
    assert terminal.run("import", "--undo", str(contacts["undo"])) != 0
    assert "closed" in terminal.err


def test_a_report_is_for_a_known_reader(terminal: Terminal, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    report = ("report", "quarterly", "--period", "2025-Q3", "--out", str(paper), "--issue")
    assert terminal.run(*report, "--audience", "press") == 2
    assert "no such audience" in terminal.err
    assert not paper.exists()


def test_what_was_issued_is_printed_again_byte_for_byte(terminal: Terminal, tmp_path: Path) -> None:
    terminal.json("import", str(DATA / "contacts.csv"), "--json")
    assert terminal.run("close", "2025") == 0
    first, again, half = (tmp_path / f"{name}.pdf" for name in ("first", "again", "half"))
    report = ("report", "quarterly", "--period", "2025-Q3", "--issue", "--out")
    assert terminal.run(*report, str(first)) == 0
    assert terminal.run(*report, str(again)) == 0
    assert first.read_bytes() == again.read_bytes()
    summary = terminal.json("summary", "quarterly", "--period", "2025-H2", "--json")
    quarter = terminal.json("summary", "quarterly", "--period", "2025-Q3", "--json")
    assert summary["period"] == "2025-H2"
    assert "month" not in {each["code"] for each in summary["tables"]}
    shown = {each["code"]: each["value"] for each in quarter["figures"]}
    assert shown["contacts"] == 54
    year = ("report", "quarterly", "--period", "2025", "--issue", "--out", str(half))
    assert terminal.run(*year) == 0
    assert half.read_bytes().startswith(b"%PDF")


def test_a_report_without_a_number_says_so(terminal: Terminal, tmp_path: Path) -> None:
    pdf = tmp_path / "empty.pdf"
    assert terminal.run("report", "quarterly", "--period", "2025-Q3", "--out", str(pdf)) == 3
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "can be shown" in terminal.err


def test_an_import_can_be_tried_and_taken_back(terminal: Terminal) -> None:
    tried = terminal.json("import", str(DATA / "roster.xlsx"), "--dry-run", "--json")
    assert (tried["added"], tried["undo"]) == (19, None)
    done = terminal.json("import", str(DATA / "roster.xlsx"))
    assert done["added"] == 19
    assert terminal.run("import", "--undo", str(done["undo"])) == 0
    assert terminal.json("import", str(DATA / "roster.xlsx"), "--dry-run")["added"] == 19


def test_a_mapping_from_a_trial_can_be_used_again(terminal: Terminal, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    trial = terminal.json("import", str(DATA / "roster.xlsx"), "--dry-run")
    mapping.write_text(json.dumps(trial["mapping"]))
    again = terminal.json("import", str(DATA / "roster.xlsx"), "--mapping", str(mapping))
    assert again["added"] == 19


def test_a_mapping_cannot_let_a_name_in(terminal: Terminal, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    trial = terminal.json("import", str(DATA / "contacts.csv"), "--dry-run")
    for column in trial["mapping"]["columns"]:
        if column["column"] == "Who":
            column["fields"] = ["origin"]
    mapping.write_text(json.dumps(trial["mapping"]))
    assert terminal.run("import", str(DATA / "contacts.csv"), "--mapping", str(mapping)) == 4


@pytest.mark.parametrize("content", ["", "[1]", "{", '{"kind": "contact"}', "[" * 100_000])
def test_a_mapping_that_is_none_is_refused(
    terminal: Terminal, tmp_path: Path, content: str
) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(content)
    assert terminal.run("import", str(DATA / "contacts.csv"), "--mapping", str(mapping)) == 4
    assert "Traceback" not in terminal.err


def test_a_quarter_without_contacts_looks_like_one_with_few(terminal: Terminal) -> None:
    assert terminal.run("summary", "quarterly", "--period", "2025-Q3") == 3
    figures = json.loads(terminal.out)["figures"]
    assert {each["code"]: each["value"] for each in figures}["contacts"] is None


def test_too_few_contacts_are_not_shown(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    header = "month,first_this_quarter,recipient_class,origin,mode,topic,duration,duty,outcome"
    path.write_text(f"{header}\n" + "2025-08,yes,responder,self,phone,grief,15_30,on,\n" * 3)
    assert terminal.run("import", str(path)) == 0
    assert terminal.run("summary", "quarterly", "--period", "2025-Q3") == 3
    shown = json.loads(terminal.out)
    assert {each["code"]: each["value"] for each in shown["figures"]}["contacts"] is None
    assert all(
        entry["value"] is None
        for table in shown["tables"]
        for entry in [*table["cells"], *table["totals"]]
    )


def test_the_report_list_needs_no_vault(terminal: Terminal) -> None:
    assert terminal.json("report", "list", "--json")["reports"][0]["name"] == "quarterly"


def test_the_schema_holds_kinds_and_hierarchies(terminal: Terminal) -> None:
    schema = terminal.json("schema", "--json")
    fields = {each["name"]: each for each in schema["kinds"]["contact"]["fields"]}
    assert fields["mode"]["vocabulary"] == "contact_mode"
    assert fields["supporter_id"]["privacy"] == "internal"
    codes = {each["code"] for each in schema["vocabularies"]["topic_group"]}
    for levels in schema["hierarchies"].values():
        assert len({frozenset(level) for level in levels.values()}) == 1
    assert set(schema["hierarchies"]["topic"]["group"]) == codes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("fly",), 2),
        (("report", "quarterly"), 2),
        (("report", "yearly", "--period", "2025-Q3", "--out", "x.pdf"), 2),
        (("summary", "quarterly", "--period", "soon"), 2),
        (("summary", "quarterly", "--period", "2025"), 3),
        (("summary", "quarterly", "--period", "2031-Q1"), 2),
        (("import",), 2),
        (("import", "missing.csv"), 4),
        (("import", "--undo", "77"), 1),
        (("import", "--undo", "99999999999999999999"), 1),
        (("report", "quarterly", "--period", "2025-Q3", "--out", ""), 11),
        (("close", "2027-Q1"), 2),
        (("vault", "init"), 2),
    ],
)
def test_what_makes_no_sense_has_its_exit_code(
    terminal: Terminal, words: tuple[str, ...], code: int
) -> None:
    assert terminal.run(*words) == code
    assert terminal.err
    assert "Traceback" not in terminal.err


def test_the_wrong_passphrase_has_its_exit_code(terminal: Terminal) -> None:
    assert terminal.run("vault", "unlock-check", secret="something else") == 5
    assert terminal.run("vault", "unlock-check") == 0
    assert "kdf_ms: " in terminal.err


def test_a_folder_without_a_vault_has_its_exit_code(terminal: Terminal, tmp_path: Path) -> None:
    terminal.folder = tmp_path / "elsewhere"
    assert terminal.run("vault", "unlock-check") == 7


def test_fast_key_derivation_is_for_tests_only(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PEERDESK_TEST")
    terminal.folder = tmp_path / "elsewhere"
    assert terminal.run("vault", "init", "--test-kdf", "fast") == 2
    assert not terminal.folder.exists()


def test_a_passphrase_can_come_by_a_descriptor(terminal: Terminal) -> None:
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    os.close(writing)
    words = ["--data", str(terminal.folder), "--secret-fd", str(reading), "vault", "unlock-check"]
    assert cli.run(words) == 0


@pytest.mark.parametrize("handle", ["99", "-1"])
def test_a_passphrase_that_cannot_be_read_is_said(terminal: Terminal, handle: str) -> None:
    words = ["--data", str(terminal.folder), f"--secret-fd={handle}", "vault", "unlock-check"]
    assert cli.run(words) == 2
    assert terminal.run("vault", "unlock-check", secret="\udcff") == 2


def test_an_error_does_not_repeat_what_was_typed(terminal: Terminal) -> None:
    assert terminal.run("import", "x.csv", "--as", "Zqxmarker") == 2
    assert "Zqxmarker" not in terminal.err


def test_a_report_that_cannot_be_written_is_said(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    out = str(tmp_path / "file" / "q.pdf")
    assert terminal.run("report", "quarterly", "--period", "2025-Q3", "--out", out) == 11


def test_the_sample_agency_prints_its_last_closed_quarter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "--data",
        str(tmp_path / "sample"),
        "demo",
        "--no-window",
        "--out",
        str(tmp_path / "out"),
    ]
    for _ in range(2):  # the second time, the sample is there already
        assert cli.run(words) == 0
        printed = Path(capsys.readouterr().out.strip())
        assert printed.read_bytes().startswith(b"%PDF")


def test_a_real_vault_is_not_taken_for_the_sample(terminal: Terminal) -> None:
    assert terminal.run("demo", "--no-window") != 0
    assert "Traceback" not in terminal.err


def test_a_fault_of_ours_shows_no_value(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Zqxmarker")

    monkeypatch.delenv("PEERDESK_TEST")
    monkeypatch.setattr(cli, "open_vault", broken)
    assert terminal.run("close", "2025") == 1
    assert "RuntimeError" in terminal.err
    assert "Zqxmarker" not in terminal.err


def test_the_mark_on_an_issued_report_is_one_of_the_record_of_activity(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.json("import", str(DATA / "contacts.csv"), "--json")
    assert terminal.run("close", "2025-Q1") == 0
    paper = tmp_path / "q1.pdf"
    issue = ("report", "quarterly", "--period", "2025-Q1", "--issue", "--out", str(paper))
    assert terminal.run(*issue) == 0
    text = PdfReader(paper).pages[0].extract_text()
    found = re.search(r"Activity ([0-9a-f]{12})\b", text)
    assert found
    mark = found[1]
    whole = terminal.json("vault", "audit-verify", "--anchor", mark)
    assert whole["broken_at"] is None
    other = "0" * 12 if mark != "0" * 12 else "1" * 12
    assert terminal.run("vault", "audit-verify", "--anchor", other) == 8


def test_a_paper_without_a_period_is_asked_for_without_one(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.json("import", str(DATA / "roster.xlsx"), "--json")
    listed = terminal.json("report", "list", "--json")["reports"]
    for each in listed:
        out = tmp_path / f"{each['name']}.pdf"
        code = terminal.run("report", each["name"], "--out", str(out))
        assert code == (2 if each["periods"] else 0)
        assert out.exists() == (not each["periods"])
    with closing(VaultFolder(terminal.folder).open(PASSPHRASE)) as opened:
        (entry,) = opened.safe.log.entries(1, "export")
    assert entry.kind == "roster"
