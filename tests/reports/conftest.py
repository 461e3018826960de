"""A plausible quarter of a small program, as the report sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from peerdesk.disclosure.protected import ProtectedFigure, ProtectedTable, ShownDimension
from peerdesk.disclosure.protect import open_figure, protect_figure, protect_tables
from peerdesk.disclosure.table import Category, Count, CountTable, Dimension, Level, Thresholds
from peerdesk.periods import Period
from peerdesk.services.summaries.quarterly import Block, Headline, QuarterlySummary, Trend
