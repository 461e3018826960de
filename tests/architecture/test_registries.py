"""Every module that should be on a list is on it."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import peerdesk.models
import peerdesk.reports
import peerdesk.services.summaries
from peerdesk.models.fields import Record
from peerdesk.models.registry import RECORDS
from peerdesk.services.summaries.catalogue import REPORTS
from peerdesk.vocabulary import vocabularies


def _modules(package: ModuleType) -> list[ModuleType]:
    names = [each.name for each in pkgutil.iter_modules(package.__path__)]
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


def test_every_record_type_is_registered() -> None:
    defined = {
        value
        for module in _modules(peerdesk.models)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Record) and value is not Record
    }
    assert defined == set(RECORDS)


def test_every_report_is_registered() -> None:
    printing = {
        module.__name__.rpartition(".")[2]
        for module in _modules(peerdesk.reports)
        if hasattr(module, "document")
    }
    papers = {"command" if each.audience == "command" else each.name for each in REPORTS}
    assert printing == papers
    composed = {
        value
        for module in _modules(peerdesk.services.summaries)
        for name, value in vars(module).items()
        if name == "compose" or name.startswith("compose_")
        if value.__module__ == module.__name__
    }
    assert composed == {each.compose for each in REPORTS if each.compose}


def test_every_vocabulary_named_by_a_field_exists() -> None:
    from peerdesk.models.fields import fields_of

    named = {each.vocabulary for record in RECORDS for each in fields_of(record)} - {None}
    assert named <= set(vocabularies())


def test_every_shipped_vocabulary_is_used() -> None:
    from peerdesk.models.fields import fields_of

    named = {each.vocabulary for record in RECORDS for each in fields_of(record)}
    # The record of activity is a table of its own, outside the record types.
    assert set(vocabularies()) - {"activity"} <= named


def test_bookkeeping_names_tables_that_are_there_and_no_record_of_the_agency() -> None:
    from peerdesk.models.registry import ENTERED
    from peerdesk.safe import BOOKKEEPING
    from peerdesk.vault.meta import metadata

    assert set(metadata.tables) >= BOOKKEEPING
    assert not BOOKKEEPING & {record.__tablename__ for record in ENTERED}
    assert not BOOKKEEPING & {"tally", "attendance", "responder", "followup", "publication"}
