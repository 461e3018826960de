"""Frozen counts of closed quarters, and the ledger of everything issued; none is ever changed."""

from __future__ import annotations

from sqlalchemy import Connection

_TABLES = (
    """
    CREATE TABLE frozen_count (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        period VARCHAR(10) NOT NULL,
        dimension VARCHAR NOT NULL,
        code VARCHAR NOT NULL,
        contacts INTEGER NOT NULL,
        firsts INTEGER NOT NULL,
        supporters INTEGER,
        most INTEGER,
        CONSTRAINT pk_frozen_count PRIMARY KEY (id),
        CONSTRAINT uq_frozen_count_period UNIQUE (period, dimension, code)
    )
    """,
    """
    CREATE TABLE publication (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        report VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        period VARCHAR(10) NOT NULL,
        issued_on DATE NOT NULL,
        audience VARCHAR NOT NULL,
        purpose VARCHAR NOT NULL,
        legal_basis VARCHAR,
        persons_threshold INTEGER NOT NULL,
        contacts_threshold INTEGER NOT NULL,
        policy VARCHAR NOT NULL,
        levels VARCHAR NOT NULL,
        digest VARCHAR NOT NULL,
        paper VARCHAR NOT NULL,
        CONSTRAINT pk_publication PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_publication_period ON publication (period)",
    """
    CREATE TABLE published_cell (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        publication_id INTEGER NOT NULL,
        measure VARCHAR NOT NULL,
        period VARCHAR NOT NULL,
        place VARCHAR NOT NULL,
        printed INTEGER,
        CONSTRAINT pk_published_cell PRIMARY KEY (id),
        CONSTRAINT fk_published_cell_publication_id FOREIGN KEY(publication_id) REFERENCES publication (id)
    )
    """,
    "CREATE INDEX ix_published_cell_publication_id ON published_cell (publication_id)",
    """
    CREATE TABLE recall (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        publication_id INTEGER NOT NULL,
        recalled_on DATE NOT NULL,
        reason VARCHAR NOT NULL,
        CONSTRAINT pk_recall PRIMARY KEY (id),
        CONSTRAINT fk_recall_publication_id FOREIGN KEY(publication_id) REFERENCES publication (id)
    )
    """,
    "CREATE INDEX ix_recall_publication_id ON recall (publication_id)",
    """
    CREATE TABLE restore_mark (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_restore_mark PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE restore_answer (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        mark_id INTEGER NOT NULL,
        answered_on DATE NOT NULL,
        CONSTRAINT pk_restore_answer PRIMARY KEY (id),
        CONSTRAINT fk_restore_answer_mark_id FOREIGN KEY(mark_id) REFERENCES restore_mark (id)
    )
    """,
    "CREATE INDEX ix_restore_answer_mark_id ON restore_answer (mark_id)",
)
_KEPT = (
    "frozen_count",
    "publication",
    "published_cell",
    "recall",
    "restore_mark",
    "restore_answer",
)


def upgrade(connection: Connection) -> None:
    """Create the tables, each with a guard against changing and one against removing."""
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
    for table in _KEPT:
        for name, event in (("stays", "UPDATE"), ("kept", "DELETE")):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the ledger cannot be changed'); END"
            )
