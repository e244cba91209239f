"""Which body decides what in a collective, and with which majority (DOMAIN 16.1): a decision is referred to, and checked here."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from economy.rules.gates import EconomyGateShut
from economy.rules.terms import document
from kernel.law import Reference, reference
from kernel.texts import Text


class Carried(NamedTuple):
    """One thing that a decision carries, or that is carried out by one: what is done to what, how much, for whom or why, until when."""

    act: str
    subject: str
    amount: int | None = None
    detail: str | None = None
    until: str | None = None


class Decided(NamedTuple):
    """What was decided on a matter, and by whom.

    Attributes
    ----------
    body
        The kind of body that decided it; None: no sitting of one is on record.
    yes, roll
        How many agreed, of how many who belong to the body.
    items
        What was decided, one by one.
    """

    id: str
    village: str
    type: str
    passed: bool
    body: str | None
    yes: int
    roll: int
    items: tuple[Carried, ...] = ()


class NotDecided(EconomyGateShut):
    """No decision is named, or what is named is none of this village on this kind of matter, or has not passed."""

    slug = "not-decided"
    title = Text("缺少有效决议", "Not decided")


class DecidedByWrongBody(EconomyGateShut):
    """The body that decided may not decide this; `citation` says by which article, `bodies` which may."""

    slug = "decided-by-wrong-body"
    title = Text("决定机构不符", "Decided by the wrong body")


class MajorityMissed(EconomyGateShut):
    """Fewer agreed than it takes, of all who belong to the body; `citation` says by which article."""

    slug = "majority-missed"
    title = Text("未达到法定多数", "Majority missed")


class Deciders(NamedTuple):
    """Who may decide something: kinds of matter, the least share of all by kind of body, and the law.

    Attributes
    ----------
    shares
        By kind of body: the share, and whether it takes more than it.
    """

    types: Sequence[str]
    shares: dict[str, tuple[Fraction, bool]]
    law: Reference


def deciders_of(what: str) -> Deciders:
    """Return who may decide something, by its name in `data/deciders.json`."""
    said = document("deciders")["matters"][what]
    shares = {
        body: (Fraction(one["share"]), bool(one["strict"])) for body, one in said["bodies"].items()
    }
    return Deciders(said["types"], shares, reference(said["cites"]))


def require_decision(what: str, decided: Decided | None, village: str) -> Decided:
    """Return the decision something rests on.

    Parameters
    ----------
    what
        Its name in `data/deciders.json`: `land_contract`, `lease`, ….

    Raises
    ------
    NotDecided
        There is none of this village on this kind of matter, or it has not passed.
    DecidedByWrongBody
        Another body decided.
    MajorityMissed
        Too few of all agreed: of all who belong to the body, not of those present.
    """
    rule = deciders_of(what)
    if decided is None or decided.village != village or decided.type not in rule.types:
        raise NotDecided(_NONE, citation=rule.law)
    if not decided.passed:
        raise NotDecided(_NOT_PASSED, citation=rule.law)
    if decided.body not in rule.shares:
        raise DecidedByWrongBody(
            Text(
                f"该事项不能由此机构决定（{rule.law.named.zh}）。",
                f"This body may not decide it ({rule.law.named.en}).",
            ),
            citation=rule.law,
            bodies=list(rule.shares),
        )
    share, strict = rule.shares[decided.body]
    needed = share * decided.roll
    if decided.yes < needed or (strict and decided.yes == needed) or decided.roll <= 0:
        raise MajorityMissed(
            Text(
                f"同意 {decided.yes}，应到全体 {decided.roll}，未达到法定多数（{rule.law.named.zh}）。",
                f"{decided.yes} of all {decided.roll} agreed, fewer than it takes ({rule.law.named.en}).",
            ),
            citation=rule.law,
        )
    return decided


_NONE = Text(
    "须注明本村就此类事项作出的决议编号。", "Name the decision this village took on such a matter."
)
_NOT_PASSED = Text("所引决议未通过。", "The decision that is named has not passed.")
