"""The documented format is the real one: its worked example is computed again, twice over."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from peerdesk import rescue
from peerdesk.vault import audit, seal
from peerdesk.vault.backups.manifest import parse
from peerdesk.vault.backups.package import MAGIC
from peerdesk.vault.header import FILE_NAME, canonical, read_headers
from peerdesk.vault.keys import DataKey

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "vault-format.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    (block,) = re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)
    return dict(json.loads(block))


@pytest.fixture
def data_key(example: dict[str, Any]) -> DataKey:
    return DataKey(bytes.fromhex(example["data_key"]))


def test_each_purpose_has_the_documented_key(example: dict[str, Any], data_key: DataKey) -> None:
    for purpose, key in example["keys"].items():
        assert data_key.derived(purpose).hex() == key
        assert rescue.derived(bytes.fromhex(example["data_key"]), purpose).hex() == key


def test_no_purpose_is_missing(example: dict[str, Any]) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "peerdesk").rglob("*.py"))
    used = set(re.findall(r"\.(?:derived|mac)\(\s*\"([a-z ]+)\"", code))
    assert used == set(example["keys"])
    assert all(f"| `{purpose}` |" in DOCUMENT for purpose in used)


def test_the_passphrase_opens_the_header(
    example: dict[str, Any], data_key: DataKey, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).write_bytes(canonical(example["header"]))
    (header,) = read_headers(tmp_path)
    opened, slot = header.unlock(example["passphrase"])
    assert opened.derived("database") == data_key.derived("database")
    assert slot.bound_to(header.vault_id).decode() == example["slot_bound_to"]
    assert slot.kdf.derive(example["passphrase"]).hex() == example["passphrase_key"]
    assert header.anchor == (12, "ab" * 32)


def test_the_rescue_tool_opens_the_same_header(example: dict[str, Any]) -> None:
    key = bytes.fromhex(example["data_key"])
    assert rescue.open_slots(example["header"], example["passphrase"]) == [key]
    signed = {name: value for name, value in example["header"].items() if name != "mac"}
    code = hmac.digest(rescue.derived(key, "header"), rescue.canonical(signed), "sha256")
    assert base64.b64encode(code).decode() == example["header"]["mac"]


def test_the_passphrase_opens_the_manifest(example: dict[str, Any]) -> None:
    content = canonical(example["manifest"])
    manifest = parse(content)
    manifest.unlock(example["passphrase"])
    assert manifest.as_bytes() == content
    start = MAGIC + len(content).to_bytes(4, "big")
    assert start.hex() == example["package_start"]


def test_every_field_is_documented(example: dict[str, Any]) -> None:
    names = [*example["header"], *example["manifest"], *example["header"]["slots"][0]]
    assert all(f"`{name}`" in DOCUMENT for name in names)
    # The manifest has no field that the example leaves out.
    assert len(fields(parse(canonical(example["manifest"])))) + 2 == len(example["manifest"])


def test_the_seal_is_as_documented(example: dict[str, Any], data_key: DataKey) -> None:
    given = example["seal"]
    assert seal._text(Path(given["file"]), given["body"]).decode() == given["signed_text"]
    assert data_key.mac("seal text", given["signed_text"].encode()).hex() == given["mac"]


def test_the_chain_of_activity_is_as_documented(example: dict[str, Any]) -> None:
    given = example["activity"]
    key, entry = bytes.fromhex(given["key"]), given["entry"]
    row = json.dumps(list(entry.values()), separators=(",", ":")).encode()
    assert hmac.new(key, bytes(32) + row, hashlib.sha256).hexdigest() == given["mark"]
    assert audit._mark(key, audit.START, entry).hex() == given["mark"]
