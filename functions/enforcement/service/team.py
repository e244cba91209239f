"""Who owes what a town's enforcement owes."""

from __future__ import annotations

from kernel.directory import find_units

_TEAM = "ZFD"


def team_of(town: str) -> str:
    """Return who owes what a town owes: its enforcement team where the registry has one, else the town."""
    team = f"{town}-{_TEAM}"
    return team if team in find_units([team]) else town
