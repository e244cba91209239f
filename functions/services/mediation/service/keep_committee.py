"""Enter the committee of a village or town as it was chosen, and remove a mediator."""

from __future__ import annotations

from collections.abc import Sequence

from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.record import record
from kernel.storage.lists import Listed
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Named, Text
from kernel.units import Level, ancestor
from services.mediation.rules.committees import Committee, Removal, constitute, remove
from services.mediation.rules.words import MediatorRemovalGround
from services.mediation.service.knowing import known_persons, person_names
from services.mediation.store.cases import COMMITTEES


class CommitteeEvent(Named):
    """What the history of a committee tells."""

    CONSTITUTED = "constituted", "登记组成", "constituted"
    REMOVED = "removed", "罢免或解聘", "a mediator removed"


@record
class CommitteeSeen:
    """A committee, and what its people are called."""

    committee: Committee
    names: dict[str, Text]

    @property
    def version(self) -> int:
        """The committee's."""
        return self.committee.version


def enter_committee(
    work: UnitOfWork, said: Committee, caller: Caller, post: Post, expected: Versions
) -> CommitteeSeen:
    """Enter a committee as it was chosen.

    Raises
    ------
    CommitteeUnfit
        It is not made up as the law has it.
    InvalidFields, UnitClosed, StaleVersion
        The unit or a person is unknown; the unit is no more; another version is in force.
    """
    refuse_unknown_unit(said.id)
    before = COMMITTEES.find(work, said.id)
    refuse_stale(expected, before.version if before else 0)
    persons = {one.person for one in said.members} | set(said.appointed)
    if persons - known_persons(persons):
        raise InvalidFields.one("members", Text("人员未登记。", "A person is unknown."))
    after = constitute(before, said, clock.today())
    step = Step(CommitteeEvent.CONSTITUTED, Actor.of(caller, post), unit=after.id)
    COMMITTEES.save(work, after, step)
    return see_committee(after)


def remove_mediator(
    work: UnitOfWork,
    unit: str,
    person: str,
    ground: MediatorRemovalGround,
    caller: Caller,
    post: Post,
) -> CommitteeSeen:
    """Remove a mediator (人民调解法 Art. 15): the person has no hand in any case from then on."""
    before = COMMITTEES.require(work, unit)
    after = remove(before, Removal(person, ground, clock.today()))
    if after.version != before.version:
        step = Step(CommitteeEvent.REMOVED, Actor.of(caller, post), said=ground, unit=unit)
        COMMITTEES.save(work, after, step)
    return see_committee(after)


def read_committee(unit: str) -> CommitteeSeen:
    """Return the committee of a unit."""
    return see_committee(COMMITTEES.get(unit))


def list_committees(town: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the committees of a town and its villages, by code."""
    name = f"MEDIATORS#{ancestor(town, Level.TOWN)}"
    found = COMMITTEES.in_list(name, limit, cursor)
    return found._replace(rows=[see_committee(one) for one in found.rows])


def see_committee(committee: Committee) -> CommitteeSeen:
    """Return a committee with what its people are called."""
    persons: Sequence[str] = sorted(
        {one.person for one in committee.members} | set(committee.appointed)
    )
    return CommitteeSeen(committee, person_names(persons))
