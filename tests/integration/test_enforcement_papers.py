"""Papers and evidence in the store: numbers without gaps, a text that is fixed, a record that is complete."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from enforcement.rules.evidence import EvidenceKind
from enforcement.rules.exhibits import ExhibitAction
from enforcement.rules.forms import ItemMissing
from enforcement.rules.papers import NotTheSameForm, PaperStands, check_texts, sealed_papers
from enforcement.rules.timeline import MOST_PAPERS, RecordFull, verify
from enforcement.service.evidence import Found, add_evidence, move_evidence
from enforcement.service.papers import settle_paper, void_paper
from enforcement.store import exhibits, papers, timeline
from enforcement.store.table import NUMBERS, NumberRow
from kernel import clock, numbering
from kernel.access import Role
from kernel.actors import Actor
from kernel.directory import find_units
from kernel.problems import NotFound
from kernel.storage import dynamo
from kernel.storage.lists import every_row
from kernel.storage.unit_of_work import carry_out
from tests.support.county import NEXT_TOWN, TOWN, County
from tests.support.papers import filled

CASE = "CASE#01M8323B80ZASBGN3Q5V2DNX69"
WHO = Actor("p-01", "演示甲", Role.ENFORCEMENT_OFFICER, TOWN)
pytestmark = pytest.mark.usefixtures("county")


def issue(form: str = "interview_record", case: str = CASE, **how: Any) -> Any:
    values = filled(form, **how.pop("values", {}))
    organ = how.pop("organ", TOWN)

    def decide(work: Any) -> Any:
        return settle_paper(
            work,
            subject_key=case,
            organ=organ,
            form=form,
            values=values,
            by=WHO,
            now=clock.now(),
            **how,
        )

    row = carry_out(decide).result
    assert row is not None
    return papers.from_row(row)


def void(paper: Any, reason: str = "笔误") -> None:
    def decide(work: Any) -> None:
        found = papers.find(work, paper.subject, paper.id)
        assert found
        void_paper(work, found, reason=reason, by=WHO, now=clock.now())

    carry_out(decide)


def numbers(form: str, year: int = 2026, organ: str = TOWN) -> list[tuple[int, bool]]:
    pk = NUMBERS.counter_key(organ, form, year).pk
    rows = [row for row in every_row(NumberRow, ("pk", pk)) if row.sk != "COUNTER"]
    return [(int(row.sk), row.voided_at is not None) for row in rows]


def sound(case: str = CASE) -> list[Any]:
    entries, head = timeline.whole(case)
    return verify(entries, head) + check_texts(papers.all_of(case), sealed_papers(entries))


def test_papers_are_numbered_by_organ_kind_and_year(county: County) -> None:
    told = [
        issue().number,
        issue().number,
        issue("site_record").number,
        issue(organ=NEXT_TOWN).number,
    ]
    county.advance(days=60)

    names = {code: unit.name for code, unit in find_units([TOWN, NEXT_TOWN]).items()}
    assert told == [
        f"{names[TOWN]}罚询字〔2026〕第1号",
        f"{names[TOWN]}罚询字〔2026〕第2号",
        f"{names[TOWN]}罚检字〔2026〕第1号",
        f"{names[NEXT_TOWN]}罚询字〔2026〕第1号",
    ]
    assert issue().number == f"{names[TOWN]}罚询字〔2027〕第1号"


def test_a_void_number_stays_and_the_next_paper_has_the_next() -> None:
    first = issue()
    void(first)

    second = issue()

    assert second.number_of == 2
    assert numbers("interview_record") == [(1, True), (2, False)]
    assert numbering.gaps(number for number, _ in numbers("interview_record")) == []
    kept = papers.load(CASE, first.id)
    assert kept
    assert (kept.void_reason, kept.number, kept.values) == ("笔误", first.number, first.values)


def test_a_paper_that_is_refused_takes_no_number_and_leaves_nothing() -> None:
    with pytest.raises(ItemMissing):
        issue("penalty_decision", values={"remedies": ""})

    assert papers.all_of(CASE) == []
    assert timeline.whole(CASE)[0] == []
    assert issue("penalty_decision").number_of == 1


def test_cover_and_index_have_no_number() -> None:
    assert issue("file_cover").number is None
    assert numbers("file_cover") == []


def test_two_papers_in_one_unit_of_work_follow_each_other(county: County) -> None:
    def decide(work: Any) -> list[Any]:
        how = {"subject_key": CASE, "organ": TOWN, "by": WHO, "now": clock.now()}
        first = settle_paper(
            work, form="seizure_decision", values=filled("seizure_decision"), **how
        )
        more = settle_paper(work, form="seizure_list", values=filled("seizure_list"), **how)
        third = settle_paper(work, form="seizure_list", values=filled("seizure_list"), **how)
        return [first, more, third]

    rows = carry_out(decide).result
    assert rows
    assert [int(row.number_of) for row in rows] == [1, 1, 2]
    assert [entry.seq for entry in timeline.whole(CASE)[0]] == [1, 2, 3]
    assert sound() == []


def test_a_correction_is_a_new_paper_and_both_stay() -> None:
    first = issue("penalty_decision")

    second = issue("penalty_decision", values={"party": "演示甲，改正后的地址"}, corrects=first.id)

    before = papers.load(CASE, first.id)
    assert before
    assert (before.corrected_by, before.values) == (second.id, first.values)
    assert (second.corrects, second.number_of) == (first.id, 2)
    for gone, form, refusal in (
        (first.id, "penalty_decision", PaperStands),
        (second.id, "penalty_notice", NotTheSameForm),
        ("nothing", "penalty_decision", NotFound),
    ):
        with pytest.raises(refusal):
            issue(form, corrects=gone)
    with pytest.raises(PaperStands):
        void(first)
    assert sound() == []


def test_whoever_edits_a_paper_or_the_record_in_the_store_is_found_out(county: County) -> None:
    paper = issue("penalty_decision")
    issue()
    assert sound() == []
    row = kept(county, f"PAPER#{paper.id}")

    said = json.loads(row["values"]["S"]) | {"party": "别人"}
    put(row | {"values": {"S": json.dumps(said)}})
    assert [fault.place for fault in sound()] == [paper.id]

    drop(row)
    assert [fault.place for fault in sound()] == [paper.id]

    drop(kept(county, "HIST#000001"))
    assert {fault.place for fault in sound()} >= {"1"}


def kept(county: County, sk: str) -> dict[str, Any]:
    rows = {row["sk"]["S"]: row for row in county.kept("enforcement")}
    return rows[sk]


def put(row: dict[str, Any]) -> None:
    dynamo.client().put_item(TableName="enforcement", Item=row)


def drop(row: dict[str, Any]) -> None:
    dynamo.client().delete_item(TableName="enforcement", Key={"pk": row["pk"], "sk": row["sk"]})


def test_a_case_has_so_many_papers_and_no_more(county: County) -> None:
    issue()
    put(kept(county, "RECORD") | {"papers": {"N": str(MOST_PAPERS)}})

    with pytest.raises(RecordFull):
        issue()
    assert numbers("interview_record") == [(1, False)]


# Evidence

PHOTO = Found(
    EvidenceKind.RECORDING, "现场录像", "执法记录仪", "演示甲", clock.from_iso("2026-11-22T08:00:00Z"),
    "焚烧秸秆", "镇执法队证物柜", "media/1", "a" * 64,
)  # fmt: skip


def add(found: Found = PHOTO) -> Any:
    return carry_out(
        lambda work: add_evidence(work, case_key=CASE, found=found, by=WHO, now=clock.now())
    ).result


def move(exhibit: str, action: ExhibitAction, by: Actor = WHO, **how: Any) -> Any:
    return carry_out(
        lambda work: move_evidence(
            work, case_key=CASE, exhibit_id=exhibit, action=action, by=by, now=clock.now(), **how
        )
    ).result


def test_all_that_happens_to_evidence_is_in_the_record(county: County) -> None:
    one = add()
    move(one.id, ExhibitAction.VERIFY, Actor("p-02", "演示"))
    county.now += timedelta(hours=1)
    move(one.id, ExhibitAction.HAND_OVER, to="p-09", where="档案室")
    move(one.id, ExhibitAction.EXCLUDE, reason="未出示证件取得")

    entries, _ = timeline.whole(CASE)
    assert [entry.event for entry in entries] == [
        "evidence_added",
        "evidence_verified",
        "evidence_handed_over",
        "evidence_excluded",
    ]
    said = [json.loads(entry.details) for entry in entries]
    assert said[0]["sha256"] == "a" * 64
    assert said[2] == {"evidence": one.id, "from": "p-01", "to": "p-09", "where": "档案室"}
    (kept,) = exhibits.all_of(CASE)
    assert (kept.holders, kept.excluded_for, kept.version) == (
        ("p-01", "p-09"),
        "未出示证件取得",
        4,
    )
    assert sound() == []


def test_evidence_is_counted_in_its_case() -> None:
    assert [add().place, add().place] == [1, 2]
    with pytest.raises(NotFound):
        move("nothing", ExhibitAction.VERIFY)
