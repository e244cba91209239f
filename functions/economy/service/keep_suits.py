"""Enter that members asked the collective to sue, take a step about it, and let its silence be over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from economy.rules import suits
from economy.rules.members import MemberStatus
from economy.rules.suits import SUIT_ROLES, SuitChange, SuitCommand, SuitDemand, SuitEvent
from economy.service.near_directors import officers_of
from economy.service.seeing import seen_by
from economy.service.stands_apart import refuse_watching_own, watches_own
from economy.store import money
from economy.store.suits import SUITS, suits_of
from economy.store.table import AnswerRow
from kernel import clock
from kernel.access import Caller, Post, Role
from kernel.actors import CLOCK, Actor
from kernel.addressees import Addressee, household, role, unit
from kernel.directory import refuse_unknown_unit
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.seen import Seen
from kernel.storage.lists import Listed
from kernel.storage.rates import counting
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from kernel.units import Level, ancestor

if TYPE_CHECKING:
    from economy.model.suits import AskToSue


def ask_to_sue(work: UnitOfWork, said: AskToSue, caller: Caller, post: Post) -> Seen[SuitDemand]:
    """Enter that members of a village's collective asked in writing that it sues.

    Raises
    ------
    InvalidFields
        The village is unknown, somebody who asked is no member of its collective, too few did, or it is against somebody else.
    SuedOneself, WatcherNear
        The caller is to be sued, or near to who is watched.
    """
    refuse_unknown_unit(said.village, "village")
    refuse_watching_own(said.village, caller)
    now = clock.now()
    demand = SuitDemand(
        id=work.change_id,
        village=said.village,
        said=said.said,
        against=tuple(said.against),
        members=tuple(said.members),
        homes=_homes(said),
        paper=said.paper,
        handed_on=said.handed_on,
        until=suits.over_at(said.handed_on),
    )
    change = suits.ask(demand, officers_of(said.village).people, caller, now)
    work.write(counting(AnswerRow, "economy_suits", said.village, now))
    after = _keep(work, change, Actor.of(caller, post), said.paper)
    return _seen(after, caller, watches_own=False)


def _homes(said: AskToSue) -> tuple[str, ...]:
    """Return the households of the members who asked."""
    found: list[str] = []
    for member in money.MEMBERS.load_all(said.members):
        if (
            member is None
            or member.village != said.village
            or member.status is not MemberStatus.MEMBER
        ):
            raise InvalidFields.one(
                "members", Text("须为本集体名册中的成员。", "Members on this collective's list.")
            )
        found.append(member.household)
    return tuple(dict.fromkeys(found))


def move_suit(
    work: UnitOfWork,
    suit: str,
    command: SuitCommand,
    caller: Caller,
    expected: Versions,
) -> Seen[SuitDemand]:
    """Take a step about what members asked for.

    Raises
    ------
    NotFound, StaleVersion
        There is no such demand, or another version of it.
    WatcherNear
        A supervisor takes it who is near to the director, bookkeeper or cashier.
    """
    demand = SUITS.require(work, suit)
    refuse_stale(expected, demand.version)
    refuse_watching_own(demand.village, caller)
    change = suits.move(demand, command, caller, clock.now())
    roles = {each for held in SUIT_ROLES.values() for each in held}
    by = Actor.of(caller, caller.post_over(demand.village, roles))
    return _seen(_keep(work, change, by, command.paper), caller, watches_own=False)


def wake_suit(suit: str) -> None:
    """Let the time be over in which the collective keeps silent; does nothing before."""

    def decide(work: UnitOfWork) -> bool:
        demand = SUITS.find(work, suit)
        change = suits.lapse(demand, clock.now()) if demand is not None else None
        if change is not None:
            _keep(work, change, CLOCK, None)
        return True

    carry_out(decide)


def _keep(work: UnitOfWork, change: SuitChange, by: Actor, said: str | None) -> SuitDemand:
    after = change.after
    told = _heard_by(after, change.event)
    SUITS.save(work, after, Step(str(change.event), by, said, after.village, addressees=told))
    return after


def _heard_by(demand: SuitDemand, event: SuitEvent) -> tuple[Addressee, ...]:
    """Return who is to hear of it: who watches and runs the collective and the town, and those who asked when they may sue themselves."""
    match event:
        case SuitEvent.ASKED:
            town = ancestor(demand.village, Level.TOWN)
            keepers = (Role.COLLECTIVE_SUPERVISOR, Role.COLLECTIVE_DIRECTOR)
            own = tuple(role(each, demand.village) for each in keepers)
            return (*own, unit(town)) if town else own
        case SuitEvent.LAPSED:
            return tuple(household(one) for one in demand.homes)
        case _:
            return ()


def see(demand: SuitDemand, caller: Caller) -> Seen[SuitDemand]:
    """Return what members asked for as somebody sees it."""
    return _seen(demand, caller, watches_own=watches_own(demand.village, caller))


def _seen(demand: SuitDemand, caller: Caller, *, watches_own: bool) -> Seen[SuitDemand]:
    return Seen(demand, suits.actions_of(demand, caller, watches_own=watches_own))


def get_suit(suit: str) -> SuitDemand:
    """Return what members asked for.

    Raises
    ------
    NotFound
        There is none.
    """
    return SUITS.get(suit)


def list_suits(village: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of what members of a village asked for, the latest first."""
    found = SUITS.about(suits_of(village), limit, cursor, newest_first=True)
    own = watches_own(village, caller)
    return seen_by(found, lambda one: _seen(one, caller, watches_own=own))


def steps_of_suit(suit: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of its history."""
    return SUITS.steps_of(suit, limit, cursor)
