"""Every value of every kind of field survives JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from peerdesk.models.fields import Field, Privacy
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.store.jsonable import from_json, to_json

_MONTHS = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.text(),
    st.integers(),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    _MONTHS,
    _MONTHS.map(lambda month: month.quarter),
    st.integers(1900, 2200).map(lambda year: Period(Month(year, 1), 12)),
    st.lists(st.text(alphabet="abc_", min_size=1)).map(Codes),
)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    field = Field("x", "X", Privacy.INTERNAL, required=False, type=type(value))
    assert from_json(field, json.loads(json.dumps(to_json(value)))) == value


def test_nothing_stays_nothing() -> None:
    field = Field("x", "X", Privacy.INTERNAL, required=False, type=date)
    assert from_json(field, to_json(None)) is None
