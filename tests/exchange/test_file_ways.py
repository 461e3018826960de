"""A tally file that contradicts itself is said to, month by month."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from peerdesk.exchange.reader import read_plan

HEADER = "month,dimension,value,count,first_count\n"


def _notes(tmp_path: Path, lines: str) -> tuple[str, ...]:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + lines)
    return read_plan(path, None, None, (), date(2026, 11, 24)).notes


def test_parts_beyond_the_total_are_said(tmp_path: Path) -> None:
    lines = "2025-05,total,all,20,10\n2025-05,mode,phone,20,8\n2025-05,mode,text,15,2\n"
    (note,) = _notes(tmp_path, lines)
    assert "“How” adds up to more than the total in 1 month." in note


def test_topics_and_parts_within_the_total_are_not(tmp_path: Path) -> None:
    lines = "2025-05,total,all,20,10\n2025-05,mode,phone,12,8\n2025-05,topic,grief,25,2\n"
    assert _notes(tmp_path, lines) == ()
