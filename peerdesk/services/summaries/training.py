"""The report on training and readiness; it counts the program's own work only."""

from __future__ import annotations

from peerdesk.services.summaries import open_blocks
from peerdesk.services.summaries.briefing import Parts, composed, headline, here_of, trend_of
from peerdesk.services.summaries.command_report import CommandReport
from peerdesk.services.summaries.log_facts import RosterFacts
from peerdesk.services.summaries.report_facts import ReportFacts
from peerdesk.services.summaries.wording import name_of

_OWN_WORK = (
    "These numbers count the program's own work: classes, hours and supporters. Nobody who was "
    "helped is counted in them."
)
_WORDS = (
    ("Places taken", "One for each supporter in each class; a supporter can take several."),
    (
        "Meets a rule",
        "By the classes and certificates in our records, on the day of the data cut-off.",
    ),
)


def compose_training(facts: ReportFacts) -> CommandReport:
    """Return the report on training and readiness; it counts the program's own work only."""
    here, roster = here_of(facts), facts.roster or RosterFacts({}, {}, {}, 0, {})
    every = here.all_classes
    headlines = (
        headline("training_hours", "Training hours", round(every.minutes / 60), "all supporters"),
        headline("sessions", "Classes held", every.sessions, f"in the {name_of(facts.period)}"),
        headline("on_the_team", "On the team", roster.on_the_team, "active and provisional"),
        headline("ready", "Nothing missing", roster.ready, f"of {roster.on_the_team}"),
        headline("lapsing", "Running out", roster.lapsing.get(90, 0), "within 90 days"),
    )
    found = (
        open_blocks.rules(roster),
        open_blocks.lapses(roster),
        open_blocks.readiness(roster),
        open_blocks.coverage(roster),
        open_blocks.training(here),
    )
    return composed(
        facts,
        Parts(
            "training",
            "Training and readiness",
            headlines,
            trend_of(facts, "Training hours", lambda each: round(each.all_classes.minutes / 60)),
            _sentences(roster, round(every.minutes / 60)),
            tuple(each for each in found if each),
            _WORDS,
            _OWN_WORK,
        ),
    )


def _sentences(roster: RosterFacts, hours: int) -> tuple[str, ...]:
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
