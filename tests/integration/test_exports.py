"""Exports in process: asked for, read part by part, written, fetched; and on record."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import openpyxl
import pytest
from botocore.exceptions import ClientError

from composition.api import API as DESK
from incidents.exports.rules import exports as rules
from incidents.exports.service import write_export as work
from incidents.exports.store import exports as store
from incidents.exports.store import files, ledger
from kernel.problems import TryAgain
from kernel.storage.rates import bounds
from kernel.worker import TRIES
from tests.support.county import (
    COUNTY,
    GRID,
    NEXT_GRID,
    NEXT_TOWN,
    NEXT_VILLAGE,
    TOWN,
    VILLAGE,
    Answer,
    County,
    lambda_context,
    throttled,
)
from tests.support.queue import handed_out
from writing import handler

BUCKET = "exports"


class Office:
    """The county with the bucket and the queue of exports."""

    def __init__(self, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
        self.county = county
        self.s3: Any = boto3.client("s3")
        self.s3.create_bucket(Bucket=BUCKET)
        self.sqs: Any = boto3.client("sqs")
        self.queue = self.sqs.create_queue(QueueName="exports")["QueueUrl"]
        monkeypatch.setenv("EXPORTS_BUCKET", BUCKET)
        monkeypatch.setenv("EXPORT_QUEUE_URL", self.queue)

    def ask(self, *, by: str = "village", key: str | None = None, **other: Any) -> Answer:
        """Ask for the ledger of the village in November, different in what `other` says."""
        said = {"unit": VILLAGE, "from": "2026-11-01", "to": "2026-11-30", "format": "csv"} | other
        headers = {"idempotency-key": key} if key else {}
        return self.county.go("POST", "/v1/exports", said, by=by, headers=headers, api=DESK)

    def asked(self, **how: Any) -> str:
        answer = self.ask(**how)
        assert answer.status == 202, answer
        return answer.body["id"]

    def show(self, export_id: str, by: str = "village") -> Answer:
        return self.county.go("GET", f"/v1/exports/{export_id}", by=by, api=DESK)

    def messages(self, time: int = 1) -> dict[str, Any]:
        got = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        records = got.get("Messages", [])
        for message in records:
            self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return handed_out(records, time)

    def work(self) -> int:
        """Let the worker work until the queue is empty; return how many runs it took."""
        runs = 0
        while (event := self.messages())["Records"]:
            assert handler.write_files(event, lambda_context()) == {"batchItemFailures": []}
            runs += 1
        return runs

    def content(self, export_id: str, written: str = "csv") -> bytes:
        return self.s3.get_object(Bucket=BUCKET, Key=f"files/{export_id}.{written}")["Body"].read()

    def table(self, export_id: str) -> list[dict[str, str]]:
        text = self.content(export_id).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def codes(self, export_id: str) -> list[str]:
        return [row["事件编号"] for row in self.table(export_id)]


@pytest.fixture
def office(county: County, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(county, monkeypatch)


def code_of(county: County, incident: str) -> str:
    return county.read(incident)["case_code"]


def test_a_ledger_is_written_in_the_background_and_fetched_for_a_short_while(
    office: Office,
) -> None:
    incident = office.county.reported()
    office.county.moved(incident, "accept", "village")
    office.county.moved(incident, "resolve", "village")
    answer = office.ask()
    export_id = answer.body["id"]

    assert (answer.status, answer.body["status"]) == (202, "queued")
    assert answer.headers["Location"] == f"/v1/exports/{export_id}"
    office.work()

    told = office.show(export_id).body
    assert (told["status"], told["rows_done"], told["rows_total"]) == ("done", 1, 1)
    assert told["size"] == len(office.content(export_id))
    assert told["kept_until"] == "2026-11-30T10:00:00.000+08:00"
    assert told["download"]["expires_at"] == "2026-11-23T10:10:00.000+08:00"
    assert f"/files/{export_id}.csv?" in told["download"]["url"]
    [row] = office.table(export_id)
    assert (row["状态"], row["处置单位"], row["受理时间"]) == (
        "待核查确认",
        VILLAGE,
        "2026-11-23 10:00",
    )


def test_the_file_names_nobody(office: Office) -> None:
    incident = office.county.reported(
        by="resident", description="张三家门口", on_behalf_of=None, source="resident"
    )
    office.county.moved(incident, "resolve", "village", done="李四已处理")
    export_id = office.asked()
    office.work()

    text = office.content(export_id).decode()

    for told in ("张三", "李四", "resident", "演示"):
        assert told not in text


def test_spreadsheets_hold_the_same_lines(office: Office) -> None:
    incident = office.county.reported()
    export_id = office.asked(format="xlsx")
    office.work()

    sheet = openpyxl.load_workbook(io.BytesIO(office.content(export_id, "xlsx"))).worksheets[0]

    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["事件编号", code_of(office.county, incident)]


@pytest.mark.parametrize(
    ("unit", "by", "expected"),
    [
        (GRID, "village", 1),
        (VILLAGE, "village", 2),
        (TOWN, "town", 3),
        (COUNTY, "county", 3),
        (NEXT_TOWN, "next_town", 0),
    ],
)
def test_a_unit_is_exported_with_everything_below_it(
    office: Office, unit: str, by: str, expected: int
) -> None:
    for place in (GRID, NEXT_GRID, NEXT_VILLAGE):
        office.county.reported(by="county", unit=place)

    export_id = office.asked(unit=unit, by=by)
    office.work()

    assert len(office.table(export_id)) == expected


def test_a_period_takes_in_its_first_and_its_last_day_in_beijing(office: Office) -> None:
    county = office.county
    codes = []
    for hours in (-10.001, -10, 13.999, 14):  # midnight of Monday, midnight of Tuesday
        county.now, before = county.now + timedelta(hours=hours), county.now
        codes.append(code_of(county, county.reported()))
        county.now = before

    export_id = office.asked(**{"from": "2026-11-23", "to": "2026-11-23"})
    office.work()

    assert office.codes(export_id) == codes[1:3]


def test_many_parts_and_many_runs_leave_nothing_out_and_double_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = office.county
    codes = []
    for _ in range(7):
        county.advance(seconds=1)
        codes.append(code_of(county, county.reported()))
    monkeypatch.setattr(work, "INCIDENTS_A_PART", 2)
    monkeypatch.setattr(work, "_READING", timedelta(0))
    read_on = work._read_part

    def slowly(row: Any) -> Any:
        county.advance(seconds=1)
        return read_on(row)

    monkeypatch.setattr(work, "_read_part", slowly)
    export_id = office.asked()
    looks = []
    while (event := office.messages())["Records"]:
        handler.write_files(event, lambda_context())
        told = office.show(export_id).body
        looks.append((told["status"], told["rows_done"], told["rows_total"]))

    assert looks[:3] == [("running", 2, None), ("running", 4, None), ("running", 6, None)]
    assert looks[-1] == ("done", 7, 7)
    assert office.codes(export_id) == codes


def test_a_message_that_comes_twice_or_late_changes_nothing(office: Office) -> None:
    office.county.reported()
    export_id = office.asked()
    event = office.messages()
    handler.write_files(event, lambda_context())
    before = office.county.rows()

    for _ in range(2):
        handler.write_files(event, lambda_context())

    assert office.county.rows() == before
    assert len(office.table(export_id)) == 1


def test_of_two_workers_at_once_one_goes_on_and_no_line_is_doubled(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        office.county.advance(seconds=1)
        office.county.reported()
    monkeypatch.setattr(work, "INCIDENTS_A_PART", 2)
    export_id = office.asked()
    put_part, raced = files.put_part, []

    def race(*said: Any) -> str:
        if not raced:
            raced.append(True)
            work.carry_on(export_id)
        return put_part(*said)

    monkeypatch.setattr(files, "put_part", race)
    office.work()

    assert office.show(export_id).body["status"] == "done"
    assert len(set(office.codes(export_id))) == len(office.table(export_id)) == 4


def test_what_fails_comes_again_and_goes_on_where_it_stood(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        office.county.advance(seconds=1)
        office.county.reported()
    monkeypatch.setattr(work, "INCIDENTS_A_PART", 1)
    export_id = office.asked()
    event = office.messages()
    write_file = work._write_file

    def break_down(row: Any) -> None:
        raise TryAgain

    monkeypatch.setattr(work, "_write_file", break_down)
    failed = handler.write_files(event, lambda_context())
    assert failed == {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}
    monkeypatch.setattr(work, "_write_file", write_file)
    office.county.calls.clear()
    handler.write_files(event, lambda_context())

    assert len(office.table(export_id)) == 3
    assert "Query" not in office.county.calls


def assert_told_as_failed(office: Office, export_id: str) -> None:
    told = office.show(export_id).body
    assert (told["status"], told["failure"], told["download"]) == ("failed", "interrupted", None)
    assert "中断" in told["failure_text"]
    assert told["finished_at"]


def test_an_export_that_breaks_down_each_time_is_told_as_failed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.county.reported()
    export_id = office.asked()
    event = office.messages()

    def break_down(row: Any) -> None:
        raise KeyError("140499")

    monkeypatch.setattr(work, "_write_file", break_down)
    for time in range(1, TRIES + 1):
        assert office.show(export_id).body["status"] in ("queued", "running")
        event["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(time)
        assert handler.write_files(event, lambda_context())["batchItemFailures"]

    assert_told_as_failed(office, export_id)


def test_an_export_whose_worker_never_comes_back_is_told_as_failed_once_and_for_all(
    office: Office,
) -> None:
    office.county.reported()
    export_id = office.asked()
    late = office.messages()

    office.county.now += rules.STOPPED_AFTER
    assert office.show(export_id).body["status"] == "queued"
    office.county.advance(seconds=1)

    assert_told_as_failed(office, export_id)
    handler.write_files(late, lambda_context())
    assert_told_as_failed(office, export_id)
    again = office.asked()
    office.work()
    assert office.show(again).body["status"] == "done"


def test_the_record_tells_of_an_export_whose_worker_never_came_back(office: Office) -> None:
    office.asked()
    office.county.now += rules.STOPPED_AFTER + timedelta(seconds=1)

    listed = office.county.go("GET", "/v1/exports", by="admin", api=DESK)

    assert [one["status"] for one in listed.body["items"]] == ["failed"]


def test_a_file_that_breaks_off_is_not_there_at_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.county.reported()
    export_id = office.asked()

    def break_off(*_: Any) -> Iterator[bytes]:
        yield b"half of it"
        raise TryAgain

    monkeypatch.setattr(work.sheets, "csv_pieces", break_off)
    handler.write_files(office.messages(), lambda_context())

    with pytest.raises(ClientError):
        office.content(export_id)
    assert "Uploads" not in office.s3.list_multipart_uploads(Bucket=BUCKET)


def test_a_large_file_goes_up_in_parts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PART_BYTES", 5 * 1024 * 1024)
    export_id = office.asked()
    row = store.load(export_id)
    assert row is not None

    with files.Upload(row) as upload:
        for _ in range(7):
            upload.write(b"x" * 1024 * 1024)

    assert office.content(export_id) == b"x" * 7 * 1024 * 1024
    head = office.s3.head_object(Bucket=BUCKET, Key=f"files/{export_id}.csv")
    assert head["ETag"].endswith('-2"')


def test_more_rows_than_a_file_may_have_are_refused_with_the_reason(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_ROWS", 1)
    office.county.reported()
    office.county.reported()
    export_id = office.asked()
    office.work()

    told = office.show(export_id).body

    assert (told["status"], told["failure"], told["download"]) == ("failed", "too_many_rows", None)
    assert told["failure_text"] == rules.FAILURE_TEXTS[rules.Failure.TOO_MANY_ROWS].zh


def test_a_hundred_incidents_are_read_in_a_few_round_trips(office: Office) -> None:
    for _ in range(30):
        office.county.advance(seconds=1)
        office.county.reported()
    office.asked(unit=TOWN, by="town")
    office.county.calls.clear()

    office.work()

    assert office.county.calls.count("Query") == 1
    assert len(office.county.calls) <= 8


def test_the_same_key_makes_one_export(office: Office) -> None:
    first = office.ask(key="k-1")

    again = office.ask(key="k-1")

    assert (again.status, again.body) == (202, first.body)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert office.ask(key="k-1", format="xlsx").problem == "idempotency-key-reused"


def test_a_replayed_request_asks_the_worker_again_should_its_first_message_be_lost(
    office: Office,
) -> None:
    export_id = office.asked(key="k-1")
    office.messages()

    office.ask(key="k-1")
    office.work()

    assert office.show(export_id).body["status"] == "done"


def test_a_busy_store_makes_no_second_export(office: Office) -> None:
    office.county.faults.extend([throttled] * 2)

    assert office.ask().status == 202
    assert len([row for row in office.county.rows() if row["pk"]["S"] == f"EXPORTS#{COUNTY}"]) == 1


@pytest.mark.parametrize(
    ("by", "unit", "problem"),
    [
        ("village", NEXT_VILLAGE, "outside-your-area"),
        ("town", NEXT_TOWN, "outside-your-area"),
        ("worker", GRID, "not-allowed"),
        ("admin", NEXT_TOWN + "999", "invalid-fields"),
    ],
)
def test_officers_export_units_of_their_own_area(
    office: Office, by: str, unit: str, problem: str
) -> None:
    assert office.ask(by=by, unit=unit).problem == problem


@pytest.mark.parametrize(
    "period",
    [
        {"from": "2026-11-02", "to": "2026-11-01"},
        {"from": "2025-11-01", "to": "2026-11-30"},
        {"from": "yesterday"},
        {"from": "1969-01-01", "to": "1969-02-01"},
        {"from": "2026-01-01", "to": "9999-12-31"},
        {"from": "0001-01-01", "to": "0001-01-02"},
        {"from": 20000, "to": "2026-12-31"},  # type: ignore[dict-item]
    ],
)
def test_a_period_that_is_none_is_refused(office: Office, period: dict[str, str]) -> None:
    assert office.ask(**period).status == 422


def test_descriptions_are_for_the_officers_of_the_very_unit(office: Office) -> None:
    office.county.reported(description="请回电13800138000")

    assert office.ask(by="county", descriptions=True).problem == "descriptions-not-for-you"
    export_id = office.asked(descriptions=True)
    office.work()

    [row] = office.table(export_id)
    assert row["情况描述"] == "请回电138****00"


@pytest.mark.parametrize("by", ["village2", "town", "county", "next_town"])
def test_an_export_is_the_one_s_who_asked_and_the_administrator_s(office: Office, by: str) -> None:
    export_id = office.asked()
    office.work()

    assert office.show(export_id, by=by).status == 404
    assert office.show(export_id, by="admin").body["download"] is not None


def test_who_has_lost_the_post_has_lost_the_file(office: Office) -> None:
    export_id = office.asked()
    office.work()

    office.county.appoint(village=("village_officer", NEXT_VILLAGE))

    assert office.show(export_id).status == 404


def test_who_exported_and_who_fetched_is_on_record(office: Office) -> None:
    office.county.reported()
    export_id = office.asked()
    office.show(export_id)
    office.work()
    office.show(export_id)
    office.county.advance(minutes=1)
    office.show(export_id, by="admin")

    listed = office.county.go("GET", "/v1/exports", by="admin", api=DESK).body["items"]
    path = f"/v1/exports/{export_id}/downloads"
    fetched = office.county.go("GET", path, by="admin", api=DESK).body["items"]

    [told] = listed
    assert (told["requested_by"], told["requested_role"], told["requested_unit"]) == (
        "village",
        "village_officer",
        VILLAGE,
    )
    assert (told["unit"], told["from"], told["to"], told["rows_total"]) == (
        VILLAGE,
        "2026-11-01",
        "2026-11-30",
        1,
    )
    assert [one["person_id"] for one in fetched] == ["village", "admin"]


def test_the_record_is_listed_newest_first_page_by_page(office: Office) -> None:
    made = []
    for _ in range(3):
        office.county.advance(seconds=1)
        made.append(office.asked())

    first = office.county.go("GET", "/v1/exports", by="admin", query={"limit": 2}, api=DESK).body
    more = {"limit": 2, "cursor": first["next_cursor"]}
    second = office.county.go("GET", "/v1/exports", by="admin", query=more, api=DESK).body

    assert [one["id"] for one in first["items"] + second["items"]] == made[::-1]
    assert second["next_cursor"] is None


def test_a_file_that_is_gone_is_not_offered_any_more(office: Office) -> None:
    export_id = office.asked()
    office.work()

    office.county.advance(days=7)

    assert office.show(export_id).body["download"] is None
    path = "/v1/exports/01M8323B80ZASBGN3Q5V2DNX65/downloads"
    assert office.county.go("GET", path, by="admin", api=DESK).status == 404


def test_ten_thousand_incidents_take_a_few_megabytes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.county.reported()
    row = store.load(office.asked())
    assert row is not None
    [(incident, steps)] = ledger.next_incidents(row, 1).incidents

    def many(row: Any, most: int) -> ledger.Read:
        done = row.rows_done
        rows = [
            (replace(incident, case_code=f"case {number}"), steps)
            for number in range(done, done + most)
        ]
        return ledger.Read(rows, "{}" if done + most < 10_000 else None)

    monkeypatch.setattr(ledger, "next_incidents", many)
    tracemalloc.start()
    office.work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert office.codes(row.id) == [f"case {number}" for number in range(10_000)]
    assert most < 40e6


def test_the_administrator_fetches_no_descriptions_that_are_not_the_administrators_to_ask_for(
    office: Office,
) -> None:
    export_id = office.asked(descriptions=True)
    office.work()

    seen = office.show(export_id, by="admin")

    assert (seen.status, seen.body["download"]) == (200, None)
    assert office.show(export_id).body["download"] is not None


def test_nobody_fills_the_queue_of_exports_for_the_others(office: Office) -> None:
    bound = bounds()["exports"]
    for _ in range(bound.most):
        office.asked()

    refused = office.ask()

    assert (refused.status, refused.problem) == (429, "too-often")
    assert 0 < int(refused.headers["Retry-After"]) <= bound.hours * 3600
    assert office.ask(by="town").status == 202
    office.county.advance(seconds=int(refused.headers["Retry-After"]))
    assert office.ask().status == 202
