"""Checking what was entered against the declarations, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from peerdesk.errors import InputRefused
from peerdesk.hours import Hours
from peerdesk.models.fields import Field, Problems, Record, field_of, fields_of
from peerdesk.models.types import Codes
from peerdesk.vocabulary import vocabulary


class Invalid(InputRefused):
    """An entry that cannot be stored as it is; ``problems`` says why, field by field.

    With the type of its record the advice says so too, for wherever there is no form to say it.
    """

    def __init__(self, problems: Problems, record: type[Record] | None = None) -> None:
        said = (f"{field_of(record, n).label}: {p}" for n, p in problems.items()) if record else ()
        advice = " ".join(said) or "See the messages under the fields."
        super().__init__("Some fields need another look.", advice)
        self.problems = problems


def refuse(record: type[Record], values: Mapping[str, Any], today: date) -> None:
    """Raise Invalid where values may not become a record, by its fields or by itself."""
    if problems := problems_of(record, values, today):
        raise Invalid(problems, record)


def problems_of(record: type[Record], values: Mapping[str, Any], today: date) -> Problems:
    """Return what is wrong with the values of a whole record, by its fields and by itself."""
    return check_fields(record, values) or record.wrong(values, today)


def check_fields(record: type[Record], values: Mapping[str, Any]) -> Problems:
    """Return what is wrong with the values of a record, by the rules its fields declare."""
    found = {field.name: check_field(field, values.get(field.name)) for field in fields_of(record)}
    return {name: message for name, message in found.items() if message}


def check_field(field: Field, value: Any) -> str | None:
    """Return what is wrong with one value, or None."""
    if value is None or value == "":
        return "Please fill this in." if field.required and field.editable else None
    if not isinstance(value, field.type) or isinstance(value, bool) != (field.type is bool):
        return "This is not the kind of value that belongs here."
    if field.vocabulary and not _known(field.vocabulary, value):
        return "Please choose from the list."
    return _check_size(field, value)


def _check_size(field: Field, value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and not field.refers_to:
        if value < 0:
            return "This cannot be less than zero."
        if field.most is not None and value > field.most:
            return f"This can be {field.most} at most."
    if isinstance(value, Hours) and field.most is not None and value > Hours.of(field.most):
        return f"This can be {field.most} hours at most."
    if isinstance(value, Codes) and field.most is not None and len(value) > field.most:
        return f"Choose {field.most} at most."
    if type(value) is str and field.most is not None and len(value) > field.most:
        return f"Please shorten this to {field.most} characters."
    return None


def _known(name: str, value: Any) -> bool:
    codes = vocabulary(name).codes
    return all(code in codes for code in (value if isinstance(value, Codes) else (value,)))
