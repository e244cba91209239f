"""What is said of a step with a contract, and what it is decided on besides."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from economy.rules.contract_states import ContractAction, EndingGround
from economy.rules.deciding import Decided
from economy.rules.rents import PaidHow
from kernel.record import record


@record
class Moment:
    """What a step is taken on besides the contract and what is said.

    Attributes
    ----------
    household
        The caller's, and whether it lies in the village.
    named
        What the household that priority is given to is called.
    decided, decided_on
        The decision the contract names, and its day.
    near
        Whether the other party is a director's household, or near to one.
    own_valued
        Whether the reference of its rent was entered by somebody near to the other party.
    is_kin
        Whether it is the caller's household, or near to that.
    acting
        Who acts for the collective today.
    number, paper
        The number and the id of what is written with the step, where something is.
    """

    now: datetime
    household: str | None = None
    named: str = ""
    decided: Decided | None = None
    decided_on: date | None = None
    near: bool = False
    own_valued: bool = False
    is_kin: bool = False
    acting: frozenset[str] = frozenset()
    number: str = ""
    paper: str = ""


class ContractCommand(NamedTuple):
    """A move, with what was said of it."""

    action: ContractAction
    household: str | None = None
    on: date | None = None
    instalment: int | None = None
    fen: int | None = None
    how: PaidHow | None = None
    ground: EndingGround | None = None
    reason: str | None = None
    subtenant: str | None = None
    ends_on: date | None = None
    paper: str | None = None
    voucher: str | None = None
    mortgagee: str | None = None
    due_on: date | None = None
    person: str | None = None
