"""Keys are random, wrapped and bound; today's parameters are strong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from peerdesk.vault.keys import (
    MOST_MEMORY,
    MOST_WORK,
    DataKey,
    Kdf,
    fast_kdf,
    new_kdf,
    recovery_kdf,
)


def test_new_vaults_get_strong_parameters_and_a_salt_of_their_own() -> None:
    first, second = new_kdf(), new_kdf()
    assert first.memory >= 64 * 1024
    assert first.passes >= 3
    assert len(first.salt) >= 16
    assert first.salt != second.salt


def test_a_wrapped_key_opens_only_with_its_key_and_its_text() -> None:
    data_key, key, nonce = DataKey.random(), os.urandom(32), os.urandom(12)
    wrapped = data_key.wrap(key, nonce, b"around")
    opened = DataKey.unwrap(key, nonce, wrapped, b"around")
    assert opened is not None
    assert opened.derived("x") == data_key.derived("x")
    assert DataKey.unwrap(os.urandom(32), nonce, wrapped, b"around") is None
    assert DataKey.unwrap(key, nonce, wrapped, b"Around") is None


def test_each_purpose_has_a_key_of_its_own() -> None:
    data_key = DataKey.random()
    assert data_key.derived("database") != data_key.derived("header")
    assert len(data_key.derived("database")) == 32


def test_a_data_key_does_not_show_itself() -> None:
    secret = bytes(range(32))
    shown = repr(DataKey(secret)) + str(DataKey(secret))
    assert secret.hex() not in shown
    assert "\\x01" not in shown


def test_a_data_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DataKey(b"short")


@pytest.mark.parametrize(
    "costs",
    [
        (1024, 3, 4),
        (2**31, 3, 4),
        (MOST_MEMORY + 1, 1, 4),
        (65536, 0, 4),
        (8192, 17, 4),
        (65536, 3, 9),
        (65536, 3, 0),
        (MOST_MEMORY, 3, 4),
        (65536, 7, 4),
    ],
)
def test_parameters_out_of_bounds_are_refused(costs: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="bounds"):
        Kdf(bytes(16), *costs)


def test_what_vaults_were_ever_made_with_is_within_bounds() -> None:
    """Made today, for paper, for tests; and nothing costs more than today's."""
    made = [new_kdf(), recovery_kdf(), fast_kdf()]
    assert {(each.memory, each.passes, each.lanes) for each in made} == {
        (128 * 1024, 3, 4),
        (64 * 1024, 3, 4),
        (8 * 1024, 1, 1),
    }
    assert max(each.memory * each.passes for each in made) == MOST_WORK
    assert Kdf(bytes(16), MOST_MEMORY, 2, 8).memory == MOST_MEMORY


_SHORT = """
import resource
from peerdesk.errors import OutOfMemory
from peerdesk.vault.keys import MOST_MEMORY, Kdf
resource.setrlimit(resource.RLIMIT_AS, ({limit} << 20,) * 2)
try:
    Kdf(bytes(16), MOST_MEMORY, 1).derive("words")
except OutOfMemory as refused:
    print(refused.exit_code, refused.title)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit of memory")
@pytest.mark.parametrize(("limit", "said"), [(200, "11 This computer has too little"), (4096, "")])
def test_too_little_memory_is_a_sentence(limit: int, said: str) -> None:
    """With enough of it, the control, nothing is said."""
    done = subprocess.run(  # noqa: S603 - this Python, on fixed words
        [sys.executable, "-c", _SHORT.format(limit=limit)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.startswith(said)
    assert bool(done.stdout) == bool(said)


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="bounds"):
        Kdf(bytes(8))


def test_the_same_secret_and_salt_give_the_same_key() -> None:
    kdf = fast_kdf()
    assert kdf.derive("words") == kdf.derive("words")
    assert kdf.derive("words") != kdf.derive("word")
