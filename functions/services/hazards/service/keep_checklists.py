"""Read the checklists of a day, the county's own before the packaged ones; set the county's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel import clock
from kernel.in_force import InForce
from kernel.problems import Versions
from services.hazards.rules.checklists import Checklist, HazardKind
from services.hazards.rules.own_checklists import OwnChecklists, check
from services.hazards.store.checklists import CHECKLISTS


def checklist_on(kind: HazardKind, day: date) -> Checklist:
    """Return the checklist of a kind as it was used on a day: a phone that was offline goes by the one it had."""
    kept = CHECKLISTS.current()
    since = _since(kept)
    while since is not None and day < since:
        before = CHECKLISTS.version(kept.version - 1)
        assert before is not None, "no version of the checklists goes"
        kept, since = before, _since(before)
    return kept.value.of(kind, day, since)


def checklists_today() -> tuple[list[Checklist], InForce[OwnChecklists]]:
    """Return the thirteen as they hold now, and the version of the county's own."""
    kept, today = CHECKLISTS.newest(), clock.today()
    since = _since(kept)
    return [kept.value.of(kind, today, since) for kind in HazardKind], kept


def set_checklists(document: Mapping[str, Any], expected: Versions, set_by: str) -> None:
    """Keep a document as the county's own checklists, for what is found from today on.

    Raises
    ------
    InvalidFields, ChecklistLoosened
        A kind or an item stands twice, or what is grave or law is left out or made less.
    StaleVersion
        Somebody has set a newer one.
    """
    check(document, clock.today())
    CHECKLISTS.put(document, expected, set_by)


def _since(kept: InForce[OwnChecklists]) -> date | None:
    return clock.day_of(clock.from_iso(kept.set_at)) if kept.set_at else None
