"""Questions about the program's own work: their numbers count nobody who was helped (rule A8.6)."""

from __future__ import annotations

from peerdesk.disclosure.protect import derived_figure, open_figure
from peerdesk.disclosure.protected import ProtectedFigure
from peerdesk.services.summaries.command_report import Block, OpenTable
from peerdesk.services.summaries.log_facts import (
    UNMET,
    Classes,
    LogFacts,
    Offers,
    Responses,
    RosterFacts,
)
from peerdesk.vocabulary import vocabulary

_GROUPS = {
    "own": "Harm to our own people",
    "scene": "Deaths, injuries and scenes",
    "other": "Other events",
}
_ONE_BY_ONE = (
    *("one_on_one_outreach", "mhp_session_arranged", "family", "hospital_funeral"),
    *("followup", "organizational"),
)
_SINGLE = "single"


def interventions(facts: LogFacts, *, told: bool = True) -> Block | None:
    """Return what was offered after incidents: how often, with a clinician, and how soon.

    What is offered to one person at a time stands in one line: a single one could be somebody.
    """
    if not facts.offers:
        return None
    lines: dict[str, Offers] = {}
    for term in vocabulary("intervention_type").terms:
        if term.code in facts.offers:
            code = _SINGLE if term.code in _ONE_BY_ONE else term.code
            lines[code] = lines.get(code, Offers()).plus(facts.offers[term.code])
    every = Offers()
    for each in lines.values():
        every = every.plus(each)
    labels = {term.code: term.label for term in vocabulary("intervention_type").terms}
    labels |= {_SINGLE: "One-on-one, family, follow-up"}
    rows = [(labels[code], _offers(code, one)) for code, one in lines.items()]
    return Block(
        "What was offered after incidents?",
        _offered(facts.all_responses) if told else "",
        None,
        "Offers, not people; considered and not needed counts too. Hours are the middle of all "
        "from incident to offer, where both are known. Sources differ on the best time, so this "
        "is no measure of success.",
        OpenTable(
            "Offers by type",
            ("Type", "Times", "With a clinician", "Median hours"),
            (*rows, ("All", _offers("all", every))),
        ),
    )


def responses(facts: LogFacts) -> Block | None:
    """Return incidents by group: those that met the trigger, and with an offer, and how soon."""
    if not facts.responses:
        return None
    rows = [
        (label, _response(code, facts.responses[code]))
        for code, label in _GROUPS.items()
        if code in facts.responses
    ]
    return Block(
        "Did someone reach out after each incident?",
        _offered(facts.all_responses),
        None,
        "An incident meets the trigger as the team's own policy says. Within a day counts the "
        "first offer, accepted or not. Incidents are told in groups only.",
        OpenTable(
            "Incidents and offers",
            ("Incidents", "All", "Met the trigger", "Offer made", "Within a day", "Not needed"),
            (*rows, ("All", _response("all", facts.all_responses))),
        ),
    )


def follow_ups(facts: LogFacts) -> Block | None:
    """Return how many follow-ups fell due, and were done."""
    if not facts.follow_ups_due:
        return None
    done = _count("followups_done", facts.follow_ups_done)
    due = _count("followups_due", facts.follow_ups_due)
    return Block(
        "Did we look in again?",
        f"{facts.follow_ups_done} of {facts.follow_ups_due} follow-ups that fell due were done.",
        None,
        "After an incident the team looks in again after 7, 30, 120 and 365 days, unless it set "
        "other days.",
        OpenTable("Follow-ups", ("", "Number"), (("Done", (done,)), ("Fell due", (due,)))),
    )


def readiness(roster: RosterFacts) -> Block:
    """Return who is on the team, and what its paperwork lacks."""
    rows = [
        (words, (_count(f"lacks_{n}", people),))
        for n, (words, people) in enumerate(sorted(roster.missing.items()), start=1)
    ]
    return Block(
        "Is the team ready?",
        f"By our records, nothing is missing for {roster.ready} of {roster.on_the_team} on the "
        f"team. {roster.lapsing.get(90, 0)} certificates or training rules run out within 90 days "
        "or have run out.",
        None,
        "Active and provisional supporters on the day of the data cut-off. It says what our "
        "records do not show, not who is protected by law.",
        OpenTable(
            "Missing in our records",
            ("What", "Supporters"),
            (*rows, ("Nothing missing", (_count("ready", roster.ready),))),
        ),
    )


def coverage(roster: RosterFacts) -> Block:
    """Return the team by status and class."""
    statuses = vocabulary("supporter_status")
    classes = vocabulary("personnel_class")
    rows = [
        (statuses.label(code), (_count(f"status_{code}", number),))
        for code, number in roster.statuses.items()
        if code in ("provisional", "leave", "accepted_awaiting_training")
    ]
    rows += [
        (f"Active: {classes.label(code)}", (_count(f"class_{code}", number),))
        for code, number in sorted(roster.classes.items(), key=lambda each: -each[1])
    ]
    active = _count("active", roster.statuses.get("active", 0))
    return Block(
        "Who is on the team?",
        "",
        None,
        "The team's own members, by class; never those who were helped.",
        OpenTable("The team", ("Status and class", "Supporters"), (*rows, ("Active", (active,)))),
    )


def rules(roster: RosterFacts) -> Block | None:
    """Return for each training rule how many meet it."""
    if not roster.rules:
        return None
    rows = [
        (
            each.name if each.verified else f"{each.name} (not verified)",
            (_count(f"met_{n}", each.met), _count(f"for_{n}", each.people)),
        )
        for n, each in enumerate(roster.rules, start=1)
    ]
    meets_all = roster.on_the_team - roster.missing.get(UNMET, 0)
    every = (_count("met_all", meets_all), _count("for_all", roster.on_the_team))
    return Block(
        "Who meets the training rules today?",
        "",
        None,
        "A rule marked as not verified was not yet checked against its source by the agency.",
        OpenTable("Training rules", ("Rule", "Meet it", "Of"), (*rows, ("Every rule", every))),
    )


def lapses(roster: RosterFacts) -> Block:
    """Return how much runs out within 30, 60 and 90 days."""
    rows = [
        (f"Within {days} days", (_count(f"lapse_{days}", number),))
        for days, number in sorted(roster.lapsing.items())
    ]
    return Block(
        "What runs out next?",
        "",
        None,
        "Certificates and training rules, with those that have run out already.",
        OpenTable("Running out", ("When", "Certificates and rules"), tuple(rows)),
    )


def training(facts: LogFacts) -> Block | None:
    """Return sessions held, who took them and their hours, by kind of course."""
    if not facts.classes:
        return None
    kinds = [term for term in vocabulary("training_kind").terms if term.code in facts.classes]
    rows = [(term.label, _class(term.code, facts.classes[term.code])) for term in kinds]
    topics = len(facts.topics)
    return Block(
        "What training was held?",
        f"The courses covered {topics} topics." if topics != 1 else "The courses covered 1 topic.",
        None,
        "Hours are those of every supporter in every class, added up. Guests are not counted.",
        OpenTable(
            "Training by kind of course",
            ("Kind", "Sessions", "Places taken", "Hours", "In person"),
            (*rows, ("All", _class("all", facts.all_classes))),
        ),
    )


def _offered(told: Responses) -> str:
    if not told.met_trigger:
        return ""
    return (
        f"{told.met_trigger} incidents met the trigger; support was offered after {told.offered} "
        f"of them, and within a day after {told.within_a_day}."
    )


def _response(code: str, one: Responses) -> tuple[ProtectedFigure, ...]:
    numbers = (one.incidents, one.met_trigger, one.offered, one.within_a_day, one.not_needed)
    return tuple(_count(f"incidents_{code}_{n}", value) for n, value in enumerate(numbers))


def _class(code: str, one: Classes) -> tuple[ProtectedFigure, ...]:
    hours, near = round(one.minutes / 60), round(one.in_person_minutes / 60)
    numbers = (one.sessions, one.attendances, hours, near)
    return tuple(_count(f"training_{code}_{n}", value) for n, value in enumerate(numbers))


def _offers(code: str, one: Offers) -> tuple[ProtectedFigure, ...]:
    hours = derived_figure(f"hours_{code}", "Hours after the incident", "hours", one.median_hours)
    return (
        _count(f"offers_{code}", one.times),
        _count(f"clinician_{code}", one.with_clinician),
        hours,
    )


def _count(code: str, value: int) -> ProtectedFigure:
    return open_figure(code, code, "count", value)
