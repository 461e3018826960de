"""Nothing of a column that names the person helped is found in anything an import returns."""

from __future__ import annotations

import csv
import dataclasses
import gc
import io
import json
from pathlib import Path
from typing import Any

import pytest

from peerdesk.errors import InputRefused
from peerdesk.exchange.cells import Cell
from peerdesk.exchange.head_row import find_table
from peerdesk.exchange.identity import looks_identifying
from peerdesk.exchange.mapping import fit, from_json, propose, without_refused
from peerdesk.exchange.names import KnownSupporter
from peerdesk.exchange.plan import ImportPlan, plan
from peerdesk.exchange.spreadsheet import read_sheet
from tests.exchange.conftest import TODAY

MARKER = "Zqxwolf"
ROSTER = (KnownSupporter(1, "Terrell Garza"), KnownSupporter(2, "Luis Garza"))
HEADER = ["Date", "Peer", "How", "Started by", "Topic", "Min", "Referred?", "New?"]
GOOD = ["1/2/2025", "Garza", "phone", "self", "Grief", "10", "Y", "x"]
IDENTIFYING = ["Who", "Name", "Officer", "Badge", "ID #", "Notes", "Case #", "Phone", "Age", "Rank",
               "Unit", "Kids", "Widget", ""]  # fmt: skip
VALUES = [MARKER, f"Kate {MARKER}", f"talked with {MARKER} for a long while", f"25-1028 {MARKER}"]


def _write(folder: Path, rows: list[list[str]]) -> Path:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    path = folder / "log.csv"
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def _everything(planned: ImportPlan, *more: object) -> str:
    as_json = json.dumps(dataclasses.asdict(planned), default=repr)
    rows = [(dict(row.values), row.questions, row.given) for row in planned.rows]
    choices = [question.choices for question in planned.questions]
    return " ".join(repr(each) for each in (planned, as_json, rows, choices, *more))


def _plan(path: Path) -> tuple[ImportPlan, tuple[Any, ...]]:
    table = find_table(read_sheet(path))
    mapping = propose("contact", table)
    left = without_refused(table, mapping)
    planned = plan("contact", left, mapping, ROSTER, TODAY)
    return planned, (table, left, mapping, json.dumps(mapping.to_json()))


@pytest.mark.parametrize("header", IDENTIFYING)
@pytest.mark.parametrize("value", VALUES)
def test_dropped_columns_leave_no_trace(tmp_path: Path, header: str, value: str) -> None:
    path = _write(tmp_path, [[*HEADER, header], *([*GOOD, value] for _ in range(4))])
    planned, others = _plan(path)
    assert planned.totals["contacts"] == 4
    assert MARKER not in _everything(planned, *others)


@pytest.mark.parametrize("index", range(len(HEADER)))
def test_a_marker_in_any_kept_column_is_asked_about_or_rejected_in_silence(
    tmp_path: Path, index: int
) -> None:
    odd = [*GOOD]
    odd[index] = f"Kate {MARKER}"
    planned, others = _plan(_write(tmp_path, [HEADER, GOOD, GOOD, GOOD, odd]))
    assert planned.rejected or planned.questions
    assert MARKER not in _everything(planned, *others)


@pytest.mark.parametrize(
    "rows",
    [
        [[MARKER]],
        [["Date", "Who"], ["x", MARKER], [MARKER]],
        [[f"Kate {MARKER}", "Sgt", "1/2/2025"]],
        [["Peer", "How"], [MARKER, MARKER]],
    ],
)
def test_files_that_cannot_be_used_leave_no_trace(tmp_path: Path, rows: list[list[str]]) -> None:
    said: list[object] = []
    try:
        said += _plan(_write(tmp_path, rows))
    except InputRefused as refused:
        said += [refused, str(refused), refused.__cause__, refused.__context__]
    assert said
    assert MARKER not in repr(said)


def test_a_refused_mapping_leaves_no_trace() -> None:
    data = {"kind": "contact", "columns": [{"column": "Date", "fields": [MARKER]}]}
    with pytest.raises(InputRefused) as refused:
        from_json(data)
    assert MARKER not in str(refused.value)


def test_by_hand_or_by_value_a_name_cannot_come_in(tmp_path: Path) -> None:
    path = _write(tmp_path, [["Date", "Topic", "Widget"], ["1/2/2025", "Grief", f"Kate {MARKER}"]])
    table = find_table(read_sheet(path))
    entries = [{"column": "Date", "fields": ["month"]}, {"column": "Widget", "fields": ["topic"]}]
    mapping = from_json({"kind": "contact", "columns": entries})
    with pytest.raises(InputRefused) as refused:
        fit(mapping, table)
    assert MARKER not in str(refused.value)


def test_the_table_that_goes_on_has_no_such_cell_in_memory(tmp_path: Path) -> None:
    path = _write(tmp_path, [[*HEADER, "Who"], [*GOOD, f"Kate {MARKER}"]])
    planned, (_, left, mapping, _) = _plan(path)
    seen: set[int] = set()
    waiting: list[Any] = [planned, left, mapping]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, type):
            continue
        seen.add(id(thing))
        assert not (isinstance(thing, str) and MARKER in thing)
        waiting += [each for each in gc.get_referents(thing) if not callable(each)]


def test_negative_control_the_search_finds_what_is_there(tmp_path: Path) -> None:
    path = _write(tmp_path, [[*HEADER, "Who"], [*GOOD, MARKER]])
    planned, _ = _plan(path)
    for leak in (
        dataclasses.replace(planned, notes=(MARKER,)),
        dataclasses.replace(
            planned,
            rows=tuple(
                dataclasses.replace(row, values={**row.values, "mode": MARKER})
                for row in planned.rows
            ),
        ),
    ):
        assert MARKER in _everything(leak)


@pytest.mark.parametrize(
    ("cells", "look"),
    [
        (["Kate McKay", "Marc St.John", "Inés Núñez"], "names"),
        (["McKay, Kate"], "names"),
        (["Ivy Eagle-Feather", "x", "x"], "names"),
        (["KQ", "T.G.", "HZ, TN, AQ"], "names"),
        (["talked w/ Kate re case 25-1028"], "free text"),
        (["call back next wk"], "free text"),
        (["25-1028"], "numbers"),
        ([1037, 1118], "numbers"),
        (["(555) 010-0199"], "numbers"),
        (["kate@example.org"], "numbers"),
        (["yes", "no", None], ""),
        (["Grief", "Sleep"], ""),
        ([10, 45, 120], ""),
        ([None], ""),
        (["ring"] * 9 + ["Kate McKay"], ""),
    ],
)
def test_looks(cells: list[Cell], look: str) -> None:
    assert looks_identifying(cells) == look
