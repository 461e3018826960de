"""The single numbers of a report on contacts: headlines, and the chart of earlier periods."""

from __future__ import annotations

from collections.abc import Mapping

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.protect import derived_figure, open_figure, told_figure
from peerdesk.disclosure.protected import ProtectedFigure, ProtectedTable
from peerdesk.disclosure.sums import whole
from peerdesk.periods import Period
from peerdesk.services.summaries.command_report import Headline, Trend
from peerdesk.services.summaries.counted import FIRST, QuarterCounts
from peerdesk.services.summaries.report_facts import ReportFacts
from peerdesk.services.summaries.tables import CONTACTS
from peerdesk.services.summaries.wording import difference, name_of
from peerdesk.vocabulary import vocabulary

_LONG = 30
"""From so many minutes on a contact counts as a long one."""
_HOURS_STEP = 5
"""Hours are rounded, so that they do not tell the time bands behind them."""

Told = Mapping[Predicate, int]


def make_figures(
    facts: ReportFacts, tables: Mapping[str, ProtectedTable], told: Told
) -> dict[str, ProtectedFigure]:
    """Return the headline numbers by their codes, in order."""
    key = whole(CONTACTS, str(facts.period))
    contacts = told_figure("contacts", "Contacts", "contacts", told, key)
    found = [
        contacts,
        *_people(facts, tables),
        _hours(facts, shown=contacts.value is not None),
        open_figure("active_supporters", "Active supporters", "people", facts.active_supporters),
    ]
    if facts.staff and facts.period.length <= 12:
        rate = None if contacts.value is None else round(100 * contacts.value / facts.staff)
        label = "Contacts per 100 staff"
        found.append(derived_figure("per_100_staff", label, "per 100 staff", rate))
    return {figure.code: figure for figure in found}


def _people(facts: ReportFacts, tables: Mapping[str, ProtectedTable]) -> list[ProtectedFigure]:
    """Return how many people there were at least: a quarter's first contacts.

    The same person is a first again in every quarter, so a longer period had at least as many as
    its best quarter, of those whose number was issued: the best of all would be a new number.
    """
    if len(facts.period.quarters) == 1:
        first = tables.get(FIRST)
        if first is None:
            return []
        people = first.value(**{FIRST: "yes"}) if first.complete and first.cells() else None
    else:
        at = ((FIRST, ("yes",)),)
        keys = [Predicate(CONTACTS, str(each), at) for each in facts.period.quarters]
        issued = [facts.published[key] for key in keys if key in facts.published]
        if not issued:
            return []
        people = max(issued)
    return [derived_figure("people_at_least", "Different people, at least", "people", people)]


def _hours(facts: ReportFacts, *, shown: bool) -> ProtectedFigure:
    """Estimate hours from the mid-points of the bands, where enough contacts have a band.

    In every quarter of a longer period: else its hours could be told by subtraction.
    """
    quarters = facts.within(facts.period)
    shown = shown and all(_timed(each, facts) for each in quarters)
    minutes = sum(
        count.contacts * (_bands()[code] or 0)
        for code, count in facts.now.by.get("duration", {}).items()
    )
    value = _HOURS_STEP * round(minutes / 60 / _HOURS_STEP) if shown else None
    return derived_figure("hours_estimated", "Hours given, estimated", "hours", value)


def _timed(now: QuarterCounts, facts: ReportFacts) -> bool:
    """Tell whether many contacts have a band, many of them a short one and many a long one.

    Few contacts in few bands would let the sum tell how many lay in each.
    """
    timed = {code: count.contacts for code, count in now.by.get("duration", {}).items()}
    minutes = {code: _bands()[code] or 0 for code in timed}
    short = sum(n for code, n in timed.items() if 0 < minutes[code] < _LONG)
    long = sum(n for code, n in timed.items() if minutes[code] >= _LONG)
    many = min(short, long) >= facts.thresholds.contacts
    return many or (not now.total.contacts and facts.period.length > 3)


def _any_band(now: QuarterCounts) -> bool:
    """Tell whether anybody recorded how long a contact took."""
    timed = now.by.get("duration", {}).items()
    return any(count.contacts for code, count in timed if _bands()[code] is not None)


def _bands() -> dict[str, float | None]:
    bands = vocabulary("duration_band").terms
    return {term.code: term.minutes for term in bands}


def history(facts: ReportFacts, told: Told) -> tuple[ProtectedFigure, ...]:
    """Return the contacts of the periods before, oldest first; of many years, of each year."""
    periods = facts.earlier
    if facts.period.length > 12:
        years = range(facts.period.length // 12)
        periods = tuple(Period(facts.period.start.plus(12 * year), 12) for year in years)
    return tuple(
        told_figure(
            f"contacts_{each}", f"Contacts in {each}", CONTACTS, told, whole(CONTACTS, str(each))
        )
        for each in periods
    )


def make_headlines(
    facts: ReportFacts, figures: Mapping[str, ProtectedFigure], last_year: ProtectedFigure
) -> tuple[Headline, ...]:
    """Return the large figures of page one, each with its comparison in words."""
    kind = name_of(facts.period)
    compared = difference(figures["contacts"], last_year)
    notes = {
        "contacts": compared if facts.over else f"{kind.capitalize()} not over",
        "people_at_least": "counted once a quarter"
        if kind == "quarter"
        else "in the best quarter reported",
        "hours_estimated": "from time bands",
        "active_supporters": _coverage(facts),
        "per_100_staff": f"of {facts.staff} staff, in the {kind}",
    }
    # Where the number of contacts is not shown, this would tell none from a few.
    blank = figures["contacts"].value is not None and not _any_band(facts.now)
    missing = {"hours_estimated": "Not recorded"} if blank else {}
    return tuple(
        Headline(
            code,
            figure.label,
            figure,
            notes[code] if figure.value is not None else "",
            missing.get(code, "Not shown"),
        )
        for code, figure in figures.items()
    )


def _coverage(facts: ReportFacts) -> str:
    if not facts.staff:
        return "on the team today"
    return f"{100 * facts.active_supporters / facts.staff:.0f} per 100 staff"


def make_trend(
    facts: ReportFacts, earlier: tuple[ProtectedFigure, ...], current: ProtectedFigure
) -> Trend:
    """Return the chart of page one; over many years it has a bar for each."""
    periods, figures = (*facts.earlier, facts.period), (*earlier, current)
    if facts.period.length > 12:
        first = facts.period.start.year
        periods = tuple(Period.parse(str(first + n)) for n in range(len(earlier)))
        figures = earlier
    labels = tuple(label_of(each) for each in periods)
    values = tuple(figure.value for figure in figures)
    told = "; ".join(
        f"{label}: {'not shown' if value is None else value}"
        for label, value in zip(labels, values, strict=True)
    )
    title = f"Contacts by {name_of(periods[-1])}"
    return Trend(title, labels, values, f"{title}. {told}.")


def label_of(period: Period) -> str:
    """Return a short name: ``Q3 2025``, ``H1 2025`` or ``2025``."""
    year, _, part = str(period).partition("-")
    return f"{part} {year}" if part else year
