"""What the vault can hold, without a word of what it does hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from peerdesk.disclosure.table import Level
from peerdesk.hours import Hours
from peerdesk.models.fields import Field, fields_of, kind_of
from peerdesk.models.registry import RECORDS
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.summaries.counted import Hierarchy, hierarchies
from peerdesk.vocabulary import vocabularies

_TYPES = {
    str: "text",
    int: "number",
    bool: "yes_no",
    date: "date",
    Month: "month",
    Period: "period",
    Hours: "hours",
    Codes: "codes",
}


def schema() -> dict[str, Any]:
    """Return kinds with their fields, vocabularies and hierarchies, ready for JSON."""
    return {
        "kinds": {
            kind_of(record): {
                "label": record.label,
                "fields": [_field(each) for each in fields_of(record)],
            }
            for record in RECORDS
            if fields_of(record)
        },
        "vocabularies": {
            name: [{"code": term.code, "label": term.label} for term in each.terms]
            for name, each in vocabularies().items()
        },
        "hierarchies": {
            name: {level.name: _parents(each, level) for level in each.dimension.levels}
            for name, each in hierarchies().items()
        },
    }


def _parents(hierarchy: Hierarchy, level: Level) -> dict[str, str]:
    folded = {code: level.parent[leaf] for code, leaf in hierarchy.fold.items()}
    return {**level.parent, **folded}


def _field(field: Field) -> dict[str, Any]:
    kind = _TYPES[field.type]
    if field.vocabulary and field.type is str:
        kind = "code"
    return {
        "name": field.name,
        "label": field.label,
        "type": f"reference to {field.refers_to}" if field.refers_to else kind,
        "privacy": field.privacy.value,
        "vocabulary": field.vocabulary,
        "required": field.required,
    }
