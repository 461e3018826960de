"""The list of reports."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from peerdesk.errors import UsageError
from peerdesk.reports.catalogue import Page, render
from peerdesk.services.summaries.catalogue import REPORTS
from tests.reports.samples import PLAIN, summary


def test_names_are_unique_and_each_has_a_module_that_prints() -> None:
    names = [report.name for report in REPORTS]
    assert len(set(names)) == len(names)
    for report in REPORTS:
        paper = "command" if report.audience == "command" else report.name
        module = import_module(f"peerdesk.reports.{paper}")
        assert isinstance(module.SUMMARY, type)
        assert callable(module.document)


def test_the_list_loads_without_reportlab() -> None:
    program = "import sys, peerdesk.reports.catalogue; print('reportlab' in sys.modules)"
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  # fixed
    assert ran.stdout.strip() == "False"


def test_a_report_is_a_pdf() -> None:
    assert render("quarterly", summary(), PLAIN).startswith(b"%PDF-")


def test_an_unknown_report_is_refused() -> None:
    with pytest.raises(UsageError):
        render("catalogue", summary(), PLAIN)


def test_only_the_summary_of_the_report_is_printed() -> None:
    with pytest.raises(TypeError):
        render("quarterly", {"agency": "Maple County"}, PLAIN)


def test_a_page_is_a_letter_draft_unless_told_otherwise() -> None:
    assert Page() == Page("letter", draft=True, invariant=False)
