"""Lists of enforcement ask no more of the store when the table grows."""

from __future__ import annotations

import pytest

from tests.bench import growth_enforcement as growth
from tests.bench.growth import Figure

SMALL, LARGE = 50, 400


@pytest.fixture(scope="module")
def figures() -> dict[int, dict[str, Figure]]:
    return {size: growth.measure(size) for size in (SMALL, LARGE)}


@pytest.mark.parametrize("name", [asked.name for asked in growth.LISTS])
def test_a_page_costs_the_same_however_many_there_are(
    figures: dict[int, dict[str, Figure]], name: str
) -> None:
    small, large = figures[SMALL][name], figures[LARGE][name]

    assert small.items == large.items == 25
    assert large.cost.calls <= small.cost.calls
    assert large.cost.units <= small.cost.units + 1
