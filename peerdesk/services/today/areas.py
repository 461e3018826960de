"""Which areas of the program seem to be needed; the words stand with their terms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from sqlalchemy import String, exists, select
from sqlalchemy.orm import Session

from peerdesk.models.contact import Contact
from peerdesk.models.supporter import Supporter
from peerdesk.models.tally import Tally
from peerdesk.vocabulary import vocabulary


def suggested(session: Session, areas: Collection[str]) -> dict[str, str]:
    """Return those of some areas that are needed, each with the reason in a sentence."""
    return {
        area: vocabulary("area").term(area).reason
        for area, needed in _NEEDED.items()
        if area in areas and needed(session)
    }


def _in_training(session: Session) -> bool:
    waiting = Supporter.status.in_(("accepted_awaiting_training", "provisional"))
    return bool(session.scalar(select(exists(select(Supporter.id).where(waiting)))))


def _counted(name: str, code: str) -> Callable[[Session], bool]:
    """Return a test for any contact, in either way of logging, with a code of a dimension."""
    column = Contact.__table__.c[name].cast(String)

    def found(session: Session) -> bool:
        rows = select(Contact.id).where(column.contains(code))
        sums = select(Tally.id).where(Tally.dimension == name, Tally.value == code)
        return bool(session.scalar(select(exists(rows)))) or bool(
            session.scalar(select(exists(sums)))
        )

    return found


_NEEDED: Mapping[str, Callable[[Session], bool]] = {
    "training": _in_training,
    "incident": _counted("origin", "post_incident"),
    "referral": _counted("outcome", "referral_accepted"),
}
