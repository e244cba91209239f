"""Hires as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from economy.rules.hires import HIRES, Hire, Span
from economy.rules.machines import HireUnit
from economy.rules.rents import PaidHow
from kernel import clock
from kernel.seen import Seen
from kernel.texts import Language


class PartView(TypedDict):
    """What an owner of the machine gets."""

    owner: str
    fen: int


class HireView(TypedDict):
    """A hire as those see it who have to do with it."""

    id: str
    machine: str
    village: str
    begins_at: str
    ends_at: str
    unit: HireUnit
    unit_name: str
    price_fen: int
    for_whom: str
    licence: str | None
    status: str
    status_name: str
    hundredths: int | None
    total_fen: int | None
    parts: list[PartView]
    paid_on: str | None
    paid_how: Annotated[PaidHow | None, Field(description="By what it was paid / 付款方式")]
    paid_how_name: str | None
    voucher: Annotated[str | None, Field(description="By which it is paid / 收款凭证")]
    actions: list[str]
    version: int


class HireList(TypedDict):
    """One page of hires."""

    items: list[HireView]
    next_cursor: str | None


class SpanView(TypedDict):
    """Hours for which a machine is given out."""

    begins_at: str
    ends_at: str


class MachineCalendar(TypedDict):
    """When a machine is given out."""

    machine: str
    items: list[SpanView]


def hire_view(seen: Seen[Hire], language: Language) -> HireView:
    """Return a hire as those see it who have to do with it."""
    one = seen.thing
    return {
        "id": one.id,
        "machine": one.machine,
        "village": one.village,
        "begins_at": clock.local_iso(one.begins_at),
        "ends_at": clock.local_iso(one.ends_at),
        "unit": one.unit,
        "unit_name": one.unit.said.say(language),
        "price_fen": one.price_fen,
        "for_whom": one.for_whom,
        "licence": one.licence,
        "status": str(one.status),
        "status_name": HIRES.statuses[one.status].say(language),
        "hundredths": one.hundredths,
        "total_fen": one.total_fen,
        "parts": [{"owner": each.owner, "fen": each.fen} for each in one.parts],
        "paid_on": one.payment.on.isoformat() if one.payment else None,
        "paid_how": one.payment.how if one.payment else None,
        "paid_how_name": one.payment.how.said.say(language) if one.payment else None,
        "voucher": one.payment.voucher if one.payment else None,
        "actions": list(seen.actions),
        "version": one.version,
    }


def calendar_view(machine: str, spans: Sequence[Span]) -> MachineCalendar:
    """Return when a machine is given out; nobody is named."""
    return {
        "machine": machine,
        "items": [
            {"begins_at": clock.local_iso(one.begins_at), "ends_at": clock.local_iso(one.ends_at)}
            for one in spans
        ],
    }
