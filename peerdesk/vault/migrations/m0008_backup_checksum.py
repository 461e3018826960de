"""What a backup said of itself when it was last read whole, so that a later edit is seen."""

from __future__ import annotations

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Add the column; where it is empty, the day on which it was made must do."""
    connection.exec_driver_sql("ALTER TABLE backup ADD COLUMN checksum VARCHAR")
