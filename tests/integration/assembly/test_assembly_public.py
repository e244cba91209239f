"""What follows from deciding: publication, village rules, ceremonies, supervision, ideas, and the clock over them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import assembly
from assembly.rules import ideas, village_rules
from assembly.rules.limits import TooMuchToKeep
from assembly.rules.states.village_rules import RulesStatus
from assembly.rules.village_rules import RulesClause, VillageRules
from assembly.service.wind_clock import wind_clock
from kernel import clock
from kernel.ids import new_id
from kernel.storage.rates import bounds
from tests.support.assembly import PARTY, REPRESENTATIVES, Made, Village, member
from tests.support.county import COUNTY, GRID, NEXT_VILLAGE, TOWN, VILLAGE
from tests.support.obligations import climbs_to_the_county, owed, read, wake

CLAUSES = [{"number": "1", "text": "爱护环境"}, {"number": "2", "text": "乱倒垃圾罚扫大街"}]
WEDDING = {"tables": 15, "price_per_table": 300, "gift": 100}


@pytest.fixture
def village(village: Village) -> Village:
    """A village with its party members, so that it is one that governs itself."""
    village.seated("party_members_meeting", [member(person) for person in PARTY])
    return village


# Publication


def test_a_publication_stays_up_to_the_end_of_the_fifteenth_day_after(village, county):
    published = village.publish("ordinary", period="2026-Q4").body
    path = f"/v1/assembly/publications/{published['id']}/transitions"

    county.now = datetime(2026, 12, 8, 15, 59, 59, tzinfo=UTC)
    early = village.post(path, {"action": "take_down"})
    county.now = datetime(2026, 12, 8, 16, 0, tzinfo=UTC)
    in_time = village.did(path, {"action": "take_down"})

    assert (early.status, early.problem) == (409, "must-stay-up")
    assert "第三十五条" in early.body["citation"]["article"]
    assert early.body["citation"]["confidence"] == "law"
    assert in_time["status"] == "taken_down"
    assert in_time["cause"] is None


def test_before_that_only_a_legal_cause_takes_it_down_by_the_town_and_on_record(village):
    published = village.publish("other").body["id"]
    path = f"/v1/assembly/publications/{published}/transitions"
    said = {
        "action": "take_down",
        "cause": "personal_information",
        "legal_basis": "个人信息保护法第四十七条",
    }

    by_village = village.post(path, said)
    without = village.post(path, {"action": "take_down"}, "town")
    by_town = village.did(path, said, "town")

    assert by_village.problem == "early-removal-by-town"
    assert without.problem == "must-stay-up"
    assert by_town["cause"] == "personal_information"
    last = village.read(f"/v1/assembly/publications/{published}/history")["items"][-1]
    assert (last["event"], last["actor"]) == ("taken_down", "town")
    assert last["details"]["legal_basis"] == said["legal_basis"]


REMOVAL = {
    "action": "take_down",
    "cause": "personal_information",
    "legal_basis": "个人信息保护法第四十七条",
}


def test_what_was_removed_for_cause_is_read_by_officers_and_supervisors_alone(village):
    published = village.publish("other", attachments=["photo-1"]).body["id"]
    path = f"/v1/assembly/publications/{published}"
    village.did(f"{path}/transitions", REMOVAL, "town")

    told = village.read(path, "resident")
    kept = village.read(path, "supervisor")

    assert (told["content"], told["attachments"], told["withheld"]) == ("", [], True)
    assert (kept["content"], kept["attachments"], kept["withheld"]) == ("内容", ["photo-1"], False)


def test_a_resolution_that_was_removed_is_published_again_corrected(village, county):
    matter = village.decided()
    first = village.publish("resolution", matter=matter).body["id"]
    standing = village.read(f"/v1/assembly/matters/{matter}")["step"]
    up = village.publish("resolution", replaces=first)
    village.did(f"/v1/assembly/publications/{first}/transitions", REMOVAL, "town")

    other_kind = village.publish("result", replaces=first)
    corrected = village.publish("resolution", replaces=first, content="更正后的内容")
    twice = village.publish("resolution", replaces=first)

    assert {up.problem, other_kind.problem, twice.problem} == {"not-replaceable"}
    assert (corrected.status, corrected.body["matter"]) == (201, matter)
    assert corrected.body["replaces"] == first
    old = village.read(f"/v1/assembly/publications/{first}")
    assert old["replaced_by"] == corrected.body["id"]
    assert village.read(f"/v1/assembly/matters/{matter}")["step"] == standing
    assert read(county, first)["status"] == "fulfilled"


def test_a_resolution_that_was_taken_down_is_owed_again_and_climbs(village, county):
    matter = village.decided()
    first = village.publish("resolution", matter=matter).body["id"]
    village.did(f"/v1/assembly/publications/{first}/transitions", REMOVAL, "town")

    again = [one["about"] for one in owed(county, VILLAGE, "resolution") if one["id"] == first]

    assert [about["matter"] for about in again] == [matter]
    assert climbs_to_the_county(county, first) == [VILLAGE, TOWN, COUNTY]


def test_a_report_that_was_removed_is_missing_until_it_is_published_again(village, county):
    county.now = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)
    first = village.publish("finance", period="2026-Q4").body["id"]

    def state():
        duties = village.read("/v1/assembly/publication-duties", village=VILLAGE)["items"]
        return {(each["duty"], each["period"]): each["status"] for each in duties}[
            "finance", "2026-Q4"
        ]

    before = state()
    village.did(f"/v1/assembly/publications/{first}/transitions", REMOVAL, "town")
    removed = state()
    missing = read(county, first)
    again = village.publish("finance", replaces=first)

    assert (before, removed, state()) == ("published", "missing", "published")
    assert (missing["status"], missing["unit"]) == ("open", VILLAGE)
    assert read(county, first)["status"] == "fulfilled"
    assert again.body["period"] == "2026-Q4"


def test_an_objection_is_answered_and_keeps_the_publication_up(village, county):
    published = village.publish("other").body["id"]
    county.advance(days=14)
    objected = village.did(
        f"/v1/assembly/publications/{published}/objections", {"text": "金额不对"}, "resident"
    )
    county.advance(days=2)
    path = f"/v1/assembly/publications/{published}/transitions"
    answer_path = f"/v1/assembly/publications/{published}/objections/{objected['id']}/transitions"

    waiting = village.post(path, {"action": "take_down"})
    village.did(answer_path, {"action": "answer", "answer": "已核对更正"})
    answered = village.read(f"/v1/assembly/publications/{published}")
    still = village.post(path, {"action": "take_down"})
    county.now = datetime(2026, 12, 12, 16, 0, tzinfo=UTC)

    assert waiting.problem == still.problem == "must-stay-up"
    assert answered["stays_until"] == "2026-12-13T00:00:00.000+08:00"
    assert village.did(path, {"action": "take_down"})["status"] == "taken_down"
    twice = village.post(answer_path, {"action": "answer", "answer": "再答"})
    assert twice.problem == "illegal-move"
    assert read(county, objected["id"])["status"] == "fulfilled"


def test_an_objection_that_nobody_answers_climbs_to_the_county(village, county):
    published = village.publish("other").body["id"]
    objected = village.did(
        f"/v1/assembly/publications/{published}/objections", {"text": "金额不对"}, "resident"
    )

    [one] = owed(county, VILLAGE, "objection")

    assert (one["id"], one["due_at"]) == (objected["id"], objected["due_at"])
    assert climbs_to_the_county(county, one["id"]) == [VILLAGE, TOWN, COUNTY]
    answer = {"action": "answer", "answer": "已核对更正"}
    path = f"/v1/assembly/publications/{published}/objections/{one['id']}/transitions"
    village.did(path, answer)
    assert wake(county, one["id"], days=30) is None


def test_many_long_objections_leave_a_publication_answerable(village, county):
    published = village.publish("other").body["id"]
    path = f"/v1/assembly/publications/{published}/objections"
    people = ["resident", *REPRESENTATIVES[:4]]

    objected = [
        village.post(path, {"text": "疑" * 4000}, person).status
        for person in people
        for _ in range(5)
    ]

    assert objected == [201] * 25
    first = village.read(path, limit=20)
    rest = village.read(path, limit=20, cursor=first["next_cursor"])
    doubts = [*first["items"], *rest["items"]]
    assert len({doubt["id"] for doubt in doubts}) == 25
    for doubt in doubts:
        village.did(f"{path}/{doubt['id']}/transitions", {"action": "answer", "answer": "已核对"})
    county.advance(days=16)
    down = village.did(
        f"/v1/assembly/publications/{published}/transitions", {"action": "take_down"}
    )
    assert (down["objections"], down["answered"]) == (25, 25)


def test_one_person_objects_to_one_publication_no_more_than_five_times(village):
    published = village.publish("other").body["id"]
    other = village.publish("other").body["id"]
    path = f"/v1/assembly/publications/{published}/objections"

    said = [village.post(path, {"text": "疑问"}, "resident") for _ in range(6)]

    assert [answer.status for answer in said] == [201] * 5 + [409]
    assert (said[5].problem, said[5].body["most"]) == ("spoken-enough", 5)
    assert village.post(path, {"text": "疑问"}, "r0").status == 201
    elsewhere = f"/v1/assembly/publications/{other}/objections"
    assert village.post(elsewhere, {"text": "疑问"}, "resident").status == 201
    (doubt,) = village.read(elsewhere)["items"]
    answer = {"action": "answer", "answer": "答"}
    assert village.post(f"{path}/{doubt['id']}/transitions", answer).status == 404


def test_anybody_reads_the_board_without_login_and_meets_no_person(village):
    published = village.publish("ordinary", period="2026-Q4").body["id"]
    village.did(f"/v1/assembly/publications/{published}/objections", {"text": "疑问"}, "resident")

    (line,) = village.read(f"/v1/assembly/village-board/{VILLAGE}", None)["items"]
    told = village.read(f"/v1/assembly/village-board/{VILLAGE}/{published}", None)

    (doubt,) = village.read(f"/v1/assembly/publications/{published}/objections")["items"]
    village.did(
        f"/v1/assembly/publications/{published}/objections/{doubt['id']}/transitions",
        {"action": "answer", "answer": "已核对"},
    )
    after = village.read(f"/v1/assembly/village-board/{VILLAGE}/{published}", None)
    assert line["id"] == published
    assert (told["objections"], told["answers"]) == (1, [])
    assert [each["answer"] for each in after["answers"]] == ["已核对"]
    assert "resident" not in str(after)
    assert not {"published_by", "by"} & set(told)
    assert "resident" not in str(told)
    assert (
        village.go("GET", f"/v1/assembly/village-board/{NEXT_VILLAGE}/{published}", by=None).status
        == 404
    )
    assert village.go("GET", "/v1/assembly/village-board/abc", by=None).status == 404


def test_the_board_is_not_read_faster_than_people_read(village):
    statuses = [
        village.go("GET", f"/v1/assembly/village-board/{VILLAGE}", by=None).status
        for _ in range(31)
    ]

    assert statuses[:30] == [200] * 30
    assert statuses[30] == 429
    elsewhere = village.go(
        "GET", f"/v1/assembly/village-board/{VILLAGE}", by=None, ip="198.51.100.9"
    )
    assert elsewhere.status == 200


@pytest.mark.parametrize(
    "number",
    [
        "140426198001010010",
        "13800138000",
        "6222021234567890",
        "6222021234567890123",
        "6222 0212 3456 7890 123",
    ],
)
def test_what_everybody_reads_holds_nobodys_numbers(village, number):
    answer = village.publish("other", content=f"联系人 {number}。")

    assert (answer.status, answer.problem) == (422, "personal-data-in-text")


@pytest.mark.parametrize(
    ("monthly", "period", "status"),
    [
        (False, "2026-Q4", 201),
        (False, "2026-11", 422),
        (False, None, 422),
        (False, "2027-Q1", 422),
        (True, "2026-10", 201),
        (True, "2026-Q4", 422),
    ],
)
def test_finance_is_published_for_a_quarter_or_where_there_is_much_of_it_a_month(
    village, monthly, period, status
):
    village.go("PUT", f"/v1/assembly/settings/{VILLAGE}", {"finance_monthly": monthly})

    answer = village.publish("finance", period=period)

    assert answer.status == status
    if status == 422:
        assert answer.problem == "period-needed"


def test_what_is_not_published_of_an_ended_period_is_owed_once(village, county):
    running = wind_clock()["owed"]
    county.now = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    village.publish("finance", period="2026-Q4")

    ended = [wind_clock()["owed"], wind_clock()["owed"]]

    assert (running, ended) == (0, [1, 0])
    duties = village.read("/v1/assembly/publication-duties", "supervisor", village=VILLAGE)["items"]
    states = {(each["duty"], each["period"]): each["status"] for each in duties}
    assert states == {
        ("ordinary", "2026-Q4"): "pending",
        ("ordinary", "2027-Q1"): "pending",
        ("finance", "2026-Q4"): "published",
        ("finance", "2027-Q1"): "pending",
    }
    [one] = owed(county, VILLAGE, "publication")
    assert [each["obligation"] for each in duties if each["obligation"]] == [one["id"]]
    assert one["due_at"] == "2027-01-11T00:00:00.000+08:00"


def test_a_month_that_was_missed_is_owed_until_it_is_published(village, county):
    village.go("PUT", f"/v1/assembly/settings/{VILLAGE}", {"finance_monthly": True})
    county.now = datetime(2027, 2, 2, 2, 0, tzinfo=UTC)

    began = wind_clock()["owed"]

    duties = village.read("/v1/assembly/publication-duties", village=VILLAGE)["items"]
    finance = {each["period"]: each for each in duties if each["duty"] == "finance"}
    assert {period: each["status"] for period, each in finance.items()} == {
        "2026-11": "missing",
        "2026-12": "missing",
        "2027-01": "pending",
        "2027-02": "pending",
    }
    assert began == 4
    (first, *_) = village.read("/v1/assembly/queue", unit=VILLAGE)["items"]
    assert (first["kind"], first["title"]) == ("duty", "财务收支公开 2026-11")
    assert first["overdue"] is True


def test_a_period_that_is_not_published_climbs_to_the_county_and_ends_when_it_is(village, county):
    county.now = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    wind_clock()
    waiting = village.read("/v1/assembly/queue", unit=VILLAGE)["items"]
    first, second = owed(county, VILLAGE, "publication")

    climbed = climbs_to_the_county(county, first["id"])
    village.publish("finance", period="2026-Q4")
    village.publish("ordinary", period="2026-Q4")

    assert {each["kind"] for each in waiting} == {"duty"}
    assert climbed == [VILLAGE, TOWN, COUNTY]
    assert [read(county, one["id"])["status"] for one in (first, second)] == ["fulfilled"] * 2
    assert village.read("/v1/assembly/queue", unit=VILLAGE)["items"] == []
    assert wind_clock()["owed"] == 0


def test_a_period_that_ended_long_ago_is_given_the_day_before_it_climbs(village, county):
    county.now = datetime(2027, 2, 2, 2, 0, tzinfo=UTC)

    wind_clock()

    assert {one["due_at"] for one in owed(county, VILLAGE, "publication")} == {
        "2027-02-03T00:00:00.000+08:00"
    }


def test_a_village_does_not_release_itself_from_publishing_every_month(village, county):
    path = f"/v1/assembly/settings/{VILLAGE}"
    village.go("PUT", path, {"finance_monthly": True})
    county.now = datetime(2027, 1, 5, 2, 0, tzinfo=UTC)

    by_village = village.go("PUT", path, {"finance_monthly": False})
    by_town = village.go("PUT", path, {"finance_monthly": False}, "town")

    assert (by_village.status, by_village.problem) == (403, "less-often-by-town")
    assert by_town.body["finance_monthly"] is False
    duties = village.read("/v1/assembly/publication-duties", village=VILLAGE)["items"]
    periods = [each["period"] for each in duties if each["duty"] == "finance"]
    assert periods == ["2026-11", "2026-12", "2027-Q1"]


# Village rules


def filed_rules(number: int) -> str:
    """Have a version that the town has on file; return its path."""
    rules = village_rules.draft(
        rules_id=new_id(clock.now()),
        village=VILLAGE,
        number=number,
        title="村规民约",
        clauses=[RulesClause("1", "爱护环境")],
        by="village",
        now=clock.now(),
    )
    draft = Made()
    draft.save(replace(rules, status=RulesStatus.FILED))
    draft.commit()
    return f"/v1/assembly/village-rules/{rules.id}"


@pytest.mark.parametrize(
    "text", ["乱倒垃圾罚款五十元", "违者罚200元", "有事请打138 0000 0000", "１３８００００００００"]
)
def test_what_could_never_be_published_is_refused_when_it_is_drafted(village, text):
    clauses = [CLAUSES[0], {"number": "2", "text": text}]
    rules = {"village": VILLAGE, "title": "村规民约", "clauses": clauses}

    refused = village.post("/v1/assembly/village-rules", rules)

    assert (refused.problem, refused.wrong_fields) == ("forbidden-clause", ["clauses.1.text"])


def test_village_rules_go_from_draft_to_force_and_may_then_be_cited(village, county):
    adults = [member(person, woman=n < 3) for n, person in enumerate(REPRESENTATIVES)]
    body = village.seated("villagers_meeting", adults)
    rules = village.did(
        "/v1/assembly/village-rules", {"village": VILLAGE, "title": "村规民约", "clauses": CLAUSES}
    )
    path = f"/v1/assembly/village-rules/{rules['id']}"

    def step(action, by="village", **said):
        return village.post(f"{path}/transitions", {"action": action, **said}, by)

    assert [flag["kind"] for flag in rules["flags"]] == ["fine"]
    assert "行政处罚法" in rules["flags"][0]["citation"]["source"]
    step("collect")
    village.did(f"{path}/views", {"text": "赞成"}, "resident")
    (view,) = village.read(f"{path}/views", "r0")["items"]
    assert (view["text"], view["by"]) == ("赞成", "—")
    assert step("submit").problem == "views-still-open"
    county.advance(days=7)
    step("submit")
    blocked = step("clear", "town", note="可以")
    assert (blocked.problem, blocked.body["flags"]) == ("conflict-with-law", ["2-fine"])
    assert step("clear", note="可以").problem == "not-allowed"
    assert step("send_back", "town", note="删去罚扫").body["status"] == "draft"
    better = {"title": "村规民约", "clauses": [*CLAUSES[:1], {"number": "2", "text": "不乱倒垃圾"}]}
    assert village.go("PUT", path, better).body["flags"] == []
    step("collect")
    county.advance(days=7)
    step("submit")
    assert step("clear", "town", note="同意").body["status"] == "cleared"
    assert step("file", "town", filing_number="备1").problem == "illegal-move"
    matter = step("propose").body["matter"]
    village.seated("party_branch", [member("village", office="secretary"), member("r0")])
    village.record(matter, "party_study")
    meeting = village.meeting(body, [matter], REPRESENTATIVES, mode="villager")
    vote = village.vote(meeting)
    village.ballots(vote, REPRESENTATIVES[:5], "yes")
    village.close(vote)
    assert village.read(path)["status"] == "adopted"
    assert step("publish", in_force_from="2027-01-01").problem == "illegal-move"
    assert step("file", "town", filing_number="洪井备〔2026〕1号").status == 200

    published = step("publish", in_force_from="2027-01-01").body

    assert published["status"] == "in_force"
    assert assembly.rules_in_force(VILLAGE, "2026-12-31") is None
    cited = assembly.rules_in_force(VILLAGE, "2027-01-01")
    assert (cited.number, cited.clauses["2"]) == (1, "不乱倒垃圾")
    assert assembly.decided(matter).result == "passed"
    (line,) = village.read(f"/v1/assembly/village-board/{VILLAGE}", None)["items"]
    assert line["kind"] == "village_rules"


def test_rules_stay_in_force_until_the_first_day_of_the_next_version(village, county):
    old, new = filed_rules(number=1), filed_rules(number=2)
    village.did(f"{old}/transitions", {"action": "publish", "in_force_from": "2026-11-23"})
    said = {"action": "publish", "in_force_from": "2027-06-01"}

    village.did(f"{new}/transitions", said)

    days = ("2026-11-22", "2026-11-23", "2027-05-31", "2027-06-01")
    cited = [assembly.rules_in_force(VILLAGE, day) for day in days]
    assert [rules.number if rules else None for rules in cited] == [None, 1, 1, 2]
    assert village.read(old)["status"] == "in_force"
    settings = village.read(f"/v1/assembly/settings/{VILLAGE}")
    assert settings["rules_in_force"] == old.rsplit("/", 1)[1]
    county.now = datetime(2027, 5, 31, 16, 1, tzinfo=UTC)
    assert [wind_clock()["marked"], wind_clock()["marked"]] == [1, 0]
    assert village.read(old)["status"] == "superseded"
    assert village.read(old)["superseded_from"] == "2027-06-01"


def test_versions_follow_each_other_in_the_order_of_their_days(village):
    village.did(
        f"{filed_rules(number=1)}/transitions", {"action": "publish", "in_force_from": "2027-06-01"}
    )

    earlier = village.post(
        f"{filed_rules(number=2)}/transitions", {"action": "publish", "in_force_from": "2027-03-01"}
    )

    assert (earlier.status, earlier.problem) == (422, "before-the-version-before")


def test_a_text_that_was_changed_is_open_to_views_anew(village, county):
    clauses = [{"number": "1", "text": "爱护环境"}]
    said = {"title": "约", "clauses": clauses}
    rules = village.did("/v1/assembly/village-rules", {"village": VILLAGE, **said})
    path = f"/v1/assembly/village-rules/{rules['id']}"
    village.did(f"{path}/transitions", {"action": "collect"})
    county.advance(days=7)
    other = {"title": "约", "clauses": [{"number": "1", "text": "爱护庄稼"}]}
    village.go("PUT", path, other)

    early = village.post(f"{path}/transitions", {"action": "submit"})
    county.advance(days=7)
    village.go("PUT", path, other | {"title": "村规民约"})
    in_time = village.did(f"{path}/transitions", {"action": "submit"})

    assert (early.status, early.problem) == (409, "views-still-open")
    assert early.body["until"] == "2026-12-07T10:00:00.000+08:00"
    assert early.body["citation"]["confidence"] == "assumed"
    assert in_time["status"] == "town_review"


def test_the_town_orders_rules_in_force_to_be_corrected(village):
    old, new = filed_rules(number=1), filed_rules(number=2)
    publish = {"action": "publish", "in_force_from": "2026-11-23"}
    village.did(f"{old}/transitions", publish)
    flag = {"kind": "fine", "clause": "1", "note": "变相罚款"}
    order = {"action": "order_correction", "note": "删去变相罚款"}

    flagged = village.did(f"{old}/flags", flag, "town")
    by_village = village.post(f"{old}/transitions", order)
    ordered = village.did(f"{old}/transitions", order, "town")
    (waiting,) = village.read("/v1/assembly/queue", unit=VILLAGE)["items"]
    village.did(f"{new}/transitions", publish)

    assert flagged["flags"][-1]["kind"] == "fine"
    assert by_village.problem == "not-allowed"
    assert (ordered["status"], ordered["corrections"][0]["note"]) == ("in_force", "删去变相罚款")
    assert f"/v1/assembly/village-rules/{waiting['id']}" == old
    assert village.read("/v1/assembly/queue", unit=VILLAGE)["items"] == []


def test_a_flag_by_a_person_stands_until_the_town_clears_it(village, county):
    clauses = [{"number": "1", "text": "爱护环境"}]
    rules = village.did(
        "/v1/assembly/village-rules", {"village": VILLAGE, "title": "约", "clauses": clauses}
    )
    path = f"/v1/assembly/village-rules/{rules['id']}"
    flag = {"kind": "discrimination", "clause": "1", "note": "可能排斥外来户"}

    flagged = village.did(f"{path}/flags", flag, "supervisor")
    village.did(f"{path}/transitions", {"action": "collect"})
    county.advance(days=7)
    village.did(f"{path}/transitions", {"action": "submit"})
    blocked = village.post(f"{path}/transitions", {"action": "clear", "note": "可"}, "town")
    clearing = f"{path}/flags/{flagged['flags'][0]['id']}/transitions"
    by_village = village.post(clearing, {"action": "clear", "note": "不构成歧视"})
    village.did(clearing, {"action": "clear", "note": "不构成歧视"}, "town")

    assert blocked.problem == "conflict-with-law"
    assert by_village.problem == "not-allowed"
    cleared = village.did(f"{path}/transitions", {"action": "clear", "note": "可"}, "town")
    assert cleared["status"] == "cleared"


# Ceremonies


def test_a_ceremony_is_registered_before_and_told_what_exceeds_the_limits(village, county):
    limits = {
        "valid_from": "2026-11-23",
        "source": "村规民约第5条",
        "limits": {"wedding": {"tables": 15, "price_per_table": 200, "gift": 100}},
    }
    assert village.go("PUT", f"/v1/assembly/ceremony-limits/{VILLAGE}", limits).status == 200
    said = {"village": VILLAGE, "kind": "wedding", "host": "演示户", "planned": WEDDING}

    late = village.post("/v1/assembly/ceremonies", said | {"held_on": "2026-11-22"}, "resident")
    registered = village.did(
        "/v1/assembly/ceremonies", said | {"held_on": "2026-11-23"}, "resident"
    )

    assert late.problem == "registered-too-late"
    assert registered["exceeded"] == ["price_per_table"]
    assert registered["limits_citation"]["source"] == "村规民约第5条"
    assert registered["limits_citation"]["confidence"] == "seen"
    path = f"/v1/assembly/ceremonies/{registered['id']}"
    assert village.go("GET", path, by="neighbour").status == 404
    assert village.go("GET", path, by="r0").status == 404


def test_the_council_persuades_and_never_fines(village, county):
    village.seated("ceremonies_council", [member("r7")])
    said = {
        "village": VILLAGE,
        "kind": "funeral",
        "host": "演示户",
        "held_on": "2026-11-25",
        "planned": WEDDING,
    }
    path = f"/v1/assembly/ceremonies/{village.did('/v1/assembly/ceremonies', said, 'resident')['id']}/transitions"

    def advise(by="r7", **said):
        return village.post(path, {"action": "advise", "text": "从简办理"} | said, by)

    assert advise(measure="persuade").body["status"] == "advised"
    fined = advise(measure="fine")
    assert fined.problem == "no-fines"
    assert (fined.body["citation"]["article"], fined.body["citation"]["confidence"]) == (
        "第四条、第十六条",
        "law",
    )
    assert advise(measure="warn", text="超标罚款二百").problem == "no-fines"
    assert advise(measure="refer_to_rule_book").problem == "rule-book-item-needed"
    assert advise(measure="refer_to_rule_book", rule_book_item="lavish_banquet").status == 200
    assert advise(measure="advise", text="本村不罚款，请从简").status == 200
    assert advise("resident", measure="persuade").status == 403
    follow_up = {"action": "follow_up", "text": "按标准办理", "actual": WEDDING | {"tables": 12}}
    assert village.post(path, follow_up, "r7").problem == "illegal-move"
    county.advance(days=2)
    assert village.did(path, follow_up, "r7")["status"] == "followed_up"
    assert village.post(path, {"action": "cancel"}, "resident").problem == "illegal-move"


def test_what_was_exceeded_is_warned_of_when_it_is_known(village, county):
    limits = {
        "valid_from": "2026-11-23",
        "source": "村规民约第5条",
        "limits": {"wedding": {"tables": 15, "price_per_table": 300, "gift": 100}},
    }
    village.go("PUT", f"/v1/assembly/ceremony-limits/{VILLAGE}", limits)
    said = {"village": VILLAGE, "kind": "wedding", "host": "演示户", "planned": WEDDING}
    registered = village.did(
        "/v1/assembly/ceremonies", said | {"held_on": "2026-11-23"}, "resident"
    )
    path = f"/v1/assembly/ceremonies/{registered['id']}"

    def queue():
        return [each["kind"] for each in village.read("/v1/assembly/queue", unit=VILLAGE)["items"]]

    before = (registered["due_at"], queue())
    followed = village.did(
        f"{path}/transitions",
        {"action": "follow_up", "text": "摆了二十桌", "actual": WEDDING | {"tables": 20}},
    )
    waiting = queue()
    warned = village.did(
        f"{path}/transitions", {"action": "advise", "measure": "warn", "text": "今后从简"}
    )

    assert before == ("2026-12-01T00:00:00.000+08:00", ["ceremony"])
    assert (followed["actually_exceeded"], waiting) == (["tables"], ["ceremony"])
    assert (warned["status"], len(warned["advice"]), queue()) == ("followed_up", 1, [])


def test_members_of_the_council_see_what_is_registered(village):
    village.seated("ceremonies_council", [member("r7")])
    said = {"village": VILLAGE, "kind": "wedding", "host": "演示户", "planned": WEDDING}
    village.did("/v1/assembly/ceremonies", said | {"held_on": "2026-11-25"}, "resident")

    assert len(village.read("/v1/assembly/ceremonies", "r7", village=VILLAGE)["items"]) == 1
    by_resident = village.go(
        "GET", "/v1/assembly/ceremonies", by="resident", query={"village": VILLAGE}
    )
    assert by_resident.status == 403


def test_steps_with_ceremonies_and_ideas_are_read_where_they_are_told(village):
    said = {"village": VILLAGE, "kind": "wedding", "host": "演示户", "planned": WEDDING}
    registered = village.did(
        "/v1/assembly/ceremonies", said | {"held_on": "2026-11-25"}, "resident"
    )
    ceremony = f"/v1/assembly/ceremonies/{registered['id']}"
    advice = {"action": "advise", "measure": "persuade", "text": "从简"}
    advised = village.did(f"{ceremony}/transitions", advice)
    said = {"village": VILLAGE, "title": "修渠", "text": "修渠"}
    idea = village.did("/v1/assembly/ideas", said, "resident")["id"]

    steps = village.read(f"{ceremony}/history", "resident")["items"]

    assert [step["event"] for step in steps] == ["registered", "advise"]
    assert village.go("GET", f"{ceremony}/history", by="r0").status == 404
    (handed_in,) = village.read(f"/v1/assembly/ideas/{idea}/history", "r0")["items"]
    assert (handed_in["event"], handed_in["actor"]) == ("handed_in", None)
    assert advised["advice"][0]["at"] == "2026-11-23T10:00:00.000+08:00"


# Supervision


def test_a_finding_goes_to_the_town_which_answers(village):
    published = village.publish("other").body["id"]
    said = {
        "village": VILLAGE,
        "subject_kind": "publication",
        "subject": published,
        "text": "账目不清",
    }
    review = village.did("/v1/assembly/reviews", said, "resident")
    path = f"/v1/assembly/reviews/{review['id']}/transitions"

    early = village.post(path, {"action": "answer", "text": "已纠正"}, "town")
    finding = {"action": "examine", "upheld": True, "text": "属实"}
    examined = village.did(path, finding, "supervisor")
    answered = village.did(path, {"action": "answer", "text": "已责令更正"}, "town")

    assert review["status"] == "raised"
    assert review["limit_citation"]["confidence"] == "assumed"
    assert early.problem == "illegal-move"
    assert (examined["status"], examined["turn"]) == ("before_town", VILLAGE[:9])
    assert (answered["status"], answered["due_at"]) == ("answered", None)
    assert village.go("GET", f"/v1/assembly/reviews/{review['id']}", by="r0").status == 404


def test_nobody_examines_what_he_raised_himself(village):
    said = {"village": VILLAGE, "subject_kind": "settlement", "subject": "s-1", "text": "结算有误"}
    review = village.did("/v1/assembly/reviews", said, "supervisor")["id"]

    answer = village.post(
        f"/v1/assembly/reviews/{review}/transitions",
        {"action": "examine", "upheld": False, "text": "查无"},
        "supervisor",
    )

    assert answer.problem == "raiser-may-not-examine"


def test_whoever_did_what_is_reviewed_does_not_examine_it(village, county):
    village.seated("ceremonies_council", [member("supervisor")])
    said = {"village": VILLAGE, "kind": "wedding", "host": "演示户", "planned": WEDDING}
    ceremony = village.did("/v1/assembly/ceremonies", said | {"held_on": "2026-11-25"}, "resident")[
        "id"
    ]
    advice = {"action": "advise", "measure": "persuade", "text": "从简"}
    village.did(f"/v1/assembly/ceremonies/{ceremony}/transitions", advice, "supervisor")
    said = {"village": VILLAGE, "subject_kind": "ceremony", "subject": ceremony, "text": "偏袒"}
    review = village.did("/v1/assembly/reviews", said, "resident")["id"]

    answer = village.post(
        f"/v1/assembly/reviews/{review}/transitions",
        {"action": "examine", "upheld": False, "text": "查无"},
        "supervisor",
    )

    assert (answer.status, answer.problem) == (403, "party-may-not-examine")


def test_where_a_supervision_committee_is_seated_its_members_examine(village):
    village.seated("supervision_committee", [member("r5"), member("r6"), member("r7")])
    said = {"village": VILLAGE, "subject_kind": "settlement", "subject": "s-1", "text": "结算有误"}
    review = village.did("/v1/assembly/reviews", said, "resident")["id"]
    village.county.appoint(r5=("village_supervisor", VILLAGE))
    examine = {"action": "examine", "upheld": False, "text": "查无"}
    path = f"/v1/assembly/reviews/{review}/transitions"

    outsider = village.post(path, examine, "supervisor")
    by_member = village.post(path, examine, "r5")

    assert (outsider.status, outsider.problem) == (403, "not-in-the-committee")
    assert by_member.status == 200


def test_those_complained_about_do_not_learn_who_complained(village):
    published = village.publish("other").body["id"]
    village.did(f"/v1/assembly/publications/{published}/objections", {"text": "疑问"}, "resident")
    said = {"village": VILLAGE, "subject_kind": "publication", "subject": published, "text": "不实"}
    review = village.did("/v1/assembly/reviews", said, "resident")["id"]

    def told(by):
        return (
            village.read(f"/v1/assembly/reviews/{review}", by)["raised_by"],
            village.read(f"/v1/assembly/reviews/{review}/history", by)["items"][0]["actor"],
            village.read(f"/v1/assembly/reviews/{review}/history", by)["items"][0]["actor_unit"],
            village.read(f"/v1/assembly/publications/{published}/objections", by)["items"][0]["by"],
            village.read(f"/v1/assembly/publications/{published}/history", by)["items"][1]["actor"],
        )

    assert told("village") == ("—", None, None, "—", None)
    everything = ("resident", "resident", GRID, "resident", "resident")
    assert told("supervisor") == told("town") == told("county") == everything


def test_what_supervisors_and_town_let_lie_goes_to_the_county_and_stays_its_turn(village, county):
    said = {"village": VILLAGE, "subject_kind": "settlement", "subject": "s-1", "text": "结算有误"}
    review = village.did("/v1/assembly/reviews", said, "resident")["id"]
    county.advance(days=20)

    marked = [wind_clock()["marked"], wind_clock()["marked"]]
    passed = village.read(f"/v1/assembly/reviews/{review}")
    county.advance(days=40)
    wind_clock()

    assert marked == [1, 0]
    assert (passed["status"], len(passed["overdue_since"])) == ("before_town", 1)
    late = village.read(f"/v1/assembly/reviews/{review}")
    assert (late["status"], len(late["overdue_since"])) == ("before_county", 2)
    county.advance(days=40)
    wind_clock()
    (waiting,) = village.read("/v1/assembly/queue", "county", unit=VILLAGE[:6])["items"]
    assert (waiting["id"], waiting["overdue"]) == (review, True)
    late = village.read(f"/v1/assembly/reviews/{review}")
    assert (late["status"], len(late["overdue_since"])) == ("before_county", 3)
    answer = {"action": "answer", "text": "已督办"}
    assert (
        village.did(f"/v1/assembly/reviews/{review}/transitions", answer, "county")["turn"] is None
    )
    assert read(county, review)["status"] == "fulfilled"


def test_the_answer_a_town_owes_to_a_finding_climbs_to_the_county(village, county):
    said = {"village": VILLAGE, "subject_kind": "settlement", "subject": "s-1", "text": "结算有误"}
    review = village.did("/v1/assembly/reviews", said, "resident")["id"]
    before = owed(county, TOWN, "review_answer")
    finding = {"action": "examine", "upheld": True, "text": "属实"}
    village.did(f"/v1/assembly/reviews/{review}/transitions", finding, "supervisor")

    [one] = owed(county, TOWN, "review_answer")

    assert before == []
    assert (one["id"], one["unit"], one["way"]) == (review, TOWN, [COUNTY])
    assert climbs_to_the_county(county, review) == [TOWN, COUNTY]


def test_what_supervisors_let_lie_is_owed_by_the_town(village, county):
    said = {"village": VILLAGE, "subject_kind": "settlement", "subject": "s-1", "text": "结算有误"}
    review = village.did("/v1/assembly/reviews", said, "resident")["id"]
    county.advance(days=20)

    wind_clock()

    assert [one["id"] for one in owed(county, TOWN, "review_answer")] == [review]


# Ideas


def test_an_idea_that_nobody_answers_climbs_to_the_county_and_ends_when_it_is(village, county):
    said = {"village": VILLAGE, "title": "集中晒粮", "text": "修晒场"}
    idea = village.did("/v1/assembly/ideas", said, "r0")
    other = village.did("/v1/assembly/ideas", said, "r1")
    no = {"action": "decline", "answer": "没有条件"}
    village.did(f"/v1/assembly/ideas/{other['id']}/transitions", no)

    [one] = owed(county, VILLAGE, "idea")

    assert (one["id"], one["due_at"]) == (idea["id"], idea["due_at"])
    assert one["about"] == {"idea": idea["id"], "title": "集中晒粮"}
    assert climbs_to_the_county(county, one["id"]) == [VILLAGE, TOWN, COUNTY]
    village.did(f"/v1/assembly/ideas/{idea['id']}/transitions", no)
    assert [read(county, each["id"])["status"] for each in (idea, other)] == ["fulfilled"] * 2
    assert wake(county, idea["id"], days=60) is None


def test_an_adopted_idea_becomes_a_matter(village):
    said = {"village": VILLAGE, "title": "集中晒粮", "text": "修晒场"}
    idea = village.did("/v1/assembly/ideas", said, "r0")
    path = f"/v1/assembly/ideas/{idea['id']}"
    village.did(f"{path}/seconds", None, "resident")

    twice, own = (
        village.post(f"{path}/seconds", None, "resident"),
        village.post(f"{path}/seconds", None, "r0"),
    )
    answer = {"action": "adopt", "answer": "列入项目", "type": "project"}
    adopted = village.did(f"{path}/transitions", answer)
    again = village.post(f"{path}/transitions", {"action": "decline", "answer": "不"})

    assert (idea["by_party_member"], idea["status"]) == (True, "open")
    assert twice.problem == own.problem == "seconded-already"
    assert (adopted["status"], adopted["seconded_by"]) == ("adopted", 1)
    assert again.problem == "illegal-move"
    matter = village.read(f"/v1/assembly/matters/{adopted['matter']}")
    assert (matter["title"], matter["idea"], matter["step"]) == (
        "集中晒粮",
        idea["id"],
        "branch_proposal",
    )


def test_a_villagers_idea_is_declined_with_an_answer(village):
    said = {"village": VILLAGE, "title": "建机场", "text": "建机场"}
    idea = village.did("/v1/assembly/ideas", said, "resident")

    declined = village.did(
        f"/v1/assembly/ideas/{idea['id']}/transitions", {"action": "decline", "answer": "没有条件"}
    )

    assert idea["by_party_member"] is False
    assert (declined["status"], declined["answer"], declined["matter"]) == (
        "declined",
        "没有条件",
        None,
    )
    elsewhere = village.post("/v1/assembly/ideas", said | {"village": NEXT_VILLAGE}, "resident")
    assert elsewhere.status == 404


def test_whoever_said_it_is_told_that_it_is_the_own_and_neighbours_are_not(village):
    said = {"village": VILLAGE, "title": "修桥", "text": "修桥"}
    idea = village.did("/v1/assembly/ideas", said, "resident")["id"]
    published = village.publish("other").body["id"]
    objections = f"/v1/assembly/publications/{published}/objections"
    village.did(objections, {"text": "疑问"}, "resident")

    def told(by):
        (objection,) = village.read(objections, by)["items"]
        return village.read(f"/v1/assembly/ideas/{idea}", by)["by"], objection["by"]

    assert told("resident") == ("resident", "resident")
    assert told("r0") == ("—", "—")


# The clock


def test_what_passes_its_day_is_marked_once_and_still_to_be_done(village, county):
    matter = village.decided()
    village.publish("resolution", matter=matter)
    due = clock.local_iso(county.now + timedelta(days=30))
    village.move(matter, "plan", milestones=[{"title": "开工", "responsible": "r0", "due_at": due}])
    idea = village.did(
        "/v1/assembly/ideas", {"village": VILLAGE, "title": "点子", "text": "点子"}, "resident"
    )["id"]
    published = village.publish("other").body["id"]
    village.did(f"/v1/assembly/publications/{published}/objections", {"text": "疑问"}, "resident")
    county.advance(days=31)

    marked = [wind_clock()["marked"], wind_clock()["marked"]]

    assert marked == [3, 0]
    late = village.read(f"/v1/assembly/matters/{matter}")["milestones"][0]
    assert late["overdue_since"] == late["due_at"]
    assert village.read(f"/v1/assembly/ideas/{idea}")["overdue_since"]
    (objection,) = village.read(f"/v1/assembly/publications/{published}/objections")["items"]
    assert objection["overdue_since"] == objection["due_at"]
    queue = village.read("/v1/assembly/queue", unit=VILLAGE)["items"]
    assert {each["kind"] for each in queue} == {"matter", "idea", "objection"}
    replanned = village.move(matter, "plan", milestones=[]).body["milestones"]
    assert [each["overdue_since"] for each in replanned] == [late["due_at"]]


def test_one_thing_that_cannot_be_looked_at_keeps_no_other_waiting(village, county, monkeypatch):
    for _ in range(2):
        village.did(
            "/v1/assembly/ideas", {"village": VILLAGE, "title": "点子", "text": "点子"}, "resident"
        )
    county.advance(days=40)
    mark, calls = ideas.mark_overdue, iter([True, False])
    monkeypatch.setattr(ideas, "mark_overdue", lambda idea: 1 / 0 if next(calls) else mark(idea))

    assert wind_clock()["marked"] == 1


def test_the_queue_is_told_to_those_who_work_it(village):
    assert (
        village.go("GET", "/v1/assembly/queue", by="resident", query={"unit": VILLAGE}).status
        == 403
    )
    assert (
        village.go("GET", "/v1/assembly/queue", by="far_village", query={"unit": VILLAGE}).status
        == 403
    )
    assert (
        village.go("GET", "/v1/assembly/queue", by="town", query={"unit": GRID[:7]}).status == 422
    )


def test_limits_of_a_ceremony_hold_until_the_day_before_the_next_ones(village):
    path = f"/v1/assembly/ceremony-limits/{VILLAGE}"
    for day, clause in (("2026-12-01", "村规民约第5条"), ("2027-03-01", "村规民约第6条")):
        limits = {"wedding": {"tables": 15}}
        village.go("PUT", path, {"valid_from": day, "source": clause, "limits": limits})

    first, second = village.read(path)["versions"]

    assert (first["valid_from"], first["valid_to"]) == ("2026-12-01", "2027-02-28")
    assert first["citation"] == {
        "source": "村规民约第5条",
        "article": None,
        "confidence": "seen",
        "valid_from": "2026-12-01",
        "valid_to": "2027-02-28",
        "note": None,
    }
    assert (second["valid_from"], second["valid_to"]) == ("2027-03-01", None)


def adopted(number, at):
    """Have a filed version that was adopted at an instant; return its path."""
    path = filed_rules(number)
    made = Made()
    rules = made.get(VillageRules, path.rsplit("/", 1)[1])
    made.save(replace(rules, adopted_at=at))
    made.commit()
    return path


def test_an_older_version_published_late_does_not_take_the_place_of_a_later_decision(village):
    old = adopted(1, "2026-11-01T00:00:00.000Z")
    new = adopted(2, "2026-11-10T00:00:00.000Z")
    publish = {"action": "publish", "in_force_from": "2026-11-23"}
    village.did(f"{new}/transitions", publish)

    late = village.post(f"{old}/transitions", publish)

    assert (late.status, late.problem) == (409, "later-decision-stands")
    assert assembly.rules_in_force(VILLAGE, "2026-11-23").number == 2


@pytest.mark.parametrize(("women", "status"), [(3, 201), (2, 409)])
def test_village_rules_are_voted_on_with_a_third_of_women_there(village, women, status):
    adults = [member(person, woman=n < women) for n, person in enumerate(REPRESENTATIVES)]
    body = village.seated("villagers_meeting", adults)
    matter = village.standing("village_rules", 1, village_rules="x")
    meeting = village.meeting(body, [matter], REPRESENTATIVES, mode="villager")

    answer = village.post(f"/v1/assembly/meetings/{meeting}/votes", {"item": 0, "manner": "open"})

    assert answer.status == status
    if status == 409:
        assert answer.problem == "too-few-women"
        assert (answer.body["women"], answer.body["needed"]) == (2, 3)


def test_one_person_flags_a_version_five_times_and_stops_nobody_else(village):
    path = filed_rules(number=1)
    flag = {"kind": "fine", "clause": "1", "note": "变相罚款"}
    for _ in range(5):
        village.did(f"{path}/flags", flag, "supervisor")

    assert village.post(f"{path}/flags", flag, "supervisor").problem == "done-enough"
    assert village.post(f"{path}/flags", flag, "town").status == 201


def test_limits_of_ceremonies_for_days_to_come_do_not_fill_a_villages_row(village, county):
    path = f"/v1/assembly/ceremony-limits/{VILLAGE}"
    said = {"source": "村规民约", "limits": {"wedding": {"tables": 15}}}

    def set_for(days):
        day = (county.now + timedelta(days=days)).date().isoformat()
        return village.go("PUT", path, said | {"valid_from": day})

    answers = [set_for(days).status for days in range(6)]
    seventh = set_for(6)
    again = set_for(5)

    assert answers == [200] * 6
    assert (seventh.status, seventh.problem) == (409, "done-enough")
    assert again.status == 200


def test_one_member_of_the_council_advises_five_times_on_one_ceremony(village, county):
    village.seated("ceremonies_council", [member("r0"), member("r1")])
    said = {
        "village": VILLAGE,
        "kind": "wedding",
        "host": "演示",
        "held_on": "2026-12-20",
        "planned": WEDDING,
    }
    ceremony = village.did("/v1/assembly/ceremonies", said, "resident")["id"]
    path = f"/v1/assembly/ceremonies/{ceremony}/transitions"
    advice = {"action": "advise", "measure": "persuade", "text": "从简"}
    for _ in range(5):
        village.did(path, advice, "r0")

    assert village.post(path, advice, "r0").problem == "done-enough"
    assert village.post(path, advice, "r1").status == 200


def test_a_thing_that_would_outgrow_its_row_is_refused_and_a_last_word_is_not(village):
    path = filed_rules(number=1)
    made = Made()
    rules = made.get(VillageRules, path.rsplit("/", 1)[1])
    made.save(replace(rules, review_note="字" * 99_000))
    made.commit()
    full = Made()
    present = full.get(VillageRules, path.rsplit("/", 1)[1])

    with pytest.raises(TooMuchToKeep):
        full.save(replace(present, title="字" * 4000))
    full.save(replace(present, filing_number="备1"))


@pytest.mark.parametrize("period", ["0000-Q1", "1999-Q1", "2100-01", "2026-Q5"])
def test_no_publication_is_for_a_period_beyond_all_sense(village, period):
    assert village.publish("ordinary", period=period).wrong_fields == ["period"]


@pytest.mark.parametrize("what", ["ideas", "reviews"])
def test_nobody_drowns_the_ideas_and_reviews_of_the_others(village, what):
    said = {"village": VILLAGE, "text": "修渠"}
    if what == "ideas":
        said |= {"title": "修渠"}
    else:
        subject = village.publish("other").body["id"]
        said |= {"subject_kind": "publication", "subject": subject}
    for _ in range(bounds()[what].most):
        village.did(f"/v1/assembly/{what}", said, "resident")

    refused = village.post(f"/v1/assembly/{what}", said, "resident")

    assert (refused.status, refused.problem) == (429, "too-often")
    assert int(refused.headers["Retry-After"]) > 0
    assert village.post(f"/v1/assembly/{what}", said, "r0").status == 201
