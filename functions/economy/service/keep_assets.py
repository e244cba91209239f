"""Put an asset on the register, take a step with it, see it, list what a village has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from economy.model.asset_requests import RegisterAsset
from economy.rules import assets
from economy.rules.asset_states import AssetAction, AssetEvent
from economy.rules.assets import Asset, AssetCommand, AssetKind
from economy.rules.carried import Act, require_carried
from economy.rules.deciding import Carried, require_decision
from economy.rules.machines import refuse_odd
from economy.service.decisions import find_decision, use_decision
from economy.service.households import require_home
from economy.service.seeing import seen_by
from economy.service.stands_apart import refuse_watching_own, watched_by
from economy.store import things
from economy.store.table import AnswerRow
from economy.store.watches import begin_watch
from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import Versions, refuse_stale
from kernel.seen import Seen
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed
from kernel.storage.rates import counting
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork


def register_asset(
    work: UnitOfWork, said: RegisterAsset, caller: Caller, post: Post
) -> Seen[Asset]:
    """Put an asset of a village's collective on the register.

    Raises
    ------
    InvalidFields
        What is said does not fit its kind, or the village or an owner is unknown.
    TooOften
        Somebody registers more than a collective owns.
    """
    refuse_unknown_unit(said.village, "village")
    asset = said.as_asset(work.change_id)
    if asset.machine is not None:
        refuse_odd(asset.machine)
        for share in said.households():
            require_home(share, said.village, "machine.shares")
    if asset.reference_rent_fen is not None:
        asset = replace(asset, reference_by=caller.person_id)
    change = assets.register(asset, clock.today())
    work.write(counting(AnswerRow, "economy_entries", said.village, clock.now()))
    begin_watch(work, said.village)
    things.ASSETS.save(
        work, change.after, Step(str(change.event), Actor.of(caller, post), unit=asset.village)
    )
    return see(change.after, caller)


_DISPOSAL = "disposal"


def move_asset(
    work: UnitOfWork, asset_id: str, command: AssetCommand, caller: Caller, expected: Versions
) -> Seen[Asset]:
    """Take a step with an asset.

    Raises
    ------
    NotFound, StaleVersion
        There is no such asset, or another version of it.
    EconomyGateShut
        It is given up without the decision it takes, or not as that says.
    DecisionUsed
        What the decision says of it is carried out.
    WatcherNear
        A supervisor counts who is near to the director, bookkeeper or cashier.
    """
    asset = things.ASSETS.require(work, asset_id)
    refuse_stale(expected, asset.version)
    if command.action is AssetAction.COUNT:
        refuse_watching_own(asset.village, caller)
        command = command._replace(valuer=caller.person_id)
    change = assets.move(asset, command, caller, clock.today())
    if change.event is AssetEvent.RETIRED:
        found = find_decision(command.decision)
        decided = require_decision(_DISPOSAL, found, asset.village)
        wanted = Carried(str(Act.DISPOSAL), asset.id, command.fen)
        require_carried(_DISPOSAL, decided, wanted)
        use_decision(work, decided, Act.DISPOSAL, asset.id, asset.id)
    post = caller.post_at(
        asset.village, {role for each in assets.ASSET_ROLES.values() for role in each}
    )
    step = Step(str(change.event), Actor.of(caller, post), said=command.reason, unit=asset.village)
    things.ASSETS.save(work, change.after, step)
    return see(change.after, caller)


def see(
    asset: Asset, caller: Caller, watches_own: Callable[[str], bool] | None = None
) -> Seen[Asset]:
    """Return an asset as somebody sees it.

    Parameters
    ----------
    watches_own
        Tells whether the caller is near to who is watched in a village; asked for many, it is made once.
    """
    own = (watches_own or watched_by(caller))(asset.village)
    return Seen(asset, assets.actions_of(asset, caller, watches_own=own))


def list_assets(
    village: str,
    status: str | None,
    uncounted_since: date | None,
    caller: Caller,
    limit: int,
    cursor: str | None,
) -> Listed:
    """Return one page of a village's assets, by kind; of a status, or all; only what nobody has counted since a day, or all."""

    def fits(one: Asset) -> bool:
        return uncounted_since is None or one.is_uncounted_since(uncounted_since)

    if status is None:
        found = things.ASSETS.about(things.every_asset_of(village), limit, cursor, fits=fits)
    else:
        found = things.ASSETS.in_list(things.assets_of(village, status), limit, cursor, fits=fits)
    watches_own = watched_by(caller)
    return seen_by(found, lambda one: see(one, caller, watches_own))


def list_priced(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's machines with posted prices, for everybody to read."""
    machines = Range("place", "begins_with", (f"{AssetKind.MACHINE}#",))
    about = things.every_asset_of(village)
    return things.ASSETS.about(about, limit, cursor, within=machines, fits=_is_priced)


def _is_priced(asset: Asset) -> bool:
    return asset.machine is not None and bool(asset.machine.prices)
