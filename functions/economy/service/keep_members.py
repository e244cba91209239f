"""Put somebody on the list of a collective, take somebody off it, set shares, file the list: each by a decision, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from economy.model.member_requests import AdmitMember, EndMembership, FileRoll, SetShares, held
from economy.rules import members
from economy.rules.assets import refuse_future
from economy.rules.books import Roll, Seat
from economy.rules.carried import Act
from economy.rules.deciding import Decided
from economy.rules.members import AlreadyMember, Member, MemberChange, MemberEvent, MemberStatus
from economy.rules.money_terms import money_amount
from economy.service.decisions import find_decision, use_decision
from economy.service.households import require_home
from economy.store import money
from economy.store.watches import begin_watch
from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.storage.lists import Listed
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


def admit_member(work: UnitOfWork, said: AdmitMember, caller: Caller, post: Post) -> Member:
    """Put somebody on the list of a village's collective.

    Raises
    ------
    InvalidFields
        The village or household is unknown, or the list is as long as it may be.
    AlreadyMember, MemberElsewhere
        The person is on it, or a member of another village's collective.
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedOtherwise, DecisionUsed
        The members' assembly has not decided it, too few of all did, not so, or it is carried out already.
    """
    refuse_unknown_unit(said.village, "village")
    require_home(said.household, said.village, "household")
    seat_id = f"{said.village}~{said.person}"
    seat = money.SEATS.find(work, seat_id)
    before = money.MEMBERS.find(work, seat.member) if seat else None
    if before is not None and before.status is not MemberStatus.ENDED:
        raise AlreadyMember
    anywhere = money.SEATS.find(work, _anywhere(said.person))
    other = money.MEMBERS.find(work, anywhere.member) if anywhere else None
    members.refuse_elsewhere(said.ground, other, said.village)
    roll = money.ROLLS.find(work, said.village) or Roll(said.village)
    if roll.members >= money_amount("most_members"):
        raise InvalidFields.one("village", Text("成员名册已满。", "The list is full."))
    decided, today = find_decision(said.decision), clock.today()
    change = members.admit(said.as_member(work.change_id), decided, today)
    _use(work, decided, Act.ADMIT, change)
    money.SEATS.save(work, Seat(seat_id, change.after.id, seat.version + 1 if seat else 1))
    if change.after.status is MemberStatus.MEMBER:
        version = anywhere.version + 1 if anywhere else 1
        money.SEATS.save(work, Seat(_anywhere(said.person), change.after.id, version))
    _changed(work, replace(roll, members=roll.members + 1), today)
    begin_watch(work, said.village)
    return _kept(work, change, Actor.of(caller, post), None)


def end_membership(
    work: UnitOfWork,
    member_id: str,
    said: EndMembership,
    caller: Caller,
    post: Post,
    expected: Versions,
) -> Member:
    """Take somebody off the list on a ground of the law.

    Raises
    ------
    NotFound, StaleVersion
        There is no such member, or another version.
    NeverCut
        The ground is none.
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedOtherwise, DecisionUsed
        The members' assembly has not decided it, too few of all did, not so, or it is carried out already.
    """
    member = _stood(work, member_id, expected)
    today = clock.today()
    decided = find_decision(said.decision)
    change = members.end(member, said.ground, said.on, said.said, decided, today)
    _use(work, decided, Act.END, change)
    roll = money.ROLLS.find(work, member.village) or Roll(member.village, 1)
    _changed(work, replace(roll, members=roll.members - 1), today)
    return _kept(work, change, Actor.of(caller, post), said.said)


def set_shares(
    work: UnitOfWork,
    member_id: str,
    said: SetShares,
    caller: Caller,
    post: Post,
    expected: Versions,
) -> Member:
    """Set the shares of somebody.

    Raises
    ------
    NotFound, StaleVersion
        There is no such member, or another version.
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedOtherwise, DecisionUsed
        The members' assembly has not decided it, too few of all did, not so, or it is carried out already.
    """
    member = _stood(work, member_id, expected)
    decided = find_decision(said.decision)
    change = members.set_shares(member, held(said.holdings), said.said, decided)
    _use(work, decided, Act.SHARES, change)
    roll = money.ROLLS.find(work, member.village) or Roll(member.village, 1)
    _changed(work, roll, clock.today())
    return _kept(work, change, Actor.of(caller, post), said.said)


def file_roll(work: UnitOfWork, village: str, said: FileRoll, by: Actor) -> Roll:
    """Enter that the list as it is was filed with the town or the county (集体法 Art. 12).

    Raises
    ------
    NotFound
        There is no list.
    InvalidFields
        It was filed before it last changed, or on a day to come.
    """
    roll = money.ROLLS.require(work, village)
    refuse_future(said.on, clock.today(), "on")
    if roll.changed_on is not None and said.on < roll.changed_on:
        raise InvalidFields.one(
            "on", Text("不得早于名册最近变更日。", "Not before the list last changed.")
        )
    filed = {**(roll.filed or {}), str(said.filed_with): said.on}
    after = replace(roll, filed=filed, version=roll.version + 1)
    details = {"filed_with": str(said.filed_with), "on": said.on.isoformat()}
    step = Step(str(MemberEvent.FILED), by, unit=village, details=details)
    money.ROLLS.save(work, after, step)
    return after


def get_member(member: str) -> Member:
    """Return a member.

    Raises
    ------
    NotFound
        There is none.
    """
    return money.MEMBERS.get(member)


def get_roll(village: str) -> Roll:
    """Return the list as a whole; an empty one where nobody is on it."""
    return money.ROLLS.load(village) or Roll(village)


def list_members(village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's members, by household."""
    return money.MEMBERS.about(money.members_of(village), limit, cursor)


def steps_of_member(member: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a member's history."""
    return money.MEMBERS.steps_of(member, limit, cursor)


def shares_of(village: str) -> dict[str, int]:
    """Return the shares of everybody on the list, by member; bounded as the list is."""
    everybody = money.MEMBERS.every_about(money.members_of(village))
    return {
        one.id: one.hundredths
        for one in everybody
        if one.status is not MemberStatus.ENDED and one.hundredths
    }


def _stood(work: UnitOfWork, member_id: str, expected: Versions) -> Member:
    member = money.MEMBERS.require(work, member_id)
    refuse_stale(expected, member.version)
    return member


def _anywhere(person: str) -> str:
    """Return the id of the seat that somebody has in one collective of the county: of two at once one meets the other's."""
    return f"member~{person}"


def _use(work: UnitOfWork, decided: Decided | None, act: Act, change: MemberChange) -> None:
    assert decided is not None, "nothing changes on the list without"
    use_decision(work, decided, act, change.after.person, change.after.id)


def _kept(work: UnitOfWork, change: MemberChange, by: Actor, said: str | None) -> Member:
    after = change.after
    details = {"decision": after.decision, "hundredths": after.hundredths}
    step = Step(str(change.event), by, said, after.village, details=details)
    money.MEMBERS.save(work, after, step)
    return after


def _changed(work: UnitOfWork, roll: Roll, today: date) -> None:
    """Keep the list as changed: it is to be filed again with town and county."""
    money.ROLLS.save(work, replace(roll, changed_on=today, filed=None, version=roll.version + 1))
