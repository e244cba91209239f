"""Places on the hazard rounds and findings of a county, for the growth bench."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from kernel import clock, ids
from tests.bench.memory import Item
from tests.support.in_process import MONDAY


def rows(number: int, grids: Sequence[str]) -> Iterator[Item]:
    """Give so many places and as many findings, a tenth of them open, spread over the grids."""
    for position in range(number):
        grid = grids[position % len(grids)]
        at = ids.new_id(MONDAY - timedelta(minutes=position + 1))
        for kind, base in (("HAZARDPLACE", _place(grid)), ("HAZARD", _found(grid, position % 10))):
            yield {**base, "pk": {"S": f"{kind}#{at}"}}


@cache
def _place(grid: str) -> Item:
    from services.hazards.rules.checklists import HazardKind
    from services.hazards.rules.places import Owner, OwnerKind, Place, PlaceClass, PlaceKind
    from services.hazards.store.places import PLACES

    place = Place(
        id="0" * 26,
        grid=grid,
        kind=PlaceKind.SHOP,
        watch=PlaceClass.ORDINARY,
        name="小卖部",
        where="村东",
        checklists=(HazardKind.SMALL_VENUE,),
        owner=Owner(OwnerKind.PERSON, f"resident-{grid}"),
        entered_at=MONDAY,
    )
    return _row(PLACES, place)


@cache
def _found(grid: str, tenth: int) -> Item:
    from dataclasses import replace

    from kernel.access import Caller, Post, Role
    from services.hazards.rules.checklists import HazardKind, in_force
    from services.hazards.rules.finding_states import FindingStatus
    from services.hazards.rules.findings import Entry, enter
    from services.hazards.store.findings import FINDINGS

    checklist = in_force(HazardKind.SMALL_VENUE, MONDAY.date())
    said = Entry(grid, checklist.item("lights"), checklist.version, "灯不亮", "村东")
    worker = Caller("worker", "worker", (Post(Role.GRID_WORKER, grid, MONDAY.date()),))
    made = enter(
        said, finding_id="0" * 26, caller=worker, earlier=None, origin=None, now=MONDAY
    ).after
    if tenth:
        made = replace(made, status=FindingStatus.CLOSED, owed=None, ended_at=MONDAY)
    return _row(FINDINGS, made)


def _row(repository: Any, thing: Any) -> Item:
    """Return a thing as its repository keeps it."""
    key, placed = repository.key(thing.id), repository._placed(thing)
    row = key.model(
        key.pk,
        key.sk,
        document=repository._codec.document(thing),
        version=thing.version,
        change_id=ids.new_id(clock.now()),
        list=placed.list,
        subject=placed.subject,
        place=placed.place,
    )
    return row.serialize()
