"""Lists, pulls, desks and boards ask no more of the store when the table grows; the store that is asked reads as DynamoDB does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kernel.storage import dynamo
from kernel.storage.dynamo import Range
from tests.bench import growth
from tests.bench.growth import COUNTY, PEOPLE, REQUESTS, TOWNS, VILLAGES, Asked, Figure
from tests.support.in_process import Stage, in_process

SMALL, LARGE = 200, 2000
PULLS = [asked.name for asked in REQUESTS if "pull" in asked.name]
LISTS = [asked.name for asked in REQUESTS if not asked.to_its_end]


@pytest.fixture(scope="module")
def figures() -> dict[int, dict[str, Figure]]:
    return {size: growth.measure(size) for size in (SMALL, LARGE)}


@pytest.mark.parametrize("name", LISTS)
def test_a_page_asks_no_more_of_the_store_when_the_table_grows(
    figures: dict[int, dict[str, Figure]], name: str
) -> None:
    small, large = figures[SMALL][name], figures[LARGE][name]
    one_page_read = 1 if large.items > small.items else 0

    assert large.cost.calls <= small.cost.calls + one_page_read


@pytest.mark.parametrize("name", PULLS)
def test_a_first_pull_costs_what_it_delivers(
    figures: dict[int, dict[str, Figure]], name: str
) -> None:
    small, large = figures[SMALL][name], figures[LARGE][name]

    assert large.requests <= small.requests + large.items // 10 + 1
    assert large.cost.units <= small.cost.units + 4 * (large.items + 2)


def test_a_rare_category_is_found_a_megabyte_at_a_time(
    figures: dict[int, dict[str, Figure]],
) -> None:
    rare = figures[LARGE]["county list of a rare category, to its end"]

    assert rare.requests <= 1 + LARGE / 2500


def test_what_is_open_is_delivered_to_whoever_follows_it_and_to_nobody_else() -> None:
    with growth.a_county_of(LARGE) as memory:
        rows = [row for (table, *_), row in memory._rows.items() if table == "incidents"]
        is_open = [row for row in rows if "open_in" in row and row["sk"]["S"] == "INCIDENT"]
        pulled = {
            who: growth._ask(memory, Asked("pull", "/v1/sync", who, to_its_end=True)).items
            for who in PEOPLE
        }

    def placed_in(unit: str) -> int:
        return sum(row["unit"]["S"].startswith(unit) for row in is_open)

    assert pulled == {
        "worker": placed_in(growth.GRIDS[0]),
        "village": placed_in(VILLAGES[0]),
        "town": placed_in(TOWNS[0]),
        "county": sum(row["responsible_unit"]["S"] == COUNTY for row in is_open),
    }
    assert all(pulled.values())


def test_the_county_merges_its_towns_in_the_order_of_limits_page_after_page() -> None:
    with growth.a_county_of(LARGE):
        told: list[dict[str, Any]] = []
        cursor: dict[str, Any] = {}
        while True:
            page = growth.ask(
                growth._api_of("/v1/supervision"),
                "GET",
                "/v1/supervision/near-due",
                by="county",
                query={"limit": 7, "hours": 200, **cursor},
            ).body
            told += page["items"]
            if page["next_cursor"] is None:
                break
            assert len(page["items"]) == 7
            cursor = {"cursor": page["next_cursor"]}

    # Limits of a great many are the same instant, across all towns.
    assert len({one["id"] for one in told}) == len(told) == LARGE // 10 * 19 // 20
    assert [one["due_at"] for one in told] == sorted(one["due_at"] for one in told)


# The store in memory


@pytest.fixture
def both() -> Iterator[tuple[growth.Memory, Any]]:
    """The same few incidents in memory and in moto."""
    with growth.a_county_of(60) as memory:
        pass
    with in_process(Stage, ["incidents"]):
        client = dynamo.client()
        for (table, *_), row in memory._rows.items():
            if table == "incidents":
                client.put_item(TableName="incidents", Item=row)
        yield memory, client


@pytest.mark.parametrize(
    "how",
    [
        {"partition": ("county", COUNTY), "index": "by_county", "limit": 7, "newest_first": True},
        {"partition": ("county", COUNTY), "index": "by_county", "limit": None},
        {
            "partition": ("county", COUNTY),
            "index": "by_county",
            "limit": 30,
            "only": {"status": ("in", "reported"), "tier": "village"},
        },
        {
            "partition": ("open_in", TOWNS[0]),
            "index": "by_due",
            "limit": 30,
            "within": Range("due_at", "between", ("2026", "2027")),
            "only": {"responsible_unit": ("begins_with", TOWNS[0])},
        },
    ],
)
def test_the_store_in_memory_reads_as_moto_does(
    both: tuple[growth.Memory, Any], monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    from incidents.store.rows import IncidentRow

    pages: list[list[Any]] = []
    for store in both:
        monkeypatch.setattr(dynamo, "client", lambda store=store: store)
        found: list[Any] = []
        start = None
        while True:
            page = dynamo.query(IncidentRow, start=start, **how)
            found += page.items
            start = page.next_key
            if start is None:
                break
        pages.append(sorted(found, key=lambda item: item["pk"]["S"]))

    assert pages[0] == pages[1]
    assert pages[0]
