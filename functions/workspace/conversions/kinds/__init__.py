"""What each kind of matter says to be converted, a module each, loaded when one of its kind is."""

from __future__ import annotations

import importlib
from typing import Any

from workspace.conversions.kinds.base import Form
from workspace.conversions.rules.conversions import MatterKind

_MODULES = {
    MatterKind.INCIDENT: "workspace.conversions.kinds.incidents",
    MatterKind.HAZARD: "workspace.conversions.kinds.hazards",
    MatterKind.MEDIATION: "workspace.conversions.kinds.mediation",
    MatterKind.CLUE: "workspace.conversions.kinds.clues",
}


def form_of(kind: MatterKind) -> Form[Any]:
    """Return how matters are handled as a kind."""
    return importlib.import_module(_MODULES[kind]).FORM
