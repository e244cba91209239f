"""What is held of people: it is asked once, corrections keep the old value, everything ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kernel import clock
from kernel.law import reference
from services.information.rules import ending, entering, rechecks, reports
from services.information.rules.ending import HeldByDuty
from services.information.rules.entering import AlreadyHeld, Entry, NewerHeld, RecordFull
from services.information.rules.form_states import FormStatus
from services.information.rules.forms import (
    FieldKind,
    Form,
    FormField,
    Ground,
    InformationAbout,
    Origin,
    Sensitivity,
)
from services.information.rules.records import (
    Change,
    InformationSource,
    RecheckOccasion,
    Record,
    RecordEvent,
    blank,
)
from services.information.rules.terms import amount
from services.information.rules.visits import TooManyVisits, counted
from services.information.service.note_events import due_after
from tests.support.in_process import MONDAY

DAY = date(2026, 11, 23)
DUTY = reference({"law": "social-assistance-law-2026", "articles": ["39"]})


def field(name: str, ground: Ground = Ground.DUTY, keep: int = 24) -> FormField:
    return FormField(
        *(name, name, InformationAbout.PERSON, FieldKind.TEXT, Origin.ASKED, "用途", ground, keep),
        Sensitivity.ORDINARY,
        basis=DUTY if ground is Ground.DUTY else None,
    )


PHONE, AID = field("phone", Ground.CONSENT), field("aid")
FORM = Form("basics", "基本情况", (PHONE, AID), MONDAY)
NOBODY = blank(InformationAbout.PERSON, "r-01", "h-01", "140426106221001")
HOME = blank(InformationAbout.HOUSEHOLD, "h-01", "h-01", "140426106221001")


def entry(value: str, at: datetime = MONDAY, why: str | None = None) -> Entry:
    return Entry(value, InformationSource.SAID, at, "worker", why)


def put(record: Record, of: FormField, value: str, **how: object) -> Change:
    return entering.enter(record, FORM, of, entry(value, **how), MONDAY)  # type: ignore[arg-type]


def test_a_correction_keeps_what_was_held() -> None:
    first = put(NOBODY, AID, "无").after

    change = put(first, AID, "低保", why="上次听错")

    assert change.event is RecordEvent.CORRECTED
    assert [one.value for one in change.after.held] == ["低保"]
    assert [(one.held.value, one.why) for one in change.after.old] == [("无", "上次听错")]


def test_only_so_many_old_values_of_a_field_are_kept() -> None:
    record = put(NOBODY, AID, "0").after
    for number in range(1, amount("old_values_of_a_field") + 3):
        record = put(record, AID, str(number), why="更正").after

    assert len(record.old) == amount("old_values_of_a_field")
    assert record.old[-1].held.value == str(amount("old_values_of_a_field") + 1)


def test_what_is_held_is_not_asked_again_and_the_same_value_finds_it_right() -> None:
    first = put(NOBODY, AID, "无").after

    with pytest.raises(AlreadyHeld):
        put(first, AID, "低保")
    later = put(first, AID, "无", at=MONDAY + timedelta(days=40))
    assert later.event is RecordEvent.CONFIRMED
    assert later.after.held[0].until > first.held[0].until


def test_what_was_seen_earlier_replaces_nothing_however_late_it_is_sent() -> None:
    first = put(NOBODY, AID, "无").after
    second = MONDAY - timedelta(seconds=1)

    with pytest.raises(NewerHeld):
        put(first, AID, "低保", at=second, why="更正")
    assert put(first, AID, "低保", at=MONDAY, why="更正").event is RecordEvent.CORRECTED
    assert put(first, AID, "无", at=second).after == first


def test_a_value_goes_the_day_after_its_term_and_not_on_its_last_day() -> None:
    record = put(NOBODY, AID, "低保").after
    last, forms = date(2028, 11, 23), {"basics": FORM}

    assert record.held[0].until == last
    assert ending.tidied(record, forms, last) is None
    gone = ending.tidied(record, forms, last + timedelta(days=1))
    assert gone is not None
    assert gone.held == ()


def test_an_old_value_goes_by_its_own_term() -> None:
    record = put(NOBODY, AID, "无").after
    corrected = put(record, AID, "低保", at=MONDAY + timedelta(days=60), why="变化").after

    tidied = ending.tidied(corrected, {"basics": FORM}, date(2028, 11, 24))

    assert tidied is not None
    assert ([one.value for one in tidied.held], tidied.old) == (["低保"], ())


@pytest.mark.parametrize(
    "form", [replace(FORM, status=FormStatus.RETIRED), replace(FORM, fields=(PHONE,)), None]
)
def test_what_nobody_needs_any_more_goes_whatever_its_term(form: Form | None) -> None:
    record = put(NOBODY, AID, "低保").after

    tidied = ending.tidied(record, {"basics": form} if form else {}, DAY)

    assert tidied is not None
    assert tidied.held == ()


def test_a_request_deletes_what_is_held_by_consent_and_not_what_a_duty_keeps() -> None:
    record = put(put(NOBODY, PHONE, "1").after, AID, "低保").after

    assert [one.field for one in ending.deleted(record, PHONE, "phone").after.held] == ["aid"]
    with pytest.raises(HeldByDuty):
        ending.deleted(record, AID, "aid")


def test_a_household_is_due_again_a_year_after_it_was_checked() -> None:
    home = rechecks.checked(HOME, MONDAY)

    assert (home.due_on, home.due_for) == (date(2027, 11, 23), RecheckOccasion.YEARLY)
    assert rechecks.checked(home, MONDAY - timedelta(days=22)) == home, (
        "a visit that comes late is no later"
    )


def test_months_end_on_the_same_day_or_the_last_there_is() -> None:
    assert clock.months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert clock.months_after(date(2026, 8, 31), 1) == date(2026, 9, 30)
    assert clock.months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)


def test_after_a_birth_a_household_is_due_within_ten_working_days() -> None:
    assert due_after(date(2026, 11, 23)) == date(2026, 12, 7)


def test_an_event_lets_a_household_be_due_earlier_and_never_later() -> None:
    home = rechecks.checked(HOME, MONDAY)

    sooner = born(home, date(2026, 12, 7), MONDAY)
    later = rechecks.happened(sooner, RecheckOccasion.MOVE, date(2026, 12, 20), MONDAY).after

    assert (sooner.due_on, sooner.due_for) == (date(2026, 12, 7), RecheckOccasion.BIRTH)
    assert (later.due_on, later.due_for) == (date(2026, 12, 7), RecheckOccasion.BIRTH)


def born(home: Record, due_on: date, known_at: datetime) -> Record:
    return rechecks.happened(home, RecheckOccasion.BIRTH, due_on, known_at).after


def test_a_visit_from_before_an_event_was_known_does_not_end_what_is_due_for_it() -> None:
    known_at = MONDAY + timedelta(hours=3)
    home = born(HOME, date(2026, 12, 7), known_at)

    late = rechecks.checked(home, MONDAY)
    after = rechecks.checked(late, known_at)

    assert (late.checked_on, late.due_on, late.due_for) == (
        *(DAY, date(2026, 12, 7)),
        RecheckOccasion.BIRTH,
    )
    assert (after.due_on, after.due_for) == (date(2027, 11, 23), RecheckOccasion.YEARLY)


def test_of_two_events_the_first_day_counts_and_a_visit_after_the_last() -> None:
    home = born(HOME, date(2026, 12, 20), MONDAY)
    both = born(home, date(2026, 12, 7), MONDAY + timedelta(days=1))

    between = rechecks.checked(both, MONDAY + timedelta(hours=1))
    after = rechecks.checked(both, MONDAY + timedelta(days=1))

    assert between.due_on == date(2026, 12, 7)
    assert after.due_for is RecheckOccasion.YEARLY


def test_a_record_has_an_end() -> None:
    value = put(NOBODY, AID, "1").after.held[0]
    most = amount("values_of_a_record")
    full = replace(NOBODY, held=tuple(replace(value, field=f"f{number}") for number in range(most)))

    assert put(replace(full, held=full.held[1:]), AID, "1").event is RecordEvent.ENTERED
    with pytest.raises(RecordFull):
        put(full, AID, "1")


def test_a_day_has_so_many_visits_of_a_household_and_no_more() -> None:
    most = amount("visits_of_a_day")

    assert counted(replace(HOME, visits_on=DAY, visits=most - 1), DAY).visits == most
    with pytest.raises(TooManyVisits):
        counted(replace(HOME, visits_on=DAY, visits=most), DAY)
    assert counted(replace(HOME, visits_on=DAY, visits=most), DAY + timedelta(days=1)).visits == 1


def test_a_report_tells_what_was_held_at_the_end_of_its_day() -> None:
    first = put(NOBODY, AID, "无").after
    later = MONDAY + timedelta(days=3)
    corrected = entering.enter(first, FORM, AID, entry("低保", later, "变化"), later).after

    def told(day: date) -> str | None:
        held = reports.held_on(corrected, "aid", day)
        return held.value if held else None

    assert told(DAY - timedelta(days=1)) is None
    assert (told(DAY), told(DAY + timedelta(days=2))) == ("无", "无")
    assert told(DAY + timedelta(days=3)) == "低保"


def test_what_rests_on_consent_outlives_whoever_left_by_a_month_and_a_duty_by_its_term() -> None:
    record = put(put(NOBODY, PHONE, "1").after, AID, "低保").after
    left = replace(record, left_on=DAY)
    month, forms = timedelta(days=amount("look_again_days")), {"basics": FORM}

    assert ending.tidied(left, forms, DAY + month - timedelta(days=1)) is None
    gone = ending.tidied(left, forms, DAY + month)
    assert gone is not None
    assert [one.field for one in gone.held] == ["aid"]
    assert ending.tidied(record, forms, DAY + month) is None


def test_a_report_leaves_out_whoever_left_from_that_day_on() -> None:
    left = replace(put(NOBODY, AID, "低保").after, left_on=DAY + timedelta(days=2))

    assert reports.held_on(left, "aid", DAY + timedelta(days=1))
    assert reports.held_on(left, "aid", DAY + timedelta(days=2)) is None
