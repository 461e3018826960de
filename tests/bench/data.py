"""Deterministic vaults of a given size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert

from peerdesk.clock import FixedClock
from peerdesk.exchange.reader import read_plan
from peerdesk.models.contact import Contact
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from peerdesk.safe import Note
from peerdesk.services.sessions import note
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault import vault as vaults
from peerdesk.vault.keys import fast_kdf
from peerdesk.vocabulary import dimension_codes

PASSPHRASE = "a lantern by the window"
TODAY = date(2026, 11, 24)
YEARS = 10
SUPPORTERS = {1_000: 40, 10_000: 40, 100_000: 400}


@dataclass(frozen=True)
class Filled:
    """An open vault of a known size."""

    vault: vaults.Vault
    workspace: Workspace
    folder: Path
    key: bytes
    """Key of the database, for the floors that read it raw."""
    contacts: int


def filled(folder: Path, contacts: int) -> Filled:
    """Make a vault with ten years of contacts."""
    vault = vaults.create(folder, PASSPHRASE, kdf=fast_kdf())
    space = open_workspace(vault.sessions, FixedClock(TODAY), read_plan)
    space.agency.change(name="Bench County", logging_mode="coded")
    dice = Random(7)
    for number in range(SUPPORTERS[contacts]):
        space.records.save(
            "supporter",
            {
                "full_name": f"Person {number:03d}",
                "role": "peer",
                "personnel_class": "sworn",
                "status": "active",
            },
        )
    with vault.sessions.write() as session:
        note(session, Note("import", outcome=str(contacts)))
        session.execute(insert(Contact), [_contact(dice) for _ in range(contacts)])
        note(session, Note("import", "contact", outcome=str(contacts)))
    key = vault.database_key
    return Filled(vault, space, folder, key, contacts)


def _contact(dice: Random) -> dict[str, Any]:
    month = Month(2016, 12).plus(dice.randrange(12 * YEARS))
    drawn = {
        name: dice.choice(dimension_codes(name))
        for name in ("recipient_class", "origin", "mode", "duration", "duty")
    }
    first = dice.choice(("yes", "no"))
    return {
        **drawn,
        "month": month,
        "counted_in": month.quarter,
        "first_this_quarter": first,
        "topic": Codes([dice.choice(dimension_codes("topic"))]),
        "kind": "new" if first == "yes" else "followup",
        "outcome": Codes(["listened"]),
        "limits_advised": "yes",
        "version": 1,
    }
