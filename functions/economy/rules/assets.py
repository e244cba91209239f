"""What a collective owns (资产、资源): land, buildings, machines, forest, water; how it is used, worth and counted (DOMAIN 16.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from economy.rules.asset_states import (
    ASSET_ROLES,
    ASSETS,
    AssetAction,
    AssetEvent,
    AssetHolder,
    AssetStatus,
)
from economy.rules.machines import Machine, Price
from economy.rules.standing import held_by_post
from economy.rules.terms import amount
from kernel.access import Caller
from kernel.clock import months_after
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Named, Text

VALUATIONS_KEPT = 20
"""The latest stand in the thing, all of them in its history."""


class AssetKind(Named):
    """What an asset is."""

    LAND = "land", "土地", "land"
    BUILDING = "building", "房屋", "a building"
    MACHINE = "machine", "农机", "a machine"
    FOREST = "forest", "林木", "forest"
    WATER = "water", "水面", "water"
    EQUIPMENT = "equipment", "设施设备", "equipment"


class LandClass(Named):
    """What land is for; how long it may be contracted follows from it."""

    ARABLE = "arable", "耕地", "arable"
    GRASS = "grass", "草地", "grass"
    WOOD = "wood", "林地", "wood"
    WASTE = "waste", "四荒地", "waste land"
    BUILT = "built", "集体建设用地", "construction land"


class Found(Named):
    """What a count of the stock found."""

    PRESENT = "present", "账实相符", "there, as in the book"
    DAMAGED = "damaged", "有损坏", "damaged"
    MISSING = "missing", "盘亏", "missing"


@record
class Land:
    """A plot: its size in hundredths of a mu, its class, and where it lies (GeoJSON in CGCS2000), if somebody drew it."""

    hundredths_of_mu: int
    land_class: LandClass
    boundary: str | None = None


@record
class Valuation:
    """What an asset was worth on a day, and who said so."""

    on: date
    fen: int
    valuer: str


@record
class Count:
    """What a count of the stock found on a day."""

    on: date
    found: Found
    by: str


@record
class Asset:
    """Something a collective owns, or uses in common.

    Attributes
    ----------
    how
        How it was acquired: bought, built, given, inherited from the production team.
    cost_fen, reference_rent_fen
        What it cost, and what its like is let for in a year; None: nobody knows.
    reference_by
        Who entered what its like is let for: near to a tenant, it counts nothing.
    idle_since
        Since which day nobody has used it.
    contract, transfer
        By which contract it is let, and to whom its tenant or contractor passed it on.
    """

    id: str
    village: str
    kind: AssetKind
    name: str
    place: str
    acquired_on: date
    how: str
    status: AssetStatus = AssetStatus.IDLE
    idle_since: date | None = None
    cost_fen: int | None = None
    reference_rent_fen: int | None = None
    reference_by: str | None = None
    land: Land | None = None
    machine: Machine | None = None
    valuations: tuple[Valuation, ...] = ()
    counted: Count | None = None
    contract: str | None = None
    transfer: str | None = None
    decision: str | None = None
    version: int = 1

    @property
    def worth_fen(self) -> int | None:
        """What it is worth by the latest valuation, else what it cost."""
        return self.valuations[-1].fen if self.valuations else self.cost_fen

    @property
    def is_here(self) -> bool:
        """Whether it is the collective's to give out: not let as a whole, and not given up."""
        return self.status in (AssetStatus.IDLE, AssetStatus.IN_USE)

    def is_idle_too_long(self, day: date) -> bool:
        """Tell whether it has been idle for longer than an alert waits (DOMAIN 16.4)."""
        since = self.idle_since
        return since is not None and day > months_after(since, amount("idle_months"))

    def is_uncounted_since(self, day: date) -> bool:
        """Tell whether the stock-taking that began on a day has still to count it; what was given up is no stock."""
        if self.status is AssetStatus.RETIRED:
            return False
        return self.counted is None or self.counted.on < day


class AssetCommand(NamedTuple):
    """A move, with what was said of it."""

    action: AssetAction
    on: date | None = None
    fen: int | None = None
    valuer: str | None = None
    found: Found | None = None
    prices: tuple[Price, ...] = ()
    reason: str | None = None
    decision: str | None = None
    reference_rent_fen: int | None = None


class AssetChange(NamedTuple):
    """An asset as it is afterwards, and what the history says of it."""

    after: Asset
    event: AssetEvent


def register(asset: Asset, today: date) -> AssetChange:
    """Put an asset on the register.

    Raises
    ------
    InvalidFields
        What is said does not fit its kind, or it was acquired on a day to come.
    """
    _refuse_unfit(asset.kind is AssetKind.LAND, asset.land is not None, "land")
    _refuse_unfit(asset.kind is AssetKind.MACHINE, asset.machine is not None, "machine")
    refuse_future(asset.acquired_on, today, "acquired_on")
    since = asset.idle_since or today if asset.status is AssetStatus.IDLE else None
    if since is not None:
        refuse_future(since, today, "idle_from_on")
    return AssetChange(replace(asset, idle_since=since), AssetEvent.REGISTERED)


def standing_of(asset: Asset, caller: Caller) -> frozenset[AssetHolder]:
    """Return how somebody stands to an asset."""
    return held_by_post(caller, asset.village, ASSET_ROLES)


def shut(asset: Asset) -> frozenset[AssetAction]:
    """Return the moves that do not fit an asset: only a machine is inspected and has prices."""
    unfit = {AssetAction.INSPECT, AssetAction.PRICE}
    return frozenset() if asset.machine else frozenset(unfit)


def actions_of(asset: Asset, caller: Caller, *, watches_own: bool = False) -> list[AssetAction]:
    """Return what somebody may do with an asset now; who is near to those who are watched counts nothing."""
    standing = standing_of(asset, caller)
    closed = shut(asset) | (
        frozenset({AssetAction.COUNT}) if watches_own else frozenset[AssetAction]()
    )
    return ASSETS.open_to(asset.status, lambda holder: holder in standing, closed)


def move(asset: Asset, command: AssetCommand, caller: Caller, today: date) -> AssetChange:
    """Take a step with an asset by hand.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    InvalidFields
        It is said to have happened on a day to come.
    """
    row = ASSETS.move(asset.status, command.action, shut(asset), actions_of(asset, caller))
    standing = standing_of(asset, caller)
    ASSETS.allow(row, lambda holder: holder in standing, lambda holder: ASSET_ROLES[holder])
    ASSETS.require_words(row, command)
    if command.on is not None:
        refuse_future(command.on, today, "on")
    after = replace(
        asset,
        status=row.to or asset.status,
        version=asset.version + 1,
        **_said(asset, command, today, caller.person_id),
    )
    return AssetChange(after, AssetEvent(str(row.event)))


def _said(asset: Asset, command: AssetCommand, today: date, by: str) -> Mapping[str, object]:
    day = command.on or today
    match command.action:
        case AssetAction.USE | AssetAction.RETIRE:
            return {"idle_since": None, "decision": command.decision or asset.decision}
        case AssetAction.LAY_IDLE:
            return {"idle_since": day}
        case AssetAction.VALUE:
            worth = Valuation(day, command.fen or 0, command.valuer or "")
            rent = command.reference_rent_fen
            return {
                "valuations": (*asset.valuations, worth)[-VALUATIONS_KEPT:],
                "reference_rent_fen": asset.reference_rent_fen if rent is None else rent,
                "reference_by": asset.reference_by if rent is None else by,
            }
        case AssetAction.COUNT:
            assert command.found is not None, "the table asks for it"
            return {"counted": Count(day, command.found, command.valuer or "")}
        case _:
            assert asset.machine is not None, "such a move is shut to what is no machine"
            inspected = {"inspected_on": day} if command.action is AssetAction.INSPECT else {}
            priced = {"prices": command.prices} if command.action is AssetAction.PRICE else {}
            return {"machine": replace(asset.machine, **inspected, **priced)}


def let(asset: Asset, contract: str) -> AssetChange:
    """Let an asset by a contract.

    Raises
    ------
    IllegalMove
        It is let, or given up: one thing is let once.
    """
    row = ASSETS.move(asset.status, AssetAction.LET)
    after = replace(
        asset,
        status=row.target,
        idle_since=None,
        contract=contract,
        version=asset.version + 1,
    )
    return AssetChange(after, AssetEvent.LET)


def pass_on(asset: Asset, contract: str) -> AssetChange:
    """Pass on a plot whose farmer transfers the use of it; the contract it is held by stands (承包法 Art. 36).

    Raises
    ------
    IllegalMove
        It is passed on already, or given up.
    """
    if asset.status is AssetStatus.LEASED and asset.transfer is None:
        after = replace(asset, transfer=contract, version=asset.version + 1)
        return AssetChange(after, AssetEvent.LET)
    change = let(asset, contract)
    return change._replace(after=replace(change.after, contract=None, transfer=contract))


def carry_on(asset: Asset, before: str, contract: str) -> AssetChange:
    """Carry on a contract that is still in force by the one that renews it: the thing stays let, by the new one.

    Raises
    ------
    IllegalMove
        It is let by neither.
    """
    after = replace(asset, version=asset.version + 1)
    if asset.transfer == before:
        return AssetChange(replace(after, transfer=contract), AssetEvent.LET)
    if asset.contract == before:
        return AssetChange(replace(after, contract=contract), AssetEvent.LET)
    return let(asset, contract)


def end_passing(asset: Asset, today: date) -> AssetChange:
    """End the transfer of a plot: it is its farmer's again, or idle where the register knows of no farmer's contract."""
    if asset.contract is None:
        return give_back(asset, today)
    after = replace(asset, transfer=None, version=asset.version + 1)
    return AssetChange(after, AssetEvent.GIVEN_BACK)


def give_back(asset: Asset, today: date) -> AssetChange:
    """Take an asset back when its contract is over: it is idle from then on."""
    row = ASSETS.move(asset.status, AssetAction.GIVE_BACK)
    after = replace(
        asset,
        status=row.target,
        idle_since=today,
        contract=None,
        transfer=None,
        version=asset.version + 1,
    )
    return AssetChange(after, AssetEvent.GIVEN_BACK)


def refuse_future(day: date, today: date, field: str) -> None:
    """Let only what has happened be entered.

    Raises
    ------
    InvalidFields
        The day is still to come.
    """
    if day > today:
        raise InvalidFields.one(field, Text("日期不得晚于今天。", "No day to come."))


def _refuse_unfit(is_kind: bool, is_said: bool, field: str) -> None:
    if is_kind is not is_said:
        raise InvalidFields.one(
            field,
            Text(
                "此项内容与资产类别不符。", "This belongs to assets of its kind, and only to them."
            ),
        )
