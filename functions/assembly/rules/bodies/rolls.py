"""The roll a meeting is counted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assembly.rules.bodies.kinds import BodyMember, CompositionInvalid, Mode
from kernel.problems import Conflict, FieldError
from kernel.record import record
from kernel.texts import Text


@record
class Roll:
    """Who is entitled at a meeting, frozen when it opens.

    `voters` maps each vote to the persons who may cast it: one person, or in household mode the members of a household. `base` is how
    many a quorum is counted on, where the law counts all villagers or households and not who was written down.
    """

    composition: int
    mode: Mode
    voters: Mapping[str, tuple[str, ...]]
    base: int | None = None


@record
class Bases:
    """How many a village has of what its meeting is counted on: by the registry, or by a document of the town's that says so."""

    villager: int
    household: int
    voter: int
    certificate: str | None = None

    def of(self, mode: Mode) -> int | None:
        """Return how many votes are counted on in a mode; None where all are on the roll."""
        counted = {
            Mode.VILLAGER: self.villager,
            Mode.HOUSEHOLD: self.household,
            Mode.VOTER: self.voter,
        }
        return counted.get(mode)


@record
class FrozenRoll:
    """The roll of a meeting as it opened, under the meeting's id."""

    id: str
    village: str
    roll: Roll


class NoBase(Conflict):
    """All villagers, households or voters are counted: by the registry or by a number the town has certified, never by a roll as typed."""

    slug = "no-base"
    said = Text(
        "须以登记的全体村民（户）数或乡镇核定数为基数：请先登记居民，或由乡镇在确认名单时核定。",
        "The base is all villagers or households of the registry, or a number certified by the town: register them, or have it certified.",
    )


def size_of(roll: Roll) -> int:
    """Return how many a quorum is counted on: all on the roll, and all others the law counts."""
    return max(len(roll.voters), roll.base or 0)


def roll_of(
    members: Sequence[BodyMember], mode: Mode, composition: int, base: int | None = None
) -> Roll:
    """Return the roll of a composition in a mode.

    Parameters
    ----------
    base
        How many a quorum is counted on, where that is not the composition itself.

    Raises
    ------
    CompositionInvalid
        In household mode somebody belongs to no household.
    """
    voters: dict[str, list[str]] = {}
    for member in members:
        voter = member.household if mode is Mode.HOUSEHOLD else member.member_id
        if voter is None:
            missing = Text(
                "按户议事时每名成员须登记所属户。",
                "In household mode everybody must belong to a household.",
            )
            raise CompositionInvalid(missing, errors=[FieldError("members.household", missing)])
        voters.setdefault(voter, []).append(member.member_id)
    return Roll(composition, mode, {voter: tuple(people) for voter, people in voters.items()}, base)


def voter_of(roll: Roll, person_id: str) -> str | None:
    """Return the vote a person may cast; None for whoever is not on the roll."""
    if roll.mode != Mode.HOUSEHOLD:
        return person_id if person_id in roll.voters else None
    return next((voter for voter, people in roll.voters.items() if person_id in people), None)
