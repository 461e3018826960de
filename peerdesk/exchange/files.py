"""Every kind of file that can come in: what its rows become, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass

from peerdesk.errors import InputRefused
from peerdesk.models.attendance import Attendance
from peerdesk.models.contact import Contact
from peerdesk.models.course import Course
from peerdesk.models.fields import Record
from peerdesk.models.supporter import Supporter
from peerdesk.models.tally import Tally
from peerdesk.models.training_session import TrainingSession


@dataclass(frozen=True)
class FileKind:
    """One kind of file. The words above its columns stand in ``resources/import.json``.

    What is done with its rows beyond reading them is a ``Way``, where it is more than nothing.
    """

    name: str
    records: tuple[type[Record], ...]
    """What its rows become; of two fields of one name the first counts."""
    choice: str
    """Its name in a list of choices."""
    one: str
    many: str
    protects_recipient: bool = False
    """Whether a column of it may point at a person who was helped."""
    about_team: bool = False
    """Whether it lists the team or its classes, so that a contact log must not pass for it."""
    parts_of_names: bool = False
    """Whether first and last names may stand in columns of their own."""

    def count(self, number: int) -> str:
        """Return a number of them in words: ``1 contact``, ``214 contacts``."""
        return f"{number:,} {self.one if number == 1 else self.many}"


FILES: tuple[FileKind, ...] = (
    FileKind(
        "supporter",
        (Supporter,),
        "Supporters (a roster)",
        "supporter",
        "supporters",
        about_team=True,
        parts_of_names=True,
    ),
    FileKind(
        "contact",
        (Contact,),
        "Contacts (a contact log)",
        "contact",
        "contacts",
        protects_recipient=True,
    ),
    FileKind(
        "tally",
        (Tally,),
        "Monthly totals",
        "line of totals",
        "lines of totals",
        protects_recipient=True,
    ),
    FileKind(
        "training",
        (Course, TrainingSession, Attendance),
        "Training (classes and who took part)",
        "class",
        "classes",
        about_team=True,
    ),
)


def file_kind(name: str) -> FileKind:
    """Return a kind of file; raises InputRefused for one that cannot come in."""
    found = {each.name: each for each in FILES}.get(name)
    if found is None:
        *some, last = (each.name for each in FILES)
        raise InputRefused(
            "PeerDesk cannot bring in this kind of record.",
            f"Choose {', '.join(some)} or {last}.",
        )
    return found
