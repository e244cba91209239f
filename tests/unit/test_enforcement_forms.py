"""Forms: all there are, what each must hold by law, and that every one is a document that opens."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from docx import Document

from enforcement.rules.case_steps import CaseStatus
from enforcement.rules.forms import (
    MOST_CHARACTERS,
    NOTHING,
    ORGANS_OWN,
    ItemMissing,
    NotByHand,
    NotNow,
    PaperMade,
    UnknownForm,
    ValuesDiffer,
    complete,
    form_of,
    forms,
    refuse_by_hand,
)
from enforcement.rules.papers import (
    IssuedPaper,
    NotTheSameForm,
    PaperStands,
    check_texts,
    day_in_chinese,
    digest_of,
    refuse_correction,
)
from enforcement.service.papers import template_of
from enforcement.store.table import TEMPLATES
from kernel.documents.plain import plain
from kernel.documents.rendering import render
from tests.support.papers import filled

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
OF_A_TOWN = {
    "filing_approval", "interview_record", "site_record", "sampling_notice", "sampling_handling",
    "keeping_notice", "keeping_handling", "penalty_notice", "defence_record", "hearing_offer",
    "hearing_notice", "hearing_record", "hearing_report", "investigation_report",
    "discussion_record", "internal_approval", "penalty_decision", "correction_order",
    "service_receipt", "closing_report", "spot_decision", "transfer_letter", "court_application",
    "file_cover", "file_index",
}  # fmt: skip
ADDED_BY_LAW = {
    "demand_letter", "seizure_decision", "seizure_list", "release_decision", "recusal_decision",
    "legal_review_opinion", "electronic_service_consent",
}  # fmt: skip
OF_HENAN = {"power_of_attorney", "report_registration", "payment_time_approval"}
EVERY = sorted(forms())


def whole(code: str, **more: Any) -> dict[str, Any]:
    """What a paper of a form says once it is issued."""
    form, template = form_of(code), template_of(form_of(code))
    said = complete(form, template, filled(code, **more))
    own = {
        "organ": "洪井镇人民政府",
        "number": "洪井镇罚决字〔2026〕第1号",
        "issued_on": "2026年11月23日",
    }
    return said | {name: own[name] for name in ORGANS_OWN & template.texts}


def test_a_town_has_its_twenty_five_forms_and_the_seven_that_laws_add() -> None:
    assert (len(OF_A_TOWN), len(ADDED_BY_LAW)) == (25, 7)
    assert set(EVERY) >= OF_A_TOWN | ADDED_BY_LAW | OF_HENAN


def test_every_template_has_its_form() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.json")} == {
        one.template for one in forms().values()
    }


@pytest.mark.parametrize("code", EVERY)
def test_what_a_form_must_hold_is_a_field_of_it_that_cites_what_asks_for_it(code: str) -> None:
    form, template = form_of(code), template_of(form_of(code))

    assert form.items
    assert form.required <= (template.texts | set(template.lists)) - ORGANS_OWN
    for item in form.items:
        assert item.law.on(date(2026, 11, 23)).source.zh


@pytest.mark.parametrize(
    ("code", "articles"),
    [("penalty_decision", "59"), ("spot_decision", "52"), ("penalty_notice", "44"), ("seizure_decision", "24")],
)  # fmt: skip
def test_what_the_law_lists_is_shown_as_law(code: str, articles: str) -> None:
    form = form_of(code)

    assert form.law.articles == (articles,)
    assert form.law.on(date(2026, 11, 23)).is_law


@pytest.mark.parametrize("code", EVERY)
def test_every_form_is_a_file_that_opens_with_all_it_says(code: str) -> None:
    template, values = template_of(form_of(code)), whole(code)

    document = Document(io.BytesIO(render(template, values, AT)))

    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    shown = "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    assert document.paragraphs[0].text == "洪井镇人民政府"
    for item in form_of(code).items:
        assert ("演示项" if item.field in template.lists else values[item.field]) in shown
    assert shown.rstrip().endswith("2026年11月23日") or cells
    assert "{" not in shown


@pytest.mark.parametrize("code", EVERY)
def test_a_paper_is_sealed_or_signed_by_hand(code: str) -> None:
    template = template_of(form_of(code))

    assert template.seal or any("签名" in line for line in plain(template, whole(code)))


@pytest.mark.parametrize(
    ("code", "field"), [(code, item.field) for code in EVERY for item in form_of(code).items]
)
@pytest.mark.parametrize("nothing", ["left out", "blank"])
def test_a_paper_that_lacks_an_item_is_refused_with_its_name(
    code: str, field: str, nothing: str
) -> None:
    form, template = form_of(code), template_of(form_of(code))
    values = filled(code)
    if nothing == "left out":
        del values[field]
    else:
        values[field] = [] if field in template.lists else " \n"

    with pytest.raises(ItemMissing) as refused:
        complete(form, template, values)

    assert [error.field for error in refused.value.more["errors"]] == [field]
    (item,) = (one for one in form.items if one.field == field)
    assert refused.value.more["citation"] == item.law


def test_a_stroke_is_no_answer_to_what_the_law_asks() -> None:
    form = form_of("penalty_decision")

    with pytest.raises(ItemMissing):
        complete(form, template_of(form), filled("penalty_decision", remedies=NOTHING))


def test_everything_that_is_missing_is_told_at_once() -> None:
    form = form_of("penalty_decision")

    with pytest.raises(ItemMissing) as refused:
        complete(form, template_of(form), {})

    assert {error.field for error in refused.value.more["errors"]} == form.required


def test_what_is_not_required_is_struck_out() -> None:
    assert whole("penalty_decision")["defence"] == NOTHING


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"stranger": "x"}, "stranger"),
        ({"number": "洪井镇罚决字〔2026〕第9号"}, "number"),
        ({"organ": "别的机关"}, "organ"),
        ({"goods": "x"}, "goods"),
        ({"party": [{"name": "x"}]}, "party"),
        ({"goods": [{"name": "x", "colour": "y"}]}, "goods.0.colour"),
        ({"reason": "长" * 8_001}, "reason"),
        ({"goods": [{"name": "秸秆"}] * 201}, "goods"),
        ({"party": "演示甲，身份证号 11010519491231002X"}, "party"),
        ({"goods": [{"name": "证件 110105 19491231 002X"}]}, "goods.0.name"),
    ],
)
def test_what_a_form_does_not_know_or_may_not_keep_is_refused_by_its_place(
    values: dict[str, Any], field: str
) -> None:
    form = form_of("seizure_decision")

    with pytest.raises(ValuesDiffer) as refused:
        complete(form, template_of(form), filled("seizure_decision", **values))

    assert field in [error.field for error in refused.value.more["errors"]]


def test_all_of_a_paper_has_a_bound() -> None:
    form = form_of("spot_decision")
    template, most = template_of(form), MOST_CHARACTERS - 8_000 * len(form.items)
    long = {item.field: "长" * 8_000 for item in form.items}

    complete(form, template, long | {"defence": "长" * most})
    with pytest.raises(ValuesDiffer):
        complete(form, template, long | {"defence": "长" * (most + 1)})


def test_there_is_no_form_nobody_has_made() -> None:
    with pytest.raises(UnknownForm):
        form_of("golden_ticket")


@pytest.mark.parametrize("code", [one for one in EVERY if form_of(one).made is not PaperMade.HAND])
@pytest.mark.parametrize("status", sorted(CaseStatus))
def test_a_paper_of_a_step_is_never_made_by_itself(code: str, status: CaseStatus) -> None:
    with pytest.raises(NotByHand):
        refuse_by_hand(form_of(code), status)


@pytest.mark.parametrize("code", [one for one in EVERY if form_of(one).made is PaperMade.HAND])
def test_a_paper_by_hand_belongs_where_the_case_stands(code: str) -> None:
    form = form_of(code)

    assert form.within
    assert form.by
    for status in sorted(CaseStatus):
        if status in form.within:
            refuse_by_hand(form, status)
        else:
            with pytest.raises(NotNow):
                refuse_by_hand(form, status)


def test_what_decides_or_coerces_comes_of_its_step_alone() -> None:
    by_hand = {code for code in EVERY if form_of(code).made is PaperMade.HAND}

    assert not by_hand & {
        "penalty_decision", "spot_decision", "no_penalty_decision", "penalty_notice", "hearing_offer",
        "hearing_notice", "seizure_decision", "release_decision", "keeping_notice", "demand_letter",
        "court_application", "transfer_letter", "legal_review_opinion", "recusal_decision",
        "revocation_decision", "filing_approval", "supervision_decision",
    }  # fmt: skip


# What was issued

VALUES = {"party": "演示甲", "number": "洪井镇罚决字〔2026〕第1号"}
PAPER = IssuedPaper(
    "p-1", "CASE#c-1", "140426106", "penalty_decision", "penalty_decision-1", "行政处罚决定书",
    "洪井镇罚决字〔2026〕第1号", 1, 2026, VALUES, digest_of("penalty_decision", "penalty_decision-1", VALUES),
    AT, "p-01", "演示",
)  # fmt: skip


def test_a_paper_whose_text_was_changed_is_found_out() -> None:
    sealed = {PAPER.id: PAPER.digest}
    forged = replace(PAPER, values=VALUES | {"party": "演示乙"})
    # Whoever changes the text may change the hash beside it as well; not the one in the record.
    rehashed = replace(forged, digest=digest_of(forged.form, forged.template, forged.values))

    assert check_texts([PAPER], sealed) == []
    for changed in (forged, rehashed, replace(PAPER, template="penalty_decision-2")):
        assert [fault.place for fault in check_texts([changed], sealed)] == ["p-1"]


def test_a_paper_that_is_gone_or_never_was_issued_is_found_out() -> None:
    assert [fault.place for fault in check_texts([], {"p-1": PAPER.digest})] == ["p-1"]
    assert [fault.place for fault in check_texts([PAPER], {})] == ["p-1"]


def test_a_correction_is_of_the_same_form_and_of_what_stands() -> None:
    refuse_correction(PAPER, "penalty_decision")
    with pytest.raises(NotTheSameForm):
        refuse_correction(PAPER, "penalty_notice")
    for gone in (replace(PAPER, voided_at=AT), replace(PAPER, corrected_by="p-2")):
        with pytest.raises(PaperStands):
            refuse_correction(gone, "penalty_decision")


def test_days_are_written_as_official_papers_write_them_in_beijing() -> None:
    assert day_in_chinese(datetime(2026, 12, 31, 16, tzinfo=UTC)) == "2027年1月1日"


def test_a_preview_shows_what_the_file_will_say() -> None:
    template = template_of(form_of("seizure_list"))
    goods = [{"name": "打捆机", "batch": "甲型", "quantity": "1台", "state": "完好"}]

    lines = plain(template, whole("seizure_list", goods=goods))

    assert lines[:3] == ["洪井镇人民政府", "查封（扣押）物品清单", "洪井镇罚决字〔2026〕第1号"]
    assert "打捆机 | 甲型 | 1台 | 完好" in lines
    assert lines[-2:] == ["洪井镇人民政府（印章）", "2026年11月23日"]
