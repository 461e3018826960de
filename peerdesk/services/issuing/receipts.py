"""Receipts of issued reports: files by which a restored vault learns what it has forgotten."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.errors import InputRefused, UsageError
from peerdesk.foreign import (
    OBJECT,
    Unreadable,
    anything,
    content_of,
    day,
    flag,
    listed,
    maybe,
    only,
    parse,
    record,
    text,
    whole,
)
from peerdesk.models.ledger import Publication, RestoreAnswer, RestoreMark
from peerdesk.periods import Period
from peerdesk.safe import Note
from peerdesk.services.access import Access
from peerdesk.services.issuing.issued import LEVELS, Gap, open_gap, read_cell, write_cells
from peerdesk.services.issuing.ledger import cell_rows, cells_of
from peerdesk.services.sessions import Sessions, note

_KIND = "peerdesk-receipt-1"
_COPIED = (
    "report",
    "title",
    "audience",
    "purpose",
    "legal_basis",
    "persons_threshold",
    "contacts_threshold",
    "policy",
    "levels",
    "digest",
)
_MOST_BYTES = 5_000_000
_MOST_LETTERS = 4000


def _cell(value: Any) -> list[Any]:
    """Fit one number of a report: what it counts, and what was printed, or nothing."""
    *counted, printed = listed(anything, 4, 4)(value)
    return [*map(text(_MOST_LETTERS), counted), maybe(whole())(printed)]


_SIGNED = record(
    {
        **dict.fromkeys(_COPIED, text(_MOST_LETTERS)),
        "kind": only(_KIND),
        "period": text(_MOST_LETTERS),
        "legal_basis": maybe(text(_MOST_LETTERS)),
        "persons_threshold": whole(),
        "contacts_threshold": whole(),
        "issued_on": day,
        "cells": listed(_cell),
    },
    optional={"insiders": maybe(flag)},
)
_META = table("vault_meta", column("audit_key"))


class Receipts:
    """What each issue hands out to be kept apart, and takes back after a restore."""

    def __init__(self, sessions: Sessions, clock: Clock, access: Access | None = None) -> None:
        self._sessions = sessions
        self._clock = clock
        self._access = access or Access()

    def receipt(self, number: int) -> str:
        """Return a report's receipt: its printed numbers and its blanks, signed by this vault."""
        with self._sessions.read() as session:
            row = session.get_one(Publication, number)
            said: dict[str, Any] = {name: getattr(row, name) for name in _COPIED}
            said |= {
                "kind": _KIND,
                "insiders": row.insiders,
                "period": str(row.period),
                "issued_on": row.issued_on.isoformat(),
                "cells": write_cells(cells_of(session, number)),
            }
            return json.dumps({**said, "signature": _signature(session, said)}, indent=1)

    def receive(self, content: str) -> bool:
        """Enter a report from its receipt; False where it is known.

        Raises InputRefused, and NotAllowed for the role.
        """
        self._access.require("issue")
        with self._sessions.write() as session:
            said = _read(session, content)
            known = select(Publication.id).where(
                Publication.digest == said["digest"],
                Publication.issued_on == said["issued_on"],
            )
            if session.scalar(known):
                return False
            row = Publication(
                **{name: said[name] for name in _COPIED},
                insiders=said.get("insiders"),
                period=said["period"],
                issued_on=said["issued_on"],
                paper="",
            )
            session.add(row)
            session.flush()
            session.add_all(cell_rows(row.id, dict(map(read_cell, said["cells"]))))
            note(session, Note("import", "publication", row.id))
            return True

    def missing_since(self) -> Gap | None:
        """Return what restores leave open that still want an answer, or None."""
        with self._sessions.read() as session:
            return open_gap(session)

    def nothing_missing(self) -> None:
        """Answer that every report issued since the backup is in the ledger; raises NotAllowed."""
        self._access.require("issue")
        with self._sessions.write() as session:
            today = self._clock.today()
            answered = select(RestoreAnswer.mark_id)
            marks = session.scalars(select(RestoreMark.id).where(RestoreMark.id.not_in(answered)))
            session.add_all(RestoreAnswer(mark_id=mark, answered_on=today) for mark in marks)
            note(session, Note("update", "restore_mark", outcome="answered"))


def open_receipt(path: Path) -> str:
    """Return what is in the file of a receipt; raises InputRefused."""
    try:
        return content_of(path, _MOST_BYTES).decode()
    except (OSError, ValueError):
        raise InputRefused("The file cannot be read.", "Choose a receipt.") from None


def _read(session: Session, content: str) -> dict[str, Any]:
    try:
        said = parse(content.encode(), OBJECT)
        signature = text(64, "[0-9a-f]{64}")(said.pop("signature", None))
        if not hmac.compare_digest(signature, _signature(session, said)):
            raise Unreadable
        fields: dict[str, Any] = _SIGNED(said)
        parse(fields["levels"].encode(), LEVELS)
        return {**fields, "period": Period.parse(fields["period"])}
    except (ValueError, UsageError):
        raise InputRefused(
            "This is not a receipt of this vault.",
            "Choose the file saved when the report was issued.",
        ) from None


def _signature(session: Session, said: dict[str, Any]) -> str:
    key = bytes.fromhex(session.scalars(select(_META.c.audit_key)).one())
    own = hmac.digest(key, _KIND.encode(), hashlib.sha256)
    signed = json.dumps(said, sort_keys=True, ensure_ascii=True)
    return hmac.digest(own, signed.encode(), hashlib.sha256).hex()
