"""Things kept whole by a repository: as they are now, with their history, in lists that an index tells of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kernel import clock, waking
from kernel.actors import Actor
from kernel.problems import NotFound
from kernel.record import record
from kernel.storage.repository import Placed, Repository, Step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from services.store.table import StepRow, ThingRow, WakingRow
from tests.support.county import MONDAY, County, a_county

WORKER = Actor("p-gw-01", "网格员")


@record
class Bench:
    """A bench of a village, as an example of a thing."""

    id: str
    village: str
    colour: str = "green"
    paint_again_at: datetime | None = None
    version: int = 1


BENCHES: Repository[Bench] = Repository(
    ThingRow,
    StepRow,
    "BENCH",
    Bench,
    Text("该长椅", "such bench"),
    lambda bench: Placed(
        list=f"BENCHES#{bench.colour}",
        subject=f"BENCHES#{bench.village}",
        place=bench.id,
        wake_at=bench.paint_again_at,
    ),
)


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as county:
        yield county


def put(bench: Bench, *events: str) -> None:
    def decide(work: UnitOfWork) -> Bench:
        BENCHES.find(work, bench.id)
        BENCHES.save(work, bench, *(Step(event, WORKER, said=event) for event in events))
        return bench

    carry_out(decide)


def test_a_thing_is_read_as_it_was_kept_and_what_is_not_there_is_refused_by_its_name(
    county: County,
) -> None:
    put(Bench("b1", "v1", paint_again_at=MONDAY), "set_up")

    assert BENCHES.get("b1") == Bench("b1", "v1", paint_again_at=MONDAY)
    with pytest.raises(NotFound, match="There is no such bench"):
        BENCHES.get("b2")


def test_every_step_of_a_change_is_in_the_history_in_its_order(county: County) -> None:
    bench = Bench("b1", "v1")
    put(bench, "set_up")
    put(replace(bench, version=2), "sanded", "painted")
    put(replace(bench, version=3), "checked")

    steps = BENCHES.steps_of("b1", 10, None).rows

    assert [(int(one.seq), one.event) for one in steps] == [
        (1, "set_up"),
        (2, "sanded"),
        (2, "painted"),
        (3, "checked"),
    ]


def test_a_list_shows_what_belongs_to_it_now_whatever_the_index_still_says(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        put(Bench(f"b{number}", "v1"), "set_up")
    put(Bench("b1", "v1", "red", version=2), "painted")

    first = BENCHES.in_list("BENCHES#green", 1, None)
    rest = BENCHES.in_list("BENCHES#green", 5, first.next_cursor)

    assert [one.id for one in (*first.rows, *rest.rows)] == ["b0", "b2"]
    assert [one.id for one in BENCHES.every_about("BENCHES#v1")] == ["b0", "b1", "b2"]
    real = BENCHES._placed
    monkeypatch.setattr(BENCHES, "_placed", lambda one: real(one)._replace(list="BENCHES#blue"))
    assert BENCHES.in_list("BENCHES#green", 5, None).rows == []


def test_what_wakes_is_found_on_its_day_and_may_be_looked_at_again_without_a_new_version(
    county: County,
) -> None:
    put(Bench("b1", "v1", paint_again_at=MONDAY), "set_up")
    seen: list[str] = []

    assert waking.wake_due(WakingRow, {"BENCH": seen.append}) == 1
    later = replace(BENCHES.get("b1"), paint_again_at=clock.now() + timedelta(days=1))
    carry_out(lambda work: BENCHES.look_again(work, later))

    assert waking.wake_due(WakingRow, {"BENCH": seen.append}) == 0
    assert (seen, BENCHES.get("b1").version) == (["b1"], 1)
