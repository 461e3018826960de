"""The first shape of the database: agency, supporters, contacts in both modes, imports."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """
    CREATE TABLE agency (
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
        sample BOOLEAN NOT NULL,
        CONSTRAINT pk_agency PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE closed_period (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        period VARCHAR(10) NOT NULL,
        closed_on DATE NOT NULL,
        CONSTRAINT pk_closed_period PRIMARY KEY (id),
        CONSTRAINT uq_closed_period_period UNIQUE (period)
    )
    """,
    """
    CREATE TABLE headcount (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        period VARCHAR(10) NOT NULL,
        personnel_class VARCHAR NOT NULL,
        people INTEGER NOT NULL,
        CONSTRAINT pk_headcount PRIMARY KEY (id),
        CONSTRAINT uq_headcount_period UNIQUE (period, personnel_class)
    )
    """,
    """
    CREATE TABLE import_batch (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        imported_on DATE NOT NULL,
        added INTEGER NOT NULL,
        merged INTEGER NOT NULL,
        CONSTRAINT pk_import_batch PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE supporter (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        full_name VARCHAR NOT NULL,
        display_name VARCHAR,
        role VARCHAR NOT NULL,
        personnel_class VARCHAR NOT NULL,
        rank_title VARCHAR,
        member_agency VARCHAR,
        status VARCHAR NOT NULL,
        joined DATE,
        leave_from DATE,
        leave_to DATE,
        left_on DATE,
        exit_reason VARCHAR,
        mentor_id INTEGER,
        work_phone VARCHAR,
        work_email VARCHAR,
        emergency_phone VARCHAR,
        unit_area VARCHAR,
        shifts VARCHAR NOT NULL,
        on_call_willing BOOLEAN NOT NULL,
        languages VARCHAR,
        support_areas VARCHAR NOT NULL,
        areas_printable BOOLEAN NOT NULL,
        designated_on DATE,
        designated_by VARCHAR,
        term_ends DATE,
        agreement_signed DATE,
        supervises BOOLEAN NOT NULL,
        licensed_clinician BOOLEAN NOT NULL,
        standing_conflicts VARCHAR NOT NULL,
        CONSTRAINT pk_supporter PRIMARY KEY (id),
        CONSTRAINT fk_supporter_mentor_id FOREIGN KEY(mentor_id) REFERENCES supporter (id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX ix_supporter_full_name ON supporter (full_name)",
    "CREATE INDEX ix_supporter_status ON supporter (status)",
    """
    CREATE TABLE tally (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        month VARCHAR(7) NOT NULL,
        dimension VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        count INTEGER NOT NULL,
        first_count INTEGER,
        counted_in VARCHAR(10) NOT NULL,
        CONSTRAINT pk_tally PRIMARY KEY (id),
        CONSTRAINT uq_tally_month UNIQUE (month, dimension, value, counted_in)
    )
    """,
    "CREATE INDEX ix_tally_counted_in ON tally (counted_in)",
    "CREATE INDEX ix_tally_month ON tally (month)",
    """
    CREATE TABLE vault_meta (
        vault_id VARCHAR(36) NOT NULL,
        CONSTRAINT pk_vault_meta PRIMARY KEY (vault_id)
    )
    """,
    """
    CREATE TABLE contact (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        month VARCHAR(7) NOT NULL,
        supporter_id INTEGER,
        first_this_quarter VARCHAR NOT NULL,
        recipient_class VARCHAR NOT NULL,
        origin VARCHAR NOT NULL,
        mode VARCHAR NOT NULL,
        topic VARCHAR NOT NULL,
        duration VARCHAR NOT NULL,
        duty VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        outcome VARCHAR NOT NULL,
        limits_advised VARCHAR NOT NULL,
        counted_in VARCHAR(10) NOT NULL,
        CONSTRAINT pk_contact PRIMARY KEY (id),
        CONSTRAINT fk_contact_supporter_id FOREIGN KEY(supporter_id) REFERENCES supporter (id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX ix_contact_counted_in ON contact (counted_in)",
    "CREATE INDEX ix_contact_month ON contact (month)",
    """
    CREATE TABLE imported_record (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        batch_id INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        record_version INTEGER NOT NULL,
        "before" JSON,
        CONSTRAINT pk_imported_record PRIMARY KEY (id),
        CONSTRAINT fk_imported_record_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_imported_record_batch_id ON imported_record (batch_id)",
)


def upgrade(connection: Connection) -> None:
    """Create every table and index."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
