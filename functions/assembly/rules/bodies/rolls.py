"""The roll a meeting is counted on."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import TypedDict

from assembly.rules.bodies.kinds import BodyMember, CompositionInvalid, Mode
from kernel.problems import FieldError
from kernel.texts import Text


class Roll(TypedDict):
    """Who is entitled at a meeting, frozen when it opens.

    `voters` maps each vote to the persons who may cast it: one person, or in household mode the members of a household.
    """

    composition: int
    mode: str
    voters: dict[str, list[str]]


def roll_of(members: Sequence[BodyMember], mode: Mode, composition: int) -> Roll:
    """Return the roll of a composition in a mode.

    Raises
    ------
    CompositionInvalid
        In household mode somebody belongs to no household.
    """
    voters: dict[str, list[str]] = {}
    for member in members:
        voter = member["household"] if mode is Mode.HOUSEHOLD else member["member_id"]
        if voter is None:
            missing = Text(
                "按户议事时每名成员须登记所属户。",
                "In household mode everybody must belong to a household.",
            )
            raise CompositionInvalid(missing, errors=[FieldError("members.household", missing)])
        voters.setdefault(voter, []).append(member["member_id"])
    return {"composition": composition, "mode": str(mode), "voters": voters}


def voter_of(roll: Roll, person_id: str) -> str | None:
    """Return the vote a person may cast; None for whoever is not on the roll."""
    if roll["mode"] != Mode.HOUSEHOLD:
        return person_id if person_id in roll["voters"] else None
    return next((voter for voter, people in roll["voters"].items() if person_id in people), None)
