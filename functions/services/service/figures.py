"""The events of the figures of the services of the grid, as they stood at a cut-off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import registry
from kernel import clock
from kernel.figures import Asked, Counted
from kernel.storage.dynamo import Range
from kernel.storage.lists import every_page
from kernel.storage.repository import Repository
from kernel.units import Level, level_of
from services.environment.rules.courtyard_states import YardEvent
from services.environment.rules.work_days import WorkEvent
from services.environment.store.things import WORK_DAYS, YARDS, work_days_of, yards_of
from services.errands.store.errands import ERRANDS, done_of, open_of
from services.mediation.rules.case import Case, MediationStatus
from services.mediation.rules.case_states import CaseEvent
from services.mediation.store.cases import CASES, list_of

_A_PAGE: Final = 100
_STARS_GONE: Final = frozenset({YardEvent.LOST, YardEvent.LEFT, YardEvent.RATED})
"""After these a courtyard holds no stars: it lost them, left, or was rated anew."""


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the events of a figure."""
    return _FIGURES[figure](asked)


def _grids(asked: Asked) -> Iterator[Counted]:
    day = clock.day_of(asked.cut_off)
    for row in registry.places_in(asked.unit, Level.GRID):
        if not row.is_closed(day):
            yield Counted(f"grid:{row.code}", row.code, day)


def _people(asked: Asked) -> Iterator[Counted]:
    """Give each household with how many live there, as the registry has it while it is counted: it keeps no day of moving in."""
    day = clock.day_of(asked.cut_off)
    for home, living in registry.homes_counted(asked.unit):
        if living:
            yield Counted(f"household:{home.household_id}", home.unit, day, living)


def _disputes(asked: Asked) -> Iterator[Counted]:
    """Give each case on the day its agreement took effect; a second agreement of a case counts no more."""
    for committee in _committees(asked.unit):
        for status in MediationStatus:
            for case in CASES.every_in_list(list_of(committee, str(status))):
                at = _agreed_at(case)
                if at and at <= asked.cut_off and asked.takes(clock.day_of(at)):
                    yield Counted(f"mediation:{case.id}", case.unit, clock.day_of(at))


def _committees(unit: str) -> Iterator[str]:
    yield from registry.villages_of(unit)
    if level_of(unit) is not Level.VILLAGE:
        yield from registry.towns_of(unit)
    if level_of(unit) is Level.COUNTY:
        yield unit


def _agreed_at(case: Case) -> datetime | None:
    if case.agreements > 1:
        steps = _steps(CASES, case.id)
        return min(clock.from_iso(one.at) for one in steps if one.event == CaseEvent.EFFECTIVE)
    return case.agreement.effective_at if case.agreement else None


def _errands(asked: Asked) -> Iterator[Counted]:
    for village in registry.villages_of(asked.unit):
        for name in (open_of(village), done_of(village)):
            for errand in ERRANDS.every_in_list(name):
                at = errand.delivered_at
                if at and at <= asked.cut_off and asked.takes(clock.day_of(at)):
                    yield Counted(f"errand:{errand.id}", village, clock.day_of(at))


def _courtyards(asked: Asked) -> Iterator[Counted]:
    day = clock.day_of(asked.cut_off)
    for village in registry.villages_of(asked.unit):
        for yard in YARDS.every_about(yards_of(village)):
            steps = ((one.event, one.at) for one in _steps(YARDS, yard.id))
            if _held_stars(steps, asked.cut_off):
                yield Counted(f"courtyard:{yard.id}", village, day)


def _held_stars(steps: Iterable[tuple[str, str]], cut_off: datetime) -> bool:
    """Tell whether a courtyard held stars at the cut-off, by what its history says up to then."""
    held = False
    for event, at in steps:
        if clock.from_iso(at) > cut_off:
            break
        said = YardEvent(event)
        held = (held or said is YardEvent.AWARDED) and said not in _STARS_GONE
    return held


def _work_days(asked: Asked) -> Iterator[Counted]:
    for village in registry.villages_of(asked.unit):
        for struck in (False, True):
            within = Range("place", "between", (f"{asked.first}#", f"{asked.last}#~"))
            for one in WORK_DAYS.every_in_list(work_days_of(village, struck=struck), within):
                if asked.knows(one.id) and not (struck and _struck_by(one.id, asked.cut_off)):
                    yield Counted(f"work_day:{one.id}", village, one.held_on)


def _struck_by(day_id: str, cut_off: datetime) -> bool:
    steps = _steps(WORK_DAYS, day_id)
    return any(one.event == WorkEvent.STRUCK and clock.from_iso(one.at) <= cut_off for one in steps)


def _steps(kept: Repository[Any], thing_id: str) -> Iterator[Any]:
    return every_page(lambda cursor: kept.steps_of(thing_id, _A_PAGE, cursor))


_FIGURES: Mapping[str, Callable[[Asked], Iterator[Counted]]] = {
    "grids": _grids,
    "people_served": _people,
    "disputes_mediated": _disputes,
    "errands_delivered": _errands,
    "starred_courtyards": _courtyards,
    "environment_work_days": _work_days,
}
