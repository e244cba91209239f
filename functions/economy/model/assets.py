"""Assets as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import json
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from economy.rules.asset_states import ASSETS
from economy.rules.assets import Asset, AssetKind, Found, LandClass
from economy.rules.machines import HireUnit, Machine, papers_lapsed
from kernel import clock
from kernel.seen import Seen
from kernel.texts import Language


class PriceView(TypedDict):
    """A posted price."""

    unit: HireUnit
    unit_name: str
    fen: int


class ShareView(TypedDict):
    """An owner's part of a pooled machine."""

    owner: str
    parts: int


class LandView(TypedDict):
    """A plot."""

    area: Annotated[int, Field(description="Hundredths of a mu / 百分之一亩")]
    land_class: LandClass
    land_class_name: str
    boundary: Annotated[dict[str, Any] | None, Field(description="GeoJSON, CGCS2000")]


class MachineView(TypedDict):
    """A machine."""

    plate: str | None
    model: str
    inspected_on: str | None
    papers_lapsed: bool
    licence: str | None
    prices: list[PriceView]
    shares: list[ShareView]


class ValuationView(TypedDict):
    """What it was worth on a day."""

    on: str
    fen: int
    valuer: str


class CountView(TypedDict):
    """What the last count of the stock found."""

    on: str
    found: Found
    found_name: str


class AssetView(TypedDict):
    """An asset as those see it who keep or watch it."""

    id: str
    village: str
    kind: AssetKind
    kind_name: str
    name: str
    place: str
    acquired_on: str
    how: str
    status: str
    status_name: str
    idle_from_on: Annotated[str | None, Field(description="A day / 日期")]
    idle_too_long: bool
    cost_fen: int | None
    worth_fen: int | None
    reference_rent_fen: int | None
    land: LandView | None
    machine: MachineView | None
    valuations: list[ValuationView]
    counted: CountView | None
    contract: str | None
    transfer: str | None
    actions: list[str]
    version: int


class AssetList(TypedDict):
    """One page of assets."""

    items: list[AssetView]
    next_cursor: str | None


class PricedMachine(TypedDict):
    """A machine with its posted prices, as everybody reads it."""

    id: str
    name: str
    model: str
    place: str
    licence: str | None
    prices: list[PriceView]
    for_hire: Annotated[
        bool,
        Field(
            description="False: its inspection has lapsed, or it is let as a whole / 否：年检过期或已整体出租"
        ),
    ]


class PricedMachineList(TypedDict):
    """One page of machines with posted prices."""

    items: list[PricedMachine]
    next_cursor: str | None


def asset_view(seen: Seen[Asset], language: Language) -> AssetView:
    """Return an asset as those see it who keep or watch it."""
    one, land = seen.thing, seen.thing.land
    drawn = json.loads(land.boundary) if land and land.boundary else None
    return {
        "id": one.id,
        "village": one.village,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "name": one.name,
        "place": one.place,
        "acquired_on": one.acquired_on.isoformat(),
        "how": one.how,
        "status": str(one.status),
        "status_name": ASSETS.statuses[one.status].say(language),
        "idle_from_on": one.idle_since.isoformat() if one.idle_since else None,
        "idle_too_long": one.is_idle_too_long(clock.today()),
        "cost_fen": one.cost_fen,
        "worth_fen": one.worth_fen,
        "reference_rent_fen": one.reference_rent_fen,
        "land": {
            "area": land.hundredths_of_mu,
            "land_class": land.land_class,
            "land_class_name": land.land_class.said.say(language),
            "boundary": drawn,
        }
        if land
        else None,
        "machine": _machine(one.machine, language) if one.machine else None,
        "valuations": [
            {"on": each.on.isoformat(), "fen": each.fen, "valuer": each.valuer}
            for each in one.valuations
        ],
        "counted": {
            "on": one.counted.on.isoformat(),
            "found": one.counted.found,
            "found_name": one.counted.found.said.say(language),
        }
        if one.counted
        else None,
        "contract": one.contract,
        "transfer": one.transfer,
        "actions": list(seen.actions),
        "version": one.version,
    }


def priced_view(one: Asset, language: Language) -> PricedMachine:
    """Return a machine with its posted prices, as everybody reads it."""
    assert one.machine is not None, "only machines have prices"
    return {
        "id": one.id,
        "name": one.name,
        "model": one.machine.model,
        "place": one.place,
        "licence": one.machine.licence,
        "prices": _prices(one.machine, language),
        "for_hire": one.is_here and not papers_lapsed(one.machine, clock.today()),
    }


def _machine(one: Machine, language: Language) -> MachineView:
    return {
        "plate": one.plate,
        "model": one.model,
        "inspected_on": one.inspected_on.isoformat() if one.inspected_on else None,
        "papers_lapsed": papers_lapsed(one, clock.today()),
        "licence": one.licence,
        "prices": _prices(one, language),
        "shares": [{"owner": each.owner, "parts": each.parts} for each in one.shares],
    }


def _prices(one: Machine, language: Language) -> list[PriceView]:
    return [
        {"unit": each.unit, "unit_name": each.unit.said.say(language), "fen": each.fen}
        for each in one.prices
    ]
