"""The sample agency: three invented years that behave like a real program, the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import insert

from peerdesk.clock import Clock
from peerdesk.models.agency import Agency
from peerdesk.models.area import ProgramArea
from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.contact import Contact
from peerdesk.models.fields import kind_of
from peerdesk.models.headcount import Headcount
from peerdesk.models.supporter import Supporter
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.safe import Note
from peerdesk.services.counts.frozen import freeze
from peerdesk.services.sample.draw import Draw
from peerdesk.services.sample.support import add_support
from peerdesk.services.sample.training import add_training
from peerdesk.services.sessions import Sessions, note
from peerdesk.services.store.checks import refuse
from peerdesk.services.store.search import rebuild
from peerdesk.vocabulary import vocabulary

_SEED = 1987
_STAFF = {"sworn": 58, "corrections": 22, "dispatch": 14, "civilian": 16}
_PEOPLE = (
    ("Marisol Aguirre", "coordinator", "sworn", "Sergeant", "days"),
    ("Dale Whitcomb", "team_lead", "sworn", "Deputy", "nights"),
    ("Renata Kowalski", "peer", "dispatch", "Dispatcher", "swing"),
    ("Tobias Lindqvist", "peer", "sworn", "Deputy", "days"),
    ("Yolanda Pruitt", "peer", "corrections", "Corrections officer", "nights"),
    ("Emeka Obi", "peer", "sworn", "Detective", "days"),
    ("Carla Benedetti", "peer", "civilian", "Records clerk", "days"),
    ("Wesley Two Bulls", "peer", "sworn", "Deputy", "swing"),
    ("Anneke de Vries", "peer", "dispatch", "Dispatcher", "nights"),
    ("Jerome Castellano", "peer", "corrections", "Corrections officer", "days"),
    ("Priscilla Nakamura", "peer", "sworn", "Corporal", "swing"),
    ("Hollis Bergstrom", "chaplain", "chaplain", "Chaplain", "flexible"),
    ("Fatima Haddad", "peer", "civilian", "Evidence technician", "days"),
    ("Gil Montoya", "peer", "sworn", "Deputy", "nights"),
    ("Rosalind Achterberg", "peer", "sworn", "Lieutenant", "days"),
    ("Quincy Fairbanks", "peer", "corrections", "Sergeant", "swing"),
    ("Ida Sorensen", "retiree_peer", "sworn", "Retired deputy", "flexible"),
    ("Malachi Dunning", "peer", "dispatch", "Shift lead", "days"),
    ("Beatriz Villalobos", "peer", "sworn", "Deputy", "weekends"),
    ("Norbert Szymanski", "peer", "sworn", "Deputy", "nights"),
)
_AGENCY = {
    "name": "Sample County Sheriff's Office",
    "agency_type": "sheriff",
    "logging_mode": "coded",
    "sample": True,
}
_WEIGHTS: dict[str, dict[str, int]] = {
    "recipient_class": {
        "responder": 62,
        "support_staff": 24,
        "family_or_retiree": 9,
        "outside_agency": 3,
        "not_recorded": 2,
    },
    "origin": {
        "self": 27,
        "peer_outreach": 26,
        "post_incident": 15,
        "supervisor": 11,
        "coworker": 9,
        "event": 6,
        "line": 3,
        "family": 2,
        "clinician_chaplain": 1,
    },
    "mode": {"in_person": 56, "phone": 24, "text": 13, "video": 5, "email": 2},
    "topic": {
        "cumulative": 19,
        "relationship": 17,
        "organization": 15,
        "incident": 13,
        "general": 10,
        "grief": 7,
        "career": 6,
        "mood": 4,
        "health": 3,
        "finance_legal": 3,
        "substance": 2,
        "spiritual": 1,
    },
    "duration": {"lt15": 21, "15_30": 37, "30_60": 28, "60_120": 11, "gt120": 3},
    "duty": {"on": 66, "off": 24, "mixed": 10},
    "outcome": {
        "listened": 52,
        "information": 21,
        "referral_accepted": 12,
        "referral_declined": 5,
        "followup": 10,
    },
    "limits_advised": {"yes": 61, "brief": 28, "na": 8, "no": 3},
}


@dataclass(frozen=True)
class _Years:
    first: Month
    last: Month

    @property
    def months(self) -> tuple[Month, ...]:
        count = (self.last.year - self.first.year) * 12 + self.last.number - self.first.number + 1
        return tuple(self.first.plus(each) for each in range(count))


def build(sessions: Sessions, clock: Clock, years: int = 3) -> Period:
    """Fill an empty vault with the sample agency and return its last closed quarter."""
    dice = Random(_SEED)  # noqa: S311 - invented data, not a secret
    this_quarter = Month.of(clock.today()).quarter
    span = _Years(this_quarter.start.plus(-12 * years), Month.of(clock.today()))
    with sessions.write() as session:
        draw = Draw(session, Random(_SEED + 1), clock.today())  # noqa: S311 - invented data
        draw.add(Agency, **_AGENCY)
        for head_count in _head_counts(span):
            draw.add(Headcount, **head_count)
        supporters = [
            draw.add(Supporter, **_supporter(person, dice, draw.today)) for person in _PEOPLE
        ]
        session.flush()
        helpers = [each.id for each in supporters if each.status == "active"]
        _add_contacts(draw, dice, span, helpers)
        for area in vocabulary("area").codes:
            draw.add(ProgramArea, area=area, used=True)
        add_training(draw, span.months, supporters)
        add_support(draw, span.months, supporters)
        closed = [month.quarter for month in span.months if month.quarter < this_quarter]
        for quarter in dict.fromkeys(closed):
            freeze(session, quarter)
            session.add(ClosedPeriod(period=quarter, closed_on=quarter.following.start.last_day))
        session.flush()
        rebuild(session)
    return closed[-1]


def _head_counts(span: _Years) -> list[dict[str, Any]]:
    return [
        {"period": Period(Month(year, 1), 12), "personnel_class": name, "people": people}
        for year in range(span.first.year, span.last.year + 1)
        for name, people in _STAFF.items()
    ]


def _supporter(person: tuple[str, ...], dice: Random, today: date) -> dict[str, Any]:
    name, role, personnel_class, title, shift = person
    joined = date(today.year - dice.randint(1, 7), dice.randint(1, 12), dice.randint(1, 28))
    status = dice.choices(("active", "leave", "provisional"), (88, 6, 6))[0]
    return {
        "full_name": name,
        "role": role,
        "personnel_class": personnel_class,
        "rank_title": title,
        "status": status,
        "joined": joined,
        "shifts": Codes([shift]),
        "work_phone": f"555-01{dice.randint(0, 99):02d}",
        "designated_on": joined.replace(day=28),
        "designated_by": "Sheriff",
        "agreement_signed": joined.replace(day=28),
        "on_call_willing": dice.random() < 0.6,
    }


def _add_contacts(draw: Draw, dice: Random, span: _Years, helpers: list[int]) -> None:
    rows = [
        _contact(dice, month, dice.choice(helpers))
        for position, month in enumerate(span.months)
        for _ in range(_volume(dice, position, month))
    ]
    for row in rows:
        refuse(Contact, row, draw.today)
    draw.session.execute(insert(Contact), rows)
    note(draw.session, Note("import", kind_of(Contact), outcome=str(len(rows))))


def _volume(dice: Random, position: int, month: Month) -> int:
    """Return a month's contacts: slow growth, busier around the holidays, and chance."""
    season = 6 if month.number in (1, 11, 12) else 0
    return max(12, round(dice.gauss(29 + 0.35 * position + season, 4)))


def _contact(dice: Random, month: Month, helper: int) -> dict[str, object]:
    drawn = {
        name: dice.choices(tuple(weights), tuple(weights.values()))[0]
        for name, weights in _WEIGHTS.items()
    }
    first = dice.random() < 0.55
    second = dice.choices(tuple(_WEIGHTS["topic"]), tuple(_WEIGHTS["topic"].values()))[0]
    topics = [drawn["topic"], second] if dice.random() < 0.2 else [drawn["topic"]]
    return {
        **drawn,
        "month": month,
        "counted_in": month.quarter,
        "supporter_id": helper,
        "first_this_quarter": "yes" if first else "no",
        "kind": "new" if first else "followup",
        "topic": Codes(topics),
        "outcome": Codes([drawn["outcome"]]),
        "version": 1,
    }
