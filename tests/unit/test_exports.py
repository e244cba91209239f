"""The ledger: what a line says, what no cell may do, and who may have it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest

from incidents.exports.model import sheets
from incidents.exports.rules import ledger
from incidents.exports.rules.export_states import Status
from incidents.exports.rules.exports import (
    LONGEST,
    STOPPED_AFTER,
    DescriptionsNotForYou,
    Export,
    Failure,
    Format,
    check_period,
    fail,
    finish,
    has_stopped,
    ids_of_period,
    read_on,
    refuse_descriptions,
)
from incidents.exports.rules.ledger import Step
from incidents.rules import waking
from incidents.rules.incident import Change, Incident
from incidents.rules.states import Action
from incidents.rules.steps import Task
from kernel import ids
from kernel.access import Role
from kernel.problems import InvalidFields
from kernel.spreadsheets import harmless
from kernel.states import IllegalMove
from kernel.texts import Text
from kernel.units import Tier
from kernel.working_time import Limit
from tests.support.incidents import (
    ADMIN,
    COUNTY,
    COUNTY_OFFICER,
    GRID,
    MONDAY,
    OFFICER,
    SECONDS,
    STAFFED,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    WORKER,
    caller,
    move,
    report,
    wake,
)

NAMES = {TOWN: "洪井镇", VILLAGE: "元村村", GRID: "一号网格", COUNTY: "黎城县"}


class Told:
    """An incident with its whole history, as it happens."""

    def __init__(self, **how: Any) -> None:
        self.steps: list[Step] = []
        self.take(report(**how))

    def take(self, change: Change | None) -> None:
        assert change is not None
        self.incident: Incident = change.incident
        self.steps += [
            Step(
                str(entry.event),
                entry.at,
                str(entry.to_status),
                entry.due_at,
                entry.actor.unit,
                entry.reason_code,
                entry.details,
            )
            for entry in change.entries
        ]

    def line(self, now: datetime = MONDAY, describe_for: str | None = None) -> dict[str, Any]:
        return ledger.line(
            self.incident,
            self.steps,
            now=now,
            category=Text("市政设施", "Public facilities"),
            names=NAMES,
            language="zh",
            describe_for=describe_for,
        )


def at(seconds: int) -> datetime:
    return MONDAY + timedelta(seconds=seconds)


def test_a_line_names_units_and_no_person() -> None:
    told = Told()
    told.take(move(told.incident, Action.RESOLVE, OFFICER, at=at(2)))

    line = told.line()

    assert (line["town"], line["village"], line["grid"]) == ("洪井镇", "元村村", "一号网格")
    assert (line["responsible"], line["solved_by"]) == ("元村村", "元村村")
    assert (line["status"], line["severity"], line["source"]) == ("待核查确认", "一般", "群众上报")
    assert not {"resident", "village", "修好了", "井盖破损"} & {str(v) for v in line.values()}


def test_the_limit_of_a_line_is_the_one_the_answering_tier_had() -> None:
    told = Told()
    told.take(move(told.incident, Action.RESOLVE, OFFICER, at=at(9)))
    told.take(move(told.incident, Action.CONFIRM, WORKER, at=at(12)))

    line = told.line()

    assert (line["due_at"], line["overdue"]) == ("2026-11-23T02:00:10.000Z", "否")
    assert (line["resolved_at"], line["closed_at"]) == (
        "2026-11-23T02:00:09.000Z",
        "2026-11-23T02:00:12.000Z",
    )


def test_what_is_closed_without_a_solution_had_the_limit_it_was_closed_under() -> None:
    told = Told()
    told.take(move(told.incident, Action.CANCEL, COUNTY_OFFICER, at=at(11)))

    line = told.line(now=at(100))

    assert (line["resolved_at"], line["closed_at"]) == (None, "2026-11-23T02:00:11.000Z")
    assert (line["due_at"], line["overdue"]) == ("2026-11-23T02:00:10.000Z", "是")


@pytest.mark.parametrize(("seconds", "overdue"), [(10, "否"), (11, "是")])
def test_an_open_incident_is_overdue_once_its_limit_has_passed(seconds: int, overdue: str) -> None:
    assert Told().line(now=at(seconds))["overdue"] == overdue


def test_each_tier_that_let_its_limit_pass_counts_once_however_often_it_is_supervised() -> None:
    told = Told()
    while told.incident.wake_at:
        told.take(wake(told.incident))

    line = told.line()

    assert told.incident.tier is Tier.COUNTY
    assert (line["limits_passed"], line["escalations"], line["supervisions"]) == (3, 2, 3)


def test_a_rejected_solution_is_no_solution() -> None:
    told = Told()
    told.take(move(told.incident, Action.ACCEPT, OFFICER, at=at(1)))
    told.take(move(told.incident, Action.RESOLVE, OFFICER, at=at(2)))
    told.take(move(told.incident, Action.REJECT, WORKER, at=at(3)))

    line = told.line()

    assert (line["resolved_at"], line["solved_by"], line["rejections"]) == (None, None, 1)
    assert line["accepted_at"] == "2026-11-23T02:00:01.000Z"


def test_a_description_is_told_of_what_the_unit_answers_for_only() -> None:
    told = Told()

    assert told.line(describe_for=VILLAGE)["description"] == "井盖破损"
    assert told.line(describe_for=TOWN)["description"] is None
    assert "description" not in told.line()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("请打13800138000找我", "请打138****00找我"),
        ("电话 138-0013-8000。", "电话 138****00。"),
        ("身份证11010519491231002X", "身份证110****2X"),
        ("0355-6560000", "035****00"),
        ("第12组3号门前5盏灯", "第12组3号门前5盏灯"),
    ],
)
def test_long_numbers_in_a_description_are_masked(said: str, told: str) -> None:
    assert ledger.masked(said) == told


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "  =1",
        "\x00=1",
    ],
)
def test_no_cell_is_taken_for_a_formula(typed: str) -> None:
    assert harmless(typed).startswith("'")


@pytest.mark.parametrize("typed", ["元村村", "140426-26-7KQ2M-9XD4V", "a=b", "1-2"])
def test_ordinary_text_stays_as_it_is(typed: str) -> None:
    assert harmless(typed) == typed


LINE = {
    "case_code": "140426-26-7KQ2M-9XD4V",
    "town": '=HYPERLINK("http://x","y")',
    "village": '元村,"村"\n二组',
    "reported_at": "2026-11-23T02:05:09.000Z",
    "escalations": 2,
}


def test_csv_is_utf8_with_its_mark_crlf_and_quotes() -> None:
    content = b"".join(sheets.csv_pieces([LINE], ledger.COLUMNS, "zh"))

    text = content.decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text, newline=""))
    assert content.startswith(b"\xef\xbb\xbf")
    assert text.endswith("\r\n")
    assert text.count("\r\n") == 2
    told = dict(zip(header, row, strict=True))
    assert (told["事件编号"], told["乡镇"]) == (LINE["case_code"], "'" + str(LINE["town"]))
    assert (told["村"], told["上报时间"]) == (LINE["village"], "2026-11-23 10:05")
    assert (told["受理时间"], told["逐级上报次数"]) == ("", "2")


def test_xlsx_has_typed_instants_in_beijing_time_and_a_frozen_header() -> None:
    file = io.BytesIO()

    sheets.write_xlsx(file, [LINE], ledger.COLUMNS, "zh", [(Text("单位", "Unit"), "=元村村")])

    book = openpyxl.load_workbook(file)
    sheet, about = book.worksheets
    header, row = sheet.iter_rows()
    told: dict[Any, Any] = dict(zip([cell.value for cell in header], row, strict=True))
    assert (sheet.title, sheet.freeze_panes) == ("事件台账", "A2")
    assert told["上报时间"].value == datetime(2026, 11, 23, 10, 5, 9)  # noqa: DTZ001 - as a spreadsheet has it
    assert told["上报时间"].is_date
    assert told["逐级上报次数"].value == 2
    assert (told["乡镇"].data_type, told["乡镇"].value) == ("s", "'" + str(LINE["town"]))
    assert about["B1"].value == "'=元村村"


def test_a_period_is_the_ids_of_its_days_in_beijing() -> None:
    day = date(2026, 11, 23)
    midnight = datetime(2026, 11, 22, 16, tzinfo=UTC)
    one = timedelta(milliseconds=1)

    least, greatest = ids_of_period(day, day)

    assert ids.new_id(midnight - one) < least <= ids.new_id(midnight)
    last = midnight + timedelta(days=1)
    assert ids.new_id(last - one) <= greatest < ids.new_id(last)


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (365, True), (366, False)])
def test_a_ledger_is_of_at_most_a_year(days: int, allowed: bool) -> None:
    first = date(2028, 1, 1)

    if allowed:
        check_period(first, first + timedelta(days=days))
    else:
        with pytest.raises(InvalidFields):
            check_period(first, first + timedelta(days=days))
    assert LONGEST.days == 366


@pytest.mark.parametrize(
    ("who", "unit"), [(OFFICER, VILLAGE), (TOWN_OFFICER, TOWN), (COUNTY_OFFICER, COUNTY)]
)
def test_the_officers_of_the_very_unit_may_have_descriptions(who: Any, unit: str) -> None:
    refuse_descriptions(who, unit)


@pytest.mark.parametrize(
    ("who", "unit"),
    [(TOWN_OFFICER, VILLAGE), (COUNTY_OFFICER, TOWN), (ADMIN, COUNTY), (OFFICER, GRID)],
)
def test_nobody_else_may_have_descriptions(who: Any, unit: str) -> None:
    with pytest.raises(DescriptionsNotForYou):
        refuse_descriptions(who, unit)


def test_what_departments_did_late_is_late_by_the_limit_they_let_pass() -> None:
    bureau = COUNTY + "-SLJ"
    staff = replace(STAFFED, teams={bureau: frozenset({"water"})})
    told = Told(unit=COUNTY)
    whistled = move(
        told.incident,
        Action.WHISTLE,
        COUNTY_OFFICER,
        staffing=staff,
        tasks_given=(Task(bureau, "修"),),
    )
    told.take(whistled)
    task = whistled.others[0].incident
    limit = task.due_at
    while task.responsible_unit == bureau:
        due = task.wake_at
        assert due is not None
        change = waking.wake(
            task, now=due, policy=SECONDS, staffing=staff, joint_with=(told.incident,)
        )
        assert change is not None
        task = change.incident
        for other in change.others:
            told.take(other)
    assert told.incident.due_at == task.due_at

    done = move(
        task, Action.RESOLVE, COUNTY_OFFICER, at=at(16), staffing=staff, other=told.incident
    )
    told.take(done.others[0])

    line = told.line(now=at(16))
    assert limit == at(10)
    assert (line["due_at"], line["overdue"]) == ("2026-11-23T02:00:10.000Z", "是")


def test_what_departments_did_in_time_is_not_late() -> None:
    bureau = COUNTY + "-SLJ"
    told = Told(unit=COUNTY)
    staff = replace(STAFFED, teams={bureau: frozenset({"water"})})
    whistled = move(
        told.incident,
        Action.WHISTLE,
        COUNTY_OFFICER,
        at=at(4),
        staffing=staff,
        tasks_given=(Task(bureau, "修"),),
    )
    told.take(whistled)
    water = caller("water", (Role.COUNTY_OFFICER, bureau))

    done = move(whistled.others[0].incident, Action.RESOLVE, water, at=at(12), other=told.incident)
    told.take(done.others[0])

    line = told.line(now=at(12))
    assert (line["due_at"], line["overdue"]) == ("2026-11-23T02:00:14.000Z", "否")


@pytest.mark.parametrize(("seconds", "overdue"), [(9, "否"), (11, "是")])
def test_what_is_solved_while_more_time_is_asked_for_is_measured_by_the_units_own_limit(
    seconds: int, overdue: str
) -> None:
    told = Told()
    told.take(move(told.incident, Action.ACCEPT, OFFICER))
    told.take(move(told.incident, Action.ASK_EXTENSION, OFFICER, limit=Limit(5, "seconds")))

    told.take(move(told.incident, Action.RESOLVE, OFFICER, at=at(seconds)))

    line = told.line(now=at(seconds))
    assert (line["due_at"], line["overdue"]) == ("2026-11-23T02:00:10.000Z", overdue)


ASKED_FOR = Export(
    *("e1", VILLAGE, date(2026, 11, 1), date(2026, 11, 30), Format.CSV),
    descriptions=False,
    language="zh",
    requested_by="somebody",
    requested_role="village_officer",
    requested_unit=VILLAGE,
    requested_at=MONDAY,
    updated_at=MONDAY,
)


@pytest.mark.parametrize("status", [Status.DONE, Status.FAILED])
@pytest.mark.parametrize(
    "step",
    [
        lambda export: read_on(export, 1, "p", None, MONDAY),
        lambda export: finish(export, 1, MONDAY, MONDAY),
        lambda export: fail(export, Failure.INTERRUPTED, MONDAY),
    ],
    ids=["read on", "finish", "fail"],
)
def test_an_export_that_has_ended_stays_as_it_is(status: Status, step: Any) -> None:
    with pytest.raises(IllegalMove):
        step(replace(ASKED_FOR, status=status))


def test_an_export_is_read_part_by_part_and_then_written() -> None:
    first = read_on(ASKED_FOR, 2, "p1", "{}", MONDAY)
    last = read_on(first, 0, None, None, MONDAY)
    done = finish(last, 9, MONDAY, MONDAY)

    assert (first.status, first.all_read, first.parts) == (Status.RUNNING, False, ("p1",))
    assert (last.rows_done, last.all_read, last.parts) == (2, True, ("p1",))
    assert (done.status, done.size, done.version) == (Status.DONE, 9, 4)


def test_an_export_that_stands_still_longer_than_a_run_has_stopped() -> None:
    second = timedelta(seconds=1)

    assert not has_stopped(ASKED_FOR, MONDAY + STOPPED_AFTER)
    assert has_stopped(ASKED_FOR, MONDAY + STOPPED_AFTER + second)
    ended = fail(ASKED_FOR, Failure.INTERRUPTED, MONDAY)
    assert not has_stopped(ended, MONDAY + STOPPED_AFTER + second)
