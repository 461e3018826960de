"""A migrated database has the shape of the models, and a failed step leaves none of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, inspect

from peerdesk.vault import migrate
from peerdesk.vault.database import engine_for
from peerdesk.vault.meta import metadata

KEY = bytes(range(32))


def _engine(path: Path) -> Engine:
    return engine_for(path, KEY, begin="BEGIN IMMEDIATE", create=True)


def _shape(engine: Engine) -> dict[str, Any]:
    looked = inspect(engine)
    return {
        table: {
            "columns": {  # by name: a field added later stands where its form wants it
                each["name"]: (str(each["type"]), each["nullable"], each["default"])
                for each in looked.get_columns(table)
            },
            "indexes": sorted(
                (str(i["name"]), i["column_names"]) for i in looked.get_indexes(table)
            ),
            "links": sorted(
                (f["constrained_columns"], f["referred_table"], str(f["options"]))
                for f in looked.get_foreign_keys(table)
            ),
            "unique": sorted(u["column_names"] for u in looked.get_unique_constraints(table)),
        }
        for table in sorted(looked.get_table_names())
    }


def test_migrations_lead_to_the_models(tmp_path: Path) -> None:
    migrated, declared = _engine(tmp_path / "migrated.db"), _engine(tmp_path / "declared.db")
    with migrated.begin() as connection:
        migrate.upgrade(connection)
    with declared.begin() as connection:
        metadata.create_all(connection)
    assert _shape(migrated) == _shape(declared)


def test_the_search_index_is_the_declared_one(tmp_path: Path) -> None:
    """Its own tables are compared above; here is what it was made with, and that it forgets."""
    migrated, declared = _engine(tmp_path / "migrated.db"), _engine(tmp_path / "declared.db")
    made = []
    with migrated.begin() as connection:
        migrate.upgrade(connection)
    with declared.begin() as connection:
        metadata.create_all(connection)
    for engine in (migrated, declared):
        with engine.begin() as connection:
            sql = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'search'")
            options = connection.exec_driver_sql("SELECT k, v FROM search_config ORDER BY k")
            made.append((" ".join(str(sql.scalar_one()).split()), options.all()))
    assert made[0] == made[1]
    assert ("secure-delete", 1) in [tuple(row) for row in made[0][1]]


def test_the_comparison_sees_a_missing_column(tmp_path: Path) -> None:
    migrated = _engine(tmp_path / "migrated.db")
    with migrated.begin() as connection:
        migrate.upgrade(connection)
    before = _shape(migrated)
    with migrated.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE supporter DROP COLUMN languages")
    assert _shape(migrated) != before


def test_the_comparison_looks_at_the_name_of_a_column_and_not_at_its_place(tmp_path: Path) -> None:
    shapes = []
    for number, columns in enumerate(("a INTEGER, b TEXT", "b TEXT, a INTEGER", "a TEXT, b TEXT")):
        engine = _engine(tmp_path / f"{number}.db")
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE TABLE one ({columns})")
        shapes.append(_shape(engine))
    assert shapes[0] == shapes[1] != shapes[2]


def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    engine = _engine(tmp_path / "v.db")
    with engine.begin() as connection:
        migrate.upgrade(connection)
    once = _shape(engine)
    with engine.begin() as connection:
        migrate.upgrade(connection)
        assert migrate.schema_number(connection) == migrate.latest()
    assert _shape(engine) == once


def test_a_failed_step_leaves_nothing_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = _engine(tmp_path / "v.db")

    def broken(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")

    monkeypatch.setattr(migrate, "steps", lambda: {1: broken})
    with pytest.raises(Exception, match="already exists"), engine.begin() as connection:
        migrate.upgrade(connection)
    assert inspect(engine).get_table_names() == []


def test_steps_are_numbered_without_gaps() -> None:
    numbers = sorted(migrate.steps())
    assert numbers == list(range(1, len(numbers) + 1))
