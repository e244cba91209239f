"""Who is near to those who act for a collective: told by people, and known by the registry (集体法 Arts. 34, 35, 44; DOMAIN 16.2).

The registry knows relations between households of the county. A tenant from elsewhere, or a company, is near to somebody because somebody says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from economy.rules.contracts import Contract, Near
from economy.rules.gates import EconomyGateShut
from kernel.problems import InvalidFields
from kernel.texts import Text

MOST_NEAR = 10


class SignsForOwn(EconomyGateShut):
    """Whoever is the other party, or near to it, signs nothing with it for the collective: another of those who act for it does."""

    slug = "signs-for-own"
    title = Text("应当回避签订", "Signs for one's own")
    said = Text(
        "本户、近亲属或有利害关系的合同，由集体经济组织其他负责人签订。",
        "With one's own household, near relatives or interests another of those who act for the collective signs.",
    )
    rests_on = "apart"


class WatcherNear(EconomyGateShut):
    """Whoever is near to who runs the collective, or keeps its books or money, does not watch it."""

    slug = "watcher-near"
    title = Text("近亲属不得监督", "A near relative watches")
    said = Text(
        "与负责人、会计、出纳有近亲属关系的，不得履行监督职责。",
        "A near relative of the director, bookkeeper or cashier does not watch the collective.",
    )
    rests_on = "watchers"


def near_to(
    people: Collection[str],
    acting: Collection[str],
    by: str,
    on: date,
    field: str = "party.near_to",
) -> tuple[Near, ...]:
    """Return as told who of those acting for a collective is near to somebody.

    Parameters
    ----------
    field
        Where it is said.

    Raises
    ------
    InvalidFields
        One of them does not act for it.
    """
    if not set(acting).issuperset(people):
        raise InvalidFields.one(
            field,
            Text("须为本集体负责人或村干部。", "People who act for this collective."),
        )
    return tuple(Near(one, by, on) for one in dict.fromkeys(people))


def told_near(contract: Contract, told: tuple[Near, ...]) -> tuple[Near, ...]:
    """Return who is near to the other party of a contract once more of them are told; each stands as it was told first.

    Raises
    ------
    InvalidFields
        There are as many as may be.
    """
    known = {one.person for one in contract.near}
    found = (*contract.near, *(one for one in told if one.person not in known))
    if len(found) > MOST_NEAR:
        raise InvalidFields.one("person", Text("人数过多。", "Too many people."))
    return found


def with_near(contract: Contract, told: tuple[Near, ...]) -> Contract:
    """Return a contract of which it is told who is near to the other party."""
    return replace(contract, near=told_near(contract, told))


def refuse_signing(contract: Contract, person: str, *, is_kin: bool) -> None:
    """Let somebody sign for the collective who is not near to the other party.

    Parameters
    ----------
    is_kin
        Whether the registry knows the own household as the other party's, or as near to it.

    Raises
    ------
    SignsForOwn
        It is so told, or so known.
    """
    if is_kin or is_told(contract, person):
        raise SignsForOwn


def is_told(contract: Contract, person: str) -> bool:
    """Tell whether somebody is told to be near to the other party."""
    return any(one.person == person for one in contract.near)
