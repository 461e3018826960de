"""Every page has its place in the sidebar, and an icon that is shipped."""

from __future__ import annotations

from peerdesk.paths import resource
from peerdesk.ui.pages.registry import PAGES


def test_entries_are_complete_and_unique() -> None:
    assert len({page.key for page in PAGES}) == len({page.title for page in PAGES}) == len(PAGES)
    for page in PAGES:
        assert resource("icons", f"{page.icon}.svg").is_file()


def test_groups_stand_together() -> None:
    groups = [page.group for page in PAGES]
    assert len(set(groups)) == sum(a != b for a, b in zip(groups, [None, *groups], strict=False))
