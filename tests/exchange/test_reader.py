"""From a path to a plan in one call."""

from __future__ import annotations

import json
from pathlib import Path

from peerdesk.exchange.head_row import find_table
from peerdesk.exchange.mapping import propose
from peerdesk.exchange.reader import read_plan
from peerdesk.exchange.spreadsheet import read_sheet
from tests.exchange.conftest import TODAY

CONTACTS = Path(__file__).parents[1] / "data" / "contacts.csv"


def test_a_file_is_planned_with_and_without_its_mapping() -> None:
    guessed = read_plan(CONTACTS, None, None, (), TODAY)
    proposed = propose("contact", find_table(read_sheet(CONTACTS)))
    mapping = json.loads(json.dumps(proposed.to_json()))
    assert read_plan(CONTACTS, None, mapping, (), TODAY) == guessed
    assert guessed.totals["contacts"] == 214
