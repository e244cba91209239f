"""The events of the collective economy's figures, as they stood at a cut-off: value that projects produced, and income of the books."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time

from economy.rules.chart import AccountKind
from economy.rules.projects import EntryKind
from economy.store import ledger, watches
from economy.store.money_rows import CHART
from economy.store.things import ENTRIES, entries_in
from kernel import clock, ids
from kernel.figures import Asked, Counted
from kernel.storage.dynamo import Range


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the events of a figure: value that projects produced is no income, and the two are never added up (DOMAIN 16.4)."""
    for village in watches.collectives_in(asked.unit):
        match figure:
            case "economic_value_fen":
                yield from _produced(village, asked)
            case "collective_income_fen":
                yield from _earned(village, asked)
            case _:
                raise AssertionError(figure)


def _produced(village: str, asked: Asked) -> Iterator[Counted]:
    """Give what was entered for projects; an entry that corrects another takes away."""
    within = Range("place", "between", (f"{asked.first}#", f"{asked.last}#~"))
    for one in ENTRIES.every_in_list(entries_in(village), within):
        if one.kind is EntryKind.PRODUCED and asked.knows(one.id):
            yield Counted(f"entry:{one.id}", village, one.on, one.fen)


def _earned(village: str, asked: Asked) -> Iterator[Counted]:
    """Give what vouchers brought in on accounts of income, before expense and tax; one that takes another back is negative."""
    chart = CHART.newest().value
    income = {one.code for one in chart.of_kind(AccountKind.INCOME)}
    # No voucher is of a day to come: what is of a day was entered on it or later.
    first = ids.first_id(datetime.combine(asked.first, time(), clock.SHANGHAI))
    for row in ledger.entries_from(village, first):
        said = json.loads(row.content)
        on = date.fromisoformat(said["on"])
        fen = -sum(amount for account, amount in said["postings"] if account in income)
        if fen and asked.takes(on) and asked.knows(row.id):
            yield Counted(f"voucher:{said['voucher']}", village, on, fen)
