"""Loads of rubbish on their way: the village collects, the town takes them to its station, the county to the plant; sorted stays sorted (DOMAIN 17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from kernel.access import Caller, Role
from kernel.problems import Conflict
from kernel.record import record
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names
from kernel.units import Level, ancestor
from kernel.working_time import add
from services.environment.rules.terms import limit


class Sort(Named):
    """What a load is of."""

    MIXED = "mixed", "混合垃圾", "mixed"
    KITCHEN = "kitchen", "厨余垃圾", "kitchen"
    RECYCLABLE = "recyclable", "可回收物", "recyclable"
    HAZARDOUS = "hazardous", "有害垃圾", "hazardous"
    OTHER = "other", "其他垃圾", "other"


class LoadStatus(Named):
    """Where a load is."""

    COLLECTED = "collected", "村已收集", "collected in the village"
    AT_STATION = "at_station", "已转运至乡镇站", "at the town's station"
    AT_PLANT = "at_plant", "已运至处理厂", "at the plant"


class LoadAction(Named):
    """What is done with a load."""

    TO_STATION = "to_station", "转运至乡镇站", "take it to the station"
    TO_PLANT = "to_plant", "运至县处理厂", "take it to the plant"


class LoadEvent(Named):
    """What the history of a load tells."""

    COLLECTED = "collected", "村已收集", "collected"
    AT_STATION = "at_station", "已到乡镇站", "came to the station"
    AT_PLANT = "at_plant", "已到处理厂", "came to the plant"


class LoadHolder(Named):
    """How somebody stands to a load."""

    TOWN = "town", "乡镇", "the town"
    COUNTY = "county", "县级", "the county"


LOAD_ROLES = {
    LoadHolder.TOWN: frozenset({Role.TOWN_OFFICER}),
    LoadHolder.COUNTY: frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
}

LOADS: StateTable[LoadAction, LoadStatus, LoadHolder] = StateTable(
    Text("该批垃圾", "The load"),
    [
        Move(LoadAction.TO_STATION, frozenset({LoadStatus.COLLECTED}), LoadStatus.AT_STATION,
             (LoadHolder.TOWN,), ("sort",), LoadEvent.AT_STATION, begins=("haul",), ends=("haul",)),
        Move(LoadAction.TO_PLANT, frozenset({LoadStatus.AT_STATION}), LoadStatus.AT_PLANT,
             (LoadHolder.COUNTY,), ("sort",), LoadEvent.AT_PLANT, ends=("haul",)),
    ],
    statuses=names(LoadStatus),
    actions=names(LoadAction),
    holders=names(LoadHolder),
    words={"sort": Text("请说明垃圾类别。", "Say of what it is.")},
)  # fmt: skip


class SortedStaysSorted(Conflict):
    """What was sorted is not mixed again on its way; `sort` says as what it was collected."""

    slug = "sorted-stays-sorted"
    said = Text("已分类的垃圾不得混合收运。", "What was sorted is carried as it was sorted.")


@record
class Load:
    """A load, with who owes its next leg."""

    id: str
    village: str
    sort: Sort
    kg: int
    collected_at: datetime
    status: LoadStatus = LoadStatus.COLLECTED
    station_at: datetime | None = None
    plant_at: datetime | None = None
    owed: str | None = None
    version: int = 1


class Leg(NamedTuple):
    """The next leg of a load: who owes it, and by when."""

    unit: str
    due_at: datetime


_LEGS = {
    LoadStatus.COLLECTED: (Level.TOWN, "to_station_within"),
    LoadStatus.AT_STATION: (Level.COUNTY, "to_plant_within"),
}


def next_leg(load: Load, now: datetime) -> Leg | None:
    """Return who takes a load on, and by when; None: it has arrived."""
    if load.status not in _LEGS:
        return None
    level, within = _LEGS[load.status]
    unit = ancestor(load.village, level)
    assert unit is not None, "a village lies in a town and a county"
    return Leg(unit, add(now, limit(within)).at)


def standing_of(load: Load, caller: Caller) -> frozenset[LoadHolder]:
    """Return how somebody stands to a load."""
    return frozenset(
        holder for holder, roles in LOAD_ROLES.items() if caller.post_over(load.village, roles)
    )


def actions_of(load: Load, caller: Caller) -> list[LoadAction]:
    """Return what somebody may do with a load now."""
    standing = standing_of(load, caller)
    return LOADS.open_to(load.status, lambda one: one in standing)


class LoadCommand(NamedTuple):
    """A leg, with what the load is of when it arrives."""

    action: LoadAction
    sort: Sort | None = None


def move(load: Load, command: LoadCommand, caller: Caller, now: datetime) -> tuple[Load, LoadEvent]:
    """Take a load one leg further.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    SortedStaysSorted
        It comes as something else than it was collected as.
    """
    row = LOADS.move(load.status, command.action, offered=actions_of(load, caller))
    standing = standing_of(load, caller)
    LOADS.allow(row, lambda one: one in standing, lambda one: LOAD_ROLES[one])
    LOADS.require_words(row, command)
    if command.sort is not load.sort:
        raise SortedStaysSorted(sort=str(load.sort))
    after = replace(load, status=row.target, version=load.version + 1)
    if row.target is LoadStatus.AT_STATION:
        return replace(after, station_at=now), LoadEvent.AT_STATION
    return replace(after, plant_at=now), LoadEvent.AT_PLANT
