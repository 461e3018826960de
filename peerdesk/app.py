"""The composition root: puts vault, services, paper and window together. Nobody imports it."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from peerdesk import __version__, log
from peerdesk.errors import UserFacing
from peerdesk.opened import Opened, VaultFolder, open_sample, sample_folder
from peerdesk.paths import make_private_folder, settings_folder
from peerdesk.restart import began_anew, restart
from peerdesk.ui.surroundings import Recovered

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from peerdesk.periods import Period
    from peerdesk.safe import Safe
    from peerdesk.services.issuing.ledger import Delivery
    from peerdesk.services.workspace import Workspace
    from peerdesk.ui.shell.window import Window


def print_report(workspace: Workspace, report: str, period: Period | None, paper: str) -> bytes:
    """Return the PDF of a report as a draft, or of a working paper."""
    from peerdesk.reports.catalogue import Page, render  # noqa: PLC0415 - see the top of the file
    from peerdesk.services.summaries.catalogue import is_working_paper  # noqa: PLC0415

    if is_working_paper(report):
        named = workspace.reporting.working_paper(report)
        return render(report, named, Page(paper=_paper(paper), draft=False))
    if period is None:
        raise UserFacing("This report needs a period.", "Choose one.")
    summary = workspace.reporting.summary(report, period)
    return render(report, summary, Page(paper=_paper(paper), draft=True))


def issue_report(
    workspace: Workspace,
    report: str,
    period: Period,
    paper: str,
    delivery: Delivery | None = None,
    narrative: str = "",
) -> bytes:
    """Issue a report and return its PDF; what this reader has is returned byte for byte.

    It is in the ledger before its first byte leaves this function. Raises what the ledger raises.
    """
    from peerdesk.services.issuing.ledger import Delivery  # noqa: PLC0415 - see the top of the file

    ledger = workspace.ledger
    ledger.check(period)
    delivery = delivery or Delivery()
    if standing := ledger.standing(report, period, delivery.audience):
        return ledger.paper(standing.number)
    return issue_anew(workspace, report, period, paper, delivery, narrative)


def issue_anew(
    workspace: Workspace,
    report: str,
    period: Period,
    paper: str,
    delivery: Delivery,
    narrative: str,
) -> bytes:
    """Issue a report to a reader who does not have it, so that no word of it is lost.

    Raises UserFacing where the reader has it, and what the ledger raises.
    """
    from peerdesk.reports.catalogue import Page, render  # noqa: PLC0415 - see the top of the file

    ledger, reporting = workspace.ledger, workspace.reporting
    ledger.check(period)
    if ledger.standing(report, period, delivery.audience):
        raise UserFacing(
            "This reader has the report already.",
            "Recall it first, on the page Issued reports, to issue it anew.",
        )
    summary = reporting.summary(report, period, narrative, outside=delivery.outside)
    page = Page(paper=_paper(paper), draft=False, anchor=ledger.mark())
    pdf = render(report, summary, page)
    thresholds = reporting.thresholds(period, outside=delivery.outside)
    return ledger.paper(ledger.issue(summary, pdf, thresholds, delivery))


def _paper(name: str) -> Literal["letter", "a4"]:
    return "a4" if name == "a4" else "letter"


def print_paper(workspace: Workspace, mark: str, name: str, facts: object, paper: str) -> bytes:
    """Return the PDF of a working paper; ``mark`` is how the vault's id begins."""
    # ReportLab takes about half a second to load.
    from peerdesk.reports.catalogue import Page  # noqa: PLC0415
    from peerdesk.reports.papers import print_facts  # noqa: PLC0415
    from peerdesk.reports.working import Letterhead  # noqa: PLC0415

    profile = workspace.agency.profile()
    day = workspace.clock.today()
    head = Letterhead(profile.name, mark, day, __version__, profile.sample)
    return print_facts(name, facts, head, Page("a4" if paper == "a4" else "letter", draft=False))


class RecoveryWords:
    """The list of recovery words; loaded when somebody first needs it."""

    def phrase(self) -> str:
        """Return a random passphrase of five words."""
        from peerdesk.vault.recovery_words import phrase  # noqa: PLC0415 - not needed to unlock

        return phrase()

    def read(self, typed: str) -> tuple[str, ...]:
        """Return words in full; raises InputRefused naming one that is on no list."""
        from peerdesk.vault.recovery_words import read  # noqa: PLC0415 - not needed to unlock

        return read(typed)

    def check(self, typed: str) -> str:
        """Return what is wrong with the words typed so far, or an empty text."""
        try:
            self.read(typed)
        except UserFacing as problem:
            return str(problem)
        return ""


class WindowVaults:
    """The vault as the window sees it: closed, or open as one workspace."""

    words = RecoveryWords()

    def __init__(self, place: VaultFolder) -> None:
        self._place = place
        self._opened: Opened | None = None

    def exists(self) -> bool:
        """Say whether there is a vault to open."""
        return self._place.exists()

    @property
    def opened(self) -> Opened | None:
        """The open vault and its services; None while it is closed."""
        return self._opened

    @property
    def safe(self) -> Safe | None:
        """The safe of the open vault; None while it is closed."""
        return self._opened.safe if self._opened else None

    def wait_seconds(self) -> int:
        """Return how long the next try has to wait after wrong ones."""
        return self._place.wait_seconds()

    def open(self, secret: str, kind: str = "pass", *, accept_altered: bool = False) -> Workspace:
        """Open the vault; raises what the vault raises."""
        return self._keep(self._place.open(secret, kind, accept_altered=accept_altered))

    def recover(self, words: str, passphrase: str) -> Recovered:
        """Come in with recovery words, and give them up for a new passphrase."""
        opened, before = self._place.recover(words, passphrase)
        return Recovered(self._keep(opened), before, opened.counts())

    def restore(self, path: Path, secret: str) -> bool:
        """Put a backup in the place of a vault that does not open; say whether words opened it."""
        return self._place.restore(path, secret)

    def create(self, secret: str, profile: Mapping[str, Any]) -> Workspace:
        """Make the vault with its agency; raises what the vault raises."""
        return self._keep(self._place.create(secret, profile))

    def open_sample(self) -> Workspace:
        """Open the sample agency, in a folder beside the real one."""
        return self._keep(open_sample(sample_folder(self._place.folder)))

    def close(self) -> None:
        """Make a backup of what has changed, and forget the key."""
        opened, self._opened = self._opened, None
        if opened is None:
            return
        for step in (opened.automatic.back_up_at_close, opened.close, opened.vault.abandon):
            try:
                step()
            except UserFacing as problem:
                # A full disk must not keep the key here; the next start says what is missing.
                log.write(log.Event("closing", error=type(problem).__name__))

    def look_after(self) -> tuple[str, ...]:
        """Check the vault once, back it up after hours of use, and return what is wrong; slow."""
        return self._opened.automatic.look_after() if self._opened else ()

    def _keep(self, opened: Opened) -> Workspace:
        self._opened = opened
        return opened.workspace


class Press:
    """Makes the window's paper from the open vault, one document at a time.

    A report that nobody waits for any more may still be on another worker, and ReportLab shares
    its fonts and page types between documents.
    """

    def __init__(self, opened: Callable[[], Opened | None]) -> None:
        self._opened = opened
        self._one_at_a_time = Lock()

    def preview(self, report: str, period: Period, paper: str, number: int | None) -> bytes:
        """Return the PDF of a report: a draft, or as it was issued."""
        workspace = self._vault().workspace
        with self._one_at_a_time:
            if number is not None:
                return workspace.ledger.paper(number)
            return print_report(workspace, report, period, paper)

    def issue(
        self, report: str, period: Period, paper: str, delivery: Delivery, narrative: str
    ) -> bytes:
        """Enter a report in the ledger and return its PDF."""
        workspace = self._vault().workspace
        with self._one_at_a_time:
            return issue_anew(workspace, report, period, paper, delivery, narrative)

    def paper(self, name: str, facts: object, paper: str = "letter") -> bytes:
        """Return the PDF of a working paper about the vault."""
        opened = self._vault()
        mark = opened.vault.header.vault_id[:8]
        with self._one_at_a_time:
            return print_paper(opened.workspace, mark, name, facts, paper)

    def _vault(self) -> Opened:
        opened = self._opened()
        if opened is None:
            raise RuntimeError("the vault is closed")
        return opened


def warm_up() -> None:
    """Load what an open vault needs, while the coordinator types the passphrase."""
    import peerdesk.exchange.reader  # noqa: PLC0415 - see the top of the file
    import peerdesk.ui.pages.registry  # noqa: PLC0415 - see the top of the file
    import peerdesk.vault.opening  # noqa: F401, PLC0415 - see the top of the file


def run_window(place: VaultFolder, secret: str | None = None) -> int:
    """Show the window and return its exit code; ``secret`` opens the vault at once."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - see build_window

    # A program that began anew was locked: it opens nothing, and takes the keyboard from nobody.
    anew = began_anew()
    app, window = build_window(place, settings_folder(), None if anew else secret)
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, anew)
    window.show()
    return app.exec()


def build_window(
    place: VaultFolder, settings_at: Path, secret: str | None = None
) -> tuple[QApplication, Window]:
    """Put the window together, with its log and settings in a folder."""
    # The command line runs where Qt's system libraries are missing.
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from peerdesk.ui.settings import Settings  # noqa: PLC0415
    from peerdesk.ui.shell.crash import CrashReporter  # noqa: PLC0415
    from peerdesk.ui.shell.window import Window  # noqa: PLC0415
    from peerdesk.ui.surroundings import Surroundings  # noqa: PLC0415
    from peerdesk.ui.watch.capture import Unseen  # noqa: PLC0415
    from peerdesk.ui.widgets.dialogs import Dialogs  # noqa: PLC0415
    from peerdesk.ui.widgets.tasks import Tasks  # noqa: PLC0415
    from peerdesk.ui.widgets.theme import Theme  # noqa: PLC0415

    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(["PeerDesk"])
    make_private_folder(settings_at)
    log.to_file(settings_at / "peerdesk.log")
    settings, dialogs, vaults = Settings(settings_at), Dialogs(), WindowVaults(place)
    theme = Theme(app, settings.mode, settings.point_size)
    press = Press(lambda: vaults.opened)
    given = Surroundings(vaults, press, dialogs, theme, settings, warm_up, restart)
    if sys.platform == "win32":
        given = replace(given, unseen=Unseen(ctypes.windll.user32, app))
    window = Window(given)
    CrashReporter(window, dialogs).install()
    tasks = Tasks(window.pool, window)
    window.sample_requested.connect(
        lambda: tasks.run(vaults.open_sample, window.show_open, partial(dialogs.error, window))
    )
    if secret is not None:
        window.show_open(vaults.open(secret))
    return app, window
