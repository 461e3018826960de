"""Ways in, known backups, drafts, the record of activity and its key, minutes until locking."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection

_STATEMENTS = (
    """
    CREATE TABLE opener (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        slot VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        role VARCHAR NOT NULL,
        since DATE NOT NULL,
        proven_on DATE,
        removed_on DATE,
        CONSTRAINT pk_opener PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_opener_slot ON opener (slot)",
    """
    CREATE TABLE backup (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        made_at VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        off_machine BOOLEAN NOT NULL,
        verified_at VARCHAR,
        CONSTRAINT pk_backup PRIMARY KEY (id),
        CONSTRAINT uq_backup_name UNIQUE (name, off_machine)
    )
    """,
    """
    CREATE TABLE draft (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        page VARCHAR NOT NULL,
        record_id INTEGER,
        entered JSON NOT NULL,
        CONSTRAINT pk_draft PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_draft_page ON draft (page)",
    """
    CREATE TABLE audit (
        n INTEGER NOT NULL,
        utc VARCHAR(24) NOT NULL,
        slot VARCHAR(32) NOT NULL,
        action VARCHAR(20) NOT NULL,
        kind VARCHAR(30) NOT NULL,
        record INTEGER,
        outcome VARCHAR(20) NOT NULL,
        version VARCHAR(20) NOT NULL,
        host VARCHAR(8) NOT NULL,
        mac VARCHAR(64) NOT NULL,
        CONSTRAINT pk_audit PRIMARY KEY (n)
    )
    """,
    """
    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the record of activity cannot be changed'); END
    """,
    """
    CREATE TRIGGER audit_kept BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the record of activity cannot be changed'); END
    """,
    """
    CREATE TABLE vault_meta_2 (
        vault_id VARCHAR(36) NOT NULL,
        audit_key VARCHAR(64) NOT NULL,
        CONSTRAINT pk_vault_meta PRIMARY KEY (vault_id)
    )
    """,
    "DROP TABLE vault_meta",
    "ALTER TABLE vault_meta_2 RENAME TO vault_meta",
    """
    CREATE TABLE agency_2 (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        program_name VARCHAR NOT NULL,
        agency_type VARCHAR NOT NULL,
        state VARCHAR,
        logging_mode VARCHAR NOT NULL,
        persons_threshold INTEGER NOT NULL,
        contacts_threshold INTEGER NOT NULL,
        supporter_days INTEGER NOT NULL,
        lock_minutes INTEGER NOT NULL,
        sample BOOLEAN NOT NULL,
        CONSTRAINT pk_agency PRIMARY KEY (id)
    )
    """,
    """
    INSERT INTO agency_2 SELECT id, version, name, program_name, agency_type, state, logging_mode,
        persons_threshold, contacts_threshold, supporter_days, 10, sample FROM agency
    """,
    "DROP TABLE agency",
    "ALTER TABLE agency_2 RENAME TO agency",
)


def upgrade(connection: Connection) -> None:
    """Create the tables, and draw the key of the activity record."""
    owners = connection.exec_driver_sql("SELECT vault_id FROM vault_meta").scalars().all()
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
    for owner in owners:
        connection.exec_driver_sql(
            "INSERT INTO vault_meta (vault_id, audit_key) VALUES (?, ?)",
            (owner, secrets.token_hex(32)),
        )
