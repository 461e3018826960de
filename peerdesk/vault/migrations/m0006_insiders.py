"""Whether reports are guarded against readers who know a count of one, and whether one was."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """
    CREATE TABLE agency_6 (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        program_name VARCHAR NOT NULL,
        agency_type VARCHAR NOT NULL,
        state VARCHAR,
        logging_mode VARCHAR NOT NULL,
        persons_threshold INTEGER NOT NULL,
        contacts_threshold INTEGER NOT NULL,
        guard_insiders BOOLEAN NOT NULL,
        supporter_days INTEGER NOT NULL,
        lock_minutes INTEGER NOT NULL,
        sample BOOLEAN NOT NULL,
        CONSTRAINT pk_agency PRIMARY KEY (id)
    )
    """,
    """
    INSERT INTO agency_6
    SELECT id, version, name, program_name, agency_type, state, logging_mode, persons_threshold,
        contacts_threshold, 0, supporter_days, lock_minutes, sample
    FROM agency
    """,
    "DROP TABLE agency",
    "ALTER TABLE agency_6 RENAME TO agency",
    "ALTER TABLE publication ADD COLUMN insiders BOOLEAN",
)


def upgrade(connection: Connection) -> None:
    """Add the columns. What was issued before was not guarded so, and its rows never change."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
