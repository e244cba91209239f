"""Machines of a collective: papers, posted prices, owners' shares of a pooled one, and what a hire comes to (DOMAIN 16.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from economy.rules.gates import EconomyGateShut
from economy.rules.terms import amount
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Named, Text

COLLECTIVE = "collective"
"""The owner of a share that is the collective's own."""


class HireUnit(Named):
    """What a price is for."""

    MU = "mu", "亩", "mu"
    HOUR = "hour", "小时", "hour"
    DAY = "day", "天", "day"


class PapersLapsed(EconomyGateShut):
    """The machine was not inspected within the year: it is not given out."""

    slug = "papers-lapsed"
    title = Text("农机年检已过期", "Papers lapsed")
    said = Text(
        "该农机未在一年内通过检验，不得出租。",
        "The machine was not inspected within a year: it is not given out.",
    )
    rests_on = "inspection"


class NoPostedPrice(EconomyGateShut):
    """A machine is hired at the posted price, and at no other."""

    slug = "no-posted-price"
    title = Text("未公布价格", "No posted price")
    said = Text(
        "该农机没有公布此计价方式的价格。", "No price is posted for this machine in this unit."
    )
    rests_on = "hire"


@record
class Price:
    """What a machine costs, as posted: for a mu, an hour or a day."""

    unit: HireUnit
    fen: int


@record
class Share:
    """An owner's part of a pooled machine: the collective, or a household."""

    owner: str
    parts: int


@record
class Part:
    """What an owner gets of an amount."""

    owner: str
    fen: int


@record
class Machine:
    """What a machine has besides other assets.

    Attributes
    ----------
    licence
        Which class of licence its operator needs; None: none.
    shares
        Whose it is, where several put it together; none: the collective's.
    """

    plate: str | None
    model: str
    inspected_on: date | None = None
    licence: str | None = None
    prices: tuple[Price, ...] = ()
    shares: tuple[Share, ...] = ()


def papers_lapsed(machine: Machine, day: date) -> bool:
    """Tell whether a machine was not inspected within a year before a day: on the 366th it has lapsed."""
    inspected = machine.inspected_on
    return inspected is None or (day - inspected).days > amount("inspection_days")


def refuse_lapsed(machine: Machine, day: date) -> None:
    """Let a machine be given out that was inspected within the year.

    Raises
    ------
    PapersLapsed
        It was not.
    """
    if papers_lapsed(machine, day):
        raise PapersLapsed


def price_of(machine: Machine, unit: HireUnit) -> int:
    """Return the posted price for one unit, in fen.

    Raises
    ------
    NoPostedPrice
        There is none.
    """
    found = next((price.fen for price in machine.prices if price.unit is unit), None)
    if found is None:
        raise NoPostedPrice
    return found


def total_of(price_fen: int, hundredths: int) -> int:
    """Return what so many hundredths of a unit cost, to the nearest fen, a half upwards."""
    return (price_fen * hundredths + 50) // 100


def split(total_fen: int, shares: Sequence[Share]) -> tuple[Part, ...]:
    """Split an amount by shares, exact to the fen: the largest remainders get what is left, the earlier owner first.

    No shares: all of it is the collective's.
    """
    owners = shares or (Share(COLLECTIVE, 1),)
    whole = sum(one.parts for one in owners)
    parts = [total_fen * one.parts // whole for one in owners]
    remainders = [total_fen * one.parts % whole for one in owners]
    order = sorted(range(len(owners)), key=lambda place: -remainders[place])
    for place in order[: total_fen - sum(parts)]:
        parts[place] += 1
    return tuple(Part(one.owner, fen) for one, fen in zip(owners, parts, strict=True))


def refuse_odd(machine: Machine) -> None:
    """Let each owner have one share, and each unit one price.

    Raises
    ------
    InvalidFields
        Somebody has two.
    """
    for field, named in (
        ("machine.shares", [one.owner for one in machine.shares]),
        ("machine.prices", [one.unit for one in machine.prices]),
    ):
        if len(set(named)) < len(named):
            raise InvalidFields.one(field, Text("同一项出现了两次。", "One stands there twice."))
