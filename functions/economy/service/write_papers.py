"""What a contract or a call for its rent says as a document: settled with the step it belongs to, written by the worker."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from economy.rules.contracts import Clauses, Contract, ContractKind
from economy.rules.rents import Call, late
from economy.store.table import NUMBERS, TEMPLATES, DocumentRow
from kernel import numbering
from kernel.actors import Actor
from kernel.directory import find_units
from kernel.documents.keeping import Documents, Paper
from kernel.documents.templates import Values
from kernel.numbering import Number, Series
from kernel.storage.unit_of_work import UnitOfWork

CONTRACT_SERIES = Series("economy_contract", "{organ}合〔{year}〕第{number}号")
CALL_SERIES = Series("rent_call", "{organ}催〔{year}〕第{number}号")
_TEMPLATES = {
    ContractKind.LAND_CONTRACT: "land_contract-1",
    ContractKind.LAND_TRANSFER: "land_transfer-1",
    ContractKind.LEASE: "asset_lease-1",
    ContractKind.SALE: "produce_sale-1",
}
_NONE = "无"
DOCUMENTS: Final = Documents("economy", DocumentRow, TEMPLATES)


def take_number(
    work: UnitOfWork, series: Series, contract: Contract, by: Actor, now: datetime
) -> Number:
    """Take the next number of the village's series, in the transaction of what bears it."""
    name = village_name(contract.village)
    return numbering.take(
        work,
        NUMBERS,
        series,
        organ=contract.village,
        name=name,
        subject=f"CONTRACT#{contract.id}",
        by=by,
        now=now,
    )


def contract_paper(contract: Contract, asset: str, number: Number) -> Paper:
    """Return a contract as a document."""
    values: Values = {
        "village": village_name(contract.village),
        "number": number.text,
        "party": contract.party.name,
        "party_code": contract.party.code or _NONE,
        "asset": asset,
        "begins_on": f"{contract.begins_on}",
        "ends_on": f"{contract.ends_on}",
        "total": yuan(contract.rent_fen),
        "rent": [
            {"number": f"{one.number}", "due_on": f"{one.due_on}", "yuan": yuan(one.fen)}
            for one in contract.rent
        ],
        **_clauses(contract.clauses),
        "base": _base(contract),
        "decision": contract.decision or _NONE,
        "signed_on": f"{contract.signed_on}",
    }
    return Paper(contract.id, _TEMPLATES[contract.kind], contract.kind.said.zh, values, number)


def call_paper(contract: Contract, call: Call, number: Number) -> Paper:
    """Return a call for rent as a document."""
    values: Values = {
        "village": village_name(contract.village),
        "number": number.text,
        "party": contract.party.name,
        "contract": contract.number or "",
        "total": yuan(call.fen),
        "until": f"{call.until}",
        "on": f"{call.on}",
        "rent": [
            {"number": f"{one.number}", "due_on": f"{one.due_on}", "yuan": yuan(one.open_fen)}
            for one in late(contract.rent, call.on)
        ],
    }
    return Paper(call.paper, "rent_call-1", "租金催收函", values, number)


def village_name(code: str) -> str:
    """Return what a village is called before its numbers."""
    units = find_units([code])
    return units[code].name if code in units else code


def yuan(fen: int) -> str:
    """Return an amount as a contract says it: 1234.50元."""
    return f"{fen // 100}.{fen % 100:02d}元"


def _clauses(clauses: Clauses) -> dict[str, str]:
    names = ("use", "rights", "payment", "compensation", "breach", "safety", "licence")
    return {name: getattr(clauses, name) or _NONE for name in names}


def _base(contract: Contract) -> str:
    base = contract.base
    if base is None:
        return _NONE
    held_by = base.certificate or base.contract or ""
    return f"{held_by}，承包期至 {base.ends_on}"
