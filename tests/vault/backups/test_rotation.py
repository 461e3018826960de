"""The schedule deletes much and never what may be needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from peerdesk.vault.backups.rotation import (
    DAYS,
    FEWEST,
    MONTHS,
    NEWEST,
    WEEKS,
    Candidate,
    Decision,
    decide,
)

START = datetime(2026, 1, 1, 17, tzinfo=UTC)


def _candidate(hours: float, **other: object) -> Candidate:
    made_at = START + timedelta(hours=hours)
    given: dict[str, object] = {"verified": True, "reason": "asked", "counts": {"contact": 1000}}
    return Candidate(f"peerdesk-{made_at:%Y%m%dT%H%M%S}", made_at, **{**given, **other})  # type: ignore[arg-type]


candidates = st.builds(
    _candidate,
    st.floats(0, 24 * 400),
    verified=st.booleans(),
    reason=st.sampled_from(["asked", "closing", "before_upgrade"]),
    counts=st.fixed_dictionaries({"contact": st.integers(0, 1000)}),
)
collections = st.lists(candidates, max_size=60, unique_by=lambda each: each.name)


def _kept(given: list[Candidate], decision: Decision) -> list[Candidate]:
    return [each for each in given if each.name not in decision.delete]


@given(collections, st.floats(0, 24 * 400))
def test_nothing_goes_without_a_newer_good_one(given: list[Candidate], hours: float) -> None:
    now = START + timedelta(hours=hours)
    decision = decide(given, now)
    kept = _kept(given, decision)
    newest_good = max((each.made_at for each in kept if each.verified), default=None)
    for each in given:
        if each.name in decision.delete:
            assert newest_good is not None
            assert newest_good >= each.made_at
    assert len(kept) >= min(FEWEST, len(given))
    good = [each for each in given if each.verified]
    if good:
        assert max(good, key=lambda each: (each.made_at, each.name)) in kept
    assert sum(each.verified for each in kept) >= min(FEWEST, len(good))


@given(collections)
def test_deciding_twice_deletes_no_more(given: list[Candidate]) -> None:
    now = START + timedelta(days=400)
    kept = _kept(given, decide(given, now))
    assert decide(kept, now).delete == ()


@given(collections)
def test_a_backup_before_an_upgrade_stays_ninety_days(given: list[Candidate]) -> None:
    now = START + timedelta(days=200)
    kept = _kept(given, decide(given, now))
    for each in given:
        if each.reason == "before_upgrade" and now - each.made_at <= timedelta(days=90):
            assert each in kept


@given(collections)
def test_the_richer_of_two_stays_where_a_fifth_is_lost(given: list[Candidate]) -> None:
    decision = decide(given, START + timedelta(days=400))
    good = sorted(
        (each for each in given if each.verified), key=lambda each: (each.made_at, each.name)
    )
    for older, newer in pairwise(good):
        if newer.counts["contact"] < 0.8 * older.counts["contact"]:
            assert older.name not in decision.delete
            assert any(drop.kept == older.name for drop in decision.drops)


def _promised(given: list[Candidate]) -> set[str]:
    """Return what the schedule promises to keep: 10 newest, 14 daily, 8 weekly, 12 monthly."""
    good = sorted((each for each in given if each.verified), key=lambda each: each.made_at)[::-1]
    kept = {each.name for each in good[:NEWEST]}
    for most, form in ((DAYS, "%Y%m%d"), (WEEKS, "%G%V"), (MONTHS, "%Y%m")):
        newest: dict[str, str] = {}
        for each in good:
            newest.setdefault(each.made_at.strftime(form), each.name)
        kept |= set(list(newest.values())[:most])
    return kept


@given(collections, st.floats(24, 24 * 10_000))
def test_one_bad_date_pushes_nothing_out(given: list[Candidate], jump: float) -> None:
    """A clock that is ahead for a day, and right again the day after."""
    now = START + timedelta(days=400)
    made = _candidate(24 * 400 + jump)
    assert not _promised(given) & set(decide([*given, made], now + timedelta(hours=jump)).delete)
    after = decide([*given, made], now)
    assert after == decide(given, now)


def test_without_that_a_bad_date_would_push_one_out() -> None:
    """The control: counted like any other, it takes a place of each kind."""
    given = [_candidate(24 * day) for day in range(0, 400, 2)]
    made = _candidate(24 * 9000)
    assert _promised(given) - _promised([*given, made])


def test_backups_dated_ahead_stay_and_push_nothing_out() -> None:
    good = [_candidate(24 * day) for day in range(12)]
    now = START + timedelta(days=12)
    ahead = [_candidate(24 * day) for day in range(400, 460)]
    assert decide([*good, *ahead], now).delete == decide(good, now).delete
    # The control: when their days have come, they count like any other.
    assert set(decide([*good, *ahead], START + timedelta(days=460)).delete) & {
        each.name for each in good
    }


def test_one_day_to_come_does_not_end_the_time_of_an_upgrade() -> None:
    upgrade = _candidate(0, reason="before_upgrade")
    others = [_candidate(day * 24 + 1) for day in range(1, 30)]
    late = [_candidate(24 * 400 + hour / 10) for hour in range(20)]
    given = [upgrade, *others, *late]
    assert upgrade.name not in decide(given, START + timedelta(days=401)).delete
    # The control: three such days do.
    more = [_candidate(24 * day) for day in range(401, 420)]
    assert upgrade.name in decide([*given, *more], START + timedelta(days=420)).delete


def test_drafts_and_the_list_of_backups_may_shrink() -> None:
    pair = [
        _candidate(0, counts={"draft": 9, "backup": 40, "contact": 5, "gone_table": 8}),
        _candidate(1, counts={"draft": 0, "backup": 2, "contact": 4}),
    ]
    assert decide(pair, START).drops == ()


def _two_hundred_days(damaged: set[int], poor: int) -> tuple[list[Candidate], datetime]:
    """Live through 200 days with one backup a day, deleting each day what may go."""
    have: list[Candidate] = []
    now = START
    for day in range(200):
        now = START + timedelta(days=day)
        rows = 1000 + day
        counts = {"contact": rows // 10 if day == poor else rows, "supporter": 20}
        have.append(_candidate(24 * day, verified=day not in damaged, counts=counts))
        have = _kept(have, decide(have, now))
        assert any(each.verified for each in have)
        newest_good = max(d for d in range(day + 1) if d not in damaged)
        assert START + timedelta(days=newest_good) in {each.made_at for each in have}
    return have, now


def test_two_hundred_days_keep_the_schedule() -> None:
    damaged = set(Random(5).sample(range(20, 180), 3))
    have, now = _two_hundred_days(damaged, poor=110)
    ages = sorted((now - each.made_at).days for each in have if each.verified)
    assert ages[:DAYS] == [age for age in range(DAYS + 3) if 199 - age not in damaged][:DAYS]
    weeks = {(now - timedelta(days=age)).isocalendar()[:2] for age in ages}
    assert len(weeks) >= WEEKS
    months = {(now - timedelta(days=age)).month for age in ages}
    assert len(months) == 7
    assert len(have) <= NEWEST + DAYS + WEEKS + MONTHS
    # The day before the poor one is far beyond the daily ones, and still there.
    assert START + timedelta(days=109) in {each.made_at for each in have}


def test_without_a_loss_that_day_is_not_kept() -> None:
    """The control: it is the guard that kept day 109, and not the schedule."""
    have, _ = _two_hundred_days(set(), poor=-1)
    assert START + timedelta(days=109) not in {each.made_at for each in have}


def test_a_week_of_bad_ones_pushes_no_good_one_out() -> None:
    good = [_candidate(24 * day) for day in range(12)]
    bad = [_candidate(24 * day, verified=False) for day in range(12, 40)]
    kept = _kept([*good, *bad], decide([*good, *bad], START + timedelta(days=40)))
    assert all(each in kept for each in good)
    # The control: were the bad ones taken for good, most of the good ones would go.
    trusted = [_candidate(24 * day) for day in range(40)]
    left = _kept(trusted, decide(trusted, START + timedelta(days=40)))
    assert sum(each.made_at < START + timedelta(days=12) for each in left) < len(good)
