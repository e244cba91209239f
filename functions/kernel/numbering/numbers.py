"""What a number is: of an organ, a series and a year, counted from one without a gap."""

from __future__ import annotations

import re
from string import Formatter

from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Text


class NumberVoid(Conflict):
    """The number was made void before; a void number stays and is nobody's again."""

    slug = "number-void"
    said = Text("该编号已作废。", "This number is void already.")


@record
class Series:
    """What is counted together.

    Attributes
    ----------
    code
        Its name in keys: `assembly_minutes`, `penalty_decision`, `voucher`.
    form
        How a number is written, with `{organ}`, `{year}` and `{number}`, as official documents are: `{organ}〔{year}〕第{number}号`.
    """

    code: str
    form: str = "{organ}〔{year}〕第{number}号"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.code):
            raise ValueError(f"{self.code!r} is no name of a series")
        if "number" not in {name for _, name, _, _ in Formatter().parse(self.form)}:
            raise ValueError(f"the form of {self.code} leaves the number out")


@record
class Number:
    """A number that was taken.

    Attributes
    ----------
    organ
        The code of the unit whose numbers they are.
    text
        How it is written on the document.
    """

    organ: str
    series: str
    year: int
    number: int
    text: str


def number_of(series: Series, organ: str, name: str, year: int, number: int) -> Number:
    """Return a number as it is written.

    Parameters
    ----------
    name
        What the organ calls itself before its numbers (洪政, 庄头村).
    """
    written = series.form.format(organ=name, year=year, number=number)
    return Number(organ, series.code, year, number, written)
