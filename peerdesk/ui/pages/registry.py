"""Every page, in the order of the sidebar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from peerdesk.services.workspace import Workspace
from peerdesk.ui.context import PageContext
from peerdesk.ui.pages import incident, provider, referral, supporter
from peerdesk.ui.pages.activity import ActivityPage
from peerdesk.ui.pages.agency import AgencyPage
from peerdesk.ui.pages.backup import BackupPage
from peerdesk.ui.pages.contact import ContactPage
from peerdesk.ui.pages.handover import HandOverPage
from peerdesk.ui.pages.importing import ImportPage
from peerdesk.ui.pages.issued import IssuedPage
from peerdesk.ui.pages.removed import RemovedPage
from peerdesk.ui.pages.report import ReportPage
from peerdesk.ui.pages.security import SecurityPage
from peerdesk.ui.pages.today import TodayPage
from peerdesk.ui.pages.training import TRAINING_KINDS, TrainingPage


def _always(_workspace: Workspace) -> bool:
    return True


def _something_issued(workspace: Workspace) -> bool:
    return workspace.ledger.anything()


@dataclass(frozen=True)
class PageEntry:
    """One page: its place in the sidebar, and how it is made at its first visit.

    A page without a group has no place in the sidebar; a command of the menu shows it.
    """

    key: str
    title: str
    icon: str
    group: str
    factory: Callable[[PageContext], QWidget]
    kinds: tuple[str, ...] = ()
    """Kinds of record that it shows beside the one that its key names."""
    area: str = ""
    """Code of the area of the program to which it belongs; without one it is always there."""
    needed: Callable[[Workspace], bool] = _always
    """Whether there is anything to see on it; until then it has no place in the sidebar."""
    program: bool = False
    """Whether the menu Program has a line for it."""

    @property
    def shown(self) -> tuple[str, ...]:
        """Every kind of record that the page shows."""
        return (self.key, *self.kinds)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", "Today", "calendar-check", "Home", TodayPage),
    PageEntry("supporter", "Supporters", "users", "Team", supporter.page),
    PageEntry(
        "training", "Training", "graduation-cap", "Team", TrainingPage, TRAINING_KINDS, "training"
    ),
    PageEntry("contact", "Contacts", "message-square-text", "Support", ContactPage, ("tally",)),
    PageEntry(
        "incident", "Incidents", "siren", "Support", incident.page, incident.KINDS, "incident"
    ),
    PageEntry("referral", "Referrals", "signpost", "Support", referral.page, (), "referral"),
    PageEntry("provider", "Providers", "book-user", "Support", provider.page, (), "referral"),
    PageEntry("report", "Reports", "file-text", "Reports", ReportPage, ("closed_period",)),
    PageEntry(
        "issued",
        "Issued",
        "save",
        "Reports",
        IssuedPage,
        ("publication",),
        needed=_something_issued,
        program=True,
    ),
    PageEntry("agency", "Agency", "building-2", "", AgencyPage, ("headcount",), program=True),
    PageEntry("security", "Security", "shield", "", SecurityPage, ("opener",), program=True),
    PageEntry("backup", "Backup", "hard-drive", "", BackupPage, program=True),
    PageEntry("activity", "Activity", "history", "", ActivityPage, program=True),
    PageEntry("removed", "Removed", "trash-2", "", RemovedPage, ("binned",)),
    PageEntry("handover", "Hand-over", "users", "", HandOverPage),
    PageEntry("importing", "Import", "upload", "", ImportPage),
)
