"""Whether a person meets a training rule: pure arithmetic on classes, no queries.

Classes are taken in the order of their days, and each counts once. When those at hand satisfy the
rule, it is met from that day, and the next classes count towards the time after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peerdesk.hours import Hours, total
from peerdesk.periods import months_later
from peerdesk.vocabulary import vocabulary

NONE = Hours()


@dataclass(frozen=True)
class Rule:
    """What a training rule asks for."""

    id: int
    name: str
    hours: Hours
    in_person: Hours = NONE
    test_needed: bool = False
    approved_only: bool = False
    window_months: int | None = None
    renewal_months: int | None = None
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    verified: bool = False

    def is_for(self, role: str) -> bool:
        """Say whether the rule is for people of a role."""
        return not self.roles or role in self.roles


@dataclass(frozen=True)
class Taken:
    """One class that a person took."""

    day: date
    hours: Hours
    in_person: Hours
    kind: str = "continuing"
    topics: tuple[str, ...] = ()
    approved: bool = False
    tested: bool = False


@dataclass(frozen=True)
class Held:
    """A certificate that stands in for the classes of a rule."""

    issued: date
    expires: date | None


@dataclass(frozen=True)
class Standing:
    """Where a person stands with a rule: met, until when, and else what our records lack."""

    met: bool
    until: date | None = None
    """The last day on which it is met; None where it is not, or for good."""
    missing: tuple[str, ...] = ()


def standing(
    rule: Rule, classes: Sequence[Taken], certificates: Sequence[Held], today: date
) -> Standing:
    """Return where a person stands with a rule today."""
    earned, open_ones = _earned(rule, [each for each in classes if each.day <= today])
    ends = [_until(rule, day) for day in (earned,) if day is not None]
    ends += [each.expires for each in certificates if each.issued <= today]
    valid = [end for end in ends if end is None or end >= today]
    if valid:
        return Standing(met=True, until=None if None in valid else max(end for end in valid if end))
    return Standing(met=False, missing=_missing(rule, _within(rule, open_ones, today)))


def _until(rule: Rule, earned: date) -> date | None:
    return months_later(earned, rule.renewal_months) if rule.renewal_months else None


def _earned(rule: Rule, classes: Sequence[Taken]) -> tuple[date | None, list[Taken]]:
    """Return the last day on which the rule was satisfied, and the classes taken since."""
    earned: date | None = None
    open_ones: list[Taken] = []
    for each in sorted(classes, key=lambda taken: taken.day):
        if not _counts(rule, each):
            continue
        open_ones = _within(rule, [*open_ones, each], each.day)
        if not _missing(rule, open_ones):
            earned, open_ones = each.day, []
    return earned, open_ones


def _counts(rule: Rule, each: Taken) -> bool:
    wanted = not rule.kinds or each.kind in rule.kinds
    return wanted and (each.approved or not rule.approved_only)


def _within(rule: Rule, classes: Sequence[Taken], day: date) -> list[Taken]:
    """Keep the classes that are still inside the rule's window on a day."""
    if rule.window_months is None:
        return list(classes)
    return [each for each in classes if months_later(each.day, rule.window_months) >= day]


def _hours(rule: Rule, each: Taken) -> Hours:
    return each.in_person if rule.test_needed and not each.tested else each.hours


def _missing(rule: Rule, classes: Sequence[Taken]) -> tuple[str, ...]:
    """Say what classes lack, in words; nothing where they satisfy the rule."""
    have = total([_hours(rule, each) for each in classes])
    near = total([each.in_person for each in classes])
    covered = {topic for each in classes for topic in each.topics}
    lacking = []
    if have < rule.hours:
        lacking.append(f"{_less(rule.hours, have)} more hours")
    if near < rule.in_person:
        lacking.append(f"{_less(rule.in_person, near)} more in person")
    labels = vocabulary("training_topic")
    lacking += [labels.label(topic) for topic in rule.topics if topic not in covered]
    return tuple(lacking)


def _less(wanted: Hours, have: Hours) -> Hours:
    return Hours(wanted.minutes - have.minutes)
