"""Members ask the collective to sue who harmed it, through the API, and sue themselves when it keeps silent (集体法 Art. 60)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from economy.rules.suits import SuitAction
from registry.store.rows import RelativesRow
from tests.support.county import VILLAGE, Answer, County, a_county
from tests.support.doors import Door, untrue
from tests.support.economy import go, listed, seen, settle_in, step, stepped, wind

EVERYBODY = ("director", "village", "bookkeeper", "cashier", "watcher", "town", "county", "farmer")
COURT = {"on": "2026-11-23", "paper": "（2026）晋0426民初1号"}


@pytest.fixture(scope="module")
def ground() -> Iterator[County]:
    """A collective with ten members on its list, of two households; it is given back as it was."""
    with a_county() as made:
        settle_in(made)
        for number in range(10):
            listed(made, ("h-01", "h-02")[number % 2], f"p-m-{number}")
        yield made


@pytest.fixture
def county(ground: County) -> Iterator[County]:
    restore, now = ground.keepsake("economy", "registry"), ground.now
    yield ground
    restore()
    ground.now = now
    ground.settle({}, ground.staff)


def members(county: County) -> list[str]:
    answer = go(county, "GET", "members", query={"village": VILLAGE, "limit": "100"})
    return [one["id"] for one in answer.body["items"]]


def ask(county: County, by: str = "watcher", **more: Any) -> Answer:
    said = {
        "village": VILLAGE,
        "said": "低价处置农机，损失二万元",
        "against": ["director"],
        "members": members(county),
        "paper": "请求书1号",
        "handed_on": "2026-11-23",
    }
    return go(county, "POST", "suit-demands", said | more, by=by)


def asked(county: County, **more: Any) -> str:
    answer = ask(county, **more)
    assert answer.status == 201, answer
    return f"suit-demands/{answer.body['id']}"


def test_ten_members_ask_and_nine_do_not(county: County):
    nine = ask(county, members=members(county)[:9])
    ten = ask(county)

    assert nine.wrong_fields == ["members"]
    assert (ten.status, ten.body["status"], ten.body["members"]) == (201, "asked", 10)


def test_who_asked_is_counted_and_told_to_nobody(county: County):
    demand, who_asked = asked(county), members(county)

    for who in ("director", "watcher", "town"):
        answer = str(go(county, "GET", demand, by=who).body)
        answer += str(go(county, "GET", f"{demand}/history", by=who).body)
        assert not [one for one in who_asked if one in answer]


def test_members_may_sue_themselves_when_fifteen_days_are_over_and_not_a_moment_before(
    county: County,
):
    demand = asked(county)
    until = seen(county, demand, by="town")["silent_until"]
    early = step(county, demand, "members_sue", by="town", **COURT)
    # the day it was handed over does not count: 15 days on, 8 December ends
    county.advance(days=15)
    wind(county)
    before = seen(county, demand, by="town")["status"]
    county.advance(hours=24)
    wind(county)
    wind(county)

    after = seen(county, demand, by="town")
    assert until == "2026-12-09T00:00:00.000+08:00"
    assert early.problem == "illegal-move"
    assert (before, after["status"]) == ("asked", "members_may")
    assert "members_sue" in after["actions"]
    sued = stepped(county, demand, "members_sue", by="town", **COURT)
    assert (sued["status"], sued["case"]) == ("members_sued", COURT["paper"])


def test_what_was_handed_over_long_ago_is_the_members_at_once(county: County):
    assert ask(county, handed_on="2026-11-01").body["status"] == "members_may"


def test_once_the_collective_has_sued_nothing_lapses(county: County):
    demand = asked(county)
    stepped(county, demand, "sue", by="watcher", **COURT)
    county.advance(days=30)
    wind(county)

    assert seen(county, demand)["status"] == "sued"


def test_whom_it_is_against_neither_enters_it_nor_takes_a_step(county: County):
    demand = asked(county)

    assert ask(county, by="director").problem == "sued-oneself"
    assert step(county, demand, "sue", by="director", **COURT).problem == "sued-oneself"
    assert seen(county, demand)["actions"] == []
    assert "sue" in seen(county, demand, by="village")["actions"]


def test_a_supervisor_near_to_who_is_watched_leaves_it_to_others(county: County):
    county.settle(
        {},
        {
            "bookkeeper": ("bookkeeper", VILLAGE),
            "watcher": ("collective_supervisor", VILLAGE),
        },
        about={"bookkeeper": {"household": "h-02"}, "watcher": {"household": "h-01"}},
        beside=[RelativesRow("HOUSEHOLD#h-02", "RELATIVES", relatives={"h-01": {}})],
    )

    assert ask(county).problem == "watcher-near"
    assert ask(county, by="town").status == 201


def test_those_alone_are_sued_who_run_keep_or_watch_this_collective(county: County):
    assert ask(county, against=["far_village"]).wrong_fields == ["against"]
    assert ask(county, against=["cashier"]).status == 201


def test_those_alone_ask_who_are_members_and_each_counts_once(county: County):
    stranger = [*members(county)[:9], "01M8323B80ZASBGN3Q5V2DNX69"]
    twice = [*members(county)[:9], members(county)[0]]

    assert ask(county, members=stranger).wrong_fields == ["members"]
    assert ask(county, members=twice).status == 422


def test_nothing_is_handed_over_tomorrow_and_nobody_sued_before_it_was_asked(county: County):
    demand = asked(county)

    assert ask(county, handed_on="2026-11-24").wrong_fields == ["handed_on"]
    too_early = step(county, demand, "sue", by="town", on="2026-11-22", paper="1号")
    assert too_early.wrong_fields == ["on"]


def test_the_village_next_door_and_villagers_read_none_of_it(county: County):
    demand = asked(county)

    assert go(county, "GET", demand, by="far_village").status == 403
    assert go(county, "GET", demand, by="farmer").status == 403
    listed_there = go(county, "GET", "suit-demands", by="town", query={"village": VILLAGE})
    assert [one["id"] for one in listed_there.body["items"]] == [demand.partition("/")[2]]


@pytest.mark.parametrize("days", [0, 20], ids=["asked", "over"])
@pytest.mark.parametrize("ended", [None, "sue", "withdraw"])
def test_a_step_is_offered_exactly_when_it_is_taken(county: County, days: int, ended: str | None):
    demand = asked(county)
    county.advance(days=days)
    wind(county)
    if ended:
        stepped(county, demand, ended, by="town", **COURT)
    door = Door(
        SuitAction,
        lambda who, thing: go(county, "GET", thing, by=who),
        lambda who, thing, action: step(county, thing, action, who, **COURT),
    )

    assert untrue(county, ("economy",), door, demand, EVERYBODY) == {}
