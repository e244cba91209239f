"""What takes effect by itself: on its day, once, and whatever else fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from composition import clocks_handler as handler
from composition.clocks import CLOCKS
from enforcement.store.table import EnforcementMeta, WakingRow
from kernel import clock
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import carry_out
from kernel.waking import WAITING, wake_due
from tests.support.county import County, a_county, lambda_context


class LampRow(Row):
    """Something that goes out by itself."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)
    version = NumberAttribute()


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as county:
        yield county


def light(name: str, hours: int) -> None:
    wake_at = clock.iso(clock.now() + timedelta(hours=hours))
    carry_out(
        lambda work: work.save(
            LampRow(f"LAMP#{name}", "LAMP", clock=WAITING, wake_at=wake_at, version=1)
        )
    )


def put_out(name: str) -> None:
    key = Key(LampRow, f"LAMP#{name}", "LAMP")

    def decide(work):
        assert work.find(key) is not None
        work.save(LampRow(key.pk, key.sk, version=2))

    carry_out(decide)


def test_a_thing_takes_effect_on_its_day_and_once(county: County) -> None:
    light("porch", 1)
    seen = []

    def effect(name: str) -> None:
        seen.append(name)
        put_out(name)

    assert wake_due(WakingRow, {"LAMP": effect}) == 0
    county.advance(hours=2)

    assert wake_due(WakingRow, {"LAMP": effect}) == 1
    assert wake_due(WakingRow, {"LAMP": effect}) == 0
    assert seen == ["porch"]


def test_a_thing_that_cannot_be_seen_to_does_not_keep_the_others_waiting(county: County) -> None:
    light("broken", 1)
    light("sound", 2)
    county.advance(hours=3)
    seen = []

    def effect(name: str) -> None:
        if name == "broken":
            raise RuntimeError(name)
        seen.append(name)

    assert wake_due(WakingRow, {"LAMP": effect}) == 1
    assert seen == ["sound"]


def test_a_context_whose_clock_fails_does_not_keep_the_others_waiting(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise RuntimeError

    monkeypatch.setattr("composition.clocks.CLOCKS", {"first": fail, **CLOCKS})

    assert handler.wind_clocks({}, lambda_context()) == dict.fromkeys(CLOCKS, 0)
