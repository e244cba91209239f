"""人民调解委员会: three to nine members, a woman among them, three years (人民调解法 Arts. 8, 9), and who is removed (Art. 15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kernel.clock import months_after
from kernel.problems import FieldError
from kernel.record import record
from kernel.texts import Text
from services.mediation.rules.refusals import CommitteeNotInOffice, CommitteeUnfit
from services.mediation.rules.terms import amount, document
from services.mediation.rules.words import CommitteeChosenBy, MediatorRemovalGround


@record
class Member:
    """A member of a committee."""

    person: str
    is_woman: bool


@record
class Removal:
    """That a mediator was removed, and for what."""

    person: str
    ground: MediatorRemovalGround
    on: date


@record
class Committee:
    """The committee of a village or a town; its id is the unit's code.

    Attributes
    ----------
    appointed
        Mediators the committee appointed beside its members.
    """

    id: str
    members: tuple[Member, ...]
    chair: str
    chosen_by: CommitteeChosenBy
    chosen_on: date
    appointed: tuple[str, ...] = ()
    removals: tuple[Removal, ...] = ()
    version: int = 1

    @property
    def mediators(self) -> frozenset[str]:
        """Who mediates: its members and those it appointed, but the removed."""
        out = {one.person for one in self.removals}
        return frozenset({one.person for one in self.members} | set(self.appointed)) - out

    @property
    def term_to(self) -> date:
        """The day its successor is chosen at the latest: its term is over from then on."""
        return months_after(self.chosen_on, 12 * amount("term_years"))

    def is_in_office(self, day: date) -> bool:
        """Tell whether its term runs on a day."""
        return self.chosen_on <= day < self.term_to


def constitute(before: Committee | None, committee: Committee, today: date) -> Committee:
    """Return a committee as it was chosen; removals of those chosen again are past, others stay on record.

    Raises
    ------
    CommitteeUnfit
        Fewer than three members or more than nine, no woman, somebody twice, a chair who is no member, or a day to come.
    """
    least, most = document()["members"]["least"], document()["members"]["most"]
    persons = [one.person for one in committee.members]
    wrong: list[FieldError] = []
    if not least <= len(persons) <= most or len(set(persons)) != len(persons):
        told = f"须为{least}至{most}名委员，不得重复。"
        wrong.append(FieldError("members", Text(told, f"{least} to {most} members, each once.")))
    if sum(one.is_woman for one in committee.members) < amount("women_least"):
        told = Text("应当有妇女成员。", "A woman must be among the members.")
        wrong.append(FieldError("members", told))
    if committee.chair not in persons:
        wrong.append(FieldError("chair", Text("须为委员。", "Must be a member.")))
    if len(committee.appointed) > amount("appointed_most"):
        wrong.append(FieldError("appointed", Text("聘任人数过多。", "Too many.")))
    if committee.chosen_on > today:
        wrong.append(FieldError("chosen_on", Text("不得晚于今天。", "Not after today.")))
    if wrong:
        raise CommitteeUnfit(wrong[0].message, errors=wrong)
    chosen = {*persons, *committee.appointed}
    kept = tuple(one for one in (before.removals if before else ()) if one.person not in chosen)
    return replace(committee, removals=kept, version=before.version + 1 if before else 1)


def remove(committee: Committee, removal: Removal) -> Committee:
    """Return a committee without a mediator; who is none of it is left as it is."""
    if removal.person not in committee.mediators:
        return committee
    return replace(
        committee, removals=(*committee.removals, removal), version=committee.version + 1
    )


def refuse_not_in_office(committee: Committee | None, day: date) -> Committee:
    """Return a committee whose term runs.

    Raises
    ------
    CommitteeNotInOffice
        There is none, or its term is over.
    """
    if committee is None or not committee.is_in_office(day):
        raise CommitteeNotInOffice
    return committee


def mediates(committee: Committee | None, persons: Sequence[str]) -> bool:
    """Tell whether all of these persons mediate for a committee."""
    return committee is not None and set(persons) <= committee.mediators
