"""The books of collectives: entries on the kernel's ledger, and their sums by month and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from economy.rules.chart import Chart
from economy.rules.statements import added
from economy.rules.vouchers import Voucher
from economy.store.money_rows import CHART, BalanceRow, EntryRow, HeadRow, ReportRow
from kernel import clock
from kernel.actors import Actor
from kernel.ledger.entries import Ledger, Movement
from kernel.ledger.sealing import seal
from kernel.ledger.verification import entries_of, keep_report, last_report, verify
from kernel.storage.dynamo import Range
from kernel.storage.lists import every_row
from kernel.storage.rows import Alter, Key
from kernel.storage.unit_of_work import UnitOfWork


def ledger_of(chart: Chart) -> Ledger:
    """Return the ledger in fen; every account is the collective's own."""
    return Ledger(EntryRow, HeadRow, ReportRow, unit="fen", common=frozenset(chart.accounts))


def enter(work: UnitOfWork, voucher: Voucher, chart: Chart, by: Actor) -> None:
    """Enter a voucher in the books, and add it up, in the transaction that carries it out; nobody waits for another."""
    movement = Movement(
        voucher.village,
        voucher.village,
        1,
        "voucher",
        voucher.postings,
        {"voucher": voucher.id, "voucher_number": voucher.number, "on": voucher.on.isoformat()},
    )
    # All vouchers of a month add to the same sums.
    work.crowded = True
    work.add(ledger_of(chart).enter(movement, by, clock.now(), work.change_id))
    for each in voucher.postings:
        side = {"debit": each.amount} if each.amount > 0 else {"credit": -each.amount}
        for span in (f"M#{voucher.on:%Y-%m}", f"Y#{voucher.on:%Y}"):
            work.write(Alter(_key(voucher.village, span, each.account), side))


def sums_of_year(village: str, year: int) -> dict[str, int]:
    """Return debits less credits by account of what was entered in a year."""
    return _sums(village, Range("sk", "begins_with", (f"Y#{year}#",)))


def sums_until(village: str, day: date) -> dict[str, int]:
    """Return debits less credits by account of all time until the end of a day's month."""
    return added([sums_before(village, day.year), sums_in(village, day.year, day.month)])


def sums_before(village: str, year: int) -> dict[str, int]:
    """Return debits less credits by account of all years before one."""
    return _sums(village, Range("sk", "between", ("Y#", f"Y#{year}")))


def sums_in(village: str, year: int, month: int) -> dict[str, int]:
    """Return debits less credits by account from a year's first day until the end of a month."""
    return _sums(village, Range("sk", "between", (f"M#{year}-", f"M#{year}-{month:02d}#~")))


def verify_books(village: str) -> dict[str, Any]:
    """Seal what is in the books of a village, recompute them and keep the report; for the night, not for requests.

    Chain and zero sum are the ledger's; that the sums the sheets are read from are those of the entries is looked at here.
    """
    ledger, now = ledger_of(CHART.newest().value), clock.now()
    document = _recomputed(ledger, village)
    if not _add_up(village, document["totals"]):
        # Something may have been entered between the two reads; twice in a row it has not.
        document = _recomputed(ledger, village)
        if not _add_up(village, document["totals"]):
            document["faults"].append(_SUMS)
            document["sound"] = False
    keep_report(ledger, village, document, now)
    return document


def _recomputed(ledger: Ledger, village: str) -> dict[str, Any]:
    found = verify(ledger, village, (), lambda _, __: (), clock.now())
    if found.document["waiting_for_seal"]:
        # No stream seals these books: what the day has entered is sealed now.
        seal(ledger, village, [row.id for row in entries_of(ledger, village) if not row.seal])
        found = verify(ledger, village, (), lambda _, __: (), clock.now())
    return found.document


def _add_up(village: str, totals: Mapping[str, int]) -> bool:
    """Tell whether the sums by month, and those by year, are those of the entries."""
    by_month, by_year = (_sums(village, Range("sk", "begins_with", (each,))) for each in "MY")
    accounts = {*totals, *by_month, *by_year}
    return all(
        totals.get(one, 0) == by_month.get(one, 0) == by_year.get(one, 0) for one in accounts
    )


_SUMS: Final = {
    "code": "sums",
    "place": "",
    "text": "科目汇总与分录合计不符",
    "text_en": "the sums of accounts are not those of the entries",
}


def last_verification(village: str) -> dict[str, Any] | None:
    """Return what the last verification of a village's books found."""
    return last_report(ledger_of(CHART.newest().value), village)


def entries_from(village: str, first: str) -> Iterator[EntryRow]:
    """Give the entries of a village's books from an id on, oldest first."""
    partition, _ = ledger_of(CHART.newest().value).listing(village)
    yield from every_row(EntryRow, partition, within=Range("sk", "between", (f"E#{first}", "E#~")))


def _key(village: str, span: str, account: str) -> Key:
    return Key(BalanceRow, f"BALANCE#{village}", f"{span}#{account}")


def _sums(village: str, within: Range) -> dict[str, int]:
    rows = every_row(BalanceRow, ("pk", f"BALANCE#{village}"), within=within)
    return added(
        {row.sk.rpartition("#")[2]: int(row.debit or 0) - int(row.credit or 0)} for row in rows
    )
