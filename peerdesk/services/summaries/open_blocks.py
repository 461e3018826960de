"""Questions about the program's own work: their numbers count nobody who was helped (rule A8.6)."""

from __future__ import annotations

from peerdesk.disclosure.protect import derived_figure, open_figure
from peerdesk.disclosure.protected import ProtectedFigure
from peerdesk.services.summaries.log_facts import Classes, LogFacts, Responses, RosterFacts
from peerdesk.services.summaries.quarterly import Block, OpenTable
from peerdesk.vocabulary import vocabulary

_GROUPS = {
    "own": "Harm to our own people",
    "scene": "Deaths, injuries and scenes",
    "other": "Other events",
}


def interventions(facts: LogFacts) -> Block | None:
    """Return what was offered after incidents: how often, with a clinician, and how soon."""
    if not facts.offers:
        return None
    kinds = [term for term in vocabulary("intervention_type").terms if term.code in facts.offers]
    rows = [
        (
            term.label,
            (
                _times(term.code, facts.offers[term.code].times),
                _count(f"{term.code}_clinician", facts.offers[term.code].with_clinician),
                _hours(term.code, facts.offers[term.code].median_hours),
            ),
        )
        for term in kinds
    ]
    every = [hours for each in facts.offers.values() for hours in each.hours_after]
    total = (
        _times("all", sum(each.times for each in facts.offers.values())),
        _count("all_clinician", sum(each.with_clinician for each in facts.offers.values())),
        _hours("all", sorted(every)[len(every) // 2] if every else None),
    )
    return Block(
        "What was offered after incidents?",
        _offered(facts.all_responses),
        None,
        "Offers, not people. The middle of the hours between incident and offer, where both hours "
        "are known; sources differ on the best time, so it is no measure of success. Considered "
        "and not needed counts too.",
        OpenTable(
            "Offers by type",
            ("Type", "Times", "With a clinician", "Hours after, middle"),
            (*rows, ("All", total)),
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
    done = (
        _count("followups_due", facts.follow_ups_due),
        _count("followups_done", facts.follow_ups_done),
    )
    return Block(
        "Did we look in again?",
        f"{facts.follow_ups_done} of {facts.follow_ups_due} follow-ups that fell due were done.",
        None,
        "After an incident the team looks in again after 7, 30, 120 and 365 days, unless it set "
        "other days.",
        OpenTable("Follow-ups", ("", "Fell due", "Done"), (("All incidents", done),)),
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
    return Block(
        "Who meets the training rules today?",
        "",
        None,
        "A rule marked as not verified was not yet checked against its source by the agency.",
        OpenTable("Training rules", ("Rule", "Meet it", "It is for"), tuple(rows)),
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


def _times(code: str, value: int) -> ProtectedFigure:
    return open_figure(f"offers_{code}", "Offers", "offers", value)


def _hours(code: str, value: int | None) -> ProtectedFigure:
    return derived_figure(f"hours_{code}", "Hours after the incident", "hours", value)


def _count(code: str, value: int) -> ProtectedFigure:
    return open_figure(code, code, "count", value)
