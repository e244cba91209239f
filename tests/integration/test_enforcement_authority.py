"""What a town may do, as requests: given, taken back; benchmarks, the law of a day, plans and draws."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from enforcement.rules.authority import NoPower, PowerKind
from enforcement.store.benchmarks import benchmark_on
from enforcement.store.powers import item_on
from tests.support.county import COUNTY, NEXT_TOWN, TOWN, Answer, County
from tests.support.enforcement_town import FIRM, ITEM, OTHER_FIRM, EnforcingTown


@pytest.fixture
def town(county: County) -> EnforcingTown:
    return EnforcingTown(county)


def take_back(town: EnforcingTown, last_day: str, by: str = "admin"):
    said = {"last_day": last_day, "reason": "2024年减负调整"}
    return town.go("POST", f"/towns/{TOWN}/items/inspection/straw/take-back", said, by=by)


# The authority list


def test_an_item_is_the_towns_on_the_days_it_was_given_for(town: EnforcingTown) -> None:
    town.give()
    assert take_back(town, "2024-06-30").body["held"] is False
    town.give(valid_from="2026-01-01", document="晋政发〔2026〕1号")

    for day, held in (
        (date(2022, 9, 30), False),
        (date(2022, 10, 1), True),
        (date(2024, 6, 30), True),
        (date(2024, 7, 1), False),
        (date(2026, 1, 1), True),
    ):
        if held:
            assert item_on(TOWN, "straw", day, PowerKind.INSPECTION).holds_on(day)
        else:
            with pytest.raises(NoPower):
                item_on(TOWN, "straw", day, PowerKind.INSPECTION)
    (line,) = town.done("GET", f"/towns/{TOWN}/items", by="worker")["items"]
    assert [one["valid_to"] for one in line["times"]] == ["2024-06-30", None]
    assert line["held"]


def test_two_times_of_an_item_do_not_overlap(town: EnforcingTown) -> None:
    town.give(valid_to="2024-06-30")
    path = f"/towns/{TOWN}/items"

    for first, last in (("2024-06-30", None), ("2020-01-01", "2022-10-01"), ("2023-01-01", None)):
        body = ITEM | {"valid_from": first, "valid_to": last}
        body["cites"] = {"law": "county-rule"}
        assert town.go("POST", path, body, by="supervisor").problem == "item-held"
    assert town.give(valid_from="2024-07-01")["held"]


def test_each_time_of_an_item_says_what_it_rested_on_and_was_for_then(town: EnforcingTown) -> None:
    air = {"law": "air-pollution-law-2018", "articles": ["119"]}
    code = {"law": "ecological-code-2026", "articles": ["1131"]}
    town.give(kind="penalty", cites=air, valid_to="2026-08-14", acts=["burning-straw"])
    town.give(kind="penalty", cites=code, valid_from="2026-08-15", acts=["wild-fire"])

    old, new = (item_on(TOWN, "straw", date(2026, 8, day)) for day in (14, 15))

    assert (old.law.statute.id, old.acts) == ("air-pollution-law-2018", ("burning-straw",))
    assert (new.law.statute.id, new.acts) == ("ecological-code-2026", ("wild-fire",))


def test_what_a_statute_gives_every_town_is_not_given_again(town: EnforcingTown) -> None:
    own = ITEM | {"code": "own-37", "kind": "penalty"}

    assert town.go("POST", f"/towns/{TOWN}/items", own, by="supervisor").problem == "item-held"
    listed = town.done("GET", f"/towns/{TOWN}/items", by="worker")["own"]
    assert [one["code"] for one in listed] == ["own-37", "own-39-works", "own-39-heaps", "own-40"]


def test_an_item_ends_on_a_day_it_is_held(town: EnforcingTown) -> None:
    assert take_back(town, "2026-11-23").problem == "no-power"
    town.give()

    assert take_back(town, "2022-09-30").problem == "item-ends-before-it-begins"
    assert take_back(town, "2026-12-31").status == 200
    assert take_back(town, "2027-01-01").problem == "no-power"
    assert town.history(f"POWER#{TOWN}~inspection~straw") == ["given", "taken_back"]


def test_an_item_rests_on_what_was_in_force_when_it_was_given(town: EnforcingTown) -> None:
    old = ITEM | {"cites": {"law": "air-pollution-law-2018", "articles": ["119"]}}
    path = f"/towns/{TOWN}/items"

    assert town.go("POST", path, old | {"valid_from": "2026-08-15"}, by="admin").problem == (
        "not-in-force"
    )
    assert town.go("POST", path, old | {"valid_from": "2026-08-14"}, by="admin").status == 201


def test_only_the_county_gives_and_takes(town: EnforcingTown) -> None:
    town.give()

    for by in ("head", "zhang", "town", "worker"):
        assert town.go("POST", f"/towns/{TOWN}/items", ITEM, by=by).status == 403
        assert take_back(town, "2026-12-31", by=by).status == 403


# Benchmarks


def benchmark(**other):
    grades = [
        {"code": "mild", "name": "较轻", "least": 50000, "most": 100000, "factors": ["初次"]},
        {"code": "grave", "name": "较重", "least": 100000, "most": 200000, "factors": ["再犯"]},
    ]
    return {
        "item": "burning-straw",
        "act": "burning-straw",
        "cites": {"law": "county-rule"},
        "valid_from": "2026-09-01",
        "grades": grades,
    } | other


def test_a_benchmark_is_followed_by_another_and_never_changed(town: EnforcingTown) -> None:
    town.done("POST", "/benchmarks", benchmark(), by="supervisor")
    again = town.go("POST", "/benchmarks", benchmark(), by="supervisor")
    one = benchmark(valid_from="2026-12-01", grades=benchmark()["grades"][:1])
    town.done("POST", "/benchmarks", one, by="supervisor")

    assert again.problem == "benchmark-set"
    listed = town.done("GET", "/benchmarks/burning-straw", by="zhang")["items"]
    assert [each["valid_from"] for each in listed] == ["2026-12-01", "2026-09-01"]
    assert benchmark_on(COUNTY, "burning-straw", date(2026, 8, 31)) is None
    for day, grades in ((date(2026, 11, 30), 2), (date(2026, 12, 1), 1)):
        found = benchmark_on(COUNTY, "burning-straw", day)
        assert found is not None
        assert len(found.grades) == grades


def test_a_benchmark_stays_within_the_norm_and_its_grades_follow_on_each_other(town) -> None:
    mild, grave = benchmark()["grades"]
    for grades, wrong in (
        ([mild, grave | {"most": 200001}], ["grades.1"]),
        ([mild, grave | {"least": 99999}], ["grades.1"]),
        ([mild | {"least": 49999}, grave], ["grades.0"]),
        ([mild, mild | {"least": 100000, "most": 100000}], ["grades.1.code"]),
        ([mild | {"most": 40000}, grave], ["grades.0"]),
    ):
        body = benchmark(grades=grades)
        refused = town.go("POST", "/benchmarks", body, by="supervisor")
        assert refused.problem == "benchmark-unsound"
        assert refused.wrong_fields == wrong


# The law of a day


@pytest.mark.parametrize(
    ("done_on", "law"),
    [("2026-08-14", "固体废物污染环境防治法（2020年修订）"), ("2026-08-16", "生态环境法典")],
)
def test_an_act_is_judged_by_the_law_of_its_day(town: EnforcingTown, done_on, law) -> None:
    query = {"done_on": done_on, "party": "person"}

    norm = town.done("GET", "/acts/dumping-household-waste/norm", by="zhang", query=query)

    assert norm["law"]["source"] == law
    assert (norm["least"], norm["most"]) == (10000, 50000 if done_on == "2026-08-14" else 100000)


def test_what_no_norm_fined_that_day_is_not_judged(town: EnforcingTown) -> None:
    query = {"done_on": "2026-08-14", "party": "organisation"}

    refused = town.go("GET", "/acts/dumping-solid-waste/norm", by="zhang", query=query)

    assert refused.problem == "no-norm"
    assert town.go("GET", "/acts/nothing/norm", by="zhang", query=query).status == 404


def test_the_catalogue_says_what_was_in_force_on_a_day(town: EnforcingTown) -> None:
    def known(day: str) -> dict[str, bool]:
        said = town.done("GET", "/statutes", by="worker", query={"on": day})["items"]
        return {one["id"]: one["in_force"] for one in said}

    before, after = known("2026-08-14"), known("2026-08-15")

    assert before["air-pollution-law-2018"]
    assert not after["air-pollution-law-2018"]
    assert not before["ecological-code-2026"]
    assert after["ecological-code-2026"]


# Plans and draws


def file_plan(town: EnforcingTown, year: int = 2026, by: str = "head", **other):
    body = {"cap": 2, "focus": ["露天焚烧", "垃圾倾倒"]} | other
    return town.go("PUT", f"/towns/{TOWN}/plans/{year}", body, by=by)


def list_firms(town: EnforcingTown, *codes: str) -> None:
    for code in codes:
        town.done("PUT", f"/towns/{TOWN}/firms/{code}", {"name": f"企业{code[-3:]}"}, by="zhang")


def test_a_plan_is_public_and_says_that_it_was_late(town: EnforcingTown) -> None:
    assert file_plan(town).status == 200
    assert file_plan(town, cap=1).body["cap"] == 1

    seen = town.done("GET", f"/public/towns/{TOWN}/plans/2026", by=None)

    assert (seen["cap"], seen["late"], seen["version"]) == (1, True, 2)
    assert file_plan(town, 2027).body["late"] is False
    assert file_plan(town, 2025).problem == "plan-out-of-turn"
    assert file_plan(town, 2028).problem == "plan-out-of-turn"
    assert file_plan(town, by="far_head").problem == "outside-your-area"
    assert town.go("GET", f"/public/towns/{NEXT_TOWN}/plans/2026", by=None).status == 404


def test_a_published_cap_is_not_raised_in_its_year(town: EnforcingTown) -> None:
    file_plan(town, cap=1)
    file_plan(town, 2027, cap=1)

    raised = file_plan(town, cap=2)

    assert (raised.status, raised.problem, raised.body["cap"]) == (409, "cap-raised", 1)
    assert file_plan(town, 2027, cap=2).status == 200


def test_no_plan_of_a_year_sets_a_cap_above_the_countys(town: EnforcingTown) -> None:
    for year in (2026, 2027):
        refused = file_plan(town, year, cap=3)
        assert (refused.status, refused.problem, refused.body["most"]) == (
            409,
            "cap-above-county",
            2,
        )


def test_a_firm_is_listed_under_a_credit_code_that_is_one(town: EnforcingTown) -> None:
    wrong = FIRM[:-1] + ("0" if FIRM[-1] != "0" else "1")

    list_firms(town, FIRM, OTHER_FIRM)

    answer = town.go("PUT", f"/towns/{TOWN}/firms/{wrong}", {"name": "错"}, by="zhang")
    assert answer.status == 404
    assert town.propose(firm=wrong).wrong_fields == ["firm"]
    off = {"name": "企业", "listed": False}
    town.done("PUT", f"/towns/{TOWN}/firms/{OTHER_FIRM}", off, by="zhang")
    listed = town.done("GET", f"/towns/{TOWN}/firms", by="head")["items"]
    assert {one["code"]: one["listed"] for one in listed} == {FIRM: True, OTHER_FIRM: False}


def draw(town: EnforcingTown, name: str = "Q4", wanted: int = 1, year: int = 2026, **how):
    body = {"year": year, "round": name, "wanted": wanted}
    return town.go("POST", f"/towns/{TOWN}/draws", body, by="head", **how)


def test_anybody_can_draw_again_and_finds_the_same(town: EnforcingTown) -> None:
    file_plan(town)
    list_firms(town, FIRM, OTHER_FIRM)
    drawn = draw(town).body

    seen = town.done("GET", f"/public/towns/{TOWN}/draws/2026/Q4", by=None)

    lines = {code: f"{seen['seed']}\n{code}".encode() for code in seen["listed"]}
    ranked = sorted(lines, key=lambda code: hashlib.sha256(lines[code]).hexdigest())
    assert seen["drawn"] == ranked[:1] == drawn["drawn"]
    assert sorted(seen["listed"]) == sorted([FIRM, OTHER_FIRM])
    listed = town.done("GET", f"/public/towns/{TOWN}/draws/2026", by=None)["items"]
    assert [one["round"] for one in listed] == ["Q4"]


def test_a_round_is_drawn_once_and_a_double_tap_is_one_draw(town: EnforcingTown) -> None:
    file_plan(town)
    list_firms(town, FIRM, OTHER_FIRM)
    key = {"idempotency-key": "draw-1"}

    first, again = draw(town, headers=key), draw(town, headers=key)

    assert again.body == first.body
    assert draw(town).problem == "drawn-before"


def test_all_rounds_of_a_year_draw_the_share_of_the_list_and_no_more(town: EnforcingTown) -> None:
    file_plan(town)
    list_firms(town, FIRM, OTHER_FIRM)
    draw(town)

    again = draw(town, "Q5")

    assert (again.status, again.problem, again.body["most"]) == (409, "draw-too-large", 0)
    town.county.advance(days=60)
    file_plan(town, 2027)
    assert draw(town, "Q1", year=2027).status == 201


def test_nothing_is_drawn_without_a_plan_or_above_the_share(town: EnforcingTown) -> None:
    list_firms(town, FIRM)
    assert draw(town).problem == "nothing-to-draw"
    file_plan(town)

    assert draw(town, wanted=2).body["most"] == 1


def test_an_inspection_names_a_draw_only_of_a_firm_that_was_drawn(town: EnforcingTown) -> None:
    town.staffed()
    file_plan(town)
    list_firms(town, FIRM, OTHER_FIRM)
    (drawn,) = draw(town).body["drawn"]
    other = OTHER_FIRM if drawn == FIRM else FIRM

    def propose(code: str, name: str) -> Answer:
        return town.propose(firm=code, party=f"企业{code[-3:]}", draw=name)

    assert propose(drawn, "Q4").status == 201
    assert propose(other, "Q4").problem == "not-drawn"
    assert propose(drawn, "Q9").problem == "not-drawn"
