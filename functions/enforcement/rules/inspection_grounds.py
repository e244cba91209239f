"""What an inspection rests on that the yearly cap does not hold back: a clue or case on record, open, of the party (国办发〔2024〕54号).

A complaint, and an incident of a grid, is on record as the clue it became.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.rules.case_steps import ENDED, CaseStatus
from enforcement.rules.numbers import amount
from enforcement.rules.refusals import GateShut
from kernel.texts import Text
from kernel.wording import folded

if TYPE_CHECKING:
    # Most inspections rest on the plan, and need nothing of what a case is.
    from enforcement.rules.case import Case

_ENDED = ENDED | {CaseStatus.CONVERTED}
"""What is no matter of the town's enforcement any more, or not now."""


class NoGround(GateShut):
    """An inspection for a complaint or a case, and an urgent one, names what is on record of it."""

    slug = "inspection-without-ground"
    title = Text("检查没有依据的线索", "No ground to inspect")
    said = Text(
        "个案检查和紧急检查须注明本乡镇的线索或者案件。",
        "An inspection for a case, and an urgent one, names a clue or case of this town.",
    )
    rests_on = "firm_inspection"


class GroundOutOfPlace(NoGround):
    """A planned inspection, or the re-check of an order, rests on no case."""

    slug = "ground-out-of-place"
    title = Text("无须注明线索", "Ground out of place")
    said = Text(
        "只有个案检查和紧急检查注明线索或者案件。",
        "Only an inspection for a case, or an urgent one, names a clue or case.",
    )


class GroundEnded(NoGround):
    """The clue or case is open on the day."""

    slug = "inspection-ground-ended"
    title = Text("线索或案件已办结", "Ground ended")
    said = Text("所注明的线索或者案件当日已办结。", "The clue or case named has ended by that day.")


class GroundOfAnother(NoGround):
    """The clue or case is against the party inspected, where it says against whom."""

    slug = "inspection-ground-of-another"
    title = Text("不是该当事人的案件", "Ground of another")
    said = Text("所注明的案件不是被检查人的案件。", "The case named is another's.")


class GroundUsedUp(NoGround):
    """As many inspections were made on a clue or case as may be."""

    slug = "inspection-ground-used-up"
    title = Text("同一线索检查次数已满", "Ground used up")


def refuse_groundless(
    town: str, party: str, firm: str | None, ground: Case | None, inspected: int
) -> None:
    """Let an inspection be made on a clue or case that bears it today.

    Parameters
    ----------
    firm
        The credit code of the party, if it is a firm.
    inspected
        How many inspections were made on it so far.

    Raises
    ------
    NoGround, GroundEnded, GroundOfAnother, GroundUsedUp
        There is none of this town; it has ended; it is another's; it has borne as many as it may.
    """
    if ground is None or ground.town != town:
        raise NoGround
    if ground.status in _ENDED:
        raise GroundEnded
    if not _is_against(ground, party, firm):
        raise GroundOfAnother
    most = amount("inspections_on_a_ground")
    if inspected >= most:
        told = Text(
            f"该线索或者案件已检查{inspected}次，上限{most}次。",
            f"{inspected} inspections were made on this clue or case; the most is {most}.",
        )
        raise GroundUsedUp(told, done=inspected, most=most)


def _is_against(ground: Case, party: str, firm: str | None) -> bool:
    """Tell whether a clue or case may be against the party: one that names nobody yet may, by the code if both have one, else by the name."""
    against = ground.party
    if against is None:
        return True
    if against.credit_code and firm:
        return against.credit_code == firm
    return folded(against.name) == folded(party)
