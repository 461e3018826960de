"""Facts of the program itself: training, responses to incidents and the roster, by period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

UNMET = "A training rule is not met"
"""How the list of what is missing calls it."""


@dataclass(frozen=True)
class Offers:
    """Interventions of one type: how often, how often with a clinician, and how soon."""

    times: int = 0
    with_clinician: int = 0
    hours_after: tuple[int, ...] = ()
    """Hours since the incident, of those where they are known."""

    def plus(self, other: Offers) -> Offers:
        """Add two up."""
        return Offers(
            self.times + other.times,
            self.with_clinician + other.with_clinician,
            (*self.hours_after, *other.hours_after),
        )

    @property
    def median_hours(self) -> int | None:
        """The middle of the hours, None where none are known."""
        return round(median(self.hours_after)) if self.hours_after else None


@dataclass(frozen=True)
class Responses:
    """Incidents of one group, and what was done about them."""

    incidents: int = 0
    met_trigger: int = 0
    offered: int = 0
    """Of those that met the trigger: with an offer of support, accepted or not."""
    within_a_day: int = 0
    """Of those: with the first offer at most 24 hours after the incident."""
    not_needed: int = 0
    clinician: int = 0

    def plus(self, other: Responses) -> Responses:
        """Add two up."""
        return Responses(
            self.incidents + other.incidents,
            self.met_trigger + other.met_trigger,
            self.offered + other.offered,
            self.within_a_day + other.within_a_day,
            self.not_needed + other.not_needed,
            self.clinician + other.clinician,
        )


@dataclass(frozen=True)
class Classes:
    """Training of one kind: sessions, those who took them, and their hours together."""

    sessions: int = 0
    attendances: int = 0
    minutes: int = 0
    in_person_minutes: int = 0

    def plus(self, other: Classes) -> Classes:
        """Add two up."""
        return Classes(
            self.sessions + other.sessions,
            self.attendances + other.attendances,
            self.minutes + other.minutes,
            self.in_person_minutes + other.in_person_minutes,
        )


@dataclass(frozen=True)
class LogFacts:
    """What happened in one period beside contacts and referrals."""

    offers: Mapping[str, Offers] = field(default_factory=dict)
    """By type of intervention."""
    responses: Mapping[str, Responses] = field(default_factory=dict)
    """By group of incidents."""
    follow_ups_due: int = 0
    follow_ups_done: int = 0
    classes: Mapping[str, Classes] = field(default_factory=dict)
    """By kind of course."""
    topics: frozenset[str] = frozenset()
    """Topics of the courses that were held."""

    @property
    def all_classes(self) -> Classes:
        """All kinds of course together."""
        found = Classes()
        for each in self.classes.values():
            found = found.plus(each)
        return found

    @property
    def all_responses(self) -> Responses:
        """All groups of incidents together."""
        found = Responses()
        for each in self.responses.values():
            found = found.plus(each)
        return found


@dataclass(frozen=True)
class RuleState:
    """How many of those a training rule is for meet it today."""

    name: str
    met: int
    people: int
    verified: bool
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RosterFacts:
    """The team on the day of the data cut-off."""

    statuses: Mapping[str, int]
    classes: Mapping[str, int]
    """Active supporters by personnel class."""
    missing: Mapping[str, int]
    """What the paperwork lacks, in words, and for how many of those on the team."""
    ready: int
    """Those on the team for whom nothing is missing."""
    lapsing: Mapping[int, int]
    """Days ahead, and how many certificates and rules run out by then."""
    rules: tuple[RuleState, ...] = ()

    @property
    def on_the_team(self) -> int:
        """Active and provisional supporters."""
        return self.statuses.get("active", 0) + self.statuses.get("provisional", 0)
