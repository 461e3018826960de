"""A program that is killed while it writes loses nothing that it acknowledged."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random

import pytest

from peerdesk.opened import VaultFolder
from tests.conftest import PASSPHRASE
from tests.slow import writer

pytestmark = pytest.mark.slow

KILLS = 200
REOPENED_WITHIN = 1.0
"""Seconds, key derivation apart."""


@dataclass
class Toll:
    """What the kills did."""

    acknowledged: dict[int, int] = field(default_factory=dict)
    """Number of each acknowledged record to the kill before which it was written."""
    interrupted: int = 0
    """How often a transaction was under way."""
    slowest: float = 0.0
    lost: list[int] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)


def _killed(place: Path, warm: ForkServerContext, wait: float, *, hasty: bool = False) -> list[int]:
    """Let a writer write for a while and kill it; return what it acknowledged."""
    process, descriptor = writer.start(warm, place, hasty=hasty)
    with os.fdopen(descriptor, "rb") as said:
        first = said.readline()
        time.sleep(wait)
        process.kill()
        process.join()
        lines = [first, *said.readlines()]
    return [json.loads(line)["id"] for line in lines if line.endswith(b"\n")]


def _reopen(place: Path, toll: Toll, *, thorough: bool) -> set[int]:
    folder = VaultFolder(place)
    started = time.perf_counter()
    opened = folder.open(PASSPHRASE)
    took = time.perf_counter() - started - folder.derivation_ms / 1000
    toll.slowest = max(toll.slowest, took)
    try:
        with opened.vault.sessions.read() as session:
            connection = session.connection()
            if thorough:
                problems = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
                assert problems == ["ok"]
                assert not connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
            return set(connection.exec_driver_sql("SELECT id FROM supporter").scalars())
    finally:
        opened.close()


def _kill(place: Path, times: int, between: tuple[float, float], *, hasty: bool = False) -> Toll:
    VaultFolder(place).create(PASSPHRASE, {"name": "Pine County"}, fast=True).close()
    dice, toll, warm = Random(14), Toll(), writer.context()
    for kill in range(times):
        for record in _killed(place, warm, dice.uniform(*between), hasty=hasty):
            toll.acknowledged[record] = kill
        toll.interrupted += any(path.stat().st_size for path in place.glob("*-journal"))
        there = _reopen(place, toll, thorough=kill % 5 == 0)
        toll.lost += toll.acknowledged.keys() - there
        toll.left_over += [
            path.name
            for path in place.rglob("*")
            if path.suffix in {".partial", ".new"} or path.name.startswith("vault.copy")
        ]
    return toll


def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    toll = _kill(tmp_path / "data", KILLS, (0.010, 0.090))
    assert not toll.lost
    assert not toll.left_over
    assert toll.slowest < REOPENED_WITHIN
    # Kills between transactions would prove little.
    assert toll.interrupted >= KILLS // 20
    assert len(toll.acknowledged) >= KILLS


def test_a_program_that_promises_too_early_is_caught(tmp_path: Path) -> None:
    assert _kill(tmp_path / "data", 20, (0.0, 0.010), hasty=True).lost
