"""What stands on what in a batch, and from where a phone reads on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kernel import ids
from tests.support.county import MONDAY
from workspace.sync.model import OperationResult
from workspace.sync.parts import OPERATIONS, PARTS, THINGS
from workspace.sync.rules.batches import Done, Footing, Outcome, footing, ways_before
from workspace.sync.rules.readings import OVERLAP, Reading, Stage, begin, passed_on, resume

KEPT = timedelta(days=30)


STAGES = [Stage("open", only_first=True), Stage("joined"), Stage("feed.0"), Stage("feed.1")]
TO = {kind: one.way.to for kind, one in OPERATIONS.items()}


def through(stages: list[Stage] = STAGES) -> Reading:
    """A first pull that has read everything."""
    return passed_on(begin("who", MONDAY, stages)._replace(stage=stages[-1].name), stages)


@pytest.mark.parametrize("outcome", [Outcome.APPLIED, Outcome.REPLAYED])
def test_what_stands_on_something_done_is_done_to_what_that_was_about(outcome: Outcome) -> None:
    done = Done(outcome, {"incident": "i-1", "round": "r-1"})

    assert footing(TO["move"], None, "op-1", done) == Footing("i-1")
    assert footing(TO["finding"], None, "op-1", done) == Footing("r-1")
    assert footing(TO["move_round"], None, "op-1", done) == Footing("r-1")
    assert footing(TO["move"], "i-2", "op-1", done) == Footing("i-2")
    assert footing(TO["report"], "i-2", "op-1", done) == Footing(None)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.CONFLICT, Outcome.NOT_TRIED])
def test_what_stands_on_something_undone_is_not_tried(outcome: Outcome) -> None:
    assert footing(TO["move"], "i-1", "op-1", Done(outcome)).outcome is Outcome.NOT_TRIED


def test_what_stands_on_something_put_off_is_put_off() -> None:
    assert footing(TO["report"], None, "op-1", Done(Outcome.LATER)).outcome is Outcome.LATER


def test_what_stands_on_something_unheard_of_is_not_tried() -> None:
    assert footing(TO["move"], "i-1", "op-1", None).outcome is Outcome.NOT_TRIED


def test_a_finding_was_about_its_round_and_the_incident_it_opened() -> None:
    assert OPERATIONS["finding"].way.about("i-1", "r-1") == {"incident": "i-1", "round": "r-1"}
    assert OPERATIONS["move"].way.about("i-1", "i-1") == {"incident": "i-1"}
    assert OPERATIONS["begin_round"].way.about("r-1", None) == {"round": "r-1"}


def test_an_earlier_batch_is_looked_for_under_the_paths_of_its_routes() -> None:
    ways = [one.way for one in OPERATIONS.values()]

    assert {way.kind for way in ways_before(ways, None)} == {
        *("report", "begin_round", "hazard_finding", "entrust", "collect_load", "work_day"),
        *("visit", "dispute"),
    }
    assert ways_before(ways, "i-1") == ways


@pytest.mark.parametrize("kind", OPERATIONS)
def test_an_operation_goes_by_the_route_of_its_path_and_names_things_that_are_known(
    kind: str,
) -> None:
    way, route = OPERATIONS[kind].way, OPERATIONS[kind].route()

    posts = [path_of(path) for method, path in route.api.declared if method == "POST"]
    assert way.path in posts
    assert {way.to, way.named_in_body} - {None} <= set(THINGS)
    assert way.makes in OperationResult.__annotations__


def path_of(path: str) -> str:
    """A route's path as operations have it: what it is done to is its target."""
    return re.sub(r"\{\w+\}", "{target}", path)


@pytest.mark.parametrize("name", THINGS)
def test_a_thing_is_looked_at_by_the_route_of_its_path(name: str) -> None:
    look = THINGS[name].look()

    assert THINGS[name].path in {
        re.sub(r"\{\w+\}", "{}", path) for method, path in look.api.declared if method == "GET"
    }


def test_no_two_contexts_name_an_operation_or_a_thing_alike() -> None:
    assert len(OPERATIONS) == sum(len(part.operations) for part in PARTS)
    assert len(THINGS) == sum(len(part.things) for part in PARTS)


def test_a_first_pull_goes_through_every_list_and_the_next_not_through_what_is_open() -> None:
    first = begin("who", MONDAY, STAGES)
    following = resume(through(), "who", MONDAY + timedelta(hours=1), KEPT, STAGES)

    assert gone_through(first) == ["open", "joined", "feed.0", "feed.1"]
    assert gone_through(following) == ["joined", "feed.0", "feed.1"]


def gone_through(reading: Reading) -> list[str]:
    seen: list[str] = []
    while reading.stage is not None:
        seen.append(reading.stage)
        reading = passed_on(reading, STAGES)
    return seen


def test_the_next_pull_starts_a_minute_before_the_one_before_began() -> None:
    later = MONDAY + timedelta(hours=1)

    reading = resume(through(), "who", later, KEPT, STAGES)

    assert reading.stage == "joined"
    assert reading.since == ids.first_id(MONDAY - OVERLAP)
    assert reading.until == ids.first_id(later - OVERLAP)
    assert not reading.is_first


def test_a_pull_that_was_interrupted_goes_on_where_it_stopped() -> None:
    stopped = begin("who", MONDAY, STAGES)._replace(at={"pk": "x"})

    assert resume(stopped, "who", MONDAY + timedelta(days=3), KEPT, STAGES) == stopped


def test_two_pulls_at_once_do_not_go_back() -> None:
    reading = resume(through(), "who", MONDAY - timedelta(seconds=5), KEPT, STAGES)

    assert reading.until == through().since


@pytest.mark.parametrize(
    ("reader", "away"), [("else", timedelta()), ("who", timedelta(days=29, seconds=1))]
)
def test_other_lists_and_a_long_absence_start_anew(reader: str, away: timedelta) -> None:
    reading = resume(through(), reader, MONDAY + away, KEPT, STAGES)

    assert (reading.stage, reading.is_first) == ("open", True)
