"""The events of enforcement's figures, as they stood at a cut-off: reports sum them up, and open them to their list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Final

import registry
from enforcement.outreach.rules.site_states import SiteEvent, SiteStatus
from enforcement.outreach.rules.sites import Site
from enforcement.outreach.store import activities, sites
from enforcement.rules.case import Case
from enforcement.rules.case_parts import DecisionLinkKind
from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.links import LinkLevel
from enforcement.rules.visits import Visit
from enforcement.store import cases, links, systems, training, visits
from kernel import clock
from kernel.figures import Asked, Counted
from kernel.storage.lists import Listed, every_page
from kernel.units import Level, level_of

_A_PAGE: Final = 100


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the events of a figure."""
    return _FIGURES[figure](asked)


def _villages_with_site(asked: Asked) -> Iterator[Counted]:
    """Give each village once in which a site stood at the cut-off: one that was taken down since still stood then."""
    stood: dict[str, Counted] = {}
    for site in _sites(asked):
        on = clock.day_of(site.entered_at)
        stood.setdefault(site.village, Counted(f"site:{site.id}", site.village, on))
    yield from stood.values()


def _sites(asked: Asked) -> Iterator[Site]:
    for site in every_page(lambda cursor: sites.that_stand(asked.unit, _A_PAGE, cursor)):
        if site.entered_at <= asked.cut_off:
            yield site
    gone = SiteStatus.RETIRED
    for site in every_page(lambda cursor: sites.of_status(gone, asked.unit, _A_PAGE, cursor)):
        if site.entered_at <= asked.cut_off < _retired_at(site):
            yield site


def _retired_at(site: Site) -> datetime:
    steps = every_page(lambda cursor: sites.steps_of(site.id, _A_PAGE, cursor))
    return max(clock.from_iso(one.at) for one in steps if one.event == SiteEvent.RETIRED)


def _activities(asked: Asked) -> Iterator[Counted]:
    for village in registry.villages_of(asked.unit):
        for one in activities.held_at(village, asked.first, asked.last):
            if one.entered_at <= asked.cut_off:
                yield Counted(f"activity:{one.id}", village, one.held_on)


def _inspections(asked: Asked) -> Iterator[Counted]:
    for one in _visits(asked, LinkLevel.INSPECTIONS):
        assert one.begun_at is not None, "what counts was made"
        yield Counted(f"inspection:{one.id}", one.town, clock.day_of(one.begun_at))


def _problems(asked: Asked) -> Iterator[Counted]:
    for one in _visits(asked, LinkLevel.PROBLEMS):
        assert one.recorded_at is not None, "what counts was recorded"
        yield Counted(f"inspection:{one.id}", one.town, clock.day_of(one.recorded_at))


def _visits(asked: Asked, level: LinkLevel) -> Iterator[Visit]:
    """Give the inspections of the period that led to a level, recorded by the cut-off; a re-check goes with what it looks at again."""
    for town in registry.towns_of(asked.unit):
        # What was begun in the last days of a year may have been recorded in the next.
        for year in range(asked.first.year - 1, asked.last.year + 1):
            for found in links.every_of(town, year, level):
                one = visits.load(found)
                assert one is not None, "no row of an inspection is ever deleted"
                begun, known = one.begun_at, one.recorded_at
                on = begun if level is LinkLevel.INSPECTIONS else known
                if on and known and known <= asked.cut_off and asked.takes(clock.day_of(on)):
                    yield one


def _penalties(asked: Asked) -> Iterator[Counted]:
    for case in _penalised(asked):
        assert case.decision is not None, "a decision was made"
        yield Counted(f"case:{case.id}", case.town, clock.day_of(case.decision.at))


def _fines(asked: Asked) -> Iterator[Counted]:
    """Give each fine as decided, or as a correction by the cut-off has it; whatever was paid of it, and in how many instalments."""
    for case in _penalised(asked):
        assert case.decision is not None, "a decision was made"
        changed = [
            one.fine for one in case.links if one.fine is not None and one.at <= asked.cut_off
        ]
        fine = changed[-1] if changed else case.decision.fine
        yield Counted(f"case:{case.id}", case.town, clock.day_of(case.decision.at), fine)


def _penalised(asked: Asked) -> Iterator[Case]:
    for town in registry.towns_of(asked.unit):
        for status in CaseStatus:
            for case in every_page(partial(_cases, town, status)):
                if _stands(case, asked):
                    yield case


def _cases(town: str, status: CaseStatus, cursor: str | None) -> Listed:
    return cases.of_town(town, status, _A_PAGE, cursor)


def _stands(case: Case, asked: Asked) -> bool:
    made = case.decision
    if made is None or not made.is_penalty or made.at > asked.cut_off:
        return False
    revoked = (one.at for one in case.links if one.kind is DecisionLinkKind.REVOKED)
    return asked.takes(clock.day_of(made.at)) and not any(at <= asked.cut_off for at in revoked)


def _training(asked: Asked) -> Iterator[Counted]:
    organs = [*registry.towns_of(asked.unit)]
    if level_of(asked.unit) is Level.COUNTY:
        organs.append(asked.unit)
    for organ in organs:
        for one in every_page(lambda cursor, organ=organ: training.page_of(organ, _A_PAGE, cursor)):
            if asked.takes(one.held_on) and asked.knows(one.id):
                yield Counted(f"training:{one.id}", organ, one.held_on)


def _systems(asked: Asked) -> Iterator[Counted]:
    day = clock.day_of(asked.cut_off)
    for one in systems.of_town(asked.unit):
        if one.holds_on(day):
            assert one.valid_from is not None, "what holds has begun"
            yield Counted(f"system:{one.code}", one.town, one.valid_from)


_FIGURES: Mapping[str, Callable[[Asked], Iterator[Counted]]] = {
    "villages_with_law_site": _villages_with_site,
    "law_activities": _activities,
    "inspections": _inspections,
    "problems_handled": _problems,
    "penalties": _penalties,
    "fines_fen": _fines,
    "training_sessions": _training,
    "systems_in_force": _systems,
}
