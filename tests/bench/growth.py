"""What each list, pull, desk, hint and board asks of the store while the table grows: `python -m tests.bench.growth [incidents …]`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from tests.bench.memory import Cost, Item, Memory
from tests.support.in_process import MONDAY, ask, forget, person_row, unit_row

COUNTY = "140426"
WATER = f"{COUNTY}-SLJ"
TOWNS = [f"{COUNTY}{number}" for number in range(101, 121)]
VILLAGES = [f"{town}{number}" for town in TOWNS for number in range(201, 211)]
GRIDS = [f"{village}{number:03d}" for village in VILLAGES for number in (1, 2, 3)]
PEOPLE = {
    "worker": ("grid_worker", GRIDS[0]),
    "village": ("village_officer", VILLAGES[0]),
    "town": ("town_officer", TOWNS[0]),
    "county": ("county_officer", COUNTY),
}
_BESIDES = {"admin": ("county_admin", COUNTY)}
TABLES = (
    *("registry", "obligations", "incidents", "points"),
    *("assembly", "ballots", "notices", "workspace"),
)
SIZES = (100, 10_000, 100_000)
RARE = "road_traffic"
_A_PAGE = 25
_RUNS = 4


class Asked(NamedTuple):
    """A request, or a list that is read to its end."""

    name: str
    path: str
    by: str
    query: Mapping[str, Any] = {}
    to_its_end: bool = False


REQUESTS = (
    Asked("list of the county", "/v1/incidents", "county"),
    Asked("list of a village", "/v1/incidents", "village"),
    Asked("list of a grid", "/v1/incidents", "worker"),
    Asked(
        "county list of a rare category, to its end",
        "/v1/incidents",
        "county",
        {"category": RARE},
        to_its_end=True,
    ),
    Asked("own reports", "/v1/incidents", "worker", {"mine": "true"}),
    Asked("queue of a village", "/v1/incidents/queue", "village"),
    Asked("desk: overdue, county", "/v1/supervision/overdue", "county"),
    Asked("desk: overdue, village", "/v1/supervision/overdue", "county", {"unit": VILLAGES[0]}),
    Asked("desk: near due, town", "/v1/supervision/near-due", "town", {"hours": 48}),
    Asked("desk: orders of a village", "/v1/supervision/orders", "county", {"unit": VILLAGES[0]}),
    Asked(
        "punctuality of the county, 12 months",
        "/v1/supervision/punctuality",
        "county",
        {"first": "2025-12", "last": "2026-11"},
    ),
    Asked("first pull of a grid worker, whole", "/v1/sync", "worker", to_its_end=True),
    Asked("first pull of a village officer, whole", "/v1/sync", "village", to_its_end=True),
    Asked("first pull of a county officer, whole", "/v1/sync", "county", to_its_end=True),
    Asked("obligations of a village", "/v1/obligations", "village", {"unit": VILLAGES[0]}),
    Asked("badges of a village officer", "/v1/me/badges", "village"),
    Asked(
        "hints before a report",
        "/v1/incidents/similar",
        "worker",
        {"category": "public_facilities", "unit": GRIDS[0]},
    ),
    Asked("exports asked for", "/v1/exports", "admin"),
    Asked("Open311: 25 requests", "/open311/v2/requests.json", "worker", {"page_size": 25}),
    Asked("board of a village", f"/v1/assembly/village-board/{VILLAGES[0]}", "village"),
    Asked("boards of points of a village", f"/v1/points/villages/{VILLAGES[0]}/boards", "village"),
    Asked("inbox", "/v1/notices/inbox", "worker"),
)
_UNPAGED = ("punctuality", "badges", "similar", "open311")


class Figure(NamedTuple):
    """What a request cost, how many requests it took, and what it told."""

    cost: Cost
    requests: int
    items: int
    milliseconds: float
    """Of CPU, without the store's own; the least of some runs."""


def measure(incidents: int) -> dict[str, Figure]:
    """Fill a county with so many incidents, a tenth of them open, and return what each request costs there."""
    with a_county_of(incidents) as memory:
        return {asked.name: _ask_some_times(memory, asked) for asked in REQUESTS}


@contextmanager
def a_county_of(incidents: int) -> Iterator[Memory]:
    """Run the code on a county in memory."""
    from kernel import clock
    from kernel.storage import dynamo, rates

    memory = Memory(TABLES)
    memory.fill(("registry", item) for item in _registry())
    memory.fill(("incidents", item) for item in _incidents(incidents))
    client: Any = dynamo.client
    # Both know it by name; whoever imported them first must not matter.
    knowing: tuple[Any, ...] = (dynamo, rates)
    for module in knowing:
        module.client = lambda: memory
    try:
        with clock.told_by(lambda: MONDAY):
            yield memory
    finally:
        for module in knowing:
            module.client = client
        forget()


def _ask_some_times(memory: Memory, asked: Asked) -> Figure:
    """Ask once more where what is lazily built was built the first time, and where the machine was busy."""
    runs = [_ask(memory, asked) for _ in range(1 if asked.to_its_end else _RUNS)]
    return runs[-1]._replace(milliseconds=min(one.milliseconds for one in runs))


def _ask(memory: Memory, asked: Asked) -> Figure:
    api = _api_of(asked.path)
    memory.cost, requests, items, cursor = Cost(), 0, 0, None
    forget()
    begun = time.process_time()
    while True:
        paging = {} if any(name in asked.path for name in _UNPAGED) else {"limit": _A_PAGE}
        query = {**asked.query, **paging, **({"cursor": cursor} if cursor else {})}
        answer = ask(api, "GET", asked.path, by=asked.by, query=query)
        assert answer.status == 200, (asked, answer)
        # Open311 answers a list.
        body = {"items": answer.body} if isinstance(answer.body, list) else answer.body
        requests, items = requests + 1, items + len(body.get("items", ()))
        cursor = body.get("next_cursor")
        more = body.get("more", bool(cursor))
        if not asked.to_its_end or not more:
            spent = time.process_time() - begun - memory.cost.seconds
            return Figure(memory.cost, requests, items, 1000 * spent)


def _api_of(path: str) -> Any:
    if path.startswith(("/v1/supervision", "/v1/obligations", "/v1/exports")):
        from composition.api import API
    elif path.startswith(("/v1/sync", "/v1/me/badges")):
        from workspace.api import API
    elif path.startswith("/open311"):
        from incidents.open311.api import API
    elif path.startswith("/v1/assembly"):
        from assembly.api import API
    elif path.startswith("/v1/points"):
        from points.api import API
    elif path.startswith("/v1/notices"):
        from notices.api import API
    else:
        from incidents.api import API
    return API


@cache
def _registry() -> list[Item]:
    units = [unit_row(code) for code in (COUNTY, WATER, *TOWNS, *VILLAGES, *GRIDS)]
    people = [person_row(name, post) for name, post in {**PEOPLE, **_BESIDES}.items()]
    return [row.serialize() for row in (*units, *people)]


def _incidents(number: int) -> Iterator[Item]:
    shapes: dict[tuple[Any, ...], tuple[Item, list[Item]]] = {}
    for position in range(number):
        kth, is_open = position // 10, position % 10 == 0
        grid = GRIDS[(kth + position) % len(GRIDS)]
        shape = (
            (grid, _holder(grid, kth), kth % 20 == 0, kth % 200 == 0)
            if is_open
            else (grid, grid[:12], False, False, "closed")
        )
        if shape not in shapes:
            shapes[shape] = _rows(*shape[:4], is_open=is_open)
        yield from _copies(*shapes[shape], position)
    for unit in (COUNTY, WATER, *TOWNS, *VILLAGES):
        yield from _months(unit, number)


def _holder(grid: str, kth: int) -> str:
    """Return whose turn an open incident is: most are with their village, few climbed, fewer are with a department."""
    share = kth % 100
    return grid[:12] if share < 80 else grid[:9] if share < 95 else COUNTY if share < 99 else WATER


def _rows(
    grid: str, unit: str, overdue: bool, ordered: bool, *, is_open: bool
) -> tuple[Item, list[Item]]:
    from incidents.rules.states import Status
    from incidents.store.mapping import to_row
    from incidents.store.writes import standing_writes
    from kernel.units import tier_of
    from tests.support.incidents import report

    change = report(reporter="worker" if grid == GRIDS[0] else f"resident-{grid}", unit=grid)
    incident = replace(
        change.incident,
        unit=grid,
        responsible_unit=unit,
        tier=tier_of(unit),
        status=Status.REPORTED if is_open else Status.CONFIRMED,
        turn=unit if is_open else None,
        due_at=MONDAY + timedelta(hours=-2 if overdue else 30) if is_open else None,
        order_due=MONDAY + timedelta(hours=5) if ordered else None,
        closed_at=None if is_open else MONDAY,
        wake_at=MONDAY + timedelta(hours=15) if is_open else None,
        later=(),
        policy_version=0,
    )
    standing = standing_writes(change._replace(before=None, incident=incident))
    return to_row(incident).serialize(), [write.row.serialize() for write in standing]


def _copies(base: Item, standing: list[Item], position: int) -> Iterator[Item]:
    from kernel import clock, ids

    at: datetime = MONDAY - timedelta(minutes=position + 1)
    number = ids.new_id(at)
    reported = {name: {"S": clock.iso(at)} for name in ("created_at", "updated_at")}
    row = {
        **base,
        **reported,
        "pk": {"S": f"INC#{number}"},
        "id": {"S": number},
        "case_code": {"S": f"{position:012d}"},
        "category": {"S": RARE if position % 5000 == 4999 else "public_facilities"},
    }
    yield row
    for one in standing:
        yield {**one, "pk": {"S": f"INC#{number}"}, "due_at": {"S": number}}


def _months(unit: str, incidents: int) -> Iterator[Item]:
    """A year of a unit, with as many different times as that many incidents spread over the county make."""
    from incidents.store.rows import MonthRow

    cases = max(1, incidents // (12 * len(VILLAGES)))
    counts = {name: {"N": str(cases)} for name in ("cases", "solved")}
    times = {f"m{minutes}": {"N": "1"} for minutes in range(7, 7 + 13 * cases, 13)}
    for month in [f"2025-{12}", *(f"2026-{number:02d}" for number in range(1, 12))]:
        _, pk, sk = MonthRow.key(unit, month)
        yield {"pk": {"S": pk}, "sk": {"S": sk}, **counts, **times}


def table(sizes: Sequence[int] = SIZES) -> str:
    """Return what each request costs at each size, as a table of a page."""
    found = {size: measure(size) for size in sizes}
    lines = [
        "| request | " + " | ".join(f"{size:,} incidents" for size in sizes) + " |",
        "|---|" + "---|" * len(sizes),
    ]
    for asked in REQUESTS:
        cells = [
            f"{one.requests} / {one.cost.calls} / {one.cost.units:,.1f} / {one.items} / {one.milliseconds:,.0f}"
            for one in (found[size][asked.name] for size in sizes)
        ]
        lines.append(f"| {asked.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table([int(one) for one in sys.argv[1:]] or SIZES))
