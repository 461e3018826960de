"""The review of responses to incidents, in groups; no incident stands alone."""

from __future__ import annotations

from peerdesk.services.summaries import open_blocks
from peerdesk.services.summaries.briefing import Parts, composed, headline, here_of, trend_of
from peerdesk.services.summaries.command_report import CommandReport
from peerdesk.services.summaries.log_blocks import reach_block
from peerdesk.services.summaries.log_facts import LogFacts
from peerdesk.services.summaries.report_facts import ReportFacts
from peerdesk.services.summaries.wording import name_of, protection_line

_WORDS = (
    ("Incident", "An event that may call for support, as a type and a day. Nobody is named."),
    ("Offer", "Any intervention, also one that was declined. Taking part is always voluntary."),
    (
        "Clinician",
        "A mental-health professional was consulted about the incident, or was there.",
    ),
)


def compose_incidents(facts: ReportFacts) -> CommandReport:
    """Return the review of responses to incidents, in groups; no incident stands alone."""
    here = here_of(facts)
    every = here.all_responses
    share = f"of {every.met_trigger} that met the trigger"
    headlines = (
        headline("incidents", "Incidents", every.incidents, f"in the {name_of(facts.period)}"),
        headline("offered", "With an offer", every.offered, share),
        headline("within_a_day", "Within a day", every.within_a_day, share),
        headline("clinician", "Clinician involved", every.clinician, f"of {every.incidents}"),
    )
    found = (
        open_blocks.responses(here),
        open_blocks.interventions(here, told=False),
        *reach_block(facts),
        open_blocks.follow_ups(here),
    )
    return composed(
        facts,
        Parts(
            "incidents",
            "Incident response review",
            headlines,
            trend_of(facts, "Incidents", lambda each: each.all_responses.incidents),
            _sentences(here),
            tuple(each for each in found if each),
            _WORDS,
            protection_line(facts.thresholds),
        ),
    )


def _sentences(here: LogFacts) -> tuple[str, ...]:
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
