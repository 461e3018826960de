"""What is lent as a name to work on is nobody else's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from peerdesk.errors import CannotWrite
from peerdesk.vault.folder import SCRATCH_NAMES, scratch_file


@pytest.mark.parametrize("end", ["", "-journal", "-wal", ".seal"])
@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_name_beside_which_something_lies_is_not_lent(tmp_path: Path, end: str) -> None:
    """A link there would be followed by what is copied beside the database, and then removed."""
    strange = tmp_path / "strange"
    strange.write_bytes(b"theirs")
    planted = tmp_path / f"{SCRATCH_NAMES[0]}{end}"
    planted.symlink_to(strange)
    with scratch_file(tmp_path) as path:
        assert path.name == SCRATCH_NAMES[1]
        path.with_name(path.name + end).write_bytes(b"ours")
    assert sorted(tmp_path.iterdir()) == sorted((planted, strange))
    assert strange.read_bytes() == b"theirs"
    for name in SCRATCH_NAMES[1:]:
        (tmp_path / f"{name}{end}").symlink_to(strange)
    with pytest.raises(CannotWrite), scratch_file(tmp_path):
        pass
