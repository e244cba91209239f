"""Which growth is measured how far, and with which files of the bench."""

from __future__ import annotations

from typing import NamedTuple


class Grown(NamedTuple):
    """A module that fills something and asks for its lists: how much of it there is, and the files it does it by."""

    sizes: tuple[int, ...]
    by: tuple[str, ...]


MODULES = {
    "growth": Grown((100, 10_000, 100_000), ("growth.py", "hazards")),
    "growth_enforcement": Grown((100, 1_000, 10_000), ("growth.py", "growth_enforcement")),
    "growth_routes": Grown(
        (100, 10_000, 100_000),
        ("growth.py", "growth_reasons", "growth_routes", "grown", "whole_county", "../simulation"),
    ),
}
