"""Whatever happened, in whatever order and known whenever: a figure is a naive count of it, and one event less is one event less."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import assembly
import economy
import enforcement
import incidents
import points
import services
from economy.rules.projects import EntryKind, ProjectEntry
from economy.store.things import ENTRIES
from economy.store.watches import begin_watch
from enforcement.outreach.rules.activities import Activity, ActivityKind, ActivityStatus
from enforcement.outreach.store.rows import activity_row
from enforcement.rules.case import Case
from enforcement.rules.case_parts import DecisionLinkKind, Link, Made
from enforcement.rules.clue_sources import ClueSource
from enforcement.rules.decision import CaseOutcome
from enforcement.rules.training import Session, SessionKind
from enforcement.store import cases, training
from incidents.rules.states import Status
from incidents.store.base import HistoryRow
from incidents.store.rows import IncidentRow
from kernel import clock, ids
from kernel.figures import Asked, Counted
from kernel.storage import dynamo
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from reports.rules import counts
from reports.rules.counts import Wanted
from reports.rules.figures import Catalogue
from reports.store.catalogue import catalogue
from tests.support.county import County, a_county
from tests.support.in_process import unit_row

COUNTY = "140426"
BEGIN, CUT_OFF = (
    datetime(2027, 1, 1, tzinfo=clock.SHANGHAI),
    datetime(2027, 10, 1, tzinfo=clock.SHANGHAI),
)
FIRST, LAST = date(2027, 2, 1), date(2027, 11, 30)
TOWNS = count(300)
"""Each history is of a town of its own."""


class Event(NamedTuple):
    """What happened: on which day and when that was known, counted from the year's beginning, in which of two villages, and how much."""

    figure: str
    day: int
    known: int
    village: int
    much: int
    undone: int | None


FIGURES = (
    "economic_value_fen",
    "law_activities",
    "training_sessions",
    "penalties",
    "fines_fen",
    "incidents_reported",
    "incidents_confirmed",
)
EVENTS = st.builds(
    Event,
    st.sampled_from(FIGURES),
    st.integers(0, 364),
    st.integers(0, 364),
    st.integers(1, 2),
    st.integers(1, 10_000),
    st.none() | st.integers(0, 364),
)
SOURCES: dict[str, Any] = {
    "assembly": assembly,
    "economy": economy,
    "enforcement": enforcement,
    "incidents": incidents,
    "points": points,
    "services": services,
}


@pytest.fixture(scope="module")
def county() -> Iterator[County]:
    with a_county() as made:
        yield made


def at(day: int) -> datetime:
    return BEGIN + timedelta(days=day, hours=12)


def on(day: int) -> date:
    return BEGIN.date() + timedelta(days=day)


# How each event is kept


def keep_value(event: Event, town: str, _: int) -> None:
    village = f"{town}{200 + event.village}"
    entry = ProjectEntry(
        ids.new_id(at(event.known)),
        "p",
        village,
        EntryKind.PRODUCED,
        on(event.day),
        event.much,
        "羊",
    )

    def decide(work: UnitOfWork) -> None:
        begin_watch(work, village)
        ENTRIES.save(work, entry)

    carry_out(decide)


def keep_activity(event: Event, town: str, number: int) -> None:
    village, kind = f"{town}{200 + event.village}", next(iter(ActivityKind))
    held = Activity(
        f"a-{town}-{number}", village, kind, on(event.day), "法", town, 9, (), at(event.known)
    )
    struck = ActivityStatus.STRUCK if event.undone is not None else ActivityStatus.HELD
    dynamo.write([dynamo.Write(activity_row(_with(held, status=struck)))])


def keep_session(event: Event, town: str, _: int) -> None:
    session = Session(
        ids.new_id(at(event.known)), town, SessionKind.ONLINE, "法", on(event.day), 8, "head"
    )
    carry_out(lambda work: training.save(work, session))


def keep_penalty(event: Event, town: str, _: int) -> None:
    made = Made(CaseOutcome.PENALTY, at(event.day), "head", False, Text("", ""), (), event.much)
    links = (
        ()
        if event.undone is None
        else (Link(DecisionLinkKind.REVOKED, at(event.undone), "head", "错"),)
    )
    case = Case(
        id=ids.new_id(at(event.day)),
        town=town,
        unit=town,
        clue="线索",
        source=ClueSource.REPORT,
        reported_by="eo",
        reported_at=at(event.day),
        found_at=at(event.day),
        updated_at=at(event.day),
        decision=made,
        links=links,
    )

    def decide(work: UnitOfWork) -> None:
        cases.find(work, case.id)
        cases.save(work, case)

    carry_out(decide)


def keep_incident(event: Event, town: str, _: int) -> None:
    village, incident = f"{town}{200 + event.village}", ids.new_id(at(event.day))
    ends = {"incidents_confirmed": (event.known, Status.CONFIRMED)}
    ended_on, status = ends.get(event.figure, (event.undone, Status.MERGED))
    steps = [("reported", at(event.day))]
    if ended_on is None:
        status = Status.REPORTED
    else:
        steps.append((str(status), at(ended_on)))
    pk, moved = f"INC#{incident}", steps[-1][1]
    row = IncidentRow(pk, "INCIDENT", id=incident, status=str(status))
    row.county, row.town, row.village, row.unit = COUNTY, town, village, f"{village}001"
    row.category = row.severity = row.source = row.description = row.reporter = "x"
    row.tier = row.responsible_unit = row.case_code = "x"
    row.self_handled, row.rejections, row.confirm_asked = False, 0, 0
    row.version, row.epoch, row.entries, row.supervisions = 1, 1, 1, 0
    row.created_at, row.updated_at = clock.iso(at(event.day)), clock.iso(moved)
    row.change_id, row.policy_version, row.provisional = incident, 1, False
    told = [entry(pk, seq, name, when) for seq, (name, when) in enumerate(steps, 1)]
    dynamo.write([dynamo.Write(each) for each in (row, *told)])


def entry(pk: str, seq: int, event: str, when: datetime) -> HistoryRow:
    """Return an entry of an incident's history; of what it says the counting asks for event and moment."""
    names = ("incident_id", "actor", "actor_name", "to_status", "to_tier", "responsible_unit")
    said = dict.fromkeys((*names, "addressees", "unit", "category", "severity", "case_code"), "x")
    row = HistoryRow(pk, f"HIST#{seq:06d}", seq=seq, at=clock.iso(when), event=event, epoch=1)
    for name, value in said.items():
        setattr(row, name, value)
    return row


KEEP: dict[str, Callable[[Event, str, int], None]] = {
    "economic_value_fen": keep_value,
    "law_activities": keep_activity,
    "training_sessions": keep_session,
    "penalties": keep_penalty,
    "fines_fen": keep_penalty,
    "incidents_reported": keep_incident,
    "incidents_confirmed": keep_incident,
}


def _with(activity: Activity, **more: Any) -> Activity:
    from dataclasses import replace

    return replace(activity, **more)


# What is counted naively, of the same events


def naive(figure: str, events: Sequence[Event]) -> int:
    taken = [one for one in events if FIRST <= on(one.day) <= LAST and _counts(figure, one)]
    summed = figure in ("economic_value_fen", "fines_fen")
    return sum(one.much if summed else 1 for one in taken)


def _counts(figure: str, one: Event) -> bool:
    known = at(one.known) <= CUT_OFF
    match figure:
        case "penalties" | "fines_fen":
            made = at(one.day) <= CUT_OFF
            stands = one.undone is None or at(one.undone) > CUT_OFF
            return one.figure in ("penalties", "fines_fen") and made and stands
        case "law_activities":
            return one.figure == figure and known and one.undone is None
        case "incidents_reported":
            undone = one.figure == figure and one.undone is not None
            merged = undone and at(one.undone or 0) <= CUT_OFF
            return one.figure.startswith("incidents") and at(one.day) <= CUT_OFF and not merged
        case "incidents_confirmed":
            return one.figure == figure and at(one.day) <= CUT_OFF and known
        case _:
            return one.figure == figure and known


def figure_of(figure: str, town: str, known: Catalogue) -> tuple[int, list[Counted]]:
    asked = Asked(town, FIRST, LAST, CUT_OFF)
    found = list(SOURCES[known[figure].source].counted(figure, asked))
    value = counts.summed(Wanted(figure, town), 1, found)
    return value.exact, found


def happened(events: Sequence[Event]) -> str:
    """Keep a history in a town of its own; return the town."""
    town = f"{COUNTY}{next(TOWNS)}"
    villages = [f"{town}{200 + number}" for number in (1, 2)]
    dynamo.write([dynamo.Write(unit_row(code)) for code in (town, *villages)])
    for number, event in enumerate(events):
        KEEP[event.figure](event, town, number)
    return town


@given(st.lists(EVENTS, max_size=14), st.data())
@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.generate),
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_figure_is_a_naive_count_of_its_events_and_one_less_is_one_less(
    county: County, events: list[Event], data: st.DataObject
) -> None:
    town = happened(events)

    for figure in FIGURES:
        exact, found = figure_of(figure, town, catalogue())
        assert exact == naive(figure, events), figure
        assert len({one.subject for one in found}) == len(found), figure

    if events:
        gone = data.draw(st.integers(0, len(events) - 1))
        left = events[:gone] + events[gone + 1 :]
        other = happened(left)
        for figure in FIGURES:
            before, after = naive(figure, events), figure_of(figure, other, catalogue())[0]
            lost = naive(figure, [events[gone]])
            assert before - after == lost, figure
