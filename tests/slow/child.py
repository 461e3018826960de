"""Starts PeerDesk's command line as a program of its own, as a script outside would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import PASSPHRASE

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Home:
    """A home folder for one test, so that nothing of this computer's is read or written."""

    at: Path

    @property
    def data(self) -> Path:
        """The folder of the vault."""
        return self.at / "data"

    @property
    def stick(self) -> Path:
        """A folder for backups, as on a stick."""
        return self.at / "stick"

    @property
    def settings(self) -> Path:
        """Where PeerDesk remembers what is not the vault's."""
        return self.at / "xdg_config_home" / "PeerDesk"

    @property
    def environment(self) -> Mapping[str, str]:
        """Environment variables that keep a program inside this home."""
        places = {
            name: str(self.at / name.lower())
            for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR")
        }
        for place in places.values():
            Path(place).mkdir(exist_ok=True)
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.at),
            "PEERDESK_TEST": "1",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            **places,
        }

    def at_home(self, words: Iterable[str]) -> list[str]:
        """Return the words of a command with this home's stick for ``{stick}``."""
        return [each.replace("{stick}", str(self.stick)) for each in words]

    def words(self, *verb: str, weakened: str = "") -> list[str]:
        """Return the command that runs a verb; ``weakened`` is a line run before, by controls."""
        start = ("-m", "peerdesk")
        if weakened:
            command = "import sys; from peerdesk.cli.main import run; sys.exit(run(sys.argv[1:]))"
            start = ("-c", f"{weakened}; {command}")
        return [sys.executable, *start, "--data", str(self.data), "--secret-stdin", *verb]

    def run(
        self, *verb: str, secrets: tuple[str, ...] = (PASSPHRASE,)
    ) -> subprocess.CompletedProcess[str]:
        """Run a verb to its end."""
        return subprocess.run(  # noqa: S603 - fixed commands of this project
            self.words(*verb),
            input=typed(*secrets),
            text=True,
            capture_output=True,
            env=self.environment,
            check=False,
        )


def typed(*secrets: str) -> str:
    """Return secrets as they come in: one a line."""
    return "".join(f"{secret}\n" for secret in secrets)
