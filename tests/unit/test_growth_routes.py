"""No GET of the contract asks more of the store when the table grows, but reports; a list that is new is asked as well, or named with why not."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.bench import whole_county
from tests.bench.growth import Figure
from tests.bench.growth_reasons import BOUNDED, EMPTY, LOOKED_AT, NOT_THERE, REPORTS
from tests.bench.growth_routes import Asking
from tests.support.template import ROOT

DESCRIBED = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
PATHS = [path for path, operations in DESCRIBED["paths"].items() if "get" in operations]
SMALL, LARGE = 600, 1200
"""Above what is counted up to and no further."""
_A_PAGE, _A_HANDFUL = 25, 10


@pytest.fixture(scope="module")
def asking() -> Iterator[Asking]:
    county = whole_county.a_whole_county()
    with whole_county.standing_still(county) as store:
        yield Asking(county, store)


@pytest.fixture(scope="module")
def figures(asking: Asking) -> dict[str, tuple[Figure, Figure]]:
    """What each path costs in the small county and in the large one."""
    routes = [route for path in PATHS if path not in REPORTS and (route := asking.route(path))]
    found: list[dict[str, Figure]] = []
    for size in (SMALL, LARGE):
        asking.store.grow(size)
        found.append({route.path: asking.cost(route, 1) for route in routes})
    asking.store.grow(0)
    return {path: (small, found[1][path]) for path, small in found[0].items()}


@pytest.mark.parametrize("path", [path for path in PATHS if path not in REPORTS])
def test_a_get_asks_no_more_of_the_store_when_the_table_grows(
    figures: dict[str, tuple[Figure, Figure]], path: str
) -> None:
    if path not in figures:
        # Whether it may be missing is the next promise.
        return
    small, large = figures[path]

    assert large.cost.calls <= small.cost.calls
    more = 2 * (large.items - small.items) + 2 + LOOKED_AT.get(path, 0.0)
    assert large.cost.units <= small.cost.units + more


def test_a_page_of_a_list_asks_the_store_a_handful_of_times(
    asking: Asking, figures: dict[str, tuple[Figure, Figure]]
) -> None:
    calls = {
        path: large.cost.calls
        for path, (_, large) in figures.items()
        if asking.answers_a_list(path)
    }

    assert {path: number for path, number in calls.items() if number > _A_HANDFUL} == {}


def test_every_list_is_asked_or_named_with_why_not(asking: Asking) -> None:
    lists = {path for path in PATHS if asking.answers_a_list(path)}

    not_asked = {path for path in lists if asking.route(path) is None}

    assert not_asked <= NOT_THERE.keys()


def test_every_list_fills_its_page_or_is_named_with_why_it_never_grows_so_long(
    asking: Asking,
    figures: dict[str, tuple[Figure, Figure]],
) -> None:
    short = {
        path
        for path, (_, large) in figures.items()
        if asking.answers_a_list(path) and large.items < _A_PAGE
    }

    assert short <= BOUNDED.keys() | EMPTY.keys() | NOT_THERE.keys()


def test_what_is_named_is_in_the_contract(asking: Asking) -> None:
    named = BOUNDED.keys() | EMPTY.keys() | NOT_THERE.keys()

    assert {path for path in named if path not in PATHS} == set()
    assert {path for path in NOT_THERE if not asking.answers_a_list(path)} == set()


@pytest.mark.parametrize("path", REPORTS)
def test_what_may_grow_is_there_and_does(asking: Asking, path: str) -> None:
    route = asking.route(path)
    assert route is not None
    units: list[float] = []
    for size in (0, 60):
        asking.store.grow(size)
        units.append(asking.cost(route, 1).cost.units)
    asking.store.grow(0)

    assert units[1] > units[0]


def test_a_figure_stays_what_it_was_whatever_is_asked_afterwards(asking: Asking) -> None:
    route = asking.route("/v1/assembly/bodies")
    assert route is not None
    figure = asking.cost(route, 1)
    before = figure.cost.calls

    asking.answer(*route)

    assert figure.cost.calls == before
