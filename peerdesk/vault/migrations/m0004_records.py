"""Removed records, the history of records, the search index, and the areas of a program."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """
    CREATE TABLE binned (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        number INTEGER NOT NULL,
        title VARCHAR NOT NULL,
        removed_on DATE NOT NULL,
        held JSON NOT NULL,
        links JSON NOT NULL,
        CONSTRAINT pk_binned PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE revision (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        number INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        who VARCHAR NOT NULL,
        action VARCHAR NOT NULL,
        changes JSON NOT NULL,
        CONSTRAINT pk_revision PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_revision_number ON revision (number)",
    """
    CREATE TABLE searched (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        number INTEGER NOT NULL,
        words VARCHAR NOT NULL,
        CONSTRAINT pk_searched PRIMARY KEY (id),
        CONSTRAINT uq_searched_kind UNIQUE (kind, number)
    )
    """,
    """
    CREATE VIRTUAL TABLE search USING fts5(
        words, content='searched', content_rowid='id', prefix='2 3',
        tokenize='unicode61 remove_diacritics 2'
    )
    """,
    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
    """
    CREATE TABLE program_area (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        area VARCHAR NOT NULL,
        used BOOLEAN NOT NULL,
        CONSTRAINT pk_program_area PRIMARY KEY (id),
        CONSTRAINT uq_program_area_area UNIQUE (area)
    )
    """,
)


def upgrade(connection: Connection) -> None:
    """Create the tables; the index is filled when the vault is next opened."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
