"""What is measured, each with its floor: the bare libraries doing the same work."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from peerdesk.models.contact import Contact
from peerdesk.models.fields import blank_values
from peerdesk.models.supporter import Supporter
from peerdesk.periods import Month, Period
from peerdesk.reports.catalogue import Page, render
from peerdesk.safe import Note
from peerdesk.services.records.records import ListQuery
from peerdesk.services.sessions import note
from peerdesk.services.store.search import rebuild
from peerdesk.vault.database import connect
from tests.bench.bare_report import bare_report, words_of
from tests.bench.data import Filled

Pair = tuple[Callable[[], object], Callable[[], object]]
QUARTER = Period.parse("2025-Q3")

_BARE_DIALOG = """
import os
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
app = QApplication([])
page = QWidget()
box = QVBoxLayout(page)
box.addWidget(QLineEdit())
box.addWidget(QPushButton("Unlock"))
page.show()
app.sendPostedEvents()
page.grab()
os._exit(0)
"""
_UNLOCK_WINDOW = """
import os
import sys
from pathlib import Path
from peerdesk.app import build_window
from peerdesk.opened import VaultFolder
app, window = build_window(VaultFolder(Path(sys.argv[1])), Path(sys.argv[2]))
window.show()
app.sendPostedEvents()
window.grab()
os._exit(0)
"""


def start(place: Filled) -> Pair:
    """Process start to the painted unlock window, against a bare password dialog."""
    settings = tempfile.mkdtemp()
    window = (_UNLOCK_WINDOW, str(place.folder), settings)
    return lambda: _process(*window), lambda: _process(_BARE_DIALOG)


def _process(code: str, *words: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    before = _children()
    subprocess.run([sys.executable, "-c", code, *words], check=True, env=environment)  # noqa: S603
    return _children() - before


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def first_page(place: Filled) -> Pair:
    """List of supporters ready to paint, against one raw keyed query of the same rows."""
    sql = "SELECT id, full_name, status FROM supporter ORDER BY full_name LIMIT 50"

    def rows() -> None:
        ids = place.workspace.records.ids(ListQuery("supporter"))
        place.workspace.records.rows("supporter", ids[:50], ["full_name", "status"])

    return rows, lambda: _raw(place, sql)


def search(place: Filled) -> Pair:
    """One key of a search, repaint left out, against the bare query of the index."""
    index = _thousands(place)
    sql = "SELECT rowid FROM search WHERE search MATCH '\"per\"*' ORDER BY rowid DESC LIMIT 20"

    def found() -> None:
        assert len(place.workspace.search.find("per")) == 20

    assert index
    return found, lambda: _raw(place, sql)


def _thousands(place: Filled) -> int:
    """Index as many records as the vault has contacts: the courses and people of a long life."""
    with place.vault.sessions.write() as session:
        note(session, Note("import"))
        values = blank_values(Supporter) | {"personnel_class": "sworn", "version": 1}
        have = session.scalar(select(func.count(Supporter.id))) or 0
        rows = [
            {**values, "full_name": f"Person {number:06d}", "unit_area": f"Station {number % 90}"}
            for number in range(have, place.contacts)
        ]
        if rows:
            session.execute(insert(Supporter), rows)
        return rebuild(session)


def today(place: Filled) -> Pair:
    """What the first page shows at once, against six raw queries and a table of fifty rows."""
    queries = [
        "SELECT id, full_name, status FROM supporter ORDER BY full_name LIMIT 50",
        "SELECT DISTINCT month FROM contact",
        "SELECT DISTINCT counted_in FROM contact",
        "SELECT DISTINCT month FROM tally",
        "SELECT period FROM closed_period",
        "SELECT period FROM headcount",
    ]

    def bare() -> None:
        for sql in queries:
            _raw(place, sql)

    return place.workspace.today.day, bare


def save(place: Filled) -> Pair:
    """One contact saved durably, against a raw commit of one row."""
    values = {
        "month": Month(2026, 11),
        "first_this_quarter": "yes",
        "recipient_class": "responder",
        "origin": "self",
        "mode": "phone",
        "duration": "15_30",
        "duty": "on",
        "kind": "new",
        "limits_advised": "yes",
    }
    numbers = count(1)

    def raw() -> None:
        connection = _connection(place)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO closed_period (version, period, closed_on) VALUES (1, ?, '2026-01-01')",
            (f"{1900 + next(numbers)}-Q1",),
        )
        connection.execute("COMMIT")
        connection.close()

    return lambda: place.workspace.records.save("contact", values), raw


def report(place: Filled) -> Pair:
    """Quarterly report in a warm program, against its queries and words with ReportLab alone."""

    def printed() -> bytes:
        summary = place.workspace.reporting.summary("quarterly", QUARTER)
        return render("quarterly", summary, Page())

    pages = words_of(printed())

    def bare() -> None:
        with place.vault.sessions.read() as session:
            for name in ("mode", "origin", "topic", "recipient_class", "month", "duration"):
                column = getattr(Contact, name)
                session.execute(
                    select(column, func.count())
                    .where(Contact.counted_in == QUARTER)
                    .group_by(column)
                ).all()
        bare_report(pages)

    return printed, bare


def bring_in(place: Filled) -> Pair:
    """A thousand rows read, checked and stored, against reading and raw inserts."""
    path = Path(tempfile.mkdtemp()) / "contacts.csv"
    header = "month,first_this_quarter,recipient_class,origin,mode,topic,duration,duty,outcome"
    line = "2024-05,yes,responder,self,phone,grief,15_30,on,listened"
    path.write_text("\n".join([header, *[line] * 1000]), encoding="utf-8")

    def imported() -> None:
        imports = place.workspace.imports
        imports.undo(imports.apply(imports.read(path)).undo)

    def bare() -> None:
        rows = [row.split(",") for row in path.read_text(encoding="utf-8").splitlines()[1:]]
        connection = _connection(place)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TEMP TABLE bare (a, b, c, d, e, f, g, h, i)")
        connection.executemany("INSERT INTO bare VALUES (?,?,?,?,?,?,?,?,?)", rows)
        connection.execute("COMMIT")
        connection.close()

    return imported, bare


def _connection(place: Filled) -> Any:
    return connect(place.folder / place.vault.header.database, place.key)


def _raw(place: Filled, sql: str) -> None:
    connection = _connection(place)
    connection.execute(sql).fetchall()
    connection.close()


CASES: dict[str, Callable[[Filled], Pair]] = {
    "start": start,
    "first_page": first_page,
    "today": today,
    "save": save,
    "report": report,
    "import": bring_in,
    "search": search,  # last, since it adds records
}
