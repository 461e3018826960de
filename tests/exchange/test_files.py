"""A kind of file is one declaration: what is declared comes in and goes out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from peerdesk.errors import InputRefused
from peerdesk.exchange import files, headings
from peerdesk.exchange.files import FILES, FileKind, file_kind
from peerdesk.models.provider import Provider
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace

PROVIDERS = FileKind("provider", (Provider,), "Providers", "provider", "providers")


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (files, headings):
        monkeypatch.setattr(module, "FILES", (*FILES, PROVIDERS))


@pytest.mark.usefixtures("declared")
def test_a_kind_of_file_that_is_only_declared_comes_in_and_can_be_taken_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "providers.csv"
    path.write_text(
        "Name,Type,Phone,Verified on\n"
        "Elm Counseling,Employee assistance program,555-0100,3/4/2026\n"
        "Oak House,Employee assistance program,555-0101,3/4/2030\n",
        encoding="utf-8",
    )
    plan = workspace.imports.read(path, "provider")
    assert [(each.row, "has not come" in each.reason) for each in plan.rejected] == [(3, True)]
    assert plan.totals == {"lines": 1}
    result = workspace.imports.apply(plan)
    (number,) = workspace.records.ids(ListQuery("provider"))
    stored = workspace.records.get("provider", number)
    assert (stored["name"], stored["phone"]) == ("Elm Counseling", "555-0100")
    workspace.imports.undo(result.undo)
    assert not len(workspace.records.ids(ListQuery("provider")))


def test_what_is_not_declared_is_refused_and_told_what_is() -> None:
    with pytest.raises(InputRefused, match="supporter, contact, tally or training") as refused:
        file_kind("provider")
    assert "cannot bring in" in refused.value.title


def test_the_command_line_offers_what_is_declared() -> None:
    source = (Path(__file__).parents[2] / "peerdesk" / "cli" / "main.py").read_text("utf-8")
    names = ", ".join(f'"{each.name}"' for each in FILES)
    assert f"choices=({names})" in source
