"""What the tests of bringing in files share: from lines of text to a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from peerdesk.exchange.head_row import Table, find_table
from peerdesk.exchange.mapping import propose, without_refused
from peerdesk.exchange.names import KnownSupporter
from peerdesk.exchange.plan import ImportPlan, plan
from peerdesk.exchange.spreadsheet import read_sheet

TODAY = date(2026, 3, 1)

TableOf = Callable[[str], Table]
PlanOf = Callable[..., ImportPlan]


@pytest.fixture
def table_of(tmp_path: Path) -> TableOf:
    """Write a text to a file and find its table."""

    def read(text: str) -> Table:
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        return find_table(read_sheet(path))

    return read


@pytest.fixture
def plan_of(table_of: TableOf) -> PlanOf:
    """Write a text to a file, take the proposed mapping, and plan its import."""

    def read(kind: str, text: str, roster: Sequence[KnownSupporter] = ()) -> ImportPlan:
        table = table_of(text)
        mapping = propose(kind, table)
        return plan(kind, without_refused(table, mapping), mapping, tuple(roster), TODAY)

    return read
