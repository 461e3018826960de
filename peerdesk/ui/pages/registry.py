"""Every page, in the order of the sidebar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from peerdesk.ui.context import PageContext
from peerdesk.ui.pages import incident, provider, referral, supporter
from peerdesk.ui.pages.agency import AgencyPage
from peerdesk.ui.pages.contact import ContactPage
from peerdesk.ui.pages.importing import ImportPage
from peerdesk.ui.pages.issued import IssuedPage
from peerdesk.ui.pages.report import ReportPage
from peerdesk.ui.pages.training import TrainingPage


@dataclass(frozen=True)
class PageEntry:
    """One page: its place in the sidebar, and how it is made at its first visit.

    A page without a group is reached from the menu and has no place in the sidebar.
    """

    key: str
    title: str
    icon: str
    group: str
    factory: Callable[[PageContext], QWidget]


PAGES: tuple[PageEntry, ...] = (
    PageEntry("supporter", "Supporters", "users", "Team", supporter.page),
    PageEntry("training", "Training", "graduation-cap", "Team", TrainingPage),
    PageEntry("contact", "Contacts", "message-square-text", "Support", ContactPage),
    PageEntry("incident", "Incidents", "siren", "Support", incident.page),
    PageEntry("referral", "Referrals", "signpost", "Support", referral.page),
    PageEntry("provider", "Providers", "book-user", "Support", provider.page),
    PageEntry("report", "Reports", "file-text", "Reports", ReportPage),
    PageEntry("issued", "Issued", "save", "Reports", IssuedPage),
    PageEntry("agency", "Agency", "building-2", "Program", AgencyPage),
    PageEntry("importing", "Import", "upload", "", ImportPage),
)
