"""The one row by which a database says which vault it belongs to."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from peerdesk.models.registry import RECORDS

# The registry has loaded every record type, so this metadata is the shape of the whole database.
metadata = RECORDS[0].metadata
meta = Table("vault_meta", metadata, Column("vault_id", String(36), primary_key=True))
