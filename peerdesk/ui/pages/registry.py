"""Every page, in the order of the sidebar."""

from __future__ import annotations

from functools import partial

from peerdesk.models.fields import kind_of
from peerdesk.services.workspace import Workspace
from peerdesk.ui.kinds import incident, provider, referral, supporter
from peerdesk.ui.page import PageEntry
from peerdesk.ui.pages.activity.page import ActivityPage
from peerdesk.ui.pages.agency.page import AgencyPage
from peerdesk.ui.pages.backup.page import BackupPage
from peerdesk.ui.pages.contact.page import ContactPage
from peerdesk.ui.pages.handover.page import HandOverPage
from peerdesk.ui.pages.importing.page import ImportPage
from peerdesk.ui.pages.issued.page import IssuedPage
from peerdesk.ui.pages.removed import RemovedPage
from peerdesk.ui.pages.report.page import ReportPage
from peerdesk.ui.pages.security.page import SecurityPage
from peerdesk.ui.pages.today.page import TodayPage
from peerdesk.ui.pages.training.page import TRAINING_KINDS, TrainingPage
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.records.spec import PageSpec


def _something_issued(workspace: Workspace) -> bool:
    return workspace.ledger.anything()


def _listing(
    spec: PageSpec, icon: str, group: str, kinds: tuple[str, ...] = (), area: str = ""
) -> PageEntry:
    """Return the entry of a page that is declared whole: key and title are those of its spec."""
    page = partial(RecordPage, spec)
    return PageEntry(kind_of(spec.record), spec.title, icon, group, page, kinds, area)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", "Today", "calendar-check", "Home", TodayPage),
    _listing(supporter.SPEC, "users", "Team"),
    PageEntry(
        "training", "Training", "graduation-cap", "Team", TrainingPage, TRAINING_KINDS, "training"
    ),
    PageEntry("contact", "Contacts", "message-square-text", "Support", ContactPage, ("tally",)),
    _listing(incident.SPEC, "siren", "Support", incident.KINDS, area="incident"),
    _listing(referral.SPEC, "signpost", "Support", area="referral"),
    _listing(provider.SPEC, "book-user", "Support", area="referral"),
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
