"""The events of the figures of village self-government, as they stood at a cut-off; read by name, without the rules that made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import registry
from assembly.store.facts import documents_in
from kernel import clock
from kernel.figures import Asked, Counted

_DECISION: Final = "decision"
"""The step of a matter at which a body decides it (`MatterStep.DECISION`)."""


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the matters that a body decided, on the day of the decision."""
    assert figure == "matters_decided", figure
    for village in registry.villages_of(asked.unit):
        for matter in documents_in("MATTER", village):
            at = _decided_at(matter)
            if at and at <= asked.cut_off and asked.takes(clock.day_of(at)):
                yield Counted(f"matter:{matter['id']}", village, clock.day_of(at))


def _decided_at(matter: Mapping[str, Any]) -> datetime | None:
    if not matter["result"]:
        return None
    decided = (one["at"] for one in reversed(matter["records"]) if one["step"] == _DECISION)
    at = next(decided, None)
    return clock.from_iso(str(at)) if at else None
