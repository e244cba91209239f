"""Quorums and majorities as exact fractions: who has to be there, how many have to vote, and how many have to agree.

No floating point: a share is two whole numbers, and "more than half" is another rule than "at least half". Every number here comes from
`data/bodies.json`, where it stands with its article (DOMAIN 4.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Base(StrEnum):
    """What a share is a share of."""

    ROLL = "roll"
    PRESENT = "present"
    CAST = "cast"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share that must be reached (`strict`: exceeded) of a base.

    Attributes
    ----------
    numerator, denominator
        The share, whole numbers, 0 < numerator <= denominator.
    strict
        True for "more than" (过半数), False for "at least" (以上, which includes the number itself).
    of
        What it is a share of: everybody on the roll, those present, or the ballots cast.
    """

    numerator: int
    denominator: int
    strict: bool
    of: Base

    def needed(self, base: int) -> int:
        """Return the smallest whole number that meets the threshold on `base`.

        Examples
        --------
        >>> Threshold(2, 3, strict=False, of=Base.ROLL).needed(31)
        21
        """
        share = base * self.numerator
        return share // self.denominator + 1 if self.strict else -(-share // self.denominator)

    def met(self, number: int, base: int) -> bool:
        """Tell whether `number` meets the threshold on `base`; nothing is ever met by nobody of nobody."""
        return base > 0 and number >= self.needed(base)


def parse(document: Mapping[str, Any]) -> Threshold:
    """Return the threshold of its document: `{"share": "2/3", "strict": false, "of": "roll"}`.

    Raises
    ------
    ValueError
        The share is no proper fraction of whole numbers.
    """
    numerator, denominator = (int(part) for part in str(document["share"]).split("/"))
    if not 0 < numerator <= denominator:
        raise ValueError(f"not a proper share: {document['share']!r}")
    return Threshold(numerator, denominator, bool(document["strict"]), Base(document["of"]))


@dataclass(frozen=True, slots=True)
class Count:
    """The ballots of a vote, and who was there.

    Attributes
    ----------
    roll
        Everybody entitled, as frozen when the meeting opened.
    present
        Who was there for this item; whoever abstains, hands in a spoilt ballot or none is present all the same, whoever is recused is not.
    """

    roll: int
    present: int
    yes: int
    no: int
    abstain: int
    spoilt: int = 0

    @property
    def cast(self) -> int:
        """All ballots handed in."""
        return self.yes + self.no + self.abstain + self.spoilt

    def base(self, of: Base) -> int:
        """Return the number a share is taken of."""
        return {Base.ROLL: self.roll, Base.PRESENT: self.present, Base.CAST: self.cast}[of]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a count comes to under a rule, with the numbers it was measured by.

    Attributes
    ----------
    turnout_needed
        The fewest ballots with which anything passes; None where the law counts who is there and not who votes.
    """

    quorate: bool
    passed: bool
    attendance_needed: int
    turnout_needed: int | None
    yes_needed: int


@dataclass(frozen=True, slots=True)
class Majority:
    """Attendance, turnout and decision of one body in one mode.

    Attributes
    ----------
    attendance
        None where the law asks for no attendance of its own because the majority is of everybody.
    turnout
        How many have to vote, counted on the ballots handed in, abstentions and spoilt ones among them; None where it is enough to be there.
    """

    attendance: Threshold | None
    decision: Threshold
    turnout: Threshold | None = None

    def attendance_needed(self, roll: int) -> int:
        """Return how many must be there."""
        return self.attendance.needed(roll) if self.attendance else 1

    def quorate(self, present: int, roll: int) -> bool:
        """Tell whether enough are there."""
        return roll > 0 and present >= self.attendance_needed(roll)

    def verdict(self, count: Count) -> Verdict:
        """Return what a count comes to; without quorum and turnout nothing passes, and the order of ballots cannot matter.

        Raises
        ------
        ValueError
            More present than on the roll, or more ballots than present.
        """
        if count.present > count.roll or count.cast > count.present:
            raise ValueError("more ballots than present, or more present than on the roll")
        base = count.base(self.decision.of)
        quorate = self.quorate(count.present, count.roll)
        voted = self.turnout is None or self.turnout.met(count.cast, count.base(self.turnout.of))
        return Verdict(
            quorate,
            quorate and voted and self.decision.met(count.yes, base),
            self.attendance_needed(count.roll),
            self.turnout.needed(count.base(self.turnout.of)) if self.turnout else None,
            self.decision.needed(base),
        )
