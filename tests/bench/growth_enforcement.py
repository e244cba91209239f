"""What each list of enforcement asks of the store while the table grows: `python -m tests.bench.growth_enforcement [things …]`.

Each thing is brought about once, through the routes; its rows are then copied so many times under other ids.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple

import tests.conftest  # noqa: F401  # pyright: ignore[reportUnusedImport] - the environment of the stages, before anything reads it
from tests.bench.growth import Figure, as_told
from tests.bench.growth_sizes import MODULES
from tests.bench.memory import Cost, Item, Memory
from tests.support import outreach
from tests.support.cases import Enforcement
from tests.support.county import TOWN, VILLAGE, a_county
from tests.support.enforcement_town import SESSION, EnforcingTown
from tests.support.in_process import MONDAY, ask, forget

_A_PAGE = 25
_RUNS = 4
_TABLES = ("registry", "obligations", "incidents", "enforcement", "notices", "workspace", "points")


class Asked(NamedTuple):
    """A list, and who asks for it; None: anybody, without a name."""

    name: str
    path: str
    by: str | None
    query: Mapping[str, Any] = {}


LISTS = (
    Asked("closed cases of a town", "cases", "boss", {"town": TOWN, "status": "closed"}),
    Asked("own cases of an officer", "own-cases", "eo1", {"standing": "officer"}),
    Asked("inspections of a town", "inspections", "head", {"town": TOWN, "status": "closed"}),
    Asked("inspections of a year", f"towns/{TOWN}/years/2026/links/inspections", "head"),
    Asked("decisions made public", "public/decisions", None, {"town": TOWN}),
    Asked("certificates of a town", "certificates", "head", {"organ": TOWN}),
    Asked("trainings of a town", "trainings", "head", {"organ": TOWN}),
    Asked("sites of a village", "public/outreach/sites", None, {"unit": VILLAGE}),
    Asked("activities in a village", "public/outreach/activities", None, {"unit": VILLAGE}),
)
_COPIED = re.compile(r"^(CASE|INSPECTION|CERT|TRAINING|SITE|ACTIVITY)#")
_ID = re.compile(r"(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{26}(?![0-9A-Z])")


def measure(things: int) -> dict[str, Figure]:
    """Fill a town with so many of each thing, and return what each list costs there."""
    with _a_town_of(things) as memory:
        return {asked.name: _ask_some_times(memory, asked) for asked in LISTS}


@contextmanager
def _a_town_of(things: int) -> Iterator[Memory]:
    """Run the code on a town in memory."""
    from kernel import clock
    from kernel.storage import dynamo, rates

    with a_county() as county:
        _bring_about(county)
        kept = {table: county.kept(table) for table in ("registry", "enforcement")}
        knowing: tuple[Any, ...] = (dynamo, rates)
        memory, client = Memory(_TABLES), dynamo.client
        memory.fill(("registry", row) for row in kept["registry"])
        memory.fill(("enforcement", row) for row in _grown(kept["enforcement"], things))
        for module in knowing:
            module.client = lambda: memory
        try:
            with clock.told_by(lambda: MONDAY + timedelta(days=30)):
                yield memory
        finally:
            for module in knowing:
                module.client = client
            forget()


def _bring_about(county: Any) -> None:
    """Bring about one of each thing."""
    enforcing, inspecting = Enforcement(county), EnforcingTown(county).staffed()
    inspecting.done("POST", "/trainings", SESSION, by="head")
    inspecting.recorded(inspecting.under_way())
    case = enforcing.served()
    for action in ("choose_publication", "close"):
        if action == "close":
            enforcing.did(case, "record_payment", "eo1")
        enforcing.did(case, action, "boss")
    outreach.set_up(county)
    held = outreach.go(
        county, "POST", f"{outreach.BASE}/activities", outreach.activity_of(), by="town"
    )
    assert held.status == 201, held


def _grown(rows: Sequence[Item], things: int) -> Iterator[Item]:
    """Give the rows as they are, and those of things so many times again under other ids."""
    for row in rows:
        yield row
        pk, sk = row["pk"]["S"], row["sk"]["S"]
        listed = "list" in row or "subject" in row or "#" not in sk
        whose = pk.startswith(("PERSON#", "LINKS#"))
        if not (whose or (_COPIED.match(pk) and listed)):
            continue
        found = (_ID.findall(sk if whose else pk) or [pk.partition("#")[2]])[-1]
        for number in range(things - 1):
            yield _copy(row, found, _other(found, number))


def _copy(row: Item, of: str, to: str) -> Item:
    """Return a row under another id; its document stays the same, as no list looks for an id there."""
    named = {
        name: {"S": typed["S"].replace(of, to)}
        for name, typed in row.items()
        if of in str(typed.get("S", ""))
    }
    return {**row, **named}


def _other(of: str, number: int) -> str:
    return f"{of[: -min(6, len(of))]}{number:06d}" if len(of) == 26 else f"{of}-{number:06d}"


def _ask_some_times(memory: Memory, asked: Asked) -> Figure:
    runs = [_ask(memory, asked) for _ in range(_RUNS)]
    return runs[-1]._replace(milliseconds=min(one.milliseconds for one in runs))


def _ask(memory: Memory, asked: Asked) -> Figure:
    from enforcement.api import API

    memory.cost = Cost()
    forget()
    begun = time.process_time()
    path, query = f"/v1/enforcement/{asked.path}", {**asked.query, "limit": _A_PAGE}
    answer = ask(API, "GET", path, by=asked.by, query=query)
    spent = time.process_time() - begun - memory.cost.seconds
    assert answer.status == 200, (asked, answer)
    return Figure(memory.cost, 1, len(answer.body["items"]), 1000 * spent)


def as_json(size: int) -> str:
    """Return the figures at a size as the bench passes them between processes."""
    return as_told(measure(size))


if __name__ == "__main__":
    for each in sys.argv[1:] or MODULES["growth_enforcement"].sizes:
        print(as_json(int(each)))
