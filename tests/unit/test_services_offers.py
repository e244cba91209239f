"""What is offered by services of the grid and about the app: each step exactly to whom it is open, and by its row of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kernel.access import Caller
from kernel.problems import Problem
from kernel.states import StateTable
from services.environment.rules import courtyard_moves, lines, loads, work_days
from services.environment.rules import courtyards as yards
from services.environment.rules.courtyard_moves import YardCommand
from services.environment.rules.courtyard_states import YARDS, YardAction, YardStatus
from services.environment.rules.courtyards import Courtyard, Objection, Who
from services.environment.rules.criteria import Criteria, Item
from services.feedback.rules import feedback
from services.hazards.rules import finding_moves, places
from services.hazards.rules.checklists import HazardKind
from services.hazards.rules.finding import Finding
from services.hazards.rules.finding_moves import FindingCommand
from services.hazards.rules.finding_states import FINDINGS, FindingAction, FindingStatus
from services.hazards.rules.findings import owing
from services.hazards.rules.place_states import PLACES, PlaceAction, PlaceStatus
from services.hazards.rules.places import Owner, OwnerKind
from services.information.rules import form_moves
from services.information.rules.catalogue import DraftField
from services.information.rules.form_states import FORMS, FormAction, FormStatus
from services.information.rules.forms import (
    Catalogue,
    FieldKind,
    Form,
    Ground,
    InformationAbout,
    Origin,
    Sensitivity,
)
from tests.support.county import GRID, VILLAGE
from tests.support.hazards import NOW, WORDS, entry, found
from tests.support.offers import EVERYBODY, SHUT_BY_THE_TABLE, Tried, lies, outlasting


def tried_finding(caller: Caller, fixer: str, status: FindingStatus) -> Tried:
    begun = found(entry(owner=Owner(OwnerKind.PERSON, "owner"))).after
    finding: Finding = replace(
        owing(begun, "any", NOW + timedelta(days=3)), status=status, fixed_by=fixer
    )

    def step(action: FindingAction) -> object:
        said = dict(WORDS[str(action)])
        if "rectify_on" in said:
            said["rectify_on"] = date.fromisoformat(said["rectify_on"])
        command = FindingCommand(action, **said)
        return finding_moves.move(finding, command, caller, NOW, has_photo=True)

    return Tried(FINDINGS, lambda: finding_moves.actions_of(finding, caller), step)


@pytest.mark.parametrize("status", FindingStatus)
@pytest.mark.parametrize("fixer", ["worker", "county", "owner"])
@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda one: one.person_id)
def test_a_step_with_a_finding_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, fixer: str, status: FindingStatus
) -> None:
    assert lies(tried_finding(caller, fixer, status)) == []


def courtyard(status: YardStatus, stars: int) -> Courtyard:
    return Courtyard(
        *("y", VILLAGE, GRID, "h-1", 0, NOW),
        status=status,
        stars=stars,
        proposed=stars or 4,
        posted_until=NOW + timedelta(days=7),
        objections=(Objection("o-1", "li", "不实", NOW + timedelta(days=3)),),
        recheck_on=date(2026, 11, 1),
        mend_until=NOW - timedelta(days=1),
        warned_by="somebody-else",
        named=stars == 5,
    )


CHANGES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "posting over": {"posted_until": NOW},
    "objected to by everybody": {
        "objections": tuple(
            Objection(f"o-{number}", one.person_id, "不实", NOW + timedelta(days=3))
            for number, one in enumerate(EVERYBODY, 1)
        )
    },
    "of this year": {"recheck_on": date(2026, 11, 24)},
    "warned by the town": {"warned_by": "town"},
}


def tried_courtyard(
    caller: Caller, household: str | None, status: YardStatus, stars: int, change: str = "plain"
) -> Tried:
    yard = replace(courtyard(status, stars), **CHANGES[change])
    who = Who(caller, household, VILLAGE if household else None)
    criteria = Criteria((Item("clean", YARDS.thing, 100),))
    facts = courtyard_moves.Facts(who, criteria, 0, NOW, "new", head="r-1")

    def step(action: YardAction) -> object:
        command = YardCommand(
            *(action, {"clean": 100}, "情况", "o-1"),
            upheld=False,
            sound=True,
            household="h-9",
        )
        return courtyard_moves.move(yard, command, facts)

    return Tried(YARDS, lambda: yards.actions_of(yard, who, NOW), step, (Problem,))


@pytest.mark.parametrize("stars", [0, 4, 5])
@pytest.mark.parametrize("status", YardStatus)
@pytest.mark.parametrize("household", ["h-1", "h-2", None])
@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda one: one.person_id)
def test_a_step_with_a_courtyard_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, household: str | None, status: YardStatus, stars: int
) -> None:
    for change in CHANGES:
        assert lies(tried_courtyard(caller, household, status, stars, change)) == [], change


def tried_line(caller: Caller, status: lines.LineStatus) -> Tried:
    line = lines.Line(
        *(
            "l",
            VILLAGE,
            lines.LineKind.LANE,
            "村东巷",
            300,
            lines.CleaningDuty.COMMITTEE,
            7,
            NOW.date(),
        ),
        keeper="neighbour",
        status=status,
    )

    def step(action: lines.LineAction) -> object:
        command = lines.LineCommand(action, NOW, "因为", lines.CleaningDuty.USER)
        return lines.move(line, command, caller, NOW)

    return Tried(lines.LINES, lambda: lines.actions_of(line, caller), step)


@pytest.mark.parametrize("status", lines.LineStatus)
@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda one: one.person_id)
def test_a_step_with_a_line_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, status: lines.LineStatus
) -> None:
    assert lies(tried_line(caller, status)) == []


def tried_load(caller: Caller, status: loads.LoadStatus) -> Tried:
    at: datetime = NOW - timedelta(hours=2)
    load = loads.Load("d", VILLAGE, loads.Sort.KITCHEN, 800, at, status)

    def step(action: loads.LoadAction) -> object:
        return loads.move(load, loads.LoadCommand(action, loads.Sort.KITCHEN), caller, NOW)

    return Tried(loads.LOADS, lambda: loads.actions_of(load, caller), step)


@pytest.mark.parametrize("status", loads.LoadStatus)
@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda one: one.person_id)
def test_a_leg_of_a_load_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, status: loads.LoadStatus
) -> None:
    assert lies(tried_load(caller, status)) == []


def work_day(trees: int) -> work_days.WorkDay:
    return work_days.WorkDay("w", VILLAGE, NOW.date(), "植树", 20, 3, 0, trees)


def tried_work_day(caller: Caller, status: work_days.WorkStatus, trees: int, today: date) -> Tried:
    day: work_days.WorkDay = replace(work_day(trees), status=status)

    def step(action: work_days.WorkAction) -> object:
        command = work_days.WorkCommand(action, alive=trees, reason="重复录入")
        return work_days.move(day, command, caller, today)

    return Tried(
        work_days.WORK_DAYS,
        lambda: work_days.actions_of(day, caller, today),
        step,
        (*SHUT_BY_THE_TABLE, work_days.TreesTooYoung),
    )


@pytest.mark.parametrize("today", [date(2027, 11, 22), date(2027, 11, 23)])
@pytest.mark.parametrize("trees", [0, 50])
@pytest.mark.parametrize("status", work_days.WorkStatus)
@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda one: one.person_id)
def test_a_step_with_a_work_day_is_offered_exactly_when_it_is_open(
    caller: Caller, status: work_days.WorkStatus, trees: int, today: date
) -> None:
    assert lies(tried_work_day(caller, status, trees, today)) == []


def tried_place(caller: Caller, status: PlaceStatus) -> Tried:
    place = places.Place(
        *("p", GRID, places.PlaceKind.SHOP, places.PlaceClass.ORDINARY, "小卖部", "村口"),
        (HazardKind.SMALL_VENUE,),
        Owner(OwnerKind.PERSON, "owner"),
        NOW,
        status=status,
    )

    def step(action: PlaceAction) -> object:
        command = places.PlaceCommand(action, NOW, reason="歇业")
        return places.move(place, command, caller, NOW)

    return Tried(PLACES, lambda: places.actions_of(place, caller), step)


@pytest.mark.parametrize("status", PlaceStatus)
@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda one: one.person_id)
def test_a_step_with_a_place_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, status: PlaceStatus
) -> None:
    assert lies(tried_place(caller, status)) == []


def tried_form(caller: Caller, status: FormStatus) -> Tried:
    form = Form("basics", "基本情况", (), NOW, status)
    asked = DraftField(
        *("water", "饮水来源", InformationAbout.HOUSEHOLD, FieldKind.TEXT, Origin.ASKED),
        purpose="饮水安全",
        ground=Ground.CONSENT,
        keep_months=24,
        sensitivity=Sensitivity.ORDINARY,
    )

    def step(action: FormAction) -> object:
        command = form_moves.FormCommand(action, [asked], "改版")
        return form_moves.move(form, command, caller, Catalogue(), NOW.date())

    return Tried(FORMS, lambda: form_moves.actions_of(form, caller), step)


@pytest.mark.parametrize("status", FormStatus)
@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda one: one.person_id)
def test_a_step_with_a_form_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, status: FormStatus
) -> None:
    assert lies(tried_form(caller, status)) == []


def tried_word(caller: Caller, sender: str, status: feedback.FeedbackStatus) -> Tried:
    word = feedback.Feedback(
        *("f", sender, GRID, feedback.FeedbackSort.FAULT, "打不开", NOW, NOW), status=status
    )

    def step(action: feedback.FeedbackAction) -> object:
        command = feedback.FeedbackCommand(action, "已修复", satisfied=True)
        return feedback.move(word, command, caller, NOW)

    return Tried(feedback.FEEDBACK, lambda: feedback.actions_of(word, caller), step)


@pytest.mark.parametrize("status", feedback.FeedbackStatus)
@pytest.mark.parametrize("sender", ["owner", "admin"])
@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda one: one.person_id)
def test_a_step_with_a_word_about_the_app_is_offered_exactly_to_whom_it_is_open(
    caller: Caller, sender: str, status: feedback.FeedbackStatus
) -> None:
    assert lies(tried_word(caller, sender, status)) == []


STANDINGS: Mapping[StateTable[Any, Any, Any], Callable[[Caller], Iterable[Tried]]] = {
    FINDINGS: lambda who: (tried_finding(who, "owner", status) for status in FindingStatus),
    YARDS: lambda who: (
        tried_courtyard(who, home, status, stars)
        for home in ("h-1", None)
        for status in YardStatus
        for stars in (0, 4, 5)
    ),
    lines.LINES: lambda who: (tried_line(who, status) for status in lines.LineStatus),
    loads.LOADS: lambda who: (tried_load(who, status) for status in loads.LoadStatus),
    work_days.WORK_DAYS: lambda who: (
        tried_work_day(who, status, 50, date(2027, 11, 23)) for status in work_days.WorkStatus
    ),
    PLACES: lambda who: (tried_place(who, status) for status in PlaceStatus),
    FORMS: lambda who: (tried_form(who, status) for status in FormStatus),
    feedback.FEEDBACK: lambda who: (
        tried_word(who, "owner", status) for status in feedback.FeedbackStatus
    ),
}


@pytest.mark.parametrize("table", STANDINGS, ids=lambda one: one.thing.en)
def test_a_row_that_goes_takes_its_offer_and_its_step_along(
    monkeypatch: pytest.MonkeyPatch, table: StateTable[Any, Any, Any]
) -> None:
    tried = [one for who in EVERYBODY for one in STANDINGS[table](who)]

    assert outlasting(monkeypatch, table, tried) == []
