"""Things of outreach as somebody sees them: with what may be done with them, and what their units are called."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.record import record
from kernel.seen import Seen, Thing
from kernel.texts import Text


@record
class SeenInUnits(Seen[Thing]):
    """A thing of outreach as somebody sees it; `units` is what the units it names are called."""

    units: Mapping[str, Text]
