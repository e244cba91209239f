"""Until when a contract may last: by the law, by what it rests on, and by the mandate (DOMAIN 16.3)."""

from __future__ import annotations

from datetime import date, timedelta

from economy.rules.assets import LandClass
from economy.rules.contracts import Contract, ContractKind
from economy.rules.gates import EconomyGateShut
from economy.rules.terms import amount, last_day_of, law_of, terms
from kernel import clock
from kernel.law import Reference
from kernel.problems import InvalidFields
from kernel.texts import Text


class TermTooLong(EconomyGateShut):
    """It would last longer than the law, the remaining term of what it rests on, or the mandate lets it; `latest` says until when it may."""

    slug = "term-too-long"
    title = Text("期限超过上限", "Term too long")


def refuse_long(contract: Contract) -> None:
    """Let a contract last as long as the law, what it rests on, and the mandate let it.

    Raises
    ------
    TermTooLong
        It is a day too long, or more.
    """
    for latest, law in _latest(contract):
        if contract.ends_on > latest:
            raise TermTooLong(
                Text(
                    f"期限最迟至 {latest}（{law.named.zh}）。",
                    f"It may last until {latest} at the latest ({law.named.en}).",
                ),
                citation=law,
                latest=latest.isoformat(),
            )


def latest_of(contract: Contract) -> date | None:
    """Return until when a contract may last by the law, what it rests on, and the mandate; None where nothing bounds it."""
    return min((latest for latest, _ in _latest(contract)), default=None)


def _latest(contract: Contract) -> list[tuple[date, Reference]]:
    found: list[tuple[date, Reference]] = []
    begins = contract.begins_on
    if contract.kind is ContractKind.LEASE:
        found.append((last_day_of(begins, amount("lease_years")), law_of("lease_term")))
    if contract.kind is ContractKind.LAND_CONTRACT and contract.land_class is not None:
        waste = contract.land_class is LandClass.WASTE
        years = terms()["contract_years"].get(str(contract.land_class))
        most = amount("waste_years") if waste else years
        law = law_of("waste_term" if waste else "contract_term")
        found.append((last_day_of(begins, most), law))
    if contract.kind is ContractKind.LAND_TRANSFER:
        if contract.base is not None:
            found.append((contract.base.ends_on, law_of("remaining_term")))
        if contract.mandate is not None:
            found.append((contract.mandate.until, law_of("mandate")))
    return found


def refuse_signed_early(contract: Contract, on: date | None, decided_on: date | None) -> None:
    """Let a contract be signed on a day on which all that it waited for was there.

    Raises
    ------
    InvalidFields
        It is said to be signed before it was decided on, posted long enough or approved.
    """
    posting, approval = contract.posting, contract.approval
    waited = [
        decided_on,
        clock.day_of(posting.until - timedelta(microseconds=1)) if posting else None,
        approval.on if approval else None,
    ]
    earliest = max((day for day in waited if day), default=None)
    if on is not None and earliest is not None and on < earliest:
        told = Text(
            f"签订日不得早于决议、公示期满和审核同意（{earliest}）。",
            f"Not before it was decided on, posted long enough and approved ({earliest}).",
        )
        raise InvalidFields.one("on", told)
