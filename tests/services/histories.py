"""Two years of an agency, played at random: closings, papers, recalls, corrections, restores."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peerdesk.periods import Period
from tests.services.agencies import Agency, Saved

QUARTERS = [Period.parse(f"{year}-Q{n}") for year in (2024, 2025) for n in (1, 2, 3, 4)]
ISSUING = 0.75
"""Share of the reports that are due which are handed out."""
Loss = Callable[[Agency, Saved], None]


def live_two_years(one: Agency, loses: Loss | None = None) -> None:
    """Live through eight quarters; after each, hand out, recall, print again, correct at random.

    With a loss, a backup is put in place once, and the computer is lost once.
    """
    volume = one.dice.choice([14, 30, 55, 110])
    saved, lost = sorted(one.dice.sample(range(len(QUARTERS) - 1), 2)) if loses else (-1, -1)
    undone = one.dice.randrange(len(QUARTERS))
    for number, quarter in enumerate(QUARTERS):
        live_a_quarter(one, quarter, volume)
        if loses and number == undone:
            before = one.back_up()
        if number == saved:
            kept = one.back_up()
        hand_out(one, quarter)
        if loses and number == undone:
            one.restore_here(before)
            hand_out(one, quarter)
        if number == lost:
            loses(one, kept)  # type: ignore[misc]
            hand_out_late(one)


def hand_out_late(one: Agency) -> None:
    """Ask for reports on any of the periods that are over, in any order."""
    periods = [period for quarter in one.rows for period in due(quarter)]
    one.dice.shuffle(periods)
    for period in periods[:4]:
        if one.dice.random() < ISSUING:
            one.try_to_issue(period)


def answered_with_receipts(one: Agency, saved: Saved) -> None:
    """Restore on a new computer, and take in the receipt of everything handed out."""
    one.restore_elsewhere(saved)
    for receipt in one.receipts:
        one.workspace.receipts.receive(receipt)
    one.workspace.receipts.nothing_missing()


def unanswered(one: Agency, saved: Saved) -> None:
    """Restore on a new computer, find only some of the receipts, and leave the question open."""
    one.restore_elsewhere(saved)
    for receipt in one.receipts:
        if one.dice.random() < 0.5:
            one.workspace.receipts.receive(receipt)


def answered_falsely(one: Agency, saved: Saved) -> None:
    """Restore on a new computer, and say that nothing was handed out since: it was."""
    one.restore_elsewhere(saved)
    one.workspace.receipts.nothing_missing()


def live_a_quarter(one: Agency, quarter: Period, volume: int) -> None:
    dice = one.dice
    one.live(quarter, round(volume * dice.uniform(0.5, 1.4)), late=dice.random() < 0.4)


def hand_out(one: Agency, quarter: Period) -> None:
    """Hand out what is due after a quarter."""
    for period in due(quarter):
        if one.dice.random() < ISSUING:
            one.try_to_issue(period)
    if one.papers and one.dice.random() < 0.3:
        _print_again_or_replace(one)
    if one.dice.random() < 0.3:
        one.correct(one.dice.choice([*one.rows]))


def due(quarter: Period) -> Sequence[Period]:
    """Return the periods that end with a quarter."""
    found = [quarter]
    if str(quarter).endswith(("Q2", "Q4")):
        found.append(Period(quarter.start.plus(-3), 6))
    if str(quarter).endswith("Q4"):
        found.append(Period(quarter.start.plus(-9), 12))
    return found


def _print_again_or_replace(one: Agency) -> None:
    period, _ = one.dice.choice(one.papers)
    ledger = one.workspace.ledger
    standing = ledger.standing("quarterly", period)
    if standing and one.dice.random() < 0.5:
        ledger.recall(standing.number, "replaced")
    one.try_to_issue(period)
