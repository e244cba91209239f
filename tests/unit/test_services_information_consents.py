"""Consent: each field that is sensitive is agreed to by itself and taken back by itself; a child has its guardian (个保法 Arts. 14, 15, 28-31)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kernel.ages import Born
from kernel.law import reference
from kernel.problems import InvalidFields
from services.information.rules import consenting, entering
from services.information.rules.consenting import (
    Agreement,
    ConsentMissing,
    ConsentWithdrawnSince,
    GuardianMissing,
    NothingWithdrawn,
    SeparateConsentNeeded,
)
from services.information.rules.entering import Entry
from services.information.rules.forms import (
    FieldKind,
    Form,
    FormField,
    Ground,
    InformationAbout,
    Origin,
    Sensitivity,
)
from services.information.rules.records import Consenter, How, InformationSource, Record, blank
from tests.support.in_process import MONDAY

DAY = date(2026, 11, 23)
DUTY = reference({"law": "social-assistance-law-2026", "articles": ["39"]})
GROWN, CHILD = Born(1970), Born(2012, 11, 24)
FATHER = "张三（父）"


def field(
    name: str,
    ground: Ground = Ground.CONSENT,
    about: InformationAbout = InformationAbout.PERSON,
    *,
    sensitive: bool = False,
) -> FormField:
    return FormField(
        *(name, name, about, FieldKind.TEXT, Origin.ASKED, "用途", ground, 24),
        Sensitivity.SENSITIVE if sensitive else Sensitivity.ORDINARY,
        basis=DUTY if ground is Ground.DUTY else None,
        necessity="必要" if sensitive else None,
    )


WORK, HOBBY = field("work"), field("hobby")
ILLNESS, FAITH = field("illness", sensitive=True), field("faith", sensitive=True)
AID = field("aid", Ground.DUTY, sensitive=True)
ROOF = field("roof", about=InformationAbout.HOUSEHOLD)
FORM = Form("basics", "基本情况", (WORK, HOBBY, ILLNESS, FAITH, AID, ROOF), MONDAY)
NOBODY = blank(InformationAbout.PERSON, "r-01", "h-01", "140426106221001")
HOME = blank(InformationAbout.HOUSEHOLD, "h-01", "h-01", "140426106221001")


def said(
    name: str | None = None,
    by: Consenter = Consenter.SELF,
    guardian: str | None = None,
    form: Form = FORM,
    at: datetime = MONDAY,
) -> Agreement:
    return Agreement(form, name, by, How.PAPER, at, "worker", guardian)


def agree(record: Record, *names: str | None, born: Born | None = GROWN, **how: object) -> Record:
    for name in names:
        record = consenting.consented(record, said(name, **how), born, DAY).after  # type: ignore[arg-type]
    return record


def put(record: Record, *fields: FormField) -> Record:
    for one in fields:
        entry = Entry("有", InformationSource.SAID, MONDAY, "worker")
        record = entering.enter(record, FORM, one, entry, MONDAY).after
    return record


def may_enter(record: Record, of: FormField, born: Born | None = GROWN, form: Form = FORM) -> bool:
    try:
        consenting.refuse_ungrounded(record, form, of, born, DAY)
    except (ConsentMissing, GuardianMissing):
        return False
    return True


def agreed_to(record: Record) -> list[str]:
    return sorted(one.field for one in record.consents)


def held(record: Record) -> list[str]:
    return sorted(one.field for one in record.held)


def test_a_field_held_by_consent_needs_it_and_a_duty_needs_none() -> None:
    assert not may_enter(NOBODY, WORK)
    assert may_enter(NOBODY, AID)
    assert may_enter(agree(NOBODY, None), WORK)
    assert not may_enter(HOME, ROOF, born=None)
    assert may_enter(agree(HOME, None, born=None), ROOF, born=None)


def test_agreeing_to_a_form_agrees_to_its_ordinary_fields_and_to_nothing_sensitive() -> None:
    record = agree(NOBODY, None)

    assert agreed_to(record) == ["hobby", "work"]
    assert not may_enter(record, ILLNESS)
    with pytest.raises(ConsentMissing) as refused:
        consenting.refuse_ungrounded(record, FORM, ILLNESS, GROWN, DAY)
    assert refused.value.more["fields"] == ["illness"]


def test_a_sensitive_field_is_agreed_to_by_its_name_and_opens_no_other() -> None:
    record = agree(NOBODY, "illness")

    assert may_enter(record, ILLNESS)
    assert not may_enter(record, FAITH)
    assert not may_enter(record, WORK)


def test_a_form_with_sensitive_fields_alone_is_not_agreed_to_as_a_whole() -> None:
    form = replace(FORM, fields=(ILLNESS, FAITH))

    with pytest.raises(SeparateConsentNeeded) as refused:
        consenting.consented(NOBODY, said(form=form), GROWN, DAY)

    assert refused.value.more["fields"] == ["illness", "faith"]


@pytest.mark.parametrize("name", ["aid", "roof", "nothing"])
def test_what_takes_no_consent_of_a_person_is_not_agreed_to(name: str) -> None:
    with pytest.raises(InvalidFields):
        consenting.consented(NOBODY, said(name), GROWN, DAY)


def test_a_form_of_duties_alone_is_nothing_to_agree_to() -> None:
    with pytest.raises(InvalidFields):
        consenting.consented(NOBODY, said(form=replace(FORM, fields=(AID,))), GROWN, DAY)


def test_one_consent_taken_back_takes_what_rests_on_it_and_nothing_else() -> None:
    record = put(agree(NOBODY, None, "illness", "faith"), WORK, HOBBY, ILLNESS, FAITH, AID)

    after = consenting.withdrawn(record, "basics", "illness", FORM, MONDAY).after
    again = consenting.withdrawn(after, "basics", "work", FORM, MONDAY).after

    assert held(after) == ["aid", "faith", "hobby", "work"]
    assert agreed_to(after) == ["faith", "hobby", "work"]
    assert held(again) == ["aid", "faith", "hobby"]
    assert not may_enter(after, ILLNESS)
    with pytest.raises(NothingWithdrawn):
        consenting.withdrawn(after, "basics", "illness", FORM, MONDAY)


def test_what_a_value_replaced_goes_with_the_consent_to_it() -> None:
    record = put(agree(NOBODY, "illness", "faith"), ILLNESS, FAITH)
    for one in (ILLNESS, FAITH):
        entry = Entry("无", InformationSource.SAID, MONDAY, "worker", "更正")
        record = entering.enter(record, FORM, one, entry, MONDAY).after

    after = consenting.withdrawn(record, "basics", "illness", FORM, MONDAY).after

    assert [one.held.field for one in after.old] == ["faith"]


def test_consent_withdrawn_takes_what_was_held_by_it_and_leaves_what_a_duty_keeps() -> None:
    record = put(agree(NOBODY, None, "illness"), WORK, ILLNESS, AID)

    change = consenting.withdrawn(record, "basics", None, FORM, MONDAY)

    assert (held(change.after), change.after.consents) == (["aid"], ())
    assert sorted(change.of) == ["basics.hobby", "basics.illness", "basics.work"]
    with pytest.raises(NothingWithdrawn):
        consenting.withdrawn(change.after, "basics", None, FORM, MONDAY)


def test_where_nobody_knows_the_form_any_more_all_of_it_goes_with_the_consent() -> None:
    record = put(agree(NOBODY, None), WORK, AID)

    assert consenting.withdrawn(record, "basics", None, None, MONDAY).after.held == ()
    assert held(consenting.withdrawn(record, "basics", "work", None, MONDAY).after) == ["aid"]


def test_a_guardian_agrees_until_the_day_of_the_fourteenth_birthday() -> None:
    assert consenting.is_child(CHILD, date(2026, 11, 23))
    assert not consenting.is_child(CHILD, date(2026, 11, 24))
    assert consenting.is_child(Born(2012), date(2026, 11, 24)), "an unknown day counts as the last"
    assert consenting.is_child(Born(None), DAY), "and an unknown age as a child's"


def test_of_a_child_nothing_is_entered_without_its_guardian_even_by_duty() -> None:
    assert not may_enter(NOBODY, AID, CHILD)
    with pytest.raises(GuardianMissing):
        consenting.consented(NOBODY, said(), CHILD, DAY)

    record = agree(NOBODY, None, born=CHILD, by=Consenter.GUARDIAN, guardian=FATHER)

    assert may_enter(record, AID, CHILD)


def test_all_of_a_child_is_sensitive_so_its_guardian_names_each_field_that_takes_consent() -> None:
    how = {"born": CHILD, "by": Consenter.GUARDIAN, "guardian": FATHER}
    whole = agree(NOBODY, None, **how)  # type: ignore[arg-type]

    assert agreed_to(whole) == ["aid"]
    assert not may_enter(whole, WORK, CHILD)
    named = agree(whole, "work", **how)  # type: ignore[arg-type]
    assert may_enter(named, WORK, CHILD)
    assert not may_enter(named, HOBBY, CHILD)


def test_what_a_child_agreed_to_by_itself_opens_nothing() -> None:
    by_itself = agree(NOBODY, "work", born=GROWN)

    assert not may_enter(by_itself, WORK, CHILD)


@pytest.mark.parametrize(
    "consent", [said(by=Consenter.GUARDIAN), said(by=Consenter.SELF, guardian=FATHER)]
)
def test_a_guardian_is_named_and_nobody_else(consent: Agreement) -> None:
    with pytest.raises(InvalidFields):
        consenting.consented(NOBODY, consent, GROWN, DAY)


def test_to_a_form_that_was_revised_one_agrees_anew() -> None:
    revised = replace(FORM, version=2)

    assert not may_enter(agree(NOBODY, None), WORK, form=revised)


@pytest.mark.parametrize("field", [None, "work"])
def test_a_consent_that_comes_in_late_does_not_bring_back_what_was_taken_back_after_it(
    field: str | None,
) -> None:
    later = MONDAY + timedelta(hours=1)
    back = consenting.withdrawn(agree(NOBODY, None), "basics", field, FORM, later).after

    with pytest.raises(ConsentWithdrawnSince):
        consenting.consented(back, said("work"), GROWN, DAY)
    with pytest.raises(ConsentWithdrawnSince):
        consenting.consented(back, said(), GROWN, DAY)
    anew = consenting.consented(back, said("work", at=later), GROWN, DAY).after
    assert anew.agrees_to(FORM, "work")


def test_one_field_taken_back_hinders_no_late_consent_to_another() -> None:
    later = MONDAY + timedelta(hours=1)
    record = agree(NOBODY, "illness")
    back = consenting.withdrawn(record, "basics", "illness", FORM, later).after

    assert agreed_to(agree(back, "faith")) == ["faith"]
