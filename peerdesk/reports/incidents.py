"""The review of responses to incidents for command, on the same sheet as the report on contacts."""

from __future__ import annotations

from peerdesk.reports.quarterly import document
from peerdesk.services.summaries.quarterly import QuarterlySummary

SUMMARY = QuarterlySummary

__all__ = ["SUMMARY", "document"]
