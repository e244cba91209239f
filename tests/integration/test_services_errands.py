"""Errands through the API: from the written authority to the return visit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from kernel import aws, files
from registry.store.secret import id_hash_key
from tests.integration.test_inbox_histories import Inboxes
from tests.support import errands as do
from tests.support.county import COUNTY, GRID, TOWN, VILLAGE, Answer, County
from tests.support.documents import text_of
from tests.support.in_process import forget
from tests.support.obligations import climbs_to_the_county, owed
from tests.support.obligations import read as obligation
from tests.support.phone import op, push


@pytest.fixture(autouse=True)
def people(county: County, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    do.people(county)
    key = aws.client("secretsmanager").create_secret(Name="id-hash", SecretString="of the tests")
    monkeypatch.setenv("ID_HASH_SECRET_ARN", key["ARN"])
    id_hash_key.cache_clear()
    yield
    id_hash_key.cache_clear()


def instant(local: str) -> datetime:
    return datetime.fromisoformat(f"{local}+08:00")


def test_an_errand_goes_its_seven_steps(county: County) -> None:
    errand = do.entrust(county)

    for action, status in [
        ("accept", "accepted"),
        ("submit", "handling"),
        ("record_result", "decided"),
        ("deliver", "delivered"),
        ("archive", "archived"),
        ("report", "reported"),
        ("visit", "closed"),
    ]:
        assert do.moved(county, errand, action)["status"] == status

    assert do.events(county, errand) == [
        "entrusted",
        "accepted",
        "submitted",
        "decided",
        "delivered",
        "archived",
        "reported",
        "visited",
    ]


def test_three_peoples_matters_are_three_and_advice_is_none(county: County) -> None:
    for name in ("王守田", "李桂花", "王小满"):
        do.delivered(county, name=name)
    advice = {"matter": "pension_certification", "consultation": True}
    answer = do.go(county, "POST", do.BASE, advice)
    assert (answer.status, answer.body["status"], answer.body["principal"]) == (
        201,
        "advised",
        None,
    )

    said = figures(county)

    assert (said["delivered"], said["said"]) == (3, "3")


def test_what_is_not_delivered_yet_is_not_counted(county: County) -> None:
    do.walk(county, do.entrust(county), "accept", "submit", "record_result")

    assert figures(county)["delivered"] == 0


def figures(county: County, unit: str = COUNTY, by: str = "county") -> Any:
    query = {"unit": unit, "year": 2026}
    answer = do.go(county, "GET", f"{do.BASE}/figures", by=by, query=query)
    assert answer.status == 200, answer
    return answer.body


# The written authority


def test_a_resident_entrusts_the_own_matter_in_the_app_and_that_is_the_confirmation(
    county: County,
) -> None:
    answer = do.own(county)

    assert answer.status == 201, answer
    assert answer.body["status"] == "entrusted"
    letter = answer.body["authority"]
    assert (letter["agent"], letter["last_day"]) == ("agent", "2027-03-31")
    assert (letter["signature"], letter["signed_at"][:10]) == ("app", "2026-11-23")
    assert letter["powers"] == ["submit", "correct", "hold", "collect"]


def test_what_an_agent_enters_for_somebody_who_signs_in_waits_for_the_confirmation(
    county: County,
) -> None:
    errand = do.entrust(county, name="王守田", signature="app", signed_on=None)
    assert do.read(county, errand)["status"] == "proposed"
    assert do.move(county, errand, "accept").problem == "illegal-move"

    assert do.moved(county, errand, "confirm", by="resident")["status"] == "entrusted"


def test_nobody_confirms_for_the_principal(county: County) -> None:
    errand = do.entrust(county, name="王守田", signature="app", signed_on=None)

    assert do.move(county, errand, "confirm").status == 403


def test_who_cannot_sign_in_signs_on_paper(county: County) -> None:
    answer = do.go(county, "POST", do.BASE, do.errand_of(signature="app", signed_on=None))

    assert (answer.status, answer.problem) == (409, "consent-missing")


def test_a_letter_without_the_day_it_was_signed_is_none(county: County) -> None:
    answer = do.go(county, "POST", do.BASE, do.errand_of(signed_on=None))

    assert answer.wrong_fields == ["signed_on"]


def test_the_principal_lives_in_the_household(county: County) -> None:
    answer = do.go(county, "POST", do.BASE, do.errand_of(name="张三"))

    assert answer.wrong_fields == ["principal.name"]


def test_an_agent_does_nothing_for_a_household_of_another_place(county: County) -> None:
    answer = do.go(county, "POST", do.BASE, do.errand_of(), by="far_worker")

    assert (answer.status, answer.problem) == (403, "outside-your-area")


def test_a_grid_worker_may_be_the_agent(county: County) -> None:
    errand = do.entrust(county, by="worker")

    assert do.read(county, errand, by="worker")["authority"]["agent"] == "worker"


def test_an_agent_does_not_do_his_own_matter(county: County) -> None:
    county.appoint(resident=("grid_worker", GRID))
    do.people(county)

    answer = do.own(county, agent="resident")

    assert (answer.status, answer.problem) == (409, "self-dealing")


def test_an_agent_does_nothing_that_his_own_office_decides(county: County) -> None:
    county.settle({}, {"both": ("town_officer", TOWN)}, anew=["both"])
    answer = do.own(county, agent="town")

    assert (answer.status, answer.problem) == (409, "no-agent")


def test_an_act_beyond_the_powers_is_refused(county: County) -> None:
    errand = do.entrust(county, powers=["submit"])
    do.walk(county, errand, "accept", "submit", "record_result")

    assert do.move(county, errand, "deliver").problem == "beyond-powers"
    assert do.move(county, errand, "take_original").problem == "beyond-powers"


def test_a_substitute_takes_over_only_with_consent(county: County) -> None:
    errand = do.own(county).body["id"]
    named = do.moved(county, errand, "substitute", agent="agent2", signature="app")
    assert (named["authority"]["agent"], named["substitute"]["agent"]) == ("agent", "agent2")
    assert do.move(county, errand, "accept", by="agent2").status == 404

    taken = do.moved(county, errand, "consent", by="resident")

    assert (taken["authority"]["agent"], taken["substitute"]) == ("agent2", None)
    assert do.moved(county, errand, "accept", by="agent2")["status"] == "accepted"
    assert do.move(county, errand, "submit").status == 404


def test_consent_on_paper_needs_its_day(county: County) -> None:
    errand = do.entrust(county)
    substitute = {"agent": "agent2", "signature": "paper"}

    assert do.move(county, errand, "substitute", **substitute).wrong_fields == ["signed_on"]

    taken = do.move(county, errand, "substitute", **substitute, signed_on="2026-11-23")
    assert taken.body["authority"]["agent"] == "agent2"


def test_an_authority_lapses_at_the_end_of_its_last_day(county: County) -> None:
    errand = do.entrust(county, last_day="2026-11-24")
    do.walk(county, errand, "accept")
    county.now = instant("2026-11-24T23:59:59")
    do.wind()
    assert do.read(county, errand)["status"] == "accepted"

    county.now = instant("2026-11-25T00:00:00")
    assert do.move(county, errand, "submit").problem == "illegal-move"
    do.wind()

    ended = do.read(county, errand)
    assert (ended["status"], ended["ended_by"]) == ("void", "lapsed")


def test_nothing_is_done_for_who_has_died_and_the_originals_go_to_an_heir(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "accept", "take_original")

    ended = do.moved(county, errand, "report_end", end_ground="principal_died")

    assert (ended["status"], ended["next_due_at"][:10]) == ("ended", "2026-11-26")
    assert do.move(county, errand, "submit").problem == "illegal-move"
    home = {"original": 1, "signature": "paper"}
    gone = do.move(county, errand, "hand_over", **home, to={"place": "principal"})
    assert gone.wrong_fields == ["to.place"]
    heir = do.moved(county, errand, "hand_over", **home, to={"place": "heir", "name": "王小满"})
    assert (heir["status"], heir["originals"][0]["is_out"]) == ("void", False)


def test_the_principal_revokes_whenever_it_is_not_delivered(county: County) -> None:
    errand = do.own(county).body["id"]
    do.walk(county, errand, "accept")

    assert do.moved(county, errand, "revoke", by="resident")["status"] == "void"

    done = do.own(county).body["id"]
    do.walk(county, done, "accept", "submit", "record_result", "deliver")
    assert do.move(county, done, "revoke", by="resident").problem == "illegal-move"


# Papers and limits


def test_what_is_missing_is_told_once(county: County) -> None:
    errand = do.entrust(county)
    told = do.moved(county, errand, "tell_missing")
    assert (told["status"], told["missing"]) == ("short", ["household_register"])
    assert do.move(county, errand, "tell_missing").problem == "illegal-move"

    taken = do.moved(county, errand, "supply")

    assert (taken["status"], taken["missing"]) == ("accepted", [])


def test_papers_judged_incomplete_on_the_sixth_working_day_were_accepted_on_the_first(
    county: County,
) -> None:
    errand = do.entrust(county)
    county.now = instant("2026-11-30T17:59:59")
    do.wind()
    assert do.read(county, errand)["status"] == "entrusted"

    county.now = instant("2026-12-01T09:00:00")
    assert do.move(county, errand, "tell_missing").problem == "too-late-to-tell"
    do.wind()

    taken = do.read(county, errand)
    assert (taken["status"], taken["accepted_at"]) == ("accepted", "2026-11-23T10:00:00.000+08:00")
    assert do.events(county, errand)[-1] == "accepted_by_silence"
    assert taken["due_at"][:10] == "2026-11-26"


def test_a_minor_paper_may_follow_on_a_written_promise(county: County) -> None:
    minor: dict[str, Any] = {"papers": ["photo"]}
    errand = do.entrust(county, matter="elderly_card")
    assert do.move(county, errand, "accept", **minor).wrong_fields == ["promised_on"]

    taken = do.moved(county, errand, "accept", **minor, promised_on="2026-11-23")

    assert (taken["status"], taken["missing"]) == ("accepted", ["photo"])
    assert do.moved(county, errand, "supply", **minor)["missing"] == []
    assert do.move(county, errand, "supply", **minor).problem == "unknown-paper"


def test_a_promise_was_signed_by_now(county: County) -> None:
    errand = do.entrust(county, matter="elderly_card")

    said = {"papers": ["photo"], "promised_on": "2026-11-24"}
    refused = do.move(county, errand, "accept", **said)

    assert (refused.status, refused.wrong_fields) == (422, ["promised_on"])


def test_a_main_paper_does_not_follow_on_a_promise(county: County) -> None:
    lacking = {"papers": ["household_register"], "promised_on": "2026-11-23"}

    assert do.move(county, do.entrust(county), "accept", **lacking).problem == "not-minor"


def test_urgent_help_comes_first_and_its_papers_later(county: County) -> None:
    do.entrust(county)
    errand = do.entrust(county, matter="temporary_assistance")

    taken = do.moved(county, errand, "accept", papers=["household_register", "hardship_note"])

    assert (taken["status"], taken["urgent"]) == ("accepted", True)
    assert [one["urgent"] for one in agenda(county)["items"]] == [True, False]


def test_a_paper_the_matter_does_not_ask_for_is_not_told_missing(county: County) -> None:
    refused = do.move(county, do.entrust(county), "tell_missing", papers=["tax_return"])

    assert refused.problem == "unknown-paper"


def test_the_promised_limit_climbs_to_the_county_when_nothing_is_done(county: County) -> None:
    errand = do.entrust(county)
    (owed,) = do.walk(county, errand, "accept")["owed"]

    assert climbs_to_the_county(county, owed) == [VILLAGE, TOWN, COUNTY]


def test_a_result_in_time_ends_the_clock_and_begins_that_of_the_delivery(county: County) -> None:
    errand = do.entrust(county)
    (limit,) = do.walk(county, errand, "accept", "submit")["owed"]

    (delivery,) = do.walk(county, errand, "record_result")["owed"]

    assert obligation(county, limit)["status"] == "fulfilled"
    assert obligation(county, delivery)["due_at"][:10] == "2026-12-07"


def test_the_time_of_an_experts_opinion_does_not_count(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "accept", "submit")
    county.now = instant("2026-11-25T10:00:00")
    stopped = do.moved(
        county, errand, "stop_clock", stop_ground="expert", until="2026-12-09T10:00:00.000+08:00"
    )
    assert (stopped["due_at"], stopped["owed"]) == (None, [])

    county.now = instant("2026-12-09T10:00:00")
    do.wind()

    runs = do.read(county, errand)
    assert (runs["status"], runs["due_at"][:10]) == ("handling", "2026-12-10")
    assert len(runs["owed"]) == 1


def test_stops_that_follow_one_another_are_no_longer_than_one_may_be(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "accept", "submit")
    for _ in range(2):
        until = (county.now + timedelta(days=40)).isoformat()
        do.moved(county, errand, "stop_clock", stop_ground="test", until=until)
        county.advance(days=40)
    left = county.now + timedelta(days=10)

    longer = (left + timedelta(seconds=1)).isoformat()
    refused = do.move(county, errand, "stop_clock", stop_ground="test", until=longer)

    assert (refused.status, refused.wrong_fields) == (422, ["until"])
    do.moved(county, errand, "stop_clock", stop_ground="test", until=left.isoformat())


def test_a_clock_that_has_run_out_is_not_stopped(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "accept", "submit")
    county.now = instant("2026-11-27T10:00:00")

    until = "2026-12-09T10:00:00.000+08:00"
    late = do.move(county, errand, "stop_clock", stop_ground="test", until=until)

    assert late.problem == "limit-is-over"


def test_a_refusal_says_why(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "accept", "submit")

    silent = do.move(county, errand, "record_result", outcome="refused")
    assert silent.problem == "words-missing"

    said = do.moved(county, errand, "record_result", outcome="refused", reason="不符合条件")
    assert (said["outcome"], said["outcome_reason"]) == ("refused", "不符合条件")


def test_an_accepted_errand_is_to_be_handed_in_within_three_working_days(county: County) -> None:
    errand = do.entrust(county, matter="elderly_card")
    taken = do.walk(county, errand, "accept")
    assert (taken["hand_in_by"][:10], taken["due_at"][:10]) == ("2026-11-26", "2026-11-30")

    assert do.walk(county, errand, "submit")["hand_in_by"] is None


# Originals


def test_an_errand_is_not_filed_while_an_original_is_out(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "take_original", "accept", "submit", "record_result", "deliver")

    refused = do.move(county, errand, "archive")

    assert (refused.problem, refused.body["originals"]) == ("originals-out", [1])
    home(county, errand)
    assert do.moved(county, errand, "archive")["status"] == "archived"


def home(county: County, errand: str, by: str = "agent") -> Any:
    to = {"place": "principal"}
    return do.moved(county, errand, "hand_over", by=by, original=1, signature="paper", to=to)


def test_an_original_that_stays_out_after_the_delivery_is_owed(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "take_original", "accept", "submit", "record_result")
    do.moved(county, errand, "deliver")
    (back,) = owed(county, VILLAGE, "errand_return")

    home(county, errand)

    assert obligation(county, back["id"])["status"] == "fulfilled"


def test_a_hand_over_among_agents_is_none_before_both_have_signed(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "take_original")
    to = {"place": "person", "agent": "agent2"}
    offered = do.moved(county, errand, "hand_over", original=1, to=to)
    assert with_whom(offered) == ("演示agent", "演示agent2")
    assert agenda(county, by="agent2")["originals"] == [
        {"errand": errand, "number": 1, "name": "户口簿", "waits_for_you": True}
    ]
    again = do.move(county, errand, "hand_over", original=1, to=to)
    assert again.problem == "original-not-with-you"

    signed = do.moved(county, errand, "receive", by="agent2")

    assert with_whom(signed) == ("演示agent2", None)
    way = [one["to_name"] for one in signed["originals"][0]["way"]]
    assert way == ["演示agent", "演示agent2"]


def with_whom(errand: Any) -> tuple[str, str | None]:
    return errand["originals"][0]["holder"], errand["originals"][0]["waits_for"]


def test_what_is_out_in_one_errand_is_not_taken_in_another(county: County) -> None:
    first, second = do.entrust(county), do.entrust(county, name="王小满")
    do.walk(county, first, "take_original")

    assert do.move(county, second, "take_original").problem == "original-is-out"
    assert do.moved(county, second, "take_original", mark="副本")["originals"]

    home(county, first)
    assert len(do.moved(county, second, "take_original")["originals"]) == 2


def test_an_identity_card_is_shown_and_never_taken(county: County) -> None:
    errand = do.entrust(county)

    assert do.move(county, errand, "take_original", paper="id_card").problem == "id-card-stays-home"


def test_in_the_app_the_principal_signs_for_an_original_and_nobody_in_his_place(
    county: County,
) -> None:
    errand = do.own(county).body["id"]
    do.moved(county, errand, "take_original")
    home = {"original": 1, "signature": "app", "to": {"place": "principal"}}

    offered = do.moved(county, errand, "hand_over", **home)
    assert offered["originals"][0]["is_out"]
    assert do.move(county, errand, "receive").status == 403
    do.walk(county, errand, "accept", "submit", "record_result", "deliver")
    assert do.move(county, errand, "archive").problem == "originals-out"

    signed = do.moved(county, errand, "receive", "resident")
    assert not signed["originals"][0]["is_out"]
    assert do.moved(county, errand, "archive")["status"] == "archived"


@pytest.mark.parametrize("place", ["office", "kept", "heir"])
def test_who_has_no_account_signs_on_paper(county: County, place: str) -> None:
    errand = do.entrust(county)
    do.moved(county, errand, "take_original")
    to = {"place": place, "name": "窗口", "receipt": "R-1"}
    said = {"original": 1, "signature": "app"}

    assert do.move(county, errand, "hand_over", **said, to=to).status == 422
    home = do.move(county, errand, "hand_over", **said, to={"place": "principal"})
    assert home.problem == "consent-missing"


@pytest.mark.parametrize("action", ["take_original", "fetch", "deliver"])
def test_an_agent_does_not_sign_in_the_app_for_the_other_side(county: County, action: str) -> None:
    errand = do.own(county).body["id"]
    do.moved(county, errand, "take_original")
    office = {"place": "office", "name": "窗口"}
    do.moved(county, errand, "hand_over", original=1, signature="paper", to=office)
    do.walk(county, errand, "accept", "submit", "record_result")
    more = (
        {"paper": "pension_certificate", "from_office": True} if action == "take_original" else {}
    )

    forged = do.move(county, errand, action, signature="app", original=1, **more)

    assert (forged.status, forged.wrong_fields) == (422, ["signature"])


def test_the_principal_hears_of_every_original_that_is_taken_and_given_back(
    county: County,
) -> None:
    inboxes = Inboxes(county, "services")
    errand = do.own(county).body["id"]
    do.moved(county, errand, "take_original")
    home = {"original": 1, "signature": "paper", "to": {"place": "principal"}}
    do.moved(county, errand, "hand_over", **home)

    assert inboxes.carry() == []

    assert inboxes.events("resident") == ["errand_original_taken", "errand_original_home"]


def test_what_the_office_keeps_for_good_has_its_receipt(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "take_original")
    kept = {"original": 1, "signature": "paper", "to": {"place": "kept"}}
    assert do.move(county, errand, "hand_over", **kept).wrong_fields == ["to.receipt"]

    kept["to"] = {"place": "kept", "receipt": "收字第7号"}

    assert not do.moved(county, errand, "hand_over", **kept)["originals"][0]["is_out"]


def test_the_village_fetches_what_an_agent_without_a_post_still_has(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "take_original")
    county.dismiss("agent")

    fetched = do.moved(county, errand, "fetch", by="village")

    assert with_whom(fetched) == ("演示village", None)
    assert home(county, errand, by="village")["originals"][0]["is_out"] is False


# Personal data


def test_an_identity_number_is_taken_only_where_the_form_needs_it(county: County) -> None:
    refused = do.go(county, "POST", do.BASE, do.errand_of(resident_id_number=do.NUMBER))
    assert refused.problem == "id-number-not-needed"

    missing = do.go(county, "POST", do.BASE, do.errand_of(matter="medical_insurance"))
    assert missing.wrong_fields == ["resident_id_number"]


def test_a_number_is_kept_masked_and_goes_thirty_days_after_the_delivery(county: County) -> None:
    more = {"matter": "medical_insurance", "resident_id_number": do.NUMBER}
    errand = do.delivered(county, **more)
    assert do.read(county, errand)["id_number"] == "*" * 14 + "002X"
    assert do.NUMBER not in str(county.kept("services"))

    county.now = instant("2026-12-23T23:59:59")
    do.wind()
    assert do.read(county, errand)["id_number"]
    county.now = instant("2026-12-24T00:00:00")
    do.wind()

    assert do.read(county, errand)["id_number"] is None
    assert do.events(county, errand)[-1] == "number_deleted"


def test_copies_are_to_be_deleted_thirty_days_after_the_delivery_and_climb(county: County) -> None:
    errand = do.entrust(county)
    do.walk(county, errand, "add_scan", "accept", "submit", "record_result", "deliver")
    (due,) = owed(county, VILLAGE, "errand_scans")
    assert due["due_at"][:10] == "2026-12-24"

    assert do.moved(county, errand, "delete_scans")["scans"] == 0

    assert obligation(county, due["id"])["status"] == "fulfilled"
    assert do.SHA not in str([row for row in county.kept("services") if row["sk"]["S"] == "ERRAND"])


def test_who_has_no_part_sees_no_errand_and_officers_see_no_name(county: County) -> None:
    errand = do.entrust(county)
    path = f"{do.BASE}/{errand}"

    assert do.go(county, "GET", path, by="neighbour").status == 404
    assert do.go(county, "GET", path, by="next_worker").status == 404
    seen = do.go(county, "GET", path, by="town")
    assert seen.body["principal"] == "李**"
    assert "李桂花" not in seen.text


def test_the_resident_sees_the_own_errands_and_where_the_originals_are(county: County) -> None:
    errand = do.own(county).body["id"]
    do.walk(county, errand, "take_original")

    (one,) = do.go(county, "GET", f"{do.BASE}/own", by="resident").body["items"]

    assert (one["id"], with_whom(one)) == (errand, ("演示agent", None))
    assert do.go(county, "GET", f"{do.BASE}/own", by="neighbour").body["items"] == []


# Rating


def test_a_bad_rating_with_a_name_is_answered_within_a_working_day(county: County) -> None:
    errand = do.own(county).body["id"]
    do.walk(county, errand, "accept", "submit", "record_result", "deliver")
    rated = do.moved(county, errand, "rate", by="resident", rating="bad", reason="太慢")
    assert rated["rating"]["contact_by"] == "2026-11-24T18:00:00.000+08:00"
    (due,) = owed(county, VILLAGE, "errand_contact")
    assert do.move(county, errand, "rate", by="resident", rating="good").problem == "rated-before"

    do.moved(county, errand, "contact", by="village")

    assert obligation(county, due["id"])["status"] == "fulfilled"


def test_a_bad_rating_without_a_name_is_told_to_nobody(county: County) -> None:
    errand = do.own(county).body["id"]
    do.walk(county, errand, "accept", "submit", "record_result", "deliver")

    rated = do.moved(county, errand, "rate", by="resident", rating="bad", named=False)

    assert rated["rating"] is None
    assert owed(county, VILLAGE, "errand_contact") == []


def test_an_errand_is_free_and_takes_no_fee_of_its_own(county: County) -> None:
    answer = do.go(county, "POST", do.BASE, do.errand_of(fee=100))
    assert answer.wrong_fields == ["fee"]

    seen = do.read(county, do.entrust(county, matter="house_copy"))
    assert (seen["service_fee"], seen["office_fee"]) == (0, 8000)


def test_what_the_applicant_must_come_for_is_not_entrusted(county: County) -> None:
    answer = do.go(county, "POST", do.BASE, do.errand_of(matter="marriage_registration"))

    assert answer.problem == "must-come-in-person"


# The letter


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    messages: list[Any] = []
    monkeypatch.setattr("kernel.documents.keeping.ask_for", messages.append)
    monkeypatch.setattr(files, "bucket", lambda: "bucket")
    return messages


def letter(county: County, errand: str, method: str = "POST", by: str = "agent") -> Answer:
    return do.go(county, method, f"{do.BASE}/{errand}/letter", by=by)


def written(county: County, errand: str) -> str:
    row = county.by_place("services")[f"DOCUMENT#{errand}-authority", "DOCUMENT"]
    return text_of(row)


def test_a_letter_says_who_does_what_with_which_powers_until_when(
    county: County, asked: list[Any]
) -> None:
    errand = do.entrust(county, powers=["submit", "hold"])

    answer = letter(county, errand)

    assert (answer.status, answer.body["status"]) == (202, "queued")
    assert asked == [{"document": {"context": "services", "id": f"{errand}-authority"}}]
    said = written(county, errand)
    for word in (
        "李桂花",
        "提交材料",
        "保管原件",
        "2027年3月31日",
        "纸质签字，日期 2026年11月23日",
    ):
        assert word in said, word
    assert "领取结果" not in said
    assert letter(county, errand, "GET").body["status"] == "queued"


def test_a_letter_says_that_it_was_confirmed_in_the_app_once_it_was(
    county: County, asked: list[Any]
) -> None:
    errand = do.entrust(county, name="王守田", signature="app", signed_on=None)
    letter(county, errand)
    assert "待委托人确认" in written(county, errand)
    do.moved(county, errand, "confirm", by="resident")
    row = county.by_place("services")[f"DOCUMENT#{errand}-authority", "DOCUMENT"]
    assert row["status"]["S"] == "queued"
    county.advance(minutes=30)

    assert letter(county, errand, by="resident").status == 202

    assert "委托人本人已于 2026-11-23 10:00 在应用中确认" in written(county, errand)
    assert len(asked) == 2


def test_a_letter_is_for_the_principal_and_the_agent_alone(
    county: County, asked: list[Any]
) -> None:
    errand = do.own(county).body["id"]
    statuses = {
        by: letter(county, errand, by=by).status
        for by in ("resident", "agent", "agent2", "village", "town", "admin", "neighbour")
    }

    assert statuses == {"resident": 202, "agent": 202} | dict.fromkeys(
        ("agent2", "village", "town", "admin", "neighbour"), 404
    )
    assert letter(county, errand, "GET", by="village").status == 404
    assert len(asked) == 2


def test_advice_has_no_letter(county: County, asked: list[Any]) -> None:
    said = {"matter": "pension_certification", "consultation": True}
    advice = do.go(county, "POST", do.BASE, said).body["id"]

    assert letter(county, advice).problem == "nothing-entrusted"
    assert asked == []


# In the field


_NO_CLOCK = "1970-01-01T08:00:00+08:00"


def test_what_came_twice_is_one_errand(county: County) -> None:
    key = {"headers": {"idempotency-key": "phone-1-7"}}

    first = do.go(county, "POST", do.BASE, do.errand_of(), **key)
    again = do.go(county, "POST", do.BASE, do.errand_of(), **key)

    assert first.body["id"] == again.body["id"]
    assert again.headers["Idempotent-Replayed"] == "true"


def test_the_papers_came_when_the_phone_says_and_never_later_than_now(county: County) -> None:
    early = do.go(county, "POST", do.BASE, do.errand_of(at="2026-11-20T09:00:00.000+08:00"))
    assert early.body["received_at"] == "2026-11-20T09:00:00.000+08:00"
    assert early.body["check_by"][:10] == "2026-11-27"

    for at in ("2026-11-23T10:05:01+08:00", "2026-11-16T09:59:59.000+08:00", _NO_CLOCK):
        late = do.go(county, "POST", do.BASE, do.errand_of(at=at))
        assert late.body["received_at"] == "2026-11-23T10:00:00.000+08:00"


def test_a_phone_without_a_network_entrusts_takes_and_accepts_in_one_batch(county: County) -> None:
    results = push(
        county,
        op(1, "entrust", **do.errand_of(at="2026-11-23T09:00:00.000+08:00")),
        op(
            2,
            "move_errand",
            after="op-1",
            action="take_original",
            paper="household_register",
            signature="paper",
            at="2026-11-23T09:05:00+08:00",
        ),
        op(3, "move_errand", after="op-1", action="accept"),
        by="agent",
    )

    assert [one["outcome"] for one in results] == ["applied", "applied", "applied"]
    seen = do.read(county, results[0]["errand"])
    assert (seen["status"], seen["originals"][0]["way"][0]["at"]) == (
        "accepted",
        "2026-11-23T09:05:00.000+08:00",
    )


# What is to be done


def agenda(county: County, by: str = "agent") -> Any:
    answer = do.go(county, "GET", f"{do.BASE}/agenda", by=by, query={"village": VILLAGE})
    assert answer.status == 200, answer
    return answer.body


def test_an_agents_day_is_one_request_and_holds_nobody_elses_work(county: County) -> None:
    mine, other = do.entrust(county), do.entrust(county, by="agent2", name="王小满")
    do.walk(county, mine, "take_original")

    day = agenda(county)

    assert [one["id"] for one in day["items"]] == [mine]
    assert [one["errand"] for one in day["originals"]] == [mine]
    assert [one["id"] for one in agenda(county, by="agent2")["items"]] == [other]


def test_a_page_of_the_days_work_costs_no_more_when_there_is_more_to_do(county: County) -> None:
    def cost() -> int:
        forget()
        county.calls.clear()
        query = {"village": VILLAGE, "limit": 2}
        answer = do.go(county, "GET", f"{do.BASE}/agenda", query=query)
        assert len(answer.body["items"]) == 2
        return len(county.calls)

    for _ in range(3):
        do.entrust(county)
    few = cost()
    for _ in range(6):
        do.entrust(county)

    assert cost() <= few


def test_what_is_over_leaves_the_days_work(county: County) -> None:
    errand = do.delivered(county)
    do.walk(county, errand, "archive", "report", "visit")

    assert agenda(county)["items"] == []
    for stage, ids in (("open", []), ("over", [errand])):
        query = {"village": VILLAGE, "stage": stage}
        found = do.go(county, "GET", do.BASE, by="village", query=query)
        assert [one["id"] for one in found.body["items"]] == ids


def test_the_village_has_agents_that_a_letter_can_name(county: County) -> None:
    query = {"village": VILLAGE}
    found = do.go(county, "GET", f"{do.BASE}/agents", by="resident", query=query)

    assert [one["person"] for one in found.body["items"]] == ["agent", "agent2"]


# The catalogue


def test_everybody_reads_the_catalogue_and_it_names_nobody(county: County) -> None:
    answer = do.go(county, "GET", do.PUBLIC, by=None)

    codes = [one["code"] for one in answer.body["items"]]
    assert (answer.status, codes.count("minimum_living")) == (200, 1)
    assert "temporary_assistance" in codes
    assert "set_by" not in answer.text


@pytest.mark.parametrize(
    ("day", "cited"), [("2026-06-30", "社会救助暂行办法"), ("2026-07-01", "社会救助法")]
)
def test_assistance_of_the_day_before_the_act_is_by_the_measures(
    county: County, day: str, cited: str
) -> None:
    county.now = instant(f"{day}T10:00:00")

    items = do.go(county, "GET", do.PUBLIC, by=None, headers={"accept-language": "zh"}).body[
        "items"
    ]

    (one,) = [one for one in items if one["code"] == "minimum_living"]
    assert one["citation"]["source"] == cited
    assert any(one["code"] == "temporary_assistance" for one in items) == (day >= "2026-07-01")


def matter_of(**more: Any) -> dict[str, Any]:
    said = {
        "code": "elderly_card",
        "name": {"zh": "老年优待证", "en": "card for the elderly"},
        "office": "town",
        "counter": {"zh": "便民服务中心", "en": "service counter"},
        "papers": [],
        "statutory_days": 20,
        "promised_days": 20,
        "cites": {"law": "own-assumption"},
    }
    return said | more


def put(county: County, *matters: dict[str, Any], by: str = "admin") -> Answer:
    return do.go(county, "PUT", f"{do.BASE}/matters", {"matters": list(matters)}, by=by)


def test_a_promise_may_reach_the_statute_and_not_pass_it(county: County) -> None:
    assert put(county, matter_of()).status == 200

    refused = put(county, matter_of(promised_days=21))

    assert (refused.problem, refused.wrong_fields) == (
        "promise-beyond-statute",
        ["matters[0].promised_days"],
    )


def test_a_town_decides_only_where_the_province_lets_it(county: County) -> None:
    assert put(county, matter_of(decided_by="town")).problem == "not-theirs-to-decide"

    said = matter_of(decided_by="town", delegation="山西省规定")
    assert put(county, said).body["matters"][0]["delegation"] == "山西省规定"


def test_a_fee_names_what_it_rests_on_and_an_office_is_one(county: County) -> None:
    assert put(county, matter_of(office_fee=1)).wrong_fields == ["matters[0].fee_basis"]
    assert put(county, matter_of(office="140426-XXX")).wrong_fields == ["matters[0].office"]
    assert put(county, matter_of(), matter_of()).wrong_fields == ["matters[1].code"]


def test_what_was_entrusted_keeps_the_catalogue_it_was_entrusted_by(county: County) -> None:
    errand = do.entrust(county)

    put(county, matter_of())

    assert do.walk(county, errand, "accept")["promised_days"] == 3
    assert do.go(county, "POST", do.BASE, do.errand_of()).problem == "no-such-matter"


def test_three_originals_go_through_two_hands_and_all_come_home(county: County) -> None:
    errand = do.own(county, matter="house_copy").body["id"]
    for paper, mark in (
        ("household_register", "一"),
        ("land_certificate", "东院"),
        ("land_certificate", "西院"),
    ):
        do.moved(county, errand, "take_original", paper=paper, mark=mark)
    for number in (1, 2, 3):
        to = {"place": "person", "agent": "worker"}
        do.moved(county, errand, "hand_over", original=number, to=to)
        do.moved(county, errand, "receive", by="worker", original=number)
    do.walk(county, errand, "accept", "submit", "record_result", "deliver")
    refused = do.move(county, errand, "archive")
    assert refused.body["originals"] == [1, 2, 3]

    for number in (1, 2, 3):
        back = {"original": number, "signature": "paper", "to": {"place": "principal"}}
        do.moved(county, errand, "hand_over", by="worker", **back)
    do.walk(county, errand, "archive", "report", "visit")

    seen = do.read(county, errand, by="resident")
    assert seen["status"] == "closed"
    assert [len(one["way"]) for one in seen["originals"]] == [3, 3, 3]
    assert [one["is_out"] for one in seen["originals"]] == [False, False, False]
