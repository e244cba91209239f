"""Which contexts take part in offline sync, one module each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workspace.sync.parts.base import Operation, Part, Thing
from workspace.sync.parts.environment import ENVIRONMENT
from workspace.sync.parts.errands import ERRANDS
from workspace.sync.parts.hazards import HAZARDS
from workspace.sync.parts.incidents import INCIDENTS
from workspace.sync.parts.information import INFORMATION
from workspace.sync.parts.mediation import MEDIATION
from workspace.sync.parts.patrols import PATROLS

PARTS: Sequence[Part] = (
    INCIDENTS,
    PATROLS,
    HAZARDS,
    ERRANDS,
    ENVIRONMENT,
    INFORMATION,
    MEDIATION,
)
OPERATIONS: Mapping[str, Operation] = {
    one.way.kind: one for part in PARTS for one in part.operations
}
"""By the kind that clients name."""
THINGS: Mapping[str, Thing] = {thing.name: thing for part in PARTS for thing in part.things}
