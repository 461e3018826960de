"""Every page, in the order of the sidebar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from peerdesk.ui.context import PageContext
from peerdesk.ui.pages import supporter
from peerdesk.ui.pages.activity import ActivityPage
from peerdesk.ui.pages.agency import AgencyPage
from peerdesk.ui.pages.backup import BackupPage
from peerdesk.ui.pages.contact import ContactPage
from peerdesk.ui.pages.handover import HandOverPage
from peerdesk.ui.pages.importing import ImportPage
from peerdesk.ui.pages.issued import IssuedPage
from peerdesk.ui.pages.report import ReportPage
from peerdesk.ui.pages.security import SecurityPage


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
    PageEntry("contact", "Contacts", "message-square-text", "Support", ContactPage),
    PageEntry("report", "Reports", "file-text", "Reports", ReportPage),
    PageEntry("issued", "Issued", "save", "Reports", IssuedPage),
    PageEntry("agency", "Agency", "building-2", "Program", AgencyPage),
    PageEntry("security", "Security", "shield", "Vault", SecurityPage),
    PageEntry("backup", "Backup", "hard-drive", "Vault", BackupPage),
    PageEntry("activity", "Activity", "history", "Vault", ActivityPage),
    PageEntry("handover", "Hand-over", "users", "", HandOverPage),
    PageEntry("importing", "Import", "upload", "", ImportPage),
)
