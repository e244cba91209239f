"""Recomputing a book from its entries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from kernel.ledger.chain import GENESIS, link
from kernel.texts import Text

_MOST_FAULTS = 50


class Fault(NamedTuple):
    """What is wrong with a book: `code`, where, and in words."""

    code: str
    place: str
    text: Text


class Sealed(NamedTuple):
    """An entry as it is kept: its number and hash in the chain, and its content."""

    id: str
    seq: int
    seal: str
    content: str


class Audit:
    """Recompute a book entry by entry, in memory bounded by its accounts, however many entries there are.

    Parameters
    ----------
    unit
        In what the book counts.
    common
        Accounts nobody holds.

    Attributes
    ----------
    entries
        How many sealed entries were read.
    totals
        The sum of each account over all its holders.
    holders
        Each holder's own accounts.
    numbers
        How many movements each holder has had.
    """

    def __init__(self, unit: str, common: frozenset[str] = frozenset()) -> None:
        self._unit, self._common = unit, common
        self.entries = 0
        self.head = GENESIS
        self.faults: list[Fault] = []
        self.totals: Counter[str] = Counter()
        self.holders: dict[str, Counter[str]] = {}
        self.numbers: Counter[str] = Counter()

    def take(self, entry: Sealed) -> None:
        """Check the next entry of the chain and add its postings."""
        expected = self.entries + 1
        if entry.seq != expected:
            self.note(
                "gap", entry.id, Text(f"应为第 {expected} 号", f"number {expected} is missing")
            )
        self.entries = entry.seq
        if link(self.head, entry.seq, entry.content) != entry.seal:
            self.note("broken", entry.id, Text("内容与链不符", "content does not fit the chain"))
        self.head = entry.seal
        self.add(entry.id, entry.content)

    def add(self, entry_id: str, content: str) -> None:
        """Add an entry's postings without its place in the chain (it is not sealed yet)."""
        told: Mapping[str, Any] = json.loads(content)
        postings: list[tuple[str, int]] = [(name, int(n)) for name, n in told["postings"]]
        if sum(amount for _, amount in postings):
            self.note("unbalanced", entry_id, Text("借贷不平", "postings do not sum to zero"))
        if told.get("unit") != self._unit:
            self.note("unit", entry_id, Text("计量单位不符", "the entry is of another unit"))
        holder = self.holders.setdefault(told["holder"], Counter())
        self.numbers[told["holder"]] += 1
        for name, amount in postings:
            self.totals[name] += amount
            if name not in self._common:
                holder[name] += amount

    def compare(self, holder: str, balances: Mapping[str, int]) -> None:
        """Compare a holder's kept balances with the sum of its entries."""
        summed = self.holders.get(holder, Counter())
        for name, kept in balances.items():
            if summed[name] != kept:
                self.note(
                    "balance",
                    f"{holder}/{name}",
                    Text(
                        f"余额 {kept}，分录合计 {summed[name]}",
                        f"{kept} kept, entries sum to {summed[name]}",
                    ),
                )
            if kept < 0 or summed[name] < 0:
                self.note("negative", f"{holder}/{name}", Text("余额为负", "below zero"))

    def close(self) -> None:
        """Check what holds of the whole: all accounts together are zero."""
        if sum(self.totals.values()):
            self.note("not_zero", "", Text("合计不为零", "all accounts together are not zero"))

    def note(self, code: str, place: str, text: Text) -> None:
        """Note a fault; after many the rest says nothing new."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(code, place, text))
