"""What a database says of itself: which vault it belongs to, and what was done in it."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from peerdesk.models.registry import RECORDS

# The registry has loaded every record type, so this metadata is the shape of the whole database.
metadata = RECORDS[0].metadata
meta = Table(
    "vault_meta",
    metadata,
    Column("vault_id", String(36), primary_key=True),
    Column("audit_key", String(64), nullable=False),
)
"""One row. The key of the activity record is random and stays when the data key changes, so that
marks printed on paper hold; it lies in the database, which the data key encrypts."""
audit = Table(
    "audit",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("utc", String(24), nullable=False),
    Column("slot", String(32), nullable=False),
    Column("action", String(20), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("record", Integer),
    Column("outcome", String(20), nullable=False),
    Column("version", String(20), nullable=False),
    Column("host", String(8), nullable=False),
    Column("mac", String(64), nullable=False),
)
"""The record of activity: each entry is bound to the one before. Triggers forbid changing it."""
