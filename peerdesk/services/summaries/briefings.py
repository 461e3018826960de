"""Two reports to command beside the one on contacts: training and readiness, and responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peerdesk.disclosure.protect import open_figure
from peerdesk.disclosure.protected import ProtectedFigure
from peerdesk.services.summaries import open_blocks
from peerdesk.services.summaries.composing import report_id
from peerdesk.services.summaries.facts import QuarterlyFacts
from peerdesk.services.summaries.figures import label_of
from peerdesk.services.summaries.log_blocks import figures_of, reach_block
from peerdesk.services.summaries.log_facts import LogFacts, RosterFacts
from peerdesk.services.summaries.quarterly import Block, Headline, QuarterlySummary, Trend
from peerdesk.services.summaries.wording import name_of, protection_line

_OWN_WORK = (
    "These numbers count the program's own work: classes, hours and supporters. Nobody who was "
    "helped is counted in them."
)
_TRAINING_WORDS = (
    ("Places taken", "One for each supporter in each class; a supporter can take several."),
    (
        "Meets a rule",
        "By the classes and certificates in our records, on the day of the data cut-off.",
    ),
)
_INCIDENT_WORDS = (
    ("Incident", "An event that may call for support, as a type and a day. Nobody is named."),
    ("Offer", "Any intervention, also one that was declined. Taking part is always voluntary."),
    (
        "Clinician",
        "A mental-health professional was consulted about the incident, or was there.",
    ),
)


@dataclass(frozen=True)
class _Parts:
    """What sets one briefing apart from the other."""

    report: str
    title: str
    headlines: tuple[Headline, ...]
    trend: Trend
    sentences: tuple[str, ...]
    blocks: tuple[Block, ...]
    definitions: tuple[tuple[str, str], ...]
    protection: str


def compose_training(facts: QuarterlyFacts) -> QuarterlySummary:
    """Return the report on training and readiness; it counts the program's own work only."""
    here, roster = _here(facts), facts.roster or RosterFacts({}, {}, {}, 0, {})
    every = here.all_classes
    headlines = (
        _headline("training_hours", "Training hours", round(every.minutes / 60), "all supporters"),
        _headline("sessions", "Classes held", every.sessions, f"in the {name_of(facts.period)}"),
        _headline("on_the_team", "On the team", roster.on_the_team, "active and provisional"),
        _headline("ready", "Nothing missing", roster.ready, f"of {roster.on_the_team}"),
        _headline("lapsing", "Running out", roster.lapsing.get(90, 0), "within 90 days"),
    )
    found = (
        open_blocks.rules(roster),
        open_blocks.lapses(roster),
        open_blocks.readiness(roster),
        open_blocks.coverage(roster),
        open_blocks.training(here),
    )
    return _composed(
        facts,
        _Parts(
            "training",
            "Training and readiness",
            headlines,
            _trend(facts, "Training hours", lambda each: round(each.all_classes.minutes / 60)),
            _training_sentences(roster, round(every.minutes / 60)),
            tuple(each for each in found if each),
            _TRAINING_WORDS,
            _OWN_WORK,
        ),
    )


def compose_incidents(facts: QuarterlyFacts) -> QuarterlySummary:
    """Return the review of responses to incidents, in groups; no incident stands alone."""
    here = _here(facts)
    every = here.all_responses
    share = f"of {every.met_trigger} that met the trigger"
    headlines = (
        _headline("incidents", "Incidents", every.incidents, f"in the {name_of(facts.period)}"),
        _headline("offered", "With an offer", every.offered, share),
        _headline("within_a_day", "Within a day", every.within_a_day, share),
        _headline("clinician", "Clinician involved", every.clinician, f"of {every.incidents}"),
    )
    found = (
        open_blocks.responses(here),
        open_blocks.interventions(here, told=False),
        *reach_block(facts),
        open_blocks.follow_ups(here),
    )
    return _composed(
        facts,
        _Parts(
            "incidents",
            "Incident response review",
            headlines,
            _trend(facts, "Incidents", lambda each: each.all_responses.incidents),
            _incident_sentences(here),
            tuple(each for each in found if each),
            _INCIDENT_WORDS,
            protection_line(facts.thresholds),
        ),
    )


def _composed(facts: QuarterlyFacts, parts: _Parts) -> QuarterlySummary:
    figures = (*(each.figure for each in parts.headlines), *figures_of(parts.blocks))
    tables = tuple(each.table for each in parts.blocks if each.table)
    return QuarterlySummary(
        report=parts.report,
        title=parts.title,
        agency=facts.agency,
        program=facts.program,
        period=facts.period,
        sample=facts.sample,
        report_id=report_id(facts.period, figures, tables),
        cut_off=facts.today,
        version=facts.version,
        headlines=parts.headlines,
        trend=parts.trend,
        sentences=parts.sentences,
        blocks=parts.blocks,
        completeness="" if facts.over else f"The {name_of(facts.period)} is not over.",
        definitions=parts.definitions,
        protection=parts.protection,
        figures=figures,
        tables=tables,
    )


def _here(facts: QuarterlyFacts) -> LogFacts:
    return facts.logs.get(facts.period, LogFacts())


def _headline(code: str, label: str, value: int, note: str) -> Headline:
    figure: ProtectedFigure = open_figure(code, label, "count", value)
    return Headline(code, label, figure, note)


def _trend(facts: QuarterlyFacts, what: str, count: Callable[[LogFacts], int]) -> Trend:
    periods = sorted(facts.logs)
    labels = tuple(label_of(each) for each in periods)
    begun = {each for each in periods if facts.begun is not None and each.end >= facts.begun}
    counts = [count(facts.logs[each]) if each in begun else None for each in periods]
    missing = tuple("" if each in begun else "not begun" for each in periods)
    title = f"{what} by {name_of(facts.period)}"
    told = "; ".join(
        f"{label}: {word if value is None else value}"
        for label, value, word in zip(labels, counts, missing, strict=True)
    )
    return Trend(title, labels, tuple(counts), f"{title}. {told}.", missing)


def _training_sentences(roster: RosterFacts, hours: int) -> tuple[str, ...]:
    lacking = roster.on_the_team - roster.ready
    told = [f"Supporters took {hours} hours of training, all classes and people together."]
    if roster.on_the_team:
        told.append(
            f"By our records, nothing is missing for {roster.ready} of {roster.on_the_team} on "
            f"the team."
        )
    if lacking:
        told.append(f"What helps most: time in the schedule for the {lacking} who lack something.")
    return tuple(told)


def _incident_sentences(here: LogFacts) -> tuple[str, ...]:
    every = here.all_responses
    if not every.incidents:
        return ("No incident was logged in this period.",)
    met = f"{every.met_trigger} of them met the trigger for an offer of support"
    told = [f"The team logged {every.incidents} incidents; {met}."]
    if every.met_trigger:
        told.append(
            f"Support was offered after {every.offered} of these, and within a day after "
            f"{every.within_a_day}."
        )
    told.append("What helps most: tell the team of every incident on the day it happens.")
    return tuple(told)
