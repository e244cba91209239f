"""Say what one of the ten systems is called in a town, and by which document it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from enforcement.rules.systems import System, refuse_backwards
from enforcement.store import systems, timeline
from kernel import clock
from kernel.actors import Actor
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork


def name_system(
    work: UnitOfWork,
    town: str,
    code: str,
    *,
    name: str,
    document: str,
    summary: str | None,
    valid_from: date,
    valid_to: date | None,
    by: Actor,
    expected: Versions,
) -> System:
    """Keep a system as the town has it; what it was before stays in its sealed record.

    Raises
    ------
    NotFound, StaleVersion, InvalidFields
        It is none of the ten; somebody has changed it; it ends before it begins.
    """
    before = systems.find(work, town, code)
    refuse_stale(expected, before.version)
    refuse_backwards(valid_from, valid_to)
    after = replace(
        before,
        name=name,
        document=document,
        summary=summary,
        valid_from=valid_from,
        valid_to=valid_to,
        version=before.version + 1,
    )
    systems.save(work, after)
    timeline.append(
        work,
        f"SYSTEM#{town}#{code}",
        "named",
        by=by,
        now=clock.now(),
        details={
            "name": name,
            "document": document,
            "summary": summary,
            "valid_from": valid_from.isoformat(),
            "valid_to": valid_to.isoformat() if valid_to else None,
        },
    )
    return after
