"""The threat model names tests that exist, and nothing claims what nobody has assessed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "threat-model.md"
CLAIM = re.compile(r"cjis[- ]complian|fips[- ]validated|is a validated module", re.IGNORECASE)
PLACES = ("docs", "peerdesk", "resources", "README.md", "CHANGELOG.md")


def _named(text: str) -> list[str]:
    return re.findall(r"`(tests/[\w/]+\.py)`", text)


@pytest.mark.parametrize(("page", "least"), [("threat-model.md", 20), ("disclosure.md", 15)])
def test_every_test_that_is_named_exists(page: str, least: int) -> None:
    named = _named((ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert len(named) > least
    assert [each for each in named if not (ROOT / each).is_file()] == []


def test_every_threat_says_what_stays_open() -> None:
    rows = re.findall(r"^\| (?!What could|---)(.*) \|$", _table(), re.M)
    assert len(rows) >= 20
    assert all(len(row.split(" | ")) == 4 and all(row.split(" | ")) for row in rows)


def test_the_policy_is_quoted_with_its_version() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "5.9.5" in text
    assert "designed to support" in text


def test_nothing_is_claimed_that_nobody_assessed() -> None:
    files = [
        path
        for place in PLACES
        for path in ([ROOT / place] if (ROOT / place).is_file() else (ROOT / place).rglob("*"))
        if path.suffix in (".md", ".py", ".json")
    ]
    assert len(files) > 100
    assert [path.name for path in files if CLAIM.search(path.read_text(encoding="utf-8"))] == []


def test_a_claim_would_be_found() -> None:
    assert CLAIM.search("PeerDesk is CJIS compliant and FIPS validated.")


def _table() -> str:
    text = PAGE.read_text(encoding="utf-8")
    return text[text.index("## The table") : text.index("## What is not defended")]
