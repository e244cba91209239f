"""What stands on what in a batch, and from where a phone reads on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incidents.sync.rules import (
    OVERLAP,
    Done,
    Footing,
    Kind,
    Outcome,
    Stage,
    begin,
    footing,
    passed_on,
    places_of,
    resume,
)
from kernel import ids
from tests.support.county import MONDAY

KEPT = timedelta(days=30)


@pytest.mark.parametrize("outcome", [Outcome.APPLIED, Outcome.REPLAYED])
def test_what_stands_on_something_done_is_done_to_what_that_was_about(outcome: Outcome) -> None:
    done = Done(outcome, incident="i-1", round="r-1")

    assert footing(Kind.MOVE, None, "op-1", done) == Footing("i-1")
    assert footing(Kind.FINDING, None, "op-1", done) == Footing("r-1")
    assert footing(Kind.MOVE_ROUND, None, "op-1", done) == Footing("r-1")
    assert footing(Kind.MOVE, "i-2", "op-1", done) == Footing("i-2")
    assert footing(Kind.REPORT, "i-2", "op-1", done) == Footing(None)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.CONFLICT, Outcome.NOT_TRIED])
def test_what_stands_on_something_undone_is_not_tried(outcome: Outcome) -> None:
    assert footing(Kind.MOVE, "i-1", "op-1", Done(outcome)).outcome is Outcome.NOT_TRIED


def test_what_stands_on_something_put_off_is_put_off() -> None:
    assert footing(Kind.REPORT, None, "op-1", Done(Outcome.LATER)).outcome is Outcome.LATER


def test_what_stands_on_something_unheard_of_is_not_tried() -> None:
    assert footing(Kind.MOVE, "i-1", "op-1", None).outcome is Outcome.NOT_TRIED


def test_an_earlier_batch_is_looked_for_under_the_paths_of_its_routes() -> None:
    assert places_of(None) == ["/v1/incidents", "/v1/patrols"]
    assert set(places_of("i-1")) == {
        "/v1/incidents",
        "/v1/incidents/i-1/transitions",
        "/v1/patrols",
        "/v1/patrols/i-1/findings",
        "/v1/patrols/i-1/transitions",
    }


def test_a_pull_goes_through_what_is_open_what_was_joined_and_every_feed() -> None:
    reading, seen = begin("who", MONDAY), list[tuple[Stage | None, int]]()

    while reading.stage is not None:
        seen.append((reading.stage, reading.feed))
        reading = passed_on(reading, feeds=2)

    assert seen == [(Stage.OPEN, 0), (Stage.JOINED, 0), (Stage.FEED, 0), (Stage.FEED, 1)]


def test_the_next_pull_starts_a_minute_before_the_one_before_began() -> None:
    through = passed_on(begin("who", MONDAY)._replace(stage=Stage.FEED, feed=1), feeds=2)
    later = MONDAY + timedelta(hours=1)

    reading = resume(through, "who", later, KEPT)

    assert reading.stage is Stage.JOINED
    assert reading.since == ids.first_id(MONDAY - OVERLAP)
    assert reading.until == ids.first_id(later - OVERLAP)
    assert not reading.is_first


def test_a_pull_that_was_interrupted_goes_on_where_it_stopped() -> None:
    stopped = begin("who", MONDAY)._replace(at={"pk": "x"})

    assert resume(stopped, "who", MONDAY + timedelta(days=3), KEPT) == stopped


def test_two_pulls_at_once_do_not_go_back() -> None:
    through = passed_on(begin("who", MONDAY)._replace(stage=Stage.FEED), feeds=1)

    assert resume(through, "who", MONDAY - timedelta(seconds=5), KEPT).until == through.since


@pytest.mark.parametrize(
    ("reader", "away"), [("else", timedelta()), ("who", timedelta(days=29, seconds=1))]
)
def test_other_subscriptions_and_a_long_absence_start_anew(reader: str, away: timedelta) -> None:
    through = passed_on(begin("who", MONDAY)._replace(stage=Stage.FEED), feeds=1)

    reading = resume(through, reader, MONDAY + away, KEPT)

    assert (reading.stage, reading.is_first) == (Stage.OPEN, True)
