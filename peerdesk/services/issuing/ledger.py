"""The ledger: issuing, re-printing and recalling reports, and receipts for after a restore."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from peerdesk import __version__
from peerdesk.clock import Clock
from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.table import Thresholds
from peerdesk.errors import UsageError, UserFacing
from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.ledger import Publication, PublishedCell, Recall
from peerdesk.periods import Period
from peerdesk.safe import Note
from peerdesk.services.access import Access
from peerdesk.services.issuing.issued import newest_mark, read_place, refuse_gap, write_place
from peerdesk.services.sessions import Sessions, note


class Summary(Protocol):
    """What can be issued: any report's protected summary."""

    @property
    def report(self) -> str:
        """Name of the report in the catalogue."""
        ...

    @property
    def title(self) -> str:
        """What it is called."""
        ...

    @property
    def period(self) -> Period:
        """What it reports on."""
        ...

    def issued(self) -> dict[Predicate, int | None]:
        """Return all that a reader can learn: numbers by what they count, None for a blank."""
        ...

    def levels(self) -> dict[str, dict[str, str]]:
        """Return table, dimension and level of every table shown."""
        ...


@dataclass(frozen=True)
class Delivery:
    """To whom a report goes, and why; roles and reasons, never a name."""

    audience: str = "command"
    purpose: str = "oversight"
    legal_basis: str = ""

    @property
    def outside(self) -> bool:
        """Whether the report leaves the agency."""
        return self.audience in _OUTSIDE


_OUTSIDE = frozenset({"governing", "funder", "region", "public"})


@dataclass(frozen=True)
class Issue:
    """One entry of the disclosure register."""

    number: int
    report: str
    title: str
    period: Period
    issued_on: date
    delivery: Delivery
    thresholds: Thresholds
    policy: str
    digest: str
    shown: int
    """How many numbers were printed."""
    hidden: int
    """How many stood as dots."""
    recalled_on: date | None = None
    reason: str = ""
    has_paper: bool = True
    """False for a report known from its receipt only."""

    @property
    def state(self) -> str:
        """Whether it stands: ``issued`` or ``recalled``."""
        return "recalled" if self.recalled_on else "issued"


class Ledger:
    """Everything that ever left the coordinator's hands; nothing in it is changed or removed."""

    def __init__(self, sessions: Sessions, clock: Clock, access: Access | None = None) -> None:
        self._sessions = sessions
        self._clock = clock
        self._access = access or Access()

    def check(self, period: Period) -> None:
        """Raise where a report on a period cannot be issued.

        NotAllowed for the role, UsageError while it is open, NotShown after a restore that nobody
        has answered for.
        """
        self._access.require("issue")
        with self._sessions.read() as session:
            refuse_open(session, period)
            refuse_gap(session, period)

    def issue(
        self, summary: Summary, paper: bytes, thresholds: Thresholds, delivery: Delivery
    ) -> int:
        """Enter a report before its paper leaves; return its number.

        Raises what ``check`` raises.
        """
        self._access.require("issue")
        with self._sessions.write() as session:
            refuse_open(session, summary.period)
            refuse_gap(session, summary.period)
            issued = Publication(
                report=summary.report,
                title=summary.title,
                period=summary.period,
                issued_on=self._clock.today(),
                audience=delivery.audience,
                purpose=delivery.purpose,
                legal_basis=delivery.legal_basis.strip() or None,
                persons_threshold=thresholds.persons,
                contacts_threshold=thresholds.contacts,
                insiders=thresholds.insiders,
                policy=__version__,
                levels=json.dumps(summary.levels(), sort_keys=True),
                digest=hashlib.sha256(paper).hexdigest(),
                paper=base64.b85encode(zlib.compress(paper, 9)).decode("ascii"),
            )
            session.add(issued)
            session.flush()
            session.add_all(cell_rows(issued.id, summary.issued()))
            note(session, Note("create", "publication", issued.id))
            return issued.id

    def mark(self) -> str:
        """Return the newest mark of the record of activity, for the foot of a report."""
        with self._sessions.read() as session:
            return newest_mark(session)

    def standing(self, report: str, period: Period, audience: str = "") -> Issue | None:
        """Return the newest of a report that is issued and not recalled, to one audience or any.

        What is known from its receipt only is not meant: its paper cannot be shown again.
        """
        found = (
            each
            for each in self.register()
            if (each.report, each.period, each.state) == (report, period, "issued")
            and each.has_paper
            and audience in ("", each.delivery.audience)
        )
        return next(found, None)

    def paper(self, number: int) -> bytes:
        """Return an issued report byte for byte; raises UserFacing where only its receipt is known.

        It is never made anew: numbers, words and layout are those of the day.
        """
        with self._sessions.read() as session:
            kept = _existing(session, number).paper
        if not kept:
            raise UserFacing(
                "The paper of this report is not in the vault.",
                "It was issued after the backup was made; only its numbers are known.",
            )
        return zlib.decompress(base64.b85decode(kept))

    def anything(self) -> bool:
        """Say whether anything was ever issued; reads no paper."""
        with self._sessions.read() as session:
            return session.scalar(select(Publication.id).limit(1)) is not None

    def register(self) -> tuple[Issue, ...]:
        """Return everything that was issued, newest first."""
        with self._sessions.read() as session:
            recalls = {each.publication_id: each for each in session.scalars(select(Recall))}
            counts = {
                number: (shown, cells - shown)
                for number, cells, shown in session.execute(
                    select(
                        PublishedCell.publication_id,
                        func.count(),
                        func.count(PublishedCell.printed),
                    ).group_by(PublishedCell.publication_id)
                )
            }
            rows = session.scalars(select(Publication).order_by(Publication.id.desc()))
            return tuple(
                _entry(each, counts.get(each.id, (0, 0)), recalls.get(each.id)) for each in rows
            )

    def cells(self, number: int) -> dict[Predicate, int | None]:
        """Return what a report made known."""
        with self._sessions.read() as session:
            return cells_of(session, number)

    def recall(self, number: int, reason: str) -> None:
        """Call an issued report back. What it said is known all the same; raises NotAllowed."""
        self._access.require("issue")
        with self._sessions.write() as session:
            _existing(session, number)
            if session.scalar(select(Recall.id).where(Recall.publication_id == number)):
                raise UserFacing("This report was recalled already.")
            today = self._clock.today()
            session.add(Recall(publication_id=number, recalled_on=today, reason=reason))
            note(session, Note("update", "publication", number, "recalled"))


def refuse_open(session: Session, period: Period) -> None:
    """Raise UsageError where a quarter of a period is not closed."""
    if set(period.quarters) - set(session.scalars(select(ClosedPeriod.period))):
        raise UsageError(
            f"{period.label} is not closed.", "Close it first; until then reports are drafts."
        )


def cells_of(session: Session, number: int) -> dict[Predicate, int | None]:
    """Return what a report made known."""
    rows = session.scalars(select(PublishedCell).where(PublishedCell.publication_id == number))
    return {Predicate(r.measure, r.period, read_place(r.place)): r.printed for r in rows}


def cell_rows(number: int, issued: dict[Predicate, int | None]) -> list[PublishedCell]:
    """Return what a report made known, as rows."""
    return [
        PublishedCell(
            publication_id=number,
            measure=key.measure,
            period=key.period,
            place=write_place(key.at),
            printed=value,
        )
        for key, value in sorted(issued.items())
    ]


def _existing(session: Session, number: int) -> Publication:
    found = session.get(Publication, number)
    if found is None:
        raise UserFacing("There is no issued report of this number.")
    return found


def _entry(row: Publication, counts: tuple[int, int], recall: Recall | None) -> Issue:
    return Issue(
        number=row.id,
        report=row.report,
        title=row.title,
        period=row.period,
        issued_on=row.issued_on,
        delivery=Delivery(row.audience, row.purpose, row.legal_basis or ""),
        thresholds=Thresholds(row.persons_threshold, row.contacts_threshold, bool(row.insiders)),
        policy=row.policy,
        digest=row.digest,
        shown=counts[0],
        hidden=counts[1],
        recalled_on=recall.recalled_on if recall else None,
        reason=recall.reason if recall else "",
        has_paper=bool(row.paper),
    )
