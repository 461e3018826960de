"""How the sample agency's records are invented: dice, days and a place to put them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from peerdesk.models.fields import Record, blank_values
from peerdesk.periods import Month
from peerdesk.services.store.checks import refuse


@dataclass(frozen=True)
class Draw:
    """The dice, and the session to store into."""

    session: Session
    dice: Random
    today: date

    def of(self, weights: dict[str, int]) -> str:
        """Return a code, as often as its weight says."""
        return self.dice.choices(tuple(weights), tuple(weights.values()))[0]

    def day(self, month: Month) -> date:
        """Return a day of a month."""
        return date(month.year, month.number, self.dice.randint(2, 27))

    def add(self, record: type[Record], **values: Any) -> Any:
        """Add a record with these values; raises Invalid, as every way in does."""
        whole = {**blank_values(record), **values}
        refuse(record, whole, self.today)
        made = record(**whole)
        self.session.add(made)
        return made
