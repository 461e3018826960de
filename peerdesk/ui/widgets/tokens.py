"""Every color of the window, by what it is for, in light and in dark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """Colors as ``#RRGGBB``. Text tokens reach 4.5 to 1 on their grounds, controls 3 to 1."""

    ground: str
    surface: str
    raised: str
    sidebar: str
    line: str
    edge: str
    """Border of a control."""
    text: str
    muted: str
    faint: str
    """Text of what is switched off; exempt from contrast by its meaning."""
    accent: str
    on_accent: str
    accent_soft: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str


LIGHT = Tokens(
    ground="#F4F6F8",
    surface="#FFFFFF",
    raised="#EEF1F4",
    sidebar="#E9EDF1",
    line="#CBD3DB",
    edge="#7C8894",
    text="#1B242C",
    muted="#55626E",
    faint="#8A96A1",
    accent="#1F5FA8",
    on_accent="#FFFFFF",
    accent_soft="#DCE8F6",
    good="#1A7044",
    good_soft="#DDF1E6",
    warn="#8A5A00",
    warn_soft="#FBEDD0",
    bad="#B3261E",
    bad_soft="#FBE3E1",
)
DARK = Tokens(
    ground="#161B20",
    surface="#1E252B",
    raised="#262E35",
    sidebar="#12171B",
    line="#3A454F",
    edge="#7D8A96",
    text="#E6EBEF",
    muted="#A5B1BC",
    faint="#6F7B86",
    accent="#6CA8E8",
    on_accent="#0C1722",
    accent_soft="#21384F",
    good="#5CC38D",
    good_soft="#173526",
    warn="#E4B14C",
    warn_soft="#3A2E12",
    bad="#F08A82",
    bad_soft="#44201E",
)
