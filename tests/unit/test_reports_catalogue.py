"""One catalogue for every number anybody sees: on the board, the desk's home, in the stars, the public data and the briefings."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.problems import InvalidFields
from reports.public_data.rules.releases import FIGURES as OF_DATASETS
from reports.public_data.rules.releases import Dataset
from reports.rules.figures import EVENTS, FigureCutOff, FigureUnit, require
from reports.stars.rules.scheme import StarSchemeDoesNotHold, parse, refuse_uncounted
from reports.store.catalogue import catalogue
from reports.tracking.rules.points import FIGURES as OF_POINTS
from reports.tracking.rules.points import TrackingPointRule

CONTRACT: Any = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_bytes())
SCHEMAS: dict[str, Any] = CONTRACT["components"]["schemas"]
BESIDES = ("/v1/supervision/punctuality", "/v1/incidents/queue/counts")
"""What stands on the board and the desk's home, and belongs to another context."""
NO_FIGURE = {
    "version": "which version of a thing it is",
    "definition_version": "which version of a definition",
    "scheme_version": "which version of the scheme",
    "rules_version": "which version of the rules",
    "size": "how long a file is",
    "year": "a year",
    "done": "how far the work is",
    "total": "how much work there is",
    "towns": "how much of a release there is to read",
    "read": "how far the reading is",
    "StarYearView.villages": "how far the opening of a year is",
    "least": "a limit of the rules",
    "least_cases": "a limit of the rules",
    "most_counted": "a limit of the rules",
    "at_least": "a limit of the scheme",
    "StarLevelCount.level": "which row of the tally it is",
    "seq": "which step of a history it is",
    "coordinates": "where a place is",
    "FigureEventView.amount": "what an event adds to the figure that was opened to it",
}
"""Numbers that count nothing of the county's, and why; by property, or by schema and property."""
PROGRESS = {"BriefingView", "FigureCountView"}
"""Of these alone `total` is how much work there is."""


def answers() -> Iterator[str]:
    """Give the schemas of what the routes of numbers answer."""
    for path, methods in CONTRACT["paths"].items():
        if not (path.startswith("/v1/reports/") or path in BESIDES):
            continue
        for operation in methods.values():
            if isinstance(operation, dict):
                for code, answer in operation.get("responses", {}).items():
                    if code.startswith("2"):
                        yield from refs(answer)


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            *_, kind, name = node["$ref"].split("/")
            if kind == "schemas":
                yield name
            else:
                yield from refs(CONTRACT["components"][kind][name])
        for value in node.values():
            yield from refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from refs(value)


def walked() -> list[str]:
    found: dict[str, None] = {}
    left = list(answers())
    while left:
        name = left.pop()
        if name not in found:
            found[name] = None
            left += refs(SCHEMAS[name])
    return sorted(found)


def is_number(said: Any) -> bool:
    if said.get("type") in ("integer", "number"):
        return True
    parts = [*said.get("anyOf", []), *said.get("allOf", [])]
    if isinstance(said.get("additionalProperties"), dict):
        parts.append(said["additionalProperties"])
    if isinstance(said.get("items"), dict):
        parts.append(said["items"])
    return any(is_number(one) for one in parts)


def numbers() -> Iterator[tuple[str, str, Any, bool]]:
    """Give every number of the answers: its schema, its name, what is said of it, and whether the answer names its figure beside it."""
    for name in walked():
        properties = SCHEMAS[name].get("properties", {})
        for one, said in properties.items():
            if is_number(said):
                yield name, one, said, "figure" in properties


def is_none(schema: str, name: str) -> bool:
    if name == "total" and schema not in PROGRESS:
        return False
    return name in NO_FIGURE or f"{schema}.{name}" in NO_FIGURE


def test_the_walk_comes_to_the_board_the_home_the_stars_and_the_public_data() -> None:
    assert {
        *("TrackingBoard", "TrackedNumbers", "TrackingPoint", "HotSpot", "PunctualityOfUnit"),
        *("QueueCountsView", "StatusCount", "StarTallyView", "PublicVillageStars"),
        *("PublicDatasetWhole", "DatasetRequests", "BriefingFigureView", "FigureValueView"),
    } <= set(walked())


def test_no_number_is_answered_without_its_definition() -> None:
    without = [
        f"{schema}.{name}"
        for schema, name, said, is_named in numbers()
        if not (is_named or "x-sizhi-figure" in said or is_none(schema, name))
    ]

    assert without == []


def test_every_definition_that_is_named_is_in_the_catalogue() -> None:
    named: set[str] = set()
    for _, _, said, _ in numbers():
        figure = said.get("x-sizhi-figure", [])
        named |= {figure} if isinstance(figure, str) else set(figure)
    points = {one for pair in OF_POINTS.values() for one in pair if one}

    assert named | points | set(OF_DATASETS.values()) <= set(catalogue())
    assert set(OF_POINTS) == set(TrackingPointRule)
    assert set(OF_DATASETS) == set(Dataset)


def test_every_definition_stands_where_somebody_reads_it() -> None:
    named: set[str] = set()
    for _, _, said, _ in numbers():
        figure = said.get("x-sizhi-figure", [])
        named |= {figure} if isinstance(figure, str) else set(figure)
    named |= {one for pair in OF_POINTS.values() for one in pair if one}
    named |= set(OF_DATASETS.values())

    told = {one.name for one in catalogue().values() if not one.is_counted}
    assert told <= named


def test_what_no_number_is_said_to_be_is_said_of_a_number() -> None:
    seen = {one for schema, name, _, _ in numbers() for one in (name, f"{schema}.{name}")}

    assert set(NO_FIGURE) <= seen


def test_a_list_that_a_figure_opens_to_is_a_route_and_names_who_may_read_it() -> None:
    for one in catalogue().values():
        if one.opens is not None:
            assert "get" in CONTRACT["paths"][one.opens], one.name
            assert one.readers, one.name
        assert (one.opens == EVENTS) == one.is_counted, one.name
        assert (one.cut_off is FigureCutOff.ASKED) == one.is_counted, one.name


def test_seconds_are_told_of_what_is_named_so() -> None:
    for one in catalogue().values():
        assert (one.unit is FigureUnit.SECOND) == one.name.endswith("_seconds"), one.name


def test_what_is_read_where_it_stands_is_not_counted_for_whoever_asks() -> None:
    with pytest.raises(InvalidFields, match="read where it stands"):
        require(catalogue(), "incidents_open", "140426106")


def test_no_star_rests_on_a_number_that_no_snapshot_holds() -> None:
    item = {"code": "open", "name": {"zh": "少", "en": "few"}, "figure": "incidents_open"}
    star = {
        "code": "s",
        "name": {"zh": "星", "en": "star"},
        "items": [item | {"at_least": None}],
    }

    with pytest.raises(StarSchemeDoesNotHold):
        refuse_uncounted(parse({"stars": [star]}, 1), catalogue())


def test_whoever_a_definition_lets_read_its_list_is_let_in_there() -> None:
    """Within their own area: each of these routes asks for it (`tests/unit/test_routes.py`, `tests/integration/test_access_matrix.py`)."""
    admitted = {
        (method, path): access.roles
        for context in ("composition", "incidents", "reports", "services")
        for (method, path), access in importlib.import_module(f"{context}.api").API.declared.items()
    }

    for one in catalogue().values():
        if one.opens is not None:
            let_in = admitted["GET", one.opens]
            assert let_in is None or one.readers <= let_in, (one.name, one.opens)
