"""A county in which something of everything has happened: a fortnight that was played, and what the contract's examples bring about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from kernel.access import Role
from tests.bench.grown import Grown
from tests.simulation.cloud.account import Account, running
from tests.simulation.faults import NONE
from tests.simulation.run import playing
from tests.simulation.town import TOWN
from tests.simulation.world import Plan, World
from tests.support.template import ROOT

VILLAGE, GRID = TOWN + "201", TOWN + "201001"
_FORTNIGHT = Plan(
    5, days=14, villages=1, residents=3, begin=datetime(2026, 11, 8, 16, tzinfo=UTC), rates=NONE
)
_HOMES = {"h-002": "h-1-1", "h-001": "h-1-2", "h-007": "h-1-3"}
_ROLES = {
    "gw": "grid_worker",
    "vo": "village_officer",
    "to": "town_officer",
    "eo": "enforcement_officer",
    "md": "mediator",
    "re": "resident",
    "sk": "shop_keeper",
}
"""What those are whom the demo county calls p-gw-01 and so on."""
BESIDES: Sequence[tuple[str, str, Mapping[str, Any]]] = (
    (
        "v1supervisor",
        "/v1/assembly/reviews",
        {
            "village": VILLAGE,
            "subject_kind": "matter",
            "subject": "{matter}",
            "text": "请说明为何没有公布。",
        },
    ),
    (
        "admin",
        "/v1/reports/stars/years",
        {"unit": TOWN, "year": 2026, "rate_by": "2027-01-31"},
    ),
    ("admin", "/v1/reports/datasets", {"dataset": "incidents", "quarter": "2026Q3"}),
    ("v1officer1", f"/v1/points/villages/{VILLAGE}/boards", {"period": "2026-11"}),
    (
        "admin",
        "/v1/notices/subscriptions",
        {"protocol": "email", "endpoint": "office@example.com", "unit": GRID},
    ),
    (
        "town1",
        "/v1/services/hazards/warnings",
        {
            "unit": VILLAGE,
            "kinds": ["slope"],
            "reason": "暴雨橙色预警",
            "until": "2026-11-25T09:40:00+08:00",
        },
    ),
    (
        "g1resident1",
        "/v1/services/information/own/consents",
        {"form": "household_basics", "field": "contact_phone", "give": True},
    ),
    (
        "g1resident1",
        "/v1/economy/machines/{machine}/hires",
        {
            "begins_at": "2026-11-25T08:00:00+08:00",
            "ends_at": "2026-11-25T12:00:00+08:00",
            "unit": "mu",
            "for_whom": "村东三亩地",
            "licence": "晋D0001",
        },
    ),
)
"""What the examples, which are of another town and day, do not bring about."""
_KINDS = {
    "machine": "ASSET",
    "project": "PROJECT",
    "contract": "CONTRACT",
    "briefing": "BRIEFING",
    "case_id": "CASE",
    "household": "HOUSEHOLD",
    "feedback": "FEEDBACK",
    "matter": "MATTER",
}
"""Which things paths name: their newest is meant."""
AFTERWARDS: Sequence[tuple[str, str, Mapping[str, Any]]] = (
    ("town1", "/v1/reports/briefings/{briefing}/transitions", {"action": "sign"}),
    (
        "town1",
        "/v1/reports/briefings/{briefing}/corrections",
        {"figure": "incidents_reported", "note": "一件事件重复登记"},
    ),
)
"""What is done once what was asked for is counted."""
_AN_ID = 26
_PICTURE = {"content_type": "image/jpeg", "size": 1}
PHOTOS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "INCIDENT": ("/v1/media/incidents/{}", {**_PICTURE, "kind": "before"}),
    "CASE": ("/v1/media/cases/{}", {**_PICTURE, "kind": "before"}),
    "INSPECTION": ("/v1/media/inspections/{}", {**_PICTURE, "kind": "before"}),
    "FINDING": ("/v1/media/hazards/{}", {**_PICTURE, "kind": "before"}),
    "COURTYARD": ("/v1/media/courtyards/{}", {**_PICTURE, "shows_yard_only": True}),
}
"""By the sort key of a thing, how a photo of it is announced."""
_AS = {"supervisor": "village_supervisor", "household": "resident"}


class WholeCounty(NamedTuple):
    """What a county holds, and who is there with which roles."""

    account: Account
    """Of the play, for its time: what was imported meanwhile goes by it."""
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    people: Mapping[str, frozenset[Role]]


def a_whole_county() -> WholeCounty:
    """Play it."""
    with playing(_FORTNIGHT) as play:
        play.days()
        _follow_the_examples(play.world)
        world = play.world
        _do(world, BESIDES)
        _announce_photos(world)
        world.account.run(world.now + timedelta(hours=1))
        _do(world, AFTERWARDS)
        rows = {
            name: list(table.rows.values()) for name, table in world.account.store.tables.items()
        }
        people = {
            one.id: frozenset(Role(role) for role in one.roles)
            for one in world.town.people.values()
            if one.posts
        }
        return WholeCounty(world.account, rows, people)


@contextmanager
def standing_still(county: WholeCounty) -> Iterator[Grown]:
    """Run the code on what a county holds, at the instant it was left."""
    from kernel.storage import dynamo, rates

    store = Grown(county.rows)
    client: Any = dynamo.client
    knowing: tuple[Any, ...] = (dynamo, rates)
    with running(county.account):
        for module in knowing:
            module.client = lambda: store
        try:
            yield store
        finally:
            for module in knowing:
                module.client = client


def _follow_the_examples(world: World) -> None:
    """Do what the contract gives examples of, each by whoever may."""
    described = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))["paths"]
    examples = json.loads((ROOT / "infra/contract/examples.json").read_text(encoding="utf-8"))
    asked = {
        operation["operationId"]: (method.upper(), path)
        for path, operations in described.items()
        for method, operation in operations.items()
    }
    by_role: dict[str, list[str]] = {}
    for one in world.town.people.values():
        for role in one.roles:
            by_role.setdefault(role, []).append(one.id)
    for name, example in examples.items():
        method, path = asked[name]
        for key, value in {"village": VILLAGE, "town": TOWN, **example.get("path", {})}.items():
            path = path.replace(f"{{{key}}}", str(value))
        path = _named(world, path)
        role: str = example.get("as", "")
        if "value" in example and "{" not in path and not path.startswith("/open311"):
            body = _of_this_town(example["value"], by_role)
            for person in by_role.get(_AS.get(role, role), ())[:3]:
                if world.account.ask(method, path, body, by=person).status < 300:
                    break


def _do(world: World, what: Sequence[tuple[str, str, Mapping[str, Any]]]) -> None:
    for who, path, body in what:
        said = json.loads(_named(world, json.dumps(body)))
        world.account.ask("POST", _named(world, path), said, by=who)


def _announce_photos(world: World) -> None:
    """Let a photo be announced of every thing that takes one, by the first who may."""
    staff = [one.id for one in world.town.people.values() if one.posts]
    there = [key for table in world.account.store.tables.values() for key in table.rows]
    for pk, sk in there:
        _, _, thing_id = pk.partition("#")
        if sk not in PHOTOS or len(thing_id) != _AN_ID:
            continue
        path, body = PHOTOS[sk]
        thing = path.format(thing_id)
        for who in staff:
            if world.account.ask("POST", thing, body, by=who).status < 300:
                break


def _named(world: World, text: str) -> str:
    """Return a text with the newest thing in the place of each that is only named."""
    for name, kind in _KINDS.items():
        if f"{{{name}}}" in text:
            newest = max(
                (
                    pk
                    for table in world.account.store.tables.values()
                    for pk, sk in table.rows
                    if sk == kind and "-" not in pk
                ),
                default=None,
            )
            if newest:
                text = text.replace(f"{{{name}}}", newest.partition("#")[2])
    return text


def _of_this_town(said: Any, by_role: Mapping[str, list[str]]) -> Any:
    """Return a body of the demo county with people and households of this town."""

    def person(match: re.Match[str]) -> str:
        among = by_role.get(_ROLES.get(match.group(1), ""), [str(match[0])])
        return among[(int(match[2]) - 1) % len(among)]

    text = re.sub(r"p-([a-z]{2})-(\d+)", person, json.dumps(said, ensure_ascii=False))
    for before, after in _HOMES.items():
        text = text.replace(f'"{before}"', f'"{after}"')
    return json.loads(text)
