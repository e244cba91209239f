"""What each list, pull, desk, hint and board asks of the store while the table grows: `python -m tests.bench.growth [incidents …]`."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any, NamedTuple

from tests.bench import hazards
from tests.bench.growth_sizes import MODULES
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
_BESIDES = {"admin": ("county_admin", COUNTY), "mediator": ("mediator", VILLAGES[0])}
TABLES = (
    *("registry", "obligations", "incidents", "points"),
    *("assembly", "ballots", "notices", "workspace", "services", "economy", "reports"),
)
RARE = "road_traffic"
_A_PAGE = 25
HAZARDS = "/v1/services/hazards"
_RUNS = 4


class Asked(NamedTuple):
    """A request, or a list that is read to its end."""

    name: str
    path: str
    by: str
    query: Mapping[str, Any] = {}
    to_its_end: bool = False


_ENVIRONMENT = "/v1/services/environment"
_TRACKING = "/v1/reports/tracking"
_A_YEAR = {"first": "2025-12", "last": "2026-11"}
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
    Asked("numbers of a village's queue", "/v1/incidents/queue/counts", "village"),
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
    Asked(
        "disputes of a committee",
        "/v1/services/mediation/cases",
        "mediator",
        {"unit": VILLAGES[0]},
    ),
    Asked("own disputes", "/v1/services/mediation/own-cases", "worker"),
    Asked("risks of a town", "/v1/services/mediation/risks", "town", {"town": TOWNS[0]}),
    Asked("committees of a town", "/v1/services/mediation/committees", "town", {"town": TOWNS[0]}),
    Asked("courtyards of a town", f"{_ENVIRONMENT}/courtyards", "town", {"unit": TOWNS[0]}),
    Asked("lines of a village", f"{_ENVIRONMENT}/lines", "village", {"village": VILLAGES[0]}),
    Asked("what a keeper has to do", f"{_ENVIRONMENT}/due", "worker"),
    Asked("loads of a village", f"{_ENVIRONMENT}/loads", "village", {"village": VILLAGES[0]}),
    Asked(
        "work days of a village", f"{_ENVIRONMENT}/work-days", "village", {"village": VILLAGES[0]}
    ),
    Asked(
        "households of a grid to check again",
        "/v1/services/information/rechecks",
        "worker",
        {"unit": GRIDS[0]},
    ),
    Asked("assets of a village", "/v1/economy/assets", "village", {"village": VILLAGES[0]}),
    Asked("contracts of a village", "/v1/economy/contracts", "village", {"unit": VILLAGES[0]}),
    Asked("members of a village", "/v1/economy/members", "village", {"village": VILLAGES[0]}),
    Asked("vouchers of a village", "/v1/economy/vouchers", "village", {"village": VILLAGES[0]}),
    Asked("alerts of a village", "/v1/economy/alerts", "village", {"unit": VILLAGES[0]}),
    Asked("alerts of the county", "/v1/economy/alerts", "county", {"unit": COUNTY}),
    Asked("posted prices", "/v1/economy/public/machines", "village", {"village": VILLAGES[0]}),
    Asked("stars of the county", "/v1/reports/stars/ratings", "county", {"unit": COUNTY}),
    Asked(
        "stars of the county, for everybody",
        "/v1/reports/public/stars/villages",
        "county",
        {"unit": COUNTY},
    ),
    Asked("briefings of the county", "/v1/reports/briefings", "county", {"unit": COUNTY}),
    Asked(
        "events of a figure",
        f"/v1/reports/counts/{'0' * 26}/events",
        "county",
        {"unit": COUNTY, "figure": "incidents_reported"},
    ),
    Asked("hazards: work of a grid", f"{HAZARDS}/due", "worker", {"grid": GRIDS[0]}),
    Asked("hazards: places of a grid", f"{HAZARDS}/places", "worker", {"grid": GRIDS[0]}),
    Asked(
        "hazards: findings of a village", f"{HAZARDS}/findings", "village", {"unit": VILLAGES[0]}
    ),
    Asked("hazards: findings of the county", f"{HAZARDS}/findings", "county", {"unit": COUNTY}),
    Asked("tracking: the county, 12 months", _TRACKING, "county", {"unit": COUNTY, **_A_YEAR}),
    Asked("tracking: a town, 12 months", _TRACKING, "town", {"unit": TOWNS[0], **_A_YEAR}),
    Asked(
        "tracking: points of the county",
        f"{_TRACKING}/points",
        "county",
        {"unit": COUNTY, **_A_YEAR},
    ),
    Asked(
        "tracking: points of a town", f"{_TRACKING}/points", "town", {"unit": TOWNS[0], **_A_YEAR}
    ),
    Asked(
        "tracking: hot spots of a town",
        f"{_TRACKING}/hot-spots",
        "town",
        {"unit": TOWNS[0], **_A_YEAR},
    ),
)
_UNPAGED = ("punctuality", "badges", "counts", "similar", "open311", "tracking")


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
    memory.fill(("services", item) for item in _disputes(incidents // 20))
    memory.fill(("services", item) for item in _households(incidents))
    memory.fill(("economy", item) for item in _collective(max(1, incidents // 100)))
    memory.fill(("reports", item) for item in _stars(max(1, incidents // 10)))
    memory.fill(("reports", item) for item in _briefings(max(1, incidents // 100), incidents))
    memory.fill(("services", item) for item in hazards.rows(incidents, GRIDS))
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


_APIS = {
    "/v1/supervision": "composition.api",
    "/v1/obligations": "composition.api",
    "/v1/exports": "composition.api",
    "/v1/sync": "workspace.sync.api",
    "/v1/me/badges": "workspace.api",
    "/open311": "incidents.open311.api",
    "/v1/assembly": "assembly.api",
    "/v1/points": "points.api",
    "/v1/services": "composition.services",
    "/v1/economy": "economy.api",
    "/v1/reports": "reports.api",
    "/v1/notices": "notices.api",
}


def _api_of(path: str) -> Any:
    served = (module for prefix, module in _APIS.items() if path.startswith(prefix))
    return import_module(next(served, "incidents.api")).API


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
    for village in VILLAGES:
        yield from _tallies(village, number)


def _households(number: int) -> Iterator[Item]:
    """Give the records of households, over all grids, each due on another day."""
    from services.information.rules.forms import InformationAbout
    from services.information.rules.records import RecheckOccasion, blank
    from services.information.store.kept import RECORDS

    for position in range(number):
        grid = GRIDS[position % len(GRIDS)]
        record = blank(InformationAbout.HOUSEHOLD, f"h-{position:06d}", f"h-{position:06d}", grid)
        due = MONDAY.date() + timedelta(days=position % 365)
        record = replace(record, due_on=due, due_for=RecheckOccasion.YEARLY, version=1)
        kept: list[Any] = []
        work: Any = SimpleNamespace(change_id="0" * 26, save=kept.append)
        RECORDS.save(work, record)
        yield kept[0].serialize()


def _collective(number: int) -> Iterator[Item]:
    """Give as many assets, contracts, members, vouchers and alerts of one village as a hundredth of the incidents."""
    from economy.rules.alert_terms import AlertCode, AlertSubject
    from economy.rules.alerts import Alert, alert_id
    from economy.rules.assets import Asset, AssetKind
    from economy.rules.contracts import Clauses, Contract, ContractKind, ContractPartyKind, Party
    from economy.rules.machines import HireUnit, Machine, Price
    from economy.rules.members import JoinGround, Member
    from economy.rules.vouchers import Voucher
    from economy.store import alerts, money, things
    from kernel import ids
    from kernel.storage.unit_of_work import UnitOfWork

    day = MONDAY.date()
    machine = Machine(None, "犁", day, prices=(Price(HireUnit.MU, 100),))
    party = Party(ContractPartyKind.COMPANY, "演示公司")
    for _ in range(number):
        work = UnitOfWork()
        asset, contract = ids.new_id(MONDAY), ids.new_id(MONDAY)
        one = Asset(
            asset, VILLAGES[0], AssetKind.MACHINE, "犁", "村部", day, "购置", machine=machine
        )
        sale = Contract(
            contract, VILLAGES[0], ContractKind.SALE, "销售", None, party, day, day, Clauses(), ()
        )
        founding = JoinGround.FOUNDING
        member = Member(ids.new_id(MONDAY), VILLAGES[0], "p", "演示", "h", founding, day, "d")
        voucher = Voucher(ids.new_id(MONDAY), VILLAGES[0], "1", day, "收租金", (), "收据", "p", "q")
        idle = AlertCode.IDLE_LONG
        about = AlertSubject.ASSET
        alert = Alert(alert_id(idle, asset), VILLAGES[0], idle, about, asset, 1, {}, (), day)
        for kept, thing in (
            (alerts.ALERTS, alert),
            (things.ASSETS, one),
            (things.CONTRACTS, sale),
            (money.MEMBERS, member),
            (money.VOUCHERS, voucher),
        ):
            yield _row_of(kept, work, thing)


def _briefings(number: int, incidents: int) -> Iterator[Item]:
    """Give as many briefings of the county, and a count of all its incidents with its events."""
    from reports.rules.briefings import Briefing
    from reports.rules.counts import Count, CountStatus, Value, Wanted
    from reports.store import events
    from reports.store.briefings import BRIEFINGS, NEWEST
    from reports.store.things import COUNTS

    first, last = date(2026, 1, 1), date(2026, 12, 31)
    figure, kept = "incidents_reported", list[Any]()
    work: Any = SimpleNamespace(change_id="0" * 26, save=kept.append)
    value = Value(figure, COUNTY, 1, incidents, incidents)
    wanted = (Wanted(figure, COUNTY),)
    done = CountStatus.DONE
    count = Count("0" * 26, COUNTY, first, last, MONDAY, wanted, "county", (value,), done)
    COUNTS.save(work, count)
    for position in range(number):
        one = Briefing(f"{position:026d}", COUNTY, first, last, NEWEST, count.id, "county")
        BRIEFINGS.save(work, one)
    page = [["incident:x", COUNTY, first.isoformat(), 1]] * events.A_PAGE
    for position in range(max(1, incidents // events.A_PAGE)):
        pk = f"EVENTS#{count.id}#000"
        kept.append(events.EventsRow(pk, f"{position:06d}", events=page))
    yield from (row.serialize() for row in kept)


def _stars(number: int) -> Iterator[Item]:
    """Give as many ratings as a tenth of the incidents, half of them awarded: every village in as many years as it takes."""
    from kernel.storage.unit_of_work import UnitOfWork
    from reports.stars.rules.rating_states import StarRatingStatus
    from reports.stars.rules.ratings import StarRating, id_of
    from reports.stars.store.things import STAR_RATINGS

    for position in range(number):
        village = VILLAGES[position % len(VILLAGES)]
        year = 2000 + position // len(VILLAGES)
        awarded = position % 2 == 0
        rating = StarRating(
            id_of(village, year),
            village,
            year,
            0,
            MONDAY,
            StarRatingStatus.AWARDED if awarded else StarRatingStatus.TO_RATE,
            stars=("civil_ways",) if awarded else (),
        )
        yield _row_of(STAR_RATINGS, UnitOfWork(), rating)


def _row_of(kept: Any, work: Any, thing: Any) -> Item:
    """Return the row a repository would write, without a store."""
    work._read[kept.key(thing.id)] = None
    kept.save(work, thing)
    return work._saved[kept.key(thing.id)].row.serialize()


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


def _disputes(number: int) -> Iterator[Item]:
    """One committee's disputes, each registered by the same worker, each a risk the town was told of; and the committees of a town."""
    from kernel import clock, ids
    from kernel.storage.unit_of_work import UnitOfWork
    from services.mediation.rules.case import Case, Party
    from services.mediation.rules.committees import Committee, Member
    from services.mediation.rules.words import CommitteeChosenBy, DisputeKind, DisputeSource
    from services.mediation.store.cases import CASES, COMMITTEES, PARTS, TOLD, Part, Told

    village, chosen = VILLAGES[0], CommitteeChosenBy.VILLAGERS_MEETING
    work = UnitOfWork()
    for unit in (TOWNS[0], *(one for one in VILLAGES if one.startswith(TOWNS[0]))):
        members = (Member("mediator", is_woman=True),)
        COMMITTEES.save(work, Committee(unit, members, "mediator", chosen, MONDAY.date()))
    yield from (one.row.serialize() for one in work._saved.values())
    parties = (Party(1, "甲"), Party(2, "乙"))
    kind, source = DisputeKind.NEIGHBOURS, DisputeSource.FOUND
    for position in range(number):
        work, at = UnitOfWork(), MONDAY - timedelta(minutes=position + 1)
        one = ids.new_id(at)
        case = Case(one, village, GRIDS[0], kind, source, "争执", parties, "worker", at, at, MONDAY)
        CASES.save(work, case)
        PARTS.save(work, Part(f"{one}.worker", one, "worker"))
        TOLD.save(work, Told(one, village, clock.iso(at), is_open=True))
        yield from (each.row.serialize() for each in work._saved.values())


def _months(unit: str, incidents: int) -> Iterator[Item]:
    """A year of a unit, with as many different times as that many incidents spread over the county make."""
    from incidents.store.rows import MonthRow

    cases = max(1, incidents // (12 * len(VILLAGES)))
    counts = {name: {"N": str(cases)} for name in ("cases", "solved")}
    times = {f"m{minutes}": {"N": "1"} for minutes in range(7, 7 + 13 * cases, 13)}
    for month in [f"2025-{12}", *(f"2026-{number:02d}" for number in range(1, 12))]:
        _, pk, sk = MonthRow.key(unit, month)
        yield {"pk": {"S": pk}, "sk": {"S": sk}, **counts, **times}


def _tallies(village: str, incidents: int) -> Iterator[Item]:
    """Two years of a village's reports as they are counted up, and what is open there."""
    from incidents.rules.tallies import STANDING, Said, Stands
    from incidents.store.rows import TallyRow

    def row(month: str, counts: Mapping[str, int]) -> Item:
        _, pk, sk = TallyRow.key(village, month)
        numbers = {name: {"N": str(number)} for name, number in counts.items()}
        return {"pk": {"S": pk}, "sk": {"S": sk}, **numbers}

    cases = max(1, incidents // (24 * len(VILLAGES)))
    for number in range(24):
        months = f"{2024 + (number + 11) // 12}-{(number + 11) % 12 + 1:02d}"
        counts: Counter[str] = Counter()
        for case in range(cases):
            kind = f"kind_{(case + number) % 18}"
            counts[f"{Said.MATTERS}.{case % 3 + 1:03d}.{kind}"] += 1
            counts[f"{Said.VOICES}.{kind}"] += 1
        yield row(months, counts)
    yield row(STANDING, {f"{Stands.MONTH}.2026-11": cases, f"{Stands.TIER}.village": cases})


def as_json(size: int) -> str:
    """Return the figures at a size as the bench passes them between processes."""
    return as_told(measure(size))


def as_told(found: Mapping[str, Figure]) -> str:
    """Return figures as the bench passes them between processes: requests, calls, units, items, milliseconds."""
    told = {
        name: [one.requests, one.cost.calls, one.cost.units, one.items, one.milliseconds]
        for name, one in found.items()
    }
    return json.dumps(told)


if __name__ == "__main__":
    for each in sys.argv[1:] or MODULES["growth"].sizes:
        print(as_json(int(each)))
