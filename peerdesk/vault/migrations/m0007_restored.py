"""When a vault was restored, so that it knows what a forgotten report may have spoken of."""

from __future__ import annotations

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Add the column; where it is empty, any report may be a forgotten one's neighbor."""
    connection.exec_driver_sql("ALTER TABLE restore_mark ADD COLUMN restored_on DATE")
