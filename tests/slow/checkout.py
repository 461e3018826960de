"""Checkouts to set up: the real one, and a tiny stand-in whose lock names one small package."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.slow.child import ROOT

_NOT_IN_A_CLONE = (".*", "__pycache__", "demo-out", "dist", "build")
_PEERDESK = """
import os, sys, small
sys.exit(print(small.VERSION, os.getcwd(), *sys.argv[1:]))
"""


@dataclass(frozen=True)
class Checkout:
    """A folder with ``run.sh``, and what its environment tells of."""

    at: Path
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def venv(self) -> Path:
        """Where the environment is made unless another place is named."""
        return Path(self.given.get("PEERDESK_VENV", self.at / ".venv"))

    def run(self, *words: str, script: str = "", cwd: Path | None = None, **given: str) -> Ended:
        """Run the script to its end."""
        begun = self.start(*words, script=script, cwd=cwd, **given)
        out, err = begun.communicate(timeout=600)
        return Ended(begun.returncode, out, err)

    def start(
        self, *words: str, script: str = "", cwd: Path | None = None, **given: str
    ) -> subprocess.Popen[str]:
        """Start the script, under another name of it if given, without a screen or a home."""
        unset = {"HOME", "DISPLAY", "WAYLAND_DISPLAY"}
        kept = {name: value for name, value in os.environ.items() if name not in unset}
        return subprocess.Popen(  # noqa: S603 - this project's script
            [script or str(self.at / "run.sh"), *words],
            cwd=cwd or self.at,
            env={**kept, **self.given, **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str


def clone(place: Path) -> Checkout:
    """Return this checkout as a clean clone would be."""
    shutil.copytree(ROOT, place, ignore=shutil.ignore_patterns(*_NOT_IN_A_CLONE))
    return Checkout(place)


def stand_in(place: Path, wheels: Path) -> Checkout:
    """Return a checkout with the real set-up, a lock of one package and a program that tells."""
    (place / "installer" / "locks").mkdir(parents=True)
    wheels.mkdir()
    for name in ("run.sh", "installer/environment.py"):
        shutil.copy(ROOT / name, place / name)
    for package, program in (("peerdesk", _PEERDESK), ("tests", _PEERDESK)):
        (place / package).mkdir()
        (place / package / "__main__.py").write_text(program)
    pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    made = Checkout(place, pip)
    lock(made, "1.0")
    return made


def lock(checkout: Checkout, version: str) -> None:
    """Let both locks of a stand-in name a version of its package."""
    wheel = Path(checkout.given["PIP_FIND_LINKS"]) / f"small-{version}-py3-none-any.whl"
    about = f"small-{version}.dist-info"
    files = {
        "small.py": f"VERSION = '{version}'\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: small\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**files, f"{about}/RECORD": "".join(f"{n},,\n" for n in files)}.items():
            archive.writestr(name, text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for name in ("run.txt", "test.txt"):
        text = f"small=={version} --hash=sha256:{digest}\n"
        (checkout.at / "installer" / "locks" / name).write_text(text)
