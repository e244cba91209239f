"""Papers of a case through their routes: by hand where the case stands, as drafts, corrected and void; who sees which; the file of each."""

from __future__ import annotations

import io
import json
import os
from typing import Any

import boto3
import pytest
from docx import Document

from enforcement.rules.case_steps import CaseAction
from enforcement.store.table import TEMPLATES, DocumentRow
from kernel.documents.writing import Shelf, write
from kernel.storage import dynamo
from tests.support.cases import PARTY, Enforcement
from tests.support.county import County
from tests.support.papers import filled


@pytest.fixture
def town(county: County, monkeypatch: pytest.MonkeyPatch) -> Enforcement:
    """A town that enforces, with the worker's queue and bucket."""
    boto3.client("s3").create_bucket(Bucket="exports")
    url = boto3.client("sqs").create_queue(QueueName="exports")["QueueUrl"]
    monkeypatch.setenv("EXPORTS_BUCKET", "exports")
    monkeypatch.setenv("EXPORT_QUEUE_URL", url)
    return Enforcement(county)


def body(form: str, **more: Any) -> dict[str, Any]:
    values = filled(form, **more)
    values |= {"party": PARTY["name"]} if "party" in values else {}
    return {
        "form": form,
        "texts": {name: said for name, said in values.items() if isinstance(said, str)},
        "lists": {name: said for name, said in values.items() if not isinstance(said, str)},
    }


def issue(town: Enforcement, case: str, form: str, by: str = "eo1", **how: Any) -> Any:
    key, more = how.pop("key", None), how
    return town.go("POST", f"cases/{case}/papers", body(form) | more, by=by, key=key)


def papers(town: Enforcement, case: str, by: str = "boss") -> list[Any]:
    answer = town.go("GET", f"cases/{case}/papers", by=by)
    assert answer.status == 200, answer
    return answer.body["items"]


def lines_of(town: Enforcement, case: str, paper: str, by: str = "boss") -> list[str]:
    answer = town.go("GET", f"cases/{case}/papers/{paper}", by=by)
    assert answer.status == 200, answer
    return answer.body["lines"]


def test_the_papers_of_a_case_from_the_clue_to_the_decision_are_all_there_and_sound(
    town: Enforcement,
) -> None:
    case = town.served()

    assert [one["form"] for one in papers(town, case)] == [
        "filing_approval",
        "penalty_notice",
        "penalty_decision",
    ]
    found = town.go("GET", f"cases/{case}/verification", by="justice")
    assert found.body["sound"] is True
    assert (found.body["papers"], found.body["faults"]) == (3, [])


def test_papers_name_acts_penalties_and_people_in_words_and_never_by_their_codes(
    town: Enforcement,
) -> None:
    grave = {"fine": 60000, "warning": True, "others": ["confiscation"]}
    case = town.notified(penalty=grave, hearing_offered=True)
    town.did(case, CaseAction.REQUEST_HEARING, "wang")
    town.did(case, CaseAction.ASK_RECUSAL, "wang", person="eo1")
    town.did(case, CaseAction.DECIDE_RECUSAL, "boss", person="eo1")
    town.did(case, CaseAction.CALL_HEARING, "boss")

    told = "".join(line for one in papers(town, case) for line in lines_of(town, case, one["id"]))

    assert "涉嫌露天焚烧秸秆、落叶" in told
    assert "没收较大数额违法所得" in told
    for name in ("eo1", "eo2", "chair"):
        assert f"演示{name}" in told
        assert name not in told.replace(f"演示{name}", "")
    assert "burning-straw" not in told


def test_a_penalty_on_the_spot_names_its_officers_with_their_certificates(
    town: Enforcement,
) -> None:
    case = town.clue()
    town.did(case, CaseAction.PENALISE_ON_THE_SPOT, "eo1")
    (paper,) = papers(town, case)

    told = "".join(lines_of(town, case, paper["id"]))

    assert "演示eo1（执法证号 晋0001）" in told
    assert "演示eo2（执法证号 晋0002）" in told


def test_no_paper_the_party_reads_repeats_the_clue(town: Enforcement) -> None:
    case = town.clue(clue="邻居赵六看见村东地头有人烧秸秆")
    receipt = body("service_receipt")
    early = town.go("POST", f"cases/{case}/papers", receipt, by="eo1")
    town.did(case, CaseAction.PROPOSE_FILING, "eo1")
    town.did(case, CaseAction.APPROVE_FILING, "boss")
    late = town.go("POST", f"cases/{case}/papers", receipt, by="eo1")

    assert (early.status, late.status) == (201, 201), (early, late)
    for one in (early, late):
        assert "赵六" not in "".join(lines_of(town, case, one.body["id"], by="wang"))


def test_a_paper_made_by_hand_has_its_number_its_text_and_its_hash(town: Enforcement) -> None:
    case = town.filed()

    answer = issue(town, case, "interview_record")

    assert answer.status == 201, answer
    assert answer.body["number"].endswith("罚询字〔2026〕第1号")
    assert answer.body["number"] in answer.body["lines"]
    assert len(answer.body["digest"]) == 64
    again = town.go("GET", f"cases/{case}/papers/{answer.body['id']}", by="eo2")
    assert again.body == answer.body


def test_a_paper_asked_for_twice_under_one_key_is_issued_once(town: Enforcement) -> None:
    case = town.filed()

    first = issue(town, case, "interview_record", key="tap")
    second = issue(town, case, "interview_record", key="tap")

    assert second.body == first.body
    assert second.headers["Idempotent-Replayed"] == "true"
    assert [one["form"] for one in papers(town, case)] == ["filing_approval", "interview_record"]


def test_a_paper_that_lacks_an_item_is_refused_and_takes_no_number(town: Enforcement) -> None:
    case = town.filed()
    lacking = body("interview_record")
    del lacking["texts"]["answers"]

    answer = town.go("POST", f"cases/{case}/papers", lacking, by="eo1")

    assert (answer.status, answer.problem) == (409, "item-missing")
    assert answer.wrong_fields == ["answers"]
    assert answer.body["citation"]["article"] == "第五十五条"
    assert issue(town, case, "interview_record").body["number"].endswith("第1号")


@pytest.mark.parametrize(
    ("form", "by", "status", "problem"),
    [
        ("penalty_decision", "boss", 409, "not-by-hand"),
        ("penalty_notice", "eo1", 409, "not-by-hand"),
        ("file_cover", "eo1", 409, "not-by-hand"),
        ("hearing_record", "chair", 403, "not-allowed"),
        ("closing_report", "eo1", 409, "paper-not-now"),
        ("interview_record", "boss", 403, "not-allowed"),
        ("interview_record", "eo3", 403, "not-allowed"),
        ("interview_record", "lawyer", 403, "not-allowed"),
        ("interview_record", "far_eo", 404, "not-found"),
        ("interview_record", "wang", 403, "not-allowed"),
        ("interview_record", "watcher", 403, "not-allowed"),
        ("golden_ticket", "eo1", 422, "unknown-form"),
    ],
)
def test_who_makes_which_paper_when(
    town: Enforcement, form: str, by: str, status: int, problem: str
) -> None:
    case = town.filed()
    said = body(form) if form != "golden_ticket" else {"form": form}

    answer = town.go("POST", f"cases/{case}/papers", said, by=by)

    assert (answer.status, answer.problem) == (status, problem)
    assert [one["form"] for one in papers(town, case)] == ["filing_approval"]


def test_the_chair_makes_the_record_of_the_hearing(town: Enforcement) -> None:
    case = town.notified(hearing_offered=True)
    town.did(case, CaseAction.REQUEST_HEARING, "wang")
    town.did(case, CaseAction.CALL_HEARING, "boss")

    assert issue(town, case, "hearing_record", by="chair").status == 201
    assert issue(town, case, "hearing_record", by="eo1").status == 403


def test_a_draft_has_no_number_says_what_it_lacks_and_is_kept_once(town: Enforcement) -> None:
    case = town.filed()
    said = {"form": "interview_record", "texts": {"place": "村委会"}}

    first = town.go("POST", f"cases/{case}/drafts", said, by="eo1")
    second = town.go("POST", f"cases/{case}/drafts", body("interview_record"), by="eo1")

    assert first.status == 202, first
    lacks = [one["field"] for one in first.body["lacks"]]
    assert "answers" in lacks
    assert "place" not in lacks
    assert first.body["lacks"][0]["law"]["article"] == "第五十五条"
    assert "（草稿，未编号）" in first.body["lines"]
    assert second.body["lacks"] == []
    assert [one["form"] for one in papers(town, case)] == ["filing_approval"]
    drafts = [pk for pk, _ in town.rows() if pk.startswith("DOCUMENT#draft-")]
    assert drafts == [f"DOCUMENT#draft-{case}-interview_record"]


def test_a_draft_is_a_file_that_can_be_fetched(town: Enforcement) -> None:
    case = town.filed()
    town.go("POST", f"cases/{case}/drafts", body("interview_record"), by="eo1")

    shown = written(town, f"draft-{case}-interview_record")

    assert "（草稿，未编号）" in shown
    answer = town.go("GET", f"cases/{case}/drafts/interview_record", by="eo2")
    assert answer.body["status"] == "done"
    assert answer.body["download"]["url"].startswith("https://")
    assert town.go("GET", f"cases/{case}/drafts/interview_record", by="wang").status == 403


def written(town: Enforcement, document: str) -> str:
    """Let the worker write a document that was asked for; return what the file says."""
    sqs = boto3.client("sqs")
    kept = sqs.receive_message(QueueUrl=os.environ["EXPORT_QUEUE_URL"], MaxNumberOfMessages=10)
    asked = [json.loads(one.get("Body", "{}"))["document"]["id"] for one in kept["Messages"]]
    assert document in asked
    write(Shelf(DocumentRow, TEMPLATES), document)
    key = f"files/documents/{document}.docx"
    content = boto3.client("s3").get_object(Bucket="exports", Key=key)["Body"].read()
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


def test_the_file_of_a_paper_says_what_was_issued_whatever_is_said_later(
    town: Enforcement,
) -> None:
    case = town.served()
    (decision,) = [one for one in papers(town, case) if one["form"] == "penalty_decision"]
    path = f"cases/{case}/papers/{decision['id']}/document"

    assert town.go("GET", path, by="wang").status == 404
    asked = town.go("POST", path, by="wang")
    assert asked.status == 202, asked
    shown = written(town, decision["id"])

    assert decision["number"] in shown
    assert "罚款600.00元" in shown
    answer = town.go("GET", path, by="wang")
    assert answer.body["status"] == "done"
    assert answer.body["number"] == decision["number"]
    again = town.go("POST", path, by="wang")
    assert again.body["version"] == answer.body["version"]


def test_the_party_reads_what_is_for_it_and_nothing_else(town: Enforcement) -> None:
    case = town.served()
    issue(town, case, "service_receipt")
    everything = papers(town, case)

    mine = papers(town, case, by="wang")

    assert [one["form"] for one in mine] == [
        "penalty_notice",
        "penalty_decision",
        "service_receipt",
    ]
    inner = next(one["id"] for one in everything if one["form"] == "filing_approval")
    assert town.go("GET", f"cases/{case}/papers/{inner}", by="wang").status == 404
    assert town.go("POST", f"cases/{case}/papers/{inner}/document", by="wang").status == 404
    assert town.go("GET", f"cases/{case}/evidence", by="wang").status == 403
    assert town.go("GET", f"cases/{case}/papers", by="far_boss").status == 404


def test_a_decision_is_corrected_by_a_new_paper_of_the_head_and_both_stay(
    town: Enforcement,
) -> None:
    case = town.served()
    (decision,) = [one for one in papers(town, case) if one["form"] == "penalty_decision"]

    refused = issue(town, case, "penalty_decision", by="eo1", corrects=decision["id"])
    mended = {"texts": {"facts_and_evidence": "在村东地头焚烧秸秆。"}}
    anew = issue(town, case, "penalty_decision", by="boss", corrects=decision["id"], **mended)

    assert refused.status == 403
    assert anew.status == 201, anew
    assert anew.body["corrects"] == decision["id"]
    kept = {one["id"]: one for one in papers(town, case)}
    assert kept[decision["id"]]["corrected_by"] == anew.body["id"]
    assert kept[decision["id"]]["digest"] == decision["digest"]
    assert not kept[decision["id"]]["is_good"]
    town.did(case, CaseAction.CORRECT, "boss", paper=anew.body["id"])
    assert town.go("GET", f"cases/{case}/verification", by="boss").body["sound"] is True


def test_a_paper_of_a_step_is_not_corrected_before_the_decision(town: Enforcement) -> None:
    case = town.notified()
    (notice,) = [one for one in papers(town, case) if one["form"] == "penalty_notice"]

    answer = issue(town, case, "penalty_notice", by="boss", corrects=notice["id"])

    assert (answer.status, answer.problem) == (409, "nothing-to-correct")


def test_a_paper_by_hand_is_made_void_and_its_number_is_nobodys_again(town: Enforcement) -> None:
    case = town.filed()
    first = issue(town, case, "interview_record").body
    path = f"cases/{case}/papers/{first['id']}/void"

    void = town.go("POST", path, {"reason": "笔误"}, by="eo1", key="tap")
    tapped = town.go("POST", path, {"reason": "笔误"}, by="eo1", key="tap")
    again = town.go("POST", path, {"reason": "笔误"}, by="boss")

    assert (void.status, void.body["void_reason"]) == (200, "笔误")
    assert tapped.body == void.body
    assert (again.status, again.problem) == (409, "paper-stands")
    assert issue(town, case, "interview_record").body["number"].endswith("第2号")
    (approval, *_) = papers(town, case)
    step = town.go("POST", f"cases/{case}/papers/{approval['id']}/void", {"reason": "x"}, by="boss")
    assert (step.status, step.problem) == (409, "void-by-move")


def test_a_decision_is_served_electronically_by_a_consent_in_its_file(town: Enforcement) -> None:
    case = town.decided()
    consent = issue(town, case, "electronic_service_consent").body
    void = issue(town, case, "electronic_service_consent").body
    path = f"cases/{case}/papers/{void['id']}/void"
    assert town.go("POST", path, {"reason": "笔误"}, by="eo1").status == 200

    def serve(number: str) -> Any:
        return town.move(case, CaseAction.SERVE, "eo1", way="electronic", consent=number)

    for other in ("口头同意", void["number"]):
        assert serve(other).problem == "no-consent-to-electronic-service"
    assert serve(consent["number"]).status == 200


def test_a_paper_of_a_case_is_about_its_party(town: Enforcement) -> None:
    case = town.filed()
    texts = {"party": "李四", "reason": "可能灭失"}

    refused = issue(town, case, "sampling_notice", texts=texts)

    assert (refused.status, refused.wrong_fields) == (422, ["texts.party"])


def test_a_paper_that_later_steps_rest_on_is_not_made_void(town: Enforcement) -> None:
    case = town.filed()
    record = issue(town, case, "interview_record").body
    for action, by in (
        ("add_evidence", "eo1"),
        ("verify_evidence", "eo2"),
        ("end_investigation", "eo1"),
    ):
        town.did(case, CaseAction(action), by)
    path = f"cases/{case}/papers/{record['id']}/void"

    late = town.go("POST", path, {"reason": "不利"}, by="eo1")

    assert (late.status, late.problem) == (409, "paper-not-now")
    (kept,) = [one for one in papers(town, case) if one["id"] == record["id"]]
    assert kept["is_good"]


def test_a_paper_is_not_issued_on_a_case_that_moved_meanwhile(
    town: Enforcement, county: County
) -> None:
    case = town.filed()
    row, moved = town.rows()[f"CASE#{case}", "CASE"], False
    row["version"] = {"N": str(int(row["version"]["N"]) + 1)}

    def somebody_moves(call: Any, operation: str) -> Any:
        nonlocal moved
        if operation == "TransactWriteItems" and not moved:
            moved = True
            with county.quietly():
                dynamo.client().put_item(TableName="enforcement", Item=row)
        return call()

    county.faults.extend([somebody_moves] * 8)
    answer = issue(town, case, "interview_record")

    assert moved
    assert answer.status == 201
    assert len(papers(town, case)) == 2


# Evidence


def test_evidence_shows_its_source_custody_and_what_became_of_it(town: Enforcement) -> None:
    case = town.filed()
    hashed = {"kind": "recording", "file": "media/1", "sha256": "a" * 64}
    town.did(case, CaseAction.ADD_EVIDENCE, "eo1", **hashed)
    town.did(case, CaseAction.ADD_EVIDENCE, "eo1")
    town.did(case, CaseAction.VERIFY_EVIDENCE, "eo2")
    first, second = town.go("GET", f"cases/{case}/evidence", by="boss").body["items"]
    path = f"cases/{case}/evidence/{first['id']}/custody"
    ghost = town.go("POST", path, {"to": "nobody", "where": "证物柜"}, by="eo1")
    assert (ghost.status, ghost.wrong_fields) == (422, ["to"])

    handed = town.go("POST", path, {"to": "eo2", "where": "证物柜"}, by="eo1", key="tap")
    tapped = town.go("POST", path, {"to": "eo2", "where": "证物柜"}, by="eo1", key="tap")
    town.did(case, CaseAction.EXCLUDE_EVIDENCE, "boss", evidence=first["id"])

    assert (first["kind"], first["sha256"], first["place"]) == ("recording", "a" * 64, 1)
    assert (second["verified_by"], second["counts"]) == ("eo2", True)
    assert [one["person"] for one in handed.body["custody"]] == ["eo1", "eo2"]
    assert tapped.body == handed.body
    first, _ = town.go("GET", f"cases/{case}/evidence", by="justice").body["items"]
    assert (first["excluded_for"], first["excluded_by"], first["counts"]) == (
        "取证程序违法",
        "boss",
        False,
    )
    assert town.go("POST", path, {"to": "eo2", "where": "x"}, by="lawyer").status == 403
    assert town.go("POST", path, {"to": "eo2", "where": "x"}, by="far_eo").status == 404


def test_a_recording_without_its_hash_is_no_evidence(town: Enforcement) -> None:
    case = town.filed()

    answer = town.move(case, CaseAction.ADD_EVIDENCE, "eo1", kind="recording", file="media/1")

    assert (answer.status, answer.problem, answer.wrong_fields) == (422, "no-file", ["sha256"])
    assert town.go("GET", f"cases/{case}/evidence", by="boss").body["items"] == []


def test_whoever_edits_the_record_in_the_store_is_found_out(town: Enforcement) -> None:
    case = town.filed()
    row = next(row for (pk, sk), row in town.rows().items() if sk == "HIST#000002")
    row["actor"] = {"S": "somebody-else"}
    dynamo.client().put_item(TableName="enforcement", Item=row)

    found = town.go("GET", f"cases/{case}/verification", by="boss").body

    assert found["sound"] is False
    assert found["faults"][0]["place"] == "2"
