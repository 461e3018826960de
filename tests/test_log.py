"""The log takes listed facts only, and does not grow for ever."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from peerdesk import log


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "peerdesk.log"
    yield path
    logger = logging.getLogger("peerdesk")
    for handler in list(logger.handlers):
        handler.close()
        logger.removeHandler(handler)


def test_a_line_holds_the_facts_that_were_given(file: Path) -> None:
    log.to_file(file)
    log.write(log.Event("saved", kind="supporter", milliseconds=4))
    line = file.read_text().strip()
    assert json.loads(line[line.index("{") :]) == {
        "name": "saved",
        "kind": "supporter",
        "milliseconds": 4,
    }


def test_a_fact_that_is_not_listed_cannot_be_written() -> None:
    with pytest.raises(TypeError):
        log.Event("saved", text="Zqxmarker")  # type: ignore[call-arg]


def test_a_large_log_is_put_aside(file: Path) -> None:
    file.write_text("x" * 1_000_001)
    log.to_file(file)
    log.write(log.Event("started"))
    assert file.stat().st_size < 200
    assert file.with_suffix(".old.log").stat().st_size == 1_000_001
