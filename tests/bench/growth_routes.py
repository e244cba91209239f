"""What each GET asks of the store while the table grows: `python -m tests.bench.growth_routes [rows …]`.

A fortnight of a village is played by `tests/simulation`, with what the contract's examples bring about besides. Each GET is then asked by whoever is
told most, of whatever tells most, and once more while every partition it asks for holds so many rows (`tests/bench/grown.py`).
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import product
from typing import Any, NamedTuple

import tests.conftest  # noqa: F401  # pyright: ignore[reportUnusedImport] - the environment of the stages, before anything reads it
from tests.bench.grown import Grown
from tests.bench.growth import Figure, as_told
from tests.bench.growth_reasons import EMPTY, REPORTS
from tests.bench.growth_sizes import MODULES
from tests.bench.memory import Cost
from tests.bench.whole_county import (
    GRID,
    TOWN,
    VILLAGE,
    WholeCounty,
    a_whole_county,
    standing_still,
)
from tests.simulation.cloud.account import forget
from tests.support.in_process import ask
from tests.support.template import ROOT

_A_PAGE, _RUNS, _OF_EACH, _MOST_OF_REPORTS = 25, 2, 4, 100
COUNTY = TOWN[:6]
NAMED: dict[str, Sequence[str]] = {
    "village": (VILLAGE,),
    "town": (TOWN,),
    "county": (COUNTY,),
    "unit": (VILLAGE, GRID, TOWN, COUNTY, f"{COUNTY}-SLJ"),
    "code": (VILLAGE,),
    "parent": (VILLAGE, TOWN, COUNTY),
    "grid": (GRID,),
    "organ": (TOWN,),
    "year": ("2026",),
    "month": ("2026-11",),
    "first": ("2026-11",),
    "last": ("2026-11",),
    "day": ("2026-11-23",),
    "by": ("2099-01-01",),
    "form": ("household_basics",),
    "field": ("contact_phone",),
    "level": ("inspections",),
    "round": ("Q4",),
    "version": ("1",),
    "household": ("h-1-1", "h-1-2", "h-1-3"),
    "person": ("g1resident1",),
    "person_id": ("eo1",),
    "item": ("straw", "example-item"),
    "act": ("burning-straw",),
    "lat": ("36.502",),
    "lon": ("113.387",),
    "crs": ("wgs84",),
    "category": ("public_facilities",),
    "figure": ("incidents_reported",),
    "kind": ("incident",),
}
"""What goes by a name in paths and queries, where no list tells it."""
FOUND_IN: dict[str, tuple[str, str]] = {
    "incident_id": ("/v1/incidents", "id"),
    "matter": ("/v1/assembly/matters", "id"),
    "case_code": ("/v1/incidents", "case_code"),
    "service_request_id": ("/open311/v2/requests.json", "service_request_id"),
    "service_code": ("/open311/v2/services.json", "service_code"),
    "count": ("/v1/reports/briefings", "count"),
    "finding_id": ("/v1/services/hazards/findings", "id"),
    "inspection_id": ("/v1/enforcement/inspections", "id"),
    "case_id": ("/v1/enforcement/cases", "id"),
    "courtyard_id": ("/v1/services/environment/courtyards", "id"),
}
"""Where to look for what a path names, and under which name, when not in the list it stands under."""
ALSO_SAID = {"/v1/incidents/similar": {"unit": GRID}}
"""What a query needs that is not required of every query."""
KEPT_AS = {"vote": "VOTE#", "machine": "ASSET#"}
"""What the keys of those begin with that no list tells."""


def measure(size: int) -> dict[str, Figure]:
    """Return what each list and each report costs where every partition it asks for holds so much; reports only of the smallest."""
    county = a_whole_county()
    with standing_still(county) as store:
        asking = Asking(county, store)
        return dict(_figures(asking, size))


def _figures(asking: Asking, size: int) -> Iterator[tuple[str, Figure]]:
    for path in asking.paths:
        of_interest = asking.answers_a_list(path) or path in REPORTS
        if path in EMPTY or not of_interest or (path in REPORTS and size > _MOST_OF_REPORTS):
            continue
        asking.store.grow(0)
        if route := asking.route(path):
            asking.store.grow(size)
            yield path, asking.cost(route)


class Route(NamedTuple):
    """A GET of the contract, as it is asked here."""

    path: str
    filled: str
    by: str | None
    query: Mapping[str, str]


class Asking:
    """The county, and how its routes are asked."""

    def __init__(self, county: WholeCounty, store: Grown) -> None:
        self.county, self.store = county, store
        described = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
        self._described = described
        self.paths: list[str] = [path for path, each in described["paths"].items() if "get" in each]
        self._apis = _apis()
        self._found: dict[str, Route | None] = {}

    def route(self, path: str) -> Route | None:
        """Return how a path is asked so that most is told; None: nobody is answered there."""
        if path not in self._found:
            self._found[path] = None
            self._found[path] = self._best(path)
        return self._found[path]

    def _best(self, path: str) -> Route | None:
        """Return the first that is told anything; else the first that is answered."""
        best: Route | None = None
        for filled, query, by in product(
            self._filled(path), self._queries(path), self._people(path)
        ):
            answer = self.answer(path, filled, by, query)
            if answer is None:
                continue
            best = best or Route(path, filled, by, query)
            if told(answer) or not is_list(answer):
                return Route(path, filled, by, query)
        return best

    def answers_a_list(self, path: str) -> bool:
        """Return whether a GET is described to answer a list of things."""
        answers = self._described["paths"][path]["get"]["responses"]
        content = self._resolved(answers["200"]).get("content", {}).get("application/json")
        if content is None:
            return False
        schema = self._resolved(content["schema"])
        items = self._resolved(schema.get("properties", {}).get("items", {}))
        return "array" in (schema.get("type"), items.get("type"))

    def answer(self, path: str, filled: str, by: str | None, query: Mapping[str, str]) -> Any:
        """Return what a request is answered; None: it is refused."""
        forget()
        said = ask(_Raw(self._apis[path]), "GET", filled, by=by, query=query)
        return said.body if said.status == 200 else None

    def _people(self, path: str) -> list[str | None]:
        access = self._apis[path].declared["GET", path]
        if access.roles is None:
            return [None]
        return [who for who, posts in self.county.people.items() if posts & access.roles]

    def _filled(self, path: str) -> Iterator[str]:
        names = re.findall(r"\{(\w+)\}", path)
        for values in product(*(self._values(path, name) for name in names)):
            filled = path
            for name, value in zip(names, values, strict=True):
                filled = filled.replace(f"{{{name}}}", value)
            yield filled

    def _values(self, path: str, name: str) -> Sequence[str]:
        if name in NAMED:
            return NAMED[name]
        above = path.partition(f"/{{{name}}}")[0]
        if name in KEPT_AS and above not in self.paths:
            return self._kept(KEPT_AS[name])
        where = (above, "id") if above in self.paths else FOUND_IN.get(name)
        route = self.route(where[0]) if where else None
        if where is None or route is None:
            return ()
        body = self.answer(*route)
        items = body if isinstance(body, list) else body.get("items") or body.get(where[1], ())
        names = [_name_of(one, where[1]) for one in items]
        return list(dict.fromkeys(one for one in names if one))[:_OF_EACH]

    def _kept(self, kind: str) -> Sequence[str]:
        keys = (row["pk"]["S"] for rows in self.county.rows.values() for row in rows)
        names = {re.split("[#~]", key)[1] for key in keys if key.startswith(kind)}
        return sorted(names)[:_OF_EACH]

    def _queries(self, path: str) -> list[dict[str, str]]:
        """Return the queries a route is asked with: what it requires, and each choice of what it offers."""
        wanted: dict[str, Sequence[str]] = {
            name: (value,) for name, value in ALSO_SAID.get(path, {}).items()
        }
        for parameter in self._described["paths"][path]["get"].get("parameters", ()):
            one = self._resolved(parameter)
            if one["in"] != "query":
                continue
            schema = self._resolved(one["schema"])
            if one["name"] in wanted:
                continue
            if one["name"] == "limit":
                wanted["limit"] = (str(_A_PAGE),)
            elif one.get("required"):
                wanted[one["name"]] = NAMED.get(one["name"]) or schema.get("enum") or ("",)
            elif choices := self._choices(schema):
                wanted[one["name"]] = ("", *choices)
        return [
            {name: value for name, value in zip(wanted, values, strict=True) if value}
            for values in product(*wanted.values())
        ]

    def _choices(self, schema: Mapping[str, Any]) -> Sequence[str]:
        for one in (schema, *schema.get("anyOf", ()), schema.get("items", {})):
            if found := self._resolved(one).get("enum"):
                return found
        return ()

    def _resolved(self, one: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in one:
            return one
        found: Any = self._described
        for part in one["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found

    def cost(self, route: Route, runs: int = _RUNS) -> Figure:
        """Return what a route costs as the store is now."""
        figures = [self._cost(route) for _ in range(runs)]
        return figures[-1]._replace(milliseconds=min(one.milliseconds for one in figures))

    def _cost(self, route: Route) -> Figure:
        self.store.cost = Cost()
        forget()
        begun = time.process_time()
        answer = self.answer(*route)
        # What is asked from here on, such as who is told most of the next path, is another's.
        cost, self.store.cost = self.store.cost, Cost()
        spent = time.process_time() - begun - cost.seconds
        assert answer is not None, route
        return Figure(cost, 1, told(answer), 1000 * spent)


class _Raw:
    """An API whose answers may be other than JSON: a file's text stands for itself."""

    def __init__(self, api: Any) -> None:
        self._api = api

    def handle(self, event: Any, context: Any) -> Any:
        """Answer."""
        told = self._api.handle(event, context)
        if "json" not in told["headers"].get("Content-Type", "json"):
            told = told | {"body": json.dumps(told["body"])}
        return told


def is_list(body: Any) -> bool:
    """Return whether an answer is a list of things."""
    return isinstance(body, list) or (isinstance(body, dict) and "items" in body)


def told(body: Any) -> int:
    """Return of how many things an answer tells."""
    if not is_list(body):
        return 0
    return len(body if isinstance(body, list) else body["items"])


def _name_of(item: Any, named: str) -> str | None:
    if not isinstance(item, dict):
        return str(item)
    if named != "id" and named in item:
        return str(item[named])
    names = ("id", "number", "code", "person_id", "version", "year", "month")
    return next((str(item[one]) for one in names if item.get(one) not in (None, "")), None)


def _apis() -> dict[str, Any]:
    from infra.openapi import CONTEXTS

    for composed in ("composition.enforcement", "composition.field", "composition.services"):
        import_module(composed)
    apis = [import_module(f"{context}.api").API for context in CONTEXTS]
    return {path: api for api in apis for method, path in api.declared if method == "GET"}


def as_json(size: int) -> str:
    """Return the figures at a size as the bench passes them between processes."""
    return as_told(measure(size))


if __name__ == "__main__":
    for each in sys.argv[1:] or MODULES["growth_routes"].sizes:
        print(as_json(int(each)))
