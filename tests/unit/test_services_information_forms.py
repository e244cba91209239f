"""What may be asked of people: nothing without purpose, ground, term and sensitivity, and nothing twice (DOMAIN 12.1, 18.3.2)."""

from __future__ import annotations

from datetime import date

import pytest

from kernel.law import reference
from kernel.problems import InvalidFields
from services.information.rules.catalogue import (
    CatalogueFull,
    DraftField,
    FieldWithoutGrounds,
    FormKnown,
    HeldAlready,
    enter,
    settled,
)
from services.information.rules.forms import (
    Catalogue,
    FieldKind,
    Form,
    FormField,
    Ground,
    InformationAbout,
    Origin,
    Sensitivity,
)
from services.information.rules.terms import amount
from services.information.rules.values import IdNumberInValue, checked_value
from tests.support.in_process import MONDAY

TODAY = date(2026, 11, 23)
DUTY = reference({"law": "social-assistance-law-2026", "articles": ["39"]})
DRAFT = DraftField(
    *("water", "饮水来源", InformationAbout.HOUSEHOLD, FieldKind.TEXT, Origin.ASKED),
    purpose="饮水安全",
    ground=Ground.DUTY,
    basis=DUTY,
    keep_months=24,
    sensitivity=Sensitivity.ORDINARY,
)


def one(draft: DraftField, catalogue: Catalogue | None = None) -> FormField:
    return settled("basics", [draft], catalogue or Catalogue(), TODAY)[0]


def test_a_field_that_says_all_may_be_asked() -> None:
    assert one(DRAFT).purpose == "饮水安全"


@pytest.mark.parametrize("missing", ["purpose", "ground", "keep_months", "sensitivity"])
def test_a_field_says_what_for_on_which_ground_for_how_long_and_how_sensitive_it_is(
    missing: str,
) -> None:
    with pytest.raises(FieldWithoutGrounds) as refused:
        one(DRAFT._replace(**{missing: None}))

    assert [fault.field for fault in refused.value.more["errors"]] == [f"fields.0.{missing}"]


def test_a_duty_cites_a_statute_that_is_in_force_on_the_day() -> None:
    with pytest.raises(FieldWithoutGrounds):
        one(DRAFT._replace(basis=None))

    with pytest.raises(FieldWithoutGrounds):
        settled("basics", [DRAFT], Catalogue(), date(2026, 6, 30))
    assert settled("basics", [DRAFT], Catalogue(), date(2026, 7, 1))


def test_what_is_sensitive_says_why_it_is_necessary() -> None:
    sensitive = DRAFT._replace(sensitivity=Sensitivity.SENSITIVE)

    with pytest.raises(FieldWithoutGrounds):
        one(sensitive)
    assert one(sensitive._replace(necessity="紧急救助")).is_sensitive


def test_a_field_of_a_person_who_may_be_a_child_says_why_it_is_necessary() -> None:
    of_person = DRAFT._replace(about=InformationAbout.PERSON)

    with pytest.raises(FieldWithoutGrounds) as refused:
        one(of_person)
    assert [fault.field for fault in refused.value.more["errors"]] == ["fields.0.necessity"]
    assert one(of_person._replace(necessity="上门体检"))


def test_consent_needs_no_statute() -> None:
    assert one(DRAFT._replace(ground=Ground.CONSENT, basis=None)).basis is None


@pytest.mark.parametrize("name", ["name", "birth_year", "door_plate"])
def test_what_the_registry_holds_is_filled_in_and_not_asked(name: str) -> None:
    with pytest.raises(HeldAlready):
        one(DRAFT._replace(name=name))

    assert one(DRAFT._replace(name=name, origin=Origin.REGISTRY)).origin is Origin.REGISTRY


def test_the_registry_does_not_fill_in_what_it_does_not_hold() -> None:
    with pytest.raises(InvalidFields):
        one(DRAFT._replace(name="income", origin=Origin.REGISTRY))


def test_what_another_form_asks_is_filled_in_and_not_asked() -> None:
    catalogue = Catalogue(forms={"water_safety": ("water",)})

    with pytest.raises(HeldAlready) as refused:
        one(DRAFT, catalogue)
    assert refused.value.more["held_by"] == {"water": "water_safety"}
    assert one(DRAFT._replace(origin=Origin.FORM), catalogue).origin is Origin.FORM
    with pytest.raises(InvalidFields):
        one(DRAFT._replace(origin=Origin.FORM))


def test_a_form_may_ask_again_what_it_asks_itself() -> None:
    assert one(DRAFT, Catalogue(forms={"basics": ("water",)}))


def test_choices_and_they_alone_are_listed() -> None:
    with pytest.raises(InvalidFields):
        one(DRAFT._replace(kind=FieldKind.CHOICE))
    with pytest.raises(InvalidFields):
        one(DRAFT._replace(choices=("a", "b")))


def test_a_field_is_named_once() -> None:
    with pytest.raises(InvalidFields):
        settled("basics", [DRAFT, DRAFT], Catalogue(), TODAY)


def test_a_code_is_given_once_and_the_catalogue_has_an_end() -> None:
    form = Form("basics", "基本情况", (one(DRAFT),), MONDAY)
    most = amount("forms_at_once")

    assert enter(form, Catalogue()).forms == {"basics": ("water",)}
    with pytest.raises(FormKnown):
        enter(form, Catalogue(forms={"basics": ()}))
    assert enter(form, Catalogue(forms={f"f{n}": () for n in range(most - 1)}))
    with pytest.raises(CatalogueFull):
        enter(form, Catalogue(forms={f"f{n}": () for n in range(most)}))


@pytest.mark.parametrize(
    ("kind", "fits", "does_not"),
    [
        (FieldKind.NUMBER, "12.5", "twelve"),
        (FieldKind.DAY, "2026-11-23", "2026-02-30"),
        (FieldKind.YES_NO, "yes", "maybe"),
        (FieldKind.CHOICE, "well", "river"),
    ],
)
def test_a_value_fits_its_field(kind: FieldKind, fits: str, does_not: str) -> None:
    choices = ("well", "tap") if kind is FieldKind.CHOICE else ()
    field = one(DRAFT._replace(kind=kind, choices=choices))

    assert checked_value("value", field, fits) == fits
    with pytest.raises(InvalidFields):
        checked_value("value", field, does_not)


def test_no_value_holds_an_identity_number() -> None:
    with pytest.raises(IdNumberInValue):
        checked_value("value", one(DRAFT), "身份证 11010519491231002X")
