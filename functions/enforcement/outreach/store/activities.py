"""What was held: one of them, those of a village or a town, and each village's year in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from enforcement.outreach.rules.activities import (
    Activity,
    ActivityEvent,
    ActivityStatus,
)
from enforcement.outreach.store import kept
from enforcement.outreach.store.rows import (
    ACTIVITY_CODEC,
    ActivityRow,
    OnceRow,
    YearCountRow,
    activities_of,
    activity_row,
    counts_of,
)
from enforcement.store.table import BY_LIST, BY_SUBJECT
from kernel.actors import Actor
from kernel.storage.dynamo import Range
from kernel.storage.history import Step
from kernel.storage.lists import Listed, every_row, indexed_page
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, level_of


class YearOfVillage(NamedTuple):
    """What was held in a village in a year."""

    village: str
    held: int
    heads: int
    kinds: dict[str, int]


def find(work: UnitOfWork, activity_id: str) -> Activity | None:
    """Return an activity as it is now, to be decided on."""
    return kept.find(work, ActivityRow.key(activity_id), ACTIVITY_CODEC.take)


def load(activity_id: str) -> Activity | None:
    """Return an activity as it is now, where nothing is decided."""
    return kept.load(ActivityRow.key(activity_id), ACTIVITY_CODEC.take)


def held_in(work: UnitOfWork, village: str, year: int) -> int:
    """Return how many activities of a village count in a year."""
    row: YearCountRow | None = work.find(YearCountRow.key(village, year))
    return int(row.held) if row else 0


def is_entered(work: UnitOfWork, activity: Activity) -> bool:
    """Tell whether an activity is entered that counts and is the same."""
    row: OnceRow | None = work.find(OnceRow.key(activity.village, activity.same))
    return bool(row and row.activity)


def save(work: UnitOfWork, activity: Activity, event: ActivityEvent, actor: Actor) -> None:
    """Keep an activity with what happened, and count it, or count it no more."""
    work.save(activity_row(activity))
    held = activity.status is ActivityStatus.HELD
    _count(work, activity, 1 if held else -1)
    key = OnceRow.key(activity.village, activity.same)
    work.find(key)
    once = OnceRow(key.pk, key.sk, version=work.version(key) + 1)
    once.activity = activity.id if held else None
    work.save(once)
    step = Step(event, actor, activity.reason, activity.village)
    kept.note(work, ActivityRow.key(activity.id).pk, activity.version, step)


def _count(work: UnitOfWork, activity: Activity, more: int) -> None:
    key = YearCountRow.key(activity.village, activity.held_on.year)
    row: YearCountRow | None = work.find(key)
    kinds: dict[str, int] = dict(row.kinds) if row else {}
    kinds[activity.kind] = kinds.get(activity.kind, 0) + more
    work.save(
        YearCountRow(
            key.pk,
            key.sk,
            held=(int(row.held) if row else 0) + more,
            heads=(int(row.heads) if row else 0) + more * activity.heads,
            kinds={str(kind): count for kind, count in kinds.items()},
            version=work.version(key) + 1,
        )
    )


def of_unit(unit: str, status: ActivityStatus, limit: int, cursor: str | None) -> Listed:
    """Return one page of the activities of a village, or of those that count of a town, newest first."""
    in_town = level_of(unit) is Level.TOWN
    partition = (
        ("subject", f"ACTIVITIES#{unit}") if in_town else ("list", activities_of(unit, status))
    )
    return indexed_page(
        ActivityRow,
        partition,
        ACTIVITY_CODEC.take,
        index=BY_SUBJECT if in_town else BY_LIST,
        limit=limit,
        cursor=cursor,
        newest_first=True,
        fits=lambda one: one.status is status,
    )


def held_at(village: str, first: date, last: date) -> Iterator[Activity]:
    """Give what was held in a village from a day to a day, both included."""
    within = Range("place", "between", (f"{first}#", f"{last}#~"))
    partition = ("list", activities_of(village, ActivityStatus.HELD))
    for row in every_row(ActivityRow, partition, index=BY_LIST, within=within):
        found = load(row.pk.removeprefix("ACTIVITY#"))
        if found is not None and found.status is ActivityStatus.HELD:
            yield found


def years(under: str, year: int) -> Iterator[YearOfVillage]:
    """Give the year of every village of a unit in which something was held."""
    within = Range("sk", "begins_with", (f"YEAR#{year}#{under}",))
    for row in every_row(YearCountRow, ("pk", counts_of(under)), within=within):
        village = row.sk.rpartition("#")[2]
        yield YearOfVillage(village, int(row.held), int(row.heads), dict(row.kinds))
