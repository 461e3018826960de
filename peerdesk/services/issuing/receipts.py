"""Receipts of issued reports: files by which a restored vault learns what it has forgotten."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date
from typing import Any

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.errors import InputRefused
from peerdesk.models.ledger import Publication, RestoreAnswer, RestoreMark
from peerdesk.periods import Period
from peerdesk.safe import Note
from peerdesk.services.access import Access
from peerdesk.services.issuing.issued import Gap, open_gap, read_cell, write_cells
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

    def receive(self, text: str) -> bool:
        """Enter a report from its receipt; False where it is known.

        Raises InputRefused, and NotAllowed for the role.
        """
        self._access.require("issue")
        with self._sessions.write() as session:
            said = _read(session, text)
            known = select(Publication.id).where(
                Publication.digest == said["digest"],
                Publication.issued_on == date.fromisoformat(said["issued_on"]),
            )
            if session.scalar(known):
                return False
            row = Publication(
                **{name: said[name] for name in _COPIED},
                insiders=said.get("insiders"),
                period=Period.parse(said["period"]),
                issued_on=date.fromisoformat(said["issued_on"]),
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


def _read(session: Session, text: str) -> dict[str, Any]:
    refused = InputRefused(
        "This is not a receipt of this vault.", "Choose the file saved when the report was issued."
    )
    try:
        said = json.loads(text)
        signature = said.pop("signature")
        genuine = hmac.compare_digest(signature, _signature(session, said))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise refused from None
    if not genuine or said.get("kind") != _KIND:
        raise refused
    return dict(said)


def _signature(session: Session, said: dict[str, Any]) -> str:
    key = bytes.fromhex(session.scalars(select(_META.c.audit_key)).one())
    own = hmac.digest(key, _KIND.encode(), hashlib.sha256)
    text = json.dumps(said, sort_keys=True, ensure_ascii=True)
    return hmac.digest(own, text.encode(), hashlib.sha256).hex()
