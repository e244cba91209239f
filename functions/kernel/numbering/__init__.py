"""Numbers without gaps: taken in the transaction of what bears them, void ones stay."""

from kernel.numbering.numbers import Number, NumberVoid, Series, number_of
from kernel.numbering.rows import CounterRow, NumberRow, Numbers
from kernel.numbering.taking import gaps, take, void

__all__ = [
    "CounterRow",
    "Number",
    "NumberRow",
    "NumberVoid",
    "Numbers",
    "Series",
    "gaps",
    "number_of",
    "take",
    "void",
]
