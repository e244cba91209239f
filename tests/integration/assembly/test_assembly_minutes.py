"""Minutes as a document: asked for, numbered, written by the worker, fetched by a signed address."""

from __future__ import annotations

import io
from typing import Any

import boto3
import pytest
from docx import Document

from assembly.store.documents import NUMBERS, DocumentRow, NumberRow, minutes_id
from kernel.storage import dynamo
from kernel.storage.lists import every_row
from kernel.storage.rates import Bound, bounds
from tests.support.assembly import ASSEMBLY, REPRESENTATIVES, Village
from tests.support.county import VILLAGE
from tests.support.in_process import lambda_context
from tests.support.queue import handed_out
from writing import handler

BUCKET = "minutes"


class Registry:
    """A village whose documents are written when the test says so."""

    def __init__(self, village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
        self.village = village
        self.s3: Any = boto3.client("s3")
        self.s3.create_bucket(Bucket=BUCKET)
        self.sqs: Any = boto3.client("sqs")
        self.queue = self.sqs.create_queue(QueueName="documents")["QueueUrl"]
        monkeypatch.setenv("EXPORTS_BUCKET", BUCKET)
        monkeypatch.setenv("EXPORT_QUEUE_URL", self.queue)

    def signed(self) -> str:
        """Hold a meeting that passes a matter, and sign its minutes."""
        village = self.village
        meeting = village.meeting(ASSEMBLY, [village.at_decision()], REPRESENTATIVES[:9])
        vote = village.vote(meeting)
        village.ballots(vote, REPRESENTATIVES[:6], "yes")
        village.close(vote)
        path = f"/v1/assembly/meetings/{meeting}/transitions"
        village.did(path, {"action": "close", "minutes": "会议讨论了危房改造。\n一致同意。"})
        village.did(path, {"action": "sign"}, "r0")
        village.did(path, {"action": "sign"}, "supervisor")
        return meeting

    def ask(self, meeting: str, by: str = "village", **how: Any) -> Any:
        return self.village.post(self.path(meeting), None, by, **how)

    def path(self, meeting: str) -> str:
        return f"/v1/assembly/meetings/{meeting}/minutes-document"

    def messages(self, time: int = 1) -> dict[str, Any]:
        got = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        records = got.get("Messages", [])
        for message in records:
            self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return handed_out(records, time)

    def work(self) -> int:
        event = self.messages()
        assert handler.write_files(event, lambda_context()) == {"batchItemFailures": []}
        return len(event["Records"])

    def text(self, meeting: str) -> list[str]:
        key = f"files/documents/{minutes_id(meeting)}.docx"
        content = self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        document = Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return [paragraph.text for paragraph in document.paragraphs] + cells

    def numbers(self) -> list[tuple[int, bool]]:
        pk = NUMBERS.counter_key(VILLAGE, "assembly_minutes", 2026).pk
        return [
            (int(row.sk), row.voided_at is not None)
            for row in every_row(NumberRow, ("pk", pk))
            if row.sk != "COUNTER"
        ]


@pytest.fixture
def office(village: Village, monkeypatch: pytest.MonkeyPatch) -> Registry:
    village.govern()
    return Registry(village, monkeypatch)


def test_minutes_are_asked_for_written_and_fetched(office: Registry) -> None:
    meeting = office.signed()

    asked = office.ask(meeting)
    waiting = office.village.read(office.path(meeting))
    office.work()
    there = office.village.read(office.path(meeting))

    assert (asked.status, asked.body["status"], asked.body["download"]) == (202, "queued", None)
    assert asked.body["number"].endswith("会纪〔2026〕第1号")
    assert (waiting["status"], waiting["download"]) == ("queued", None)
    assert there["status"] == "done"
    assert there["size"] > 10_000
    assert "response-content-disposition" in there["download"]["url"]
    text = office.text(meeting)
    assert asked.body["number"] in text
    assert "会议讨论了危房改造。" in text
    assert "一致同意。" in text
    assert any("依据：村民委员会组织法（2025年修订）第二十九条、第三十条" in one for one in text)
    assert any(one.startswith("通过（须 5 票）") for one in text)
    assert any("主持人：演示r0" in one or "主持人：" in one for one in text)


def test_unsigned_minutes_are_no_document(office: Registry) -> None:
    village = office.village
    meeting = village.meeting(ASSEMBLY, [village.at_decision()], REPRESENTATIVES[:9])

    refused = office.ask(meeting)

    assert (refused.status, refused.problem) == (409, "minutes-not-signed")
    assert office.numbers() == []
    assert office.messages()["Records"] == []


def test_asked_again_it_is_the_same_document_under_the_same_number(office: Registry) -> None:
    meeting = office.signed()

    first = office.ask(meeting)
    again = office.ask(meeting)
    office.work()
    done = office.ask(meeting)

    assert {one.body["number"] for one in (first, again, done)} == {first.body["number"]}
    assert done.body["status"] == "done"
    assert office.numbers() == [(1, False)]


def test_a_second_meeting_has_the_next_number(office: Registry) -> None:
    first, second = office.signed(), office.signed()

    office.ask(first)
    office.ask(second)

    assert office.village.read(office.path(second))["number"].endswith("第2号")


def test_a_file_that_is_gone_is_written_again_under_its_number(office: Registry) -> None:
    meeting = office.signed()
    office.ask(meeting)
    office.work()

    office.village.county.advance(days=7, seconds=1)
    gone = office.village.read(office.path(meeting))
    office.ask(meeting)
    office.work()
    there = office.village.read(office.path(meeting))

    assert gone["download"] is None
    assert there["download"] is not None
    assert office.numbers() == [(1, False)]


def test_what_says_something_else_by_now_has_a_number_of_its_own_and_the_old_one_is_void(
    office: Registry,
) -> None:
    meeting = office.signed()
    office.ask(meeting)
    row = dynamo.read([DocumentRow.key(minutes_id(meeting))], consistent=True)[0]
    other = row.with_("elsewhere", values={**row.values, "minutes": "另一份"})
    dynamo.write([dynamo.Write(other)])

    anew = office.ask(meeting)

    assert anew.body["number"].endswith("第2号")
    assert office.numbers() == [(1, True), (2, False)]


def test_a_message_that_comes_twice_writes_one_file(office: Registry) -> None:
    meeting = office.signed()
    office.ask(meeting)
    event = office.messages()

    for _ in range(2):
        assert handler.write_files(event, lambda_context()) == {"batchItemFailures": []}

    assert office.village.read(office.path(meeting))["status"] == "done"


def test_a_document_that_breaks_down_each_time_is_told_as_failed_and_can_be_asked_for_again(
    office: Registry,
) -> None:
    meeting = office.signed()
    office.ask(meeting)
    row = dynamo.read([DocumentRow.key(minutes_id(meeting))], consistent=True)[0]
    dynamo.write([dynamo.Write(row.with_("broken", template="minutes-0"))])

    failed = handler.write_files(office.messages(3), lambda_context())
    told = office.village.read(office.path(meeting))
    mended = dynamo.read([DocumentRow.key(minutes_id(meeting))], consistent=True)[0]
    dynamo.write([dynamo.Write(mended.with_("mended", template="minutes-1"))])
    office.ask(meeting)
    office.work()

    assert len(failed["batchItemFailures"]) == 1
    assert told["status"] == "failed"
    assert office.village.read(office.path(meeting))["status"] == "done"


def test_a_worker_that_never_comes_back_is_told_as_failed_and_its_late_message_does_nothing(
    office: Registry,
) -> None:
    meeting = office.signed()
    office.ask(meeting)

    late = office.messages()
    office.village.county.advance(seconds=25 * 60 + 1)

    assert office.village.read(office.path(meeting))["status"] == "failed"
    assert handler.write_files(late, lambda_context()) == {"batchItemFailures": []}
    assert office.village.read(office.path(meeting))["status"] == "failed"
    assert office.ask(meeting).body["status"] == "queued"


@pytest.mark.parametrize(("by", "status"), [("supervisor", 200), ("town", 200), ("r1", 403)])
def test_the_document_names_people_and_is_read_by_insiders(
    office: Registry, by: str, status: int
) -> None:
    meeting = office.signed()
    office.ask(meeting)

    answer = office.village.go("GET", office.path(meeting), by=by)

    assert answer.status == status


@pytest.mark.parametrize("by", ["supervisor", "r0"])
def test_officers_alone_ask_for_it(office: Registry, by: str) -> None:
    assert office.ask(office.signed(), by).status == 403


def test_nobody_fills_the_worker_of_documents_by_asking_for_one_again_and_again(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bounds(), "documents", Bound(2, 1))
    meeting = office.signed()

    told = [office.ask(meeting) for _ in range(3)]

    assert [one.status for one in told] == [202, 202, 429]
    assert told[2].problem == "too-often"
    assert len(office.messages()["Records"]) == 2
