"""Folders that a service copies to the internet are known by their names."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import Any

import pytest

from peerdesk.paths import synced_by


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\jo\OneDrive - Pine County\PeerDesk", "OneDrive"),
        (r"C:\Users\jo\Dropbox\PeerDesk", "Dropbox"),
        (r"C:\Users\jo\iCloudDrive\PeerDesk", "iCloud"),
        (r"G:\My Drive\PeerDesk", "Google Drive"),
        (r"C:\Users\jo\Google Drive\x.pdbackup", "Google Drive"),
        (r"C:\Users\jo\AppData\Local\PeerDesk", ""),
        (r"C:\Users\jo\Documents\no dropbox here", ""),
    ],
)
def test_services_are_known_by_the_folder_that_begins_with_their_name(
    path: Any, service: str
) -> None:
    assert synced_by(PureWindowsPath(path)) == service  # type: ignore[arg-type]
