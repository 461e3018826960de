"""What a repeat adds to a record that stands."""

from __future__ import annotations

from typing import Any

import pytest

from peerdesk.exchange.headings import headings
from peerdesk.exchange.merging import fill_blanks
from peerdesk.exchange.rows import starting_values
from peerdesk.models.types import Codes

BLANK = starting_values(headings("supporter"))


def _record(**values: Any) -> dict[str, Any]:
    return {**BLANK, "full_name": "Ana Quinn", **values}


@pytest.mark.parametrize(
    ("field", "old", "new", "changes", "conflicts"),
    [
        ("rank_title", None, "Sgt", True, False),
        ("rank_title", "Sgt", "Lt", False, True),
        ("rank_title", "Sgt", "Sgt", False, False),
        ("rank_title", "Sgt", None, False, False),
        ("personnel_class", "not_recorded", "sworn", True, False),
        ("personnel_class", "sworn", "not_recorded", False, False),
        ("shifts", Codes(), Codes(["days"]), True, False),
        ("shifts", Codes(["days"]), Codes(["nights"]), False, True),
        ("supervises", False, True, True, False),
        ("supervises", True, False, False, False),
        ("status", "active", "inactive", False, True),
        ("full_name", "Ana Quinn", "ANA QUINN", False, False),
    ],
)
def test_blanks_are_filled_and_what_stands_is_kept(
    field: str, old: Any, new: Any, changes: bool, conflicts: bool
) -> None:
    filled = fill_blanks(
        "supporter", _record(**{field: old}), _record(**{field: new}), given={field, "full_name"}
    )
    assert filled.changes == ({field: new} if changes else {})
    assert filled.conflicts == ((field,) if conflicts else ())


def test_only_what_the_file_gave_counts() -> None:
    incoming = _record(status="inactive", rank_title="Lt")
    assert fill_blanks("supporter", _record(), incoming, given=()).changes == {}


def test_a_default_gives_way() -> None:
    filled = fill_blanks(
        "supporter", _record(), _record(status="inactive"), given={"status"}, defaulted={"status"}
    )
    assert filled.changes == {"status": "inactive"}
    assert "inactive" not in repr(filled)
