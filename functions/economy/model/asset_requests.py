"""What clients send about assets."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from economy.model.fields import Fen, HouseholdId, Hundredths, SomeFen
from economy.rules.asset_states import AssetAction, AssetStatus
from economy.rules.assets import Asset, AssetCommand, AssetKind, Found, Land, LandClass
from economy.rules.machines import COLLECTIVE, HireUnit, Machine, Price, Share
from kernel.field_errors import TextualValueError
from kernel.fields import Day, Model, ShortText, ThingId, VillageCode, Words
from kernel.geo import MalformedPolygon, parse_area
from kernel.texts import Text


def _a_polygon(given: dict[str, Any]) -> dict[str, Any]:
    try:
        parse_area(given)
    except MalformedPolygon as fault:
        raise TextualValueError(
            Text("须为 GeoJSON 多边形（CGCS2000）。", "Must be a GeoJSON polygon (CGCS2000).")
        ) from fault
    return given


class LandBody(Model):
    """A plot."""

    area: Hundredths
    land_class: Annotated[
        LandClass,
        Field(description="Class of land / 土地种类"),
    ]
    boundary: Annotated[
        dict[str, Any] | None,
        Field(description="GeoJSON, CGCS2000"),
        AfterValidator(lambda given: _a_polygon(given) if given is not None else None),
    ] = None

    def as_land(self) -> Land:
        """Return it as the rules take it."""
        drawn = json.dumps(self.boundary, separators=(",", ":")) if self.boundary else None
        return Land(self.area, self.land_class, drawn)


class PriceBody(Model):
    """What a machine costs for a mu, an hour or a day."""

    unit: Annotated[HireUnit, Field(description="By what it is counted / 计价单位")]
    fen: SomeFen

    def as_price(self) -> Price:
        """Return it as the rules take it."""
        return Price(self.unit, self.fen)


class ShareBody(Model):
    """An owner's part of a pooled machine."""

    owner: Annotated[
        HouseholdId, Field(description="A household, or `collective` / 农户编号，集体填 collective")
    ]
    parts: Annotated[int, Field(ge=1, le=10_000)]


class MachineBody(Model):
    """A machine."""

    plate: Annotated[ShortText | None, Field(description="Plate / 号牌")] = None
    model: ShortText
    inspected_on: Annotated[Day | None, Field(description="Last inspection / 最近年检日期")] = None
    licence: Annotated[
        ShortText | None,
        Field(description="Licence its operator needs / 操作人员须持证件", examples=["G2"]),
    ] = None
    prices: Annotated[list[PriceBody], Field(default_factory=list, max_length=3)]
    shares: Annotated[list[ShareBody], Field(default_factory=list, max_length=50)]

    def as_machine(self) -> Machine:
        """Return it as the rules take it."""
        return Machine(
            self.plate,
            self.model,
            self.inspected_on,
            self.licence,
            tuple(one.as_price() for one in self.prices),
            tuple(Share(one.owner, one.parts) for one in self.shares),
        )


class RegisterAsset(Model):
    """An asset or resource of a collective."""

    village: VillageCode
    kind: Annotated[
        AssetKind,
        Field(description="Kind of asset / 资产种类"),
    ]
    name: ShortText
    place: ShortText
    acquired_on: Day
    how: Annotated[ShortText, Field(description="How it was acquired / 取得方式")]
    in_use: Annotated[bool, Field(description="Used by the collective itself / 集体自用")] = False
    idle_from_on: Annotated[Day | None, Field(description="Since when it is idle / 闲置起始日")] = (
        None
    )
    cost_fen: Fen | None = None
    reference_rent_fen: Annotated[
        Fen | None, Field(description="Rent of its like for a year / 同类资产年租金参考价")
    ] = None
    land: LandBody | None = None
    machine: MachineBody | None = None

    def as_asset(self, asset_id: str) -> Asset:
        """Return it as the rules take it."""
        return Asset(
            id=asset_id,
            village=self.village,
            kind=self.kind,
            name=self.name,
            place=self.place,
            acquired_on=self.acquired_on,
            how=self.how,
            status=AssetStatus.IN_USE if self.in_use else AssetStatus.IDLE,
            idle_since=self.idle_from_on,
            cost_fen=self.cost_fen,
            reference_rent_fen=self.reference_rent_fen,
            land=self.land.as_land() if self.land else None,
            machine=self.machine.as_machine() if self.machine else None,
        )

    def households(self) -> list[str]:
        """Return the households that own a part of it."""
        shares = self.machine.shares if self.machine else []
        return [one.owner for one in shares if one.owner != COLLECTIVE]


class MoveAsset(Model):
    """A step of an asset."""

    action: Literal[
        AssetAction.USE,
        AssetAction.LAY_IDLE,
        AssetAction.VALUE,
        AssetAction.INSPECT,
        AssetAction.PRICE,
        AssetAction.COUNT,
        AssetAction.RETIRE,
    ]
    on: Annotated[
        Day | None, Field(description="lay_idle, value, inspect, count: on which day / 日期")
    ] = None
    fen: Annotated[
        Fen | None,
        Field(
            description="value: what it is worth; retire: what it brings, where that was decided / 评估价值；处置价款（分）"
        ),
    ] = None
    valuer: Annotated[ShortText | None, Field(description="value: who says so / 评估机构")] = None
    reference_rent_fen: Annotated[
        Fen | None,
        Field(description="value: rent of its like for a year / 同类资产年租金参考价（分）"),
    ] = None
    found: Annotated[
        Found | None,
        Field(description="count: what was found / 盘点结果"),
    ] = None
    prices: Annotated[
        list[PriceBody] | None, Field(max_length=3, description="price: all prices / 全部价格")
    ] = None
    reason: Annotated[Words | None, Field(max_length=1000, description="use, retire / 理由")] = None
    decision: Annotated[
        ThingId | None, Field(description="retire: the matter that was decided / 决议事项编号")
    ] = None

    def as_command(self) -> AssetCommand:
        """Return it as the rules take it."""
        return AssetCommand(
            self.action,
            self.on,
            self.fen,
            self.valuer,
            self.found,
            tuple(one.as_price() for one in self.prices or ()),
            self.reason,
            self.decision,
            self.reference_rent_fen,
        )
