"""The page of any kind of record, found by the registry; so a new kind needs no new tests."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from peerdesk.models.fields import Record, kind_of
from peerdesk.models.registry import ENTERED
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.registry import PAGES
from peerdesk.ui.records.page import RecordPage

PARTS = ("training_session", "intervention")
"""Kinds that are entered on a tab beside the record they belong to: see ``test_part_list``."""
PAGED = tuple(each for each in ENTERED if kind_of(each) not in PARTS)
"""Kinds with a page, or a tab of one."""


def page_of(record: type[Record], context: PageContext) -> tuple[QWidget, RecordPage]:
    """Make the page that shows a kind, and return it with the part that is for this kind."""
    entry = next(entry for entry in PAGES if kind_of(record) in entry.shown)
    page = entry.factory(context)
    page.open_record(kind_of(record), 0)  # type: ignore[attr-defined]
    parts = [page, *page.findChildren(QWidget)]
    return page, next(
        part for part in parts if isinstance(part, RecordPage) and part.spec.record is record
    )
