"""What must hold of services: whoever saw to a hazard does not check it, agreements were signed by both, errands end for a principal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.simulation.world import Violated, World, document, text

_KINDS = {"HAZARD": "hazards/findings", "MEDIATION": "mediation/cases", "ERRAND": "errands"}


def _histories(world: World) -> Iterator[tuple[str, str, Any, list[tuple[str, str]]]]:
    """Yield kind, id and document of each thing, and what was done by whom, in its order."""
    steps: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for (pk, _), row in world.rows("services", "HIST#"):
        steps[pk].append((text(row, "event") or "", text(row, "actor") or ""))
    for (pk, sk), row in world.rows("services"):
        kind = pk.partition("#")[0]
        if sk == kind and "document" in row and kind in _KINDS:
            yield kind, pk.partition("#")[2], document(row, "document"), steps[pk]


def what_was_answered_is_there(world: World) -> None:
    """Each finding, dispute and errand that was answered is kept."""
    kept = {thing for _, thing, _, _ in _histories(world)}
    for deed in world.diary.deeds:
        is_new = deed.path in {f"/v1/services/{path}" for path in _KINDS.values()}
        if is_new and deed.went_through and deed.made not in kept:
            raise Violated("acknowledged", f"{deed.path} {deed.made} was answered and is not there")


def nobody_checks_the_own(world: World) -> None:
    """Who said that a hazard is done does not say that it is gone."""
    for kind, thing, _, steps in _histories(world):
        fixers: set[str] = set()
        for event, actor in steps:
            if event == "fixed":
                fixers.add(actor)
            if event in ("closed", "sent_back", "released") and actor in fixers:
                raise Violated("confirmer", f"{kind} {thing}: {actor} checked the own work")


def nobody_acts_after_the_last_day(world: World) -> None:
    """What an agent does at an office is done by the last day of the letter that lets it."""
    last = {
        pk: document(row, "document")["authority"]["last_day"]
        for (pk, sk), row in world.rows("services", "ERRAND")
        if sk == "ERRAND" and document(row, "document").get("authority")
    }
    for (pk, _), step in world.rows("services", "HIST#"):
        if pk in last and text(step, "event") in _BY_LETTER:
            at = datetime.fromisoformat(text(step, "at") or "").astimezone(world.local.tzinfo)
            if f"{at:%Y-%m-%d}" > last[pk]:
                raise Violated(
                    "gates", f"{pk}: {text(step, 'event')} at {at}, the letter ended {last[pk]}"
                )


_BY_LETTER = {"accepted", "submitted", "supplied", "decided", "delivered"}


CHECKS = (what_was_answered_is_there, nobody_checks_the_own, nobody_acts_after_the_last_day)
