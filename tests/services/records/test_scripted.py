"""A record of any kind from one text: the declarations say where it goes and what else is due."""

from __future__ import annotations

import pytest

from peerdesk.errors import UsageError
from peerdesk.services.records.scripted import add, counts, own_kind, record_kind
from peerdesk.services.workspace import Workspace
from peerdesk.vocabulary import vocabulary


def test_the_text_goes_into_the_first_field_for_text(workspace: Workspace) -> None:
    added = add(workspace.records, "supporter", "Ottoline Quill", workspace.clock.today())
    stored = workspace.records.get("supporter", added.id)
    assert added.field == "full_name"
    assert stored["full_name"] == "Ottoline Quill"
    assert stored["personnel_class"] == vocabulary("personnel_class").codes[0]
    assert stored["status"] == "active"  # its default, not the first of the list


def test_a_kind_without_text_says_so(workspace: Workspace) -> None:
    added = add(workspace.records, "contact", "Ottoline Quill", workspace.clock.today())
    assert added.field is None
    assert "Ottoline" not in str(workspace.records.get("contact", added.id))


def test_a_record_that_must_be_the_only_one_is_refused_the_second_time(
    workspace: Workspace,
) -> None:
    today = workspace.clock.today()
    assert add(workspace.records, "headcount", "", today).field is None
    with pytest.raises(UsageError):
        add(workspace.records, "headcount", "", today)


@pytest.mark.parametrize("kind", ["agency", "opener", "draft", "import_batch", "nothing"])
def test_what_peerdesk_keeps_is_not_added(workspace: Workspace, kind: str) -> None:
    with pytest.raises(UsageError):
        own_kind(kind)


def test_kinds_without_fields_are_not_read(workspace: Workspace) -> None:
    with pytest.raises(UsageError):
        record_kind("imported_record")


def test_records_are_counted_by_kind(workspace: Workspace) -> None:
    add(workspace.records, "supporter", "Ottoline Quill", workspace.clock.today())
    assert counts(workspace.records, "supporter") == {"supporter": 1}
    everything = counts(workspace.records)
    assert (everything["supporter"], everything["contact"], everything["agency"]) == (1, 0, 1)
