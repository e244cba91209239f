"""The catalogue of figures as packaged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kernel.access import Role
from kernel.texts import Text
from kernel.units import Level
from reports.rules.figures import (
    EVENTS,
    Catalogue,
    Definition,
    FigureCutOff,
    FigureOver,
    FigureUnit,
)

_FILE = Path(__file__).parents[1] / "data" / "figures.json"


@cache
def catalogue() -> Catalogue:
    """Return every definition, by its figure's name, in the order of the catalogue."""
    packaged: Mapping[str, Any] = json.loads(_FILE.read_bytes())
    readers = {name: frozenset(map(Role, roles)) for name, roles in packaged["readers"].items()}
    return {
        said["name"]: Definition(
            said["name"],
            Text(**said["said"]),
            FigureUnit(said["unit"]),
            Text(**said["event"]),
            FigureOver(said["over"]),
            said["context"],
            frozenset(map(Level, said["levels"])),
            readers[said["readers"]],
            said["version"],
            FigureCutOff(said.get("cut_off", FigureCutOff.ASKED)),
            said.get("opens", EVENTS),
            said.get("counted", True),
        )
        for said in packaged["figures"]
    }
