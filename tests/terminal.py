"""A terminal for tests of the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from peerdesk.cli import main
from tests.conftest import PASSPHRASE


class Terminal:
    """Runs commands as a script would: words in, exit code and text out."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.out = self.err = ""

    def run(self, *words: str, secret: str | tuple[str, ...] = PASSPHRASE) -> int:
        """Run a command with its secrets on standard input, one a line."""
        secrets = (secret,) if isinstance(secret, str) else secret
        typed = "".join(f"{each}\n" for each in secrets)
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main.run(["--data", str(self.folder), "--secret-stdin", *words])
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *words: str, secret: str | tuple[str, ...] = PASSPHRASE) -> Any:
        """Run a command that must succeed, and return its answer."""
        assert self.run(*words, secret=secret) == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    """A terminal on the vault of Pine County, with its own settings folder."""
    monkeypatch.setenv("PEERDESK_TEST", "1")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    ready = Terminal(tmp_path / "data", capsys, monkeypatch)
    init = ("vault", "init", "--agency", "Pine County", "--mode", "coded", "--test-kdf", "fast")
    assert ready.run(*init) == 0, ready.err
    return ready
