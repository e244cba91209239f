"""Certificates, training and exams as requests, and what the clock does with certificates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from enforcement.store.officers import certificates_of
from kernel import clock
from tests.support.county import COUNTY, NEXT_TOWN, TOWN, County
from tests.support.enforcement_town import EnforcingTown


@pytest.fixture
def town(county: County) -> EnforcingTown:
    return EnforcingTown(county)


def state(town: EnforcingTown, number: str = "A-001") -> str:
    return town.done("GET", f"/certificates/{number}", by="head")["state"]


def test_a_certificate_is_entered_once_for_staff_with_the_post(town: EnforcingTown) -> None:
    assert town.certify("zhang", "A-001").body["state"] == "valid"

    assert town.certify("li", "A-001").problem == "certificate-number-taken"
    assert town.certify("li", "A-002", on_establishment=False).problem == "not-on-establishment"
    assert town.certify("li", "A-002", valid_to="2031-01-01").problem == "certificate-too-long"
    assert town.certify("worker", "A-002").problem == "no-post-for-certificate"
    assert town.certify("far_officer", "A-002").problem == "no-post-for-certificate"
    assert town.certify("zhang", "A-009").problem == "certificate-held"
    assert town.certify("li", "A-002").status == 201


def test_the_next_certificate_may_be_entered_from_the_day_after_the_last(town) -> None:
    town.certify("zhang", "A-001", valid_to="2026-12-31")

    assert town.certify("zhang", "A-009", valid_from="2026-12-31").problem == "certificate-held"
    assert town.certify("zhang", "A-009", valid_from="2027-01-01").status == 201


def test_a_certificate_that_begins_before_the_one_that_is_held_overlaps_it_all_the_same(
    town: EnforcingTown,
) -> None:
    first = town.certify("zhang", "A-008", valid_from="2026-11-01", valid_to="2030-12-31")
    assert first.status == 201

    assert town.certify("zhang", "A-009", valid_from="2026-01-01").problem == "certificate-held"
    ended = town.certify("zhang", "A-010", valid_from="2026-01-01", valid_to="2026-10-31")
    assert ended.status == 201


@pytest.mark.parametrize(
    ("actions", "becomes"),
    [
        (["suspend"], "suspended"),
        (["suspend", "restore"], "valid"),
        (["revoke"], "revoked"),
        (["hand_in"], "handed_in"),
        (["declare_void"], "void"),
    ],
)
def test_a_certificate_is_what_was_done_with_it(town, actions, becomes) -> None:
    town.certify("zhang", "A-001")

    for action in actions:
        answer = town.move_certificate("A-001", action)
        assert answer.status == 200, answer

    assert state(town) == becomes
    counts = certificates_of(["zhang"], clock.today())["zhang"].state_on(clock.today())
    assert (str(counts) == "valid") == (becomes == "valid")


def test_what_was_withdrawn_for_good_stays_so(town: EnforcingTown) -> None:
    town.certify("zhang", "A-001")
    town.move_certificate("A-001", "revoke")

    refused = town.move_certificate("A-001", "restore")

    assert refused.problem == "illegal-move"
    assert refused.body["legal_actions"] == []
    assert town.move_certificate("A-001", "revoke").problem == "illegal-move"


def test_nobody_withdraws_without_a_reason(town: EnforcingTown) -> None:
    town.certify("zhang", "A-001")

    assert town.move_certificate("A-001", "suspend", reason=None).wrong_fields == ["reason"]


def test_a_certificate_not_checked_by_the_end_of_march_does_not_count(county: County) -> None:
    town = EnforcingTown(county)
    town.certify("zhang", "A-001")

    county.now = datetime(2027, 3, 31, 4, tzinfo=UTC)
    assert state(town) == "valid"
    county.now = datetime(2027, 3, 31, 16, tzinfo=UTC)
    assert state(town) == "unchecked"

    for year, fits in ((2026, False), (2028, False), (2027, True)):
        assert (town.move_certificate("A-001", "check", year=year).status == 200) == fits
    assert state(town) == "valid"


def test_whoever_loses_the_post_loses_the_certificate_and_the_clock_records_it(town) -> None:
    town.certify("zhang", "A-001")
    town.county.dismiss("zhang")

    assert state(town) == "handed_in"
    assert town.history("CERT#A-001") == ["issued"]

    assert town.wind(days=1) == 1
    assert town.history("CERT#A-001") == ["issued", "post_left"]
    assert town.wind(days=1) == 0
    town.county.appoint(zhang=("enforcement_officer", TOWN))
    assert state(town) == "handed_in"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2027-10-01", 0),
        ("2027-10-02", 1),
        ("2027-11-30", 1),
        ("2027-12-01", 2),
        ("2027-12-23", 2),
        ("2027-12-24", 3),
    ],
)
def test_a_holder_is_reminded_ninety_thirty_and_seven_days_before(county, day, told) -> None:
    town = EnforcingTown(county)
    town.certify("zhang", "A-001", valid_to="2027-12-31")

    for step in (
        "2027-10-01",
        "2027-10-02",
        "2027-11-30",
        "2027-12-01",
        "2027-12-23",
        "2027-12-24",
    ):
        if step <= day:
            county.now = datetime.fromisoformat(f"{step}T04:00:00+00:00")
            town.wind()
            town.wind()

    assert town.history("CERT#A-001").count("lapsing") == told


def test_reminders_that_were_due_together_are_told_once(county: County) -> None:
    town = EnforcingTown(county)
    town.certify("zhang", "A-001", valid_to="2027-12-31")

    county.now = datetime(2027, 12, 30, 4, tzinfo=UTC)
    town.wind()
    town.wind(days=1)

    assert town.history("CERT#A-001") == ["issued", "lapsing"]


def test_a_certificate_lapses_after_its_last_day_and_is_left_alone_then(county: County) -> None:
    town = EnforcingTown(county)
    town.certify("zhang", "A-001", valid_to="2026-12-31")

    county.now = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    assert state(town) == "valid"
    county.now = datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert state(town) == "lapsed"

    town.wind()
    assert town.history("CERT#A-001")[-1] == "lapsed"
    assert town.wind(days=400) == 0


def test_a_certificate_is_read_by_its_holder_and_its_organ_alone(town: EnforcingTown) -> None:
    town.certify("zhang", "A-001")

    for by in ("zhang", "li", "head", "reviewer", "supervisor"):
        assert town.go("GET", "/certificates/A-001", by=by).status == 200
    for by in ("far_officer", "worker", "resident", "town"):
        assert town.go("GET", "/certificates/A-001", by=by).status == 404
    assert town.done("GET", "/certificates/A-001", by="zhang")["actions"] == []
    listed = town.done("GET", "/certificates", by="li", query={"organ": TOWN})["items"]
    assert [one["number"] for one in listed] == ["A-001"]
    far = town.go("GET", "/certificates", by="far_officer", query={"organ": TOWN})
    assert far.problem == "outside-your-area"


# Training


def session(town: EnforcingTown, **other) -> str:
    said = {
        "organ": TOWN,
        "kind": "lecture",
        "theme": "行政处罚法",
        "held_on": "2026-11-20",
        "hours": 8,
    } | other
    return town.done("POST", "/trainings", said, by="head")["id"]


def attend(town: EnforcingTown, training: str, *persons: str, by: str = "head"):
    path = f"/trainings/{training}/attendance"
    return town.go("POST", path, {"persons": list(persons)}, by=by)


def test_the_head_is_shown_who_lacks_hours_in_the_order_of_ids(town: EnforcingTown) -> None:
    town.certify("zhang", "A-001")
    for number in range(8):
        assert attend(town, session(town, theme=f"第{number}讲"), "zhang").status == 200
    attend(town, session(town), "li")

    shown = town.done("GET", f"/towns/{TOWN}/training/2026", by="head")

    assert shown["wanted_hours"] == 60
    assert shown["wanted_by"]["confidence"] == "assumed"
    found = [(one["person"], one["hours"], one["lacks_hours"]) for one in shown["items"]]
    assert found == [
        ("head", 0, True),
        ("li", 8, True),
        ("wang", 0, True),
        ("zhang", 64, False),
    ]


@pytest.mark.parametrize("by", ["zhang", "reviewer", "supervisor", "town", "admin", "far_head"])
def test_nobody_but_the_head_is_shown_who_lacks_hours(town: EnforcingTown, by: str) -> None:
    assert town.go("GET", f"/towns/{TOWN}/training/2026", by=by).status == 403


def test_nobodys_hours_of_one_session_count_twice(town: EnforcingTown) -> None:
    training = session(town)

    attend(town, training, "zhang")
    again = attend(town, training, "zhang", "li").body

    assert again["attending"] == 2
    assert town.done("GET", "/officers/zhang", by="zhang")["officer"]["hours"] == 8


def test_hours_are_for_officers_of_the_organ(town: EnforcingTown) -> None:
    training = session(town)

    assert attend(town, training, "zhang", "worker", "far_officer").body["persons"] == [
        "far_officer",
        "worker",
    ]
    assert attend(town, training, "zhang", by="far_head").problem == "outside-your-area"
    of_county = {"organ": COUNTY, "kind": "online", "theme": "复议法", "held_on": "2026-11-20"}
    whole = town.done("POST", "/trainings", of_county | {"hours": 4}, by="supervisor")["id"]
    assert attend(town, whole, "zhang", "far_officer", by="supervisor").status == 200


def test_what_has_not_been_held_has_no_hours_and_no_result(town: EnforcingTown) -> None:
    said = {"organ": TOWN, "kind": "course", "theme": "x", "held_on": "2026-11-24", "hours": 1}
    exam = {"person": "zhang", "subject": "public_law", "held_on": "2026-11-24", "score": 90}

    assert town.go("POST", "/trainings", said, by="head").problem == "not-yet-held"
    assert town.go("POST", "/exams", exam | {"passed": True}, by="head").problem == "not-yet-held"


def test_an_exam_is_on_the_officers_page_and_entered_for_ones_own_people(town) -> None:
    exam = {"person": "zhang", "subject": "public_law", "held_on": "2026-11-20", "score": 88}
    body = exam | {"passed": True}

    assert town.go("POST", "/exams", body, by="far_head").problem == "no-officer-here"
    town.done("POST", "/exams", body, by="head")

    for by in ("zhang", "head", "supervisor"):
        seen = town.done("GET", "/officers/zhang", by=by)
        assert [one["score"] for one in seen["exams"]] == [88]
    for by in ("li", "far_head", "town"):
        assert town.go("GET", "/officers/zhang", by=by).status == 404
    assert NEXT_TOWN not in str(seen)
