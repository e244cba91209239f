"""Firms, sole traders and co-operatives as the rules on inspections know them: by their unified credit code (GB 32100-2015)."""

from __future__ import annotations

from enforcement.rules.refusals import GateShut
from kernel.record import record
from kernel.texts import Text

MOST_FIRMS = 1_000
"""On the list of a town; a town has some hundred, and a draw puts the whole list on record."""

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@record
class Firm:
    """A firm on the list from which a town's inspections are drawn."""

    town: str
    code: str
    name: str
    listed: bool = True
    version: int = 1


class TooManyFirms(GateShut):
    """The list of a town is full."""

    slug = "too-many-firms"
    title = Text("名录已满", "Too many firms")
    said = Text(f"每个乡镇名录最多 {MOST_FIRMS} 家。", f"A town lists {MOST_FIRMS} firms at most.")
    rests_on = "firm_inspection"


def refuse_full(before: Firm | None, known: int) -> None:
    """Let a firm be kept that is known, or one more where the list has room.

    Raises
    ------
    TooManyFirms
        The town knows as many as it may.
    """
    if before is None and known >= MOST_FIRMS:
        raise TooManyFirms


def is_credit_code(text: str) -> bool:
    """Tell whether a text is a unified credit code: 18 characters, the last of which checks the others modulo 31."""
    if len(text) != 18 or any(one not in _CHARACTERS for one in text):
        return False
    total = sum(
        _CHARACTERS.index(one) * weight for one, weight in zip(text[:17], _WEIGHTS, strict=True)
    )
    return _CHARACTERS[-total % 31] == text[17]
