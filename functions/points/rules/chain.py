"""The chain that makes a village's ledger tamper-evident: each sealed entry carries the hash of all before it.

Entries are written without it, so that no two buyers wait for each other; a stream consumer seals them behind the writes, one after the
other (DOMAIN 3.1: append-only). A changed, lost, added or reordered entry breaks the chain from there on.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from kernel.texts import Text
from points.rules.account import VILLAGE_ACCOUNTS

GENESIS = "0" * 64
_MOST_FAULTS = 50


def canonical(content: Mapping[str, Any]) -> str:
    """Write an entry's content as the one text that is kept and hashed."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(previous: str, seq: int, content: str) -> str:
    """Return the hash of an entry: SHA-256 over the hash before it, its number, and its content."""
    return hashlib.sha256(f"{previous}|{seq}|{content}".encode()).hexdigest()


class Fault(NamedTuple):
    """What is wrong with a ledger: `code`, where, and in words."""

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
    """Recompute a ledger entry by entry, in memory bounded by its accounts, however many entries there are.

    Attributes
    ----------
    entries
        How many entries were read.
    totals
        The balance of each account of the village; those of households are summed up by kind.
    """

    def __init__(self) -> None:
        self.entries = 0
        self.head = GENESIS
        self.faults: list[Fault] = []
        self.totals: Counter[str] = Counter()
        self.households: dict[str, Counter[str]] = {}
        self.transfers: Counter[str] = Counter()

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
        if sum(points for _, points in postings):
            self.note("unbalanced", entry_id, Text("借贷不平", "postings do not sum to zero"))
        household = self.households.setdefault(told["household"], Counter())
        self.transfers[told["household"]] += 1
        for name, points in postings:
            self.totals[name] += points
            if name not in VILLAGE_ACCOUNTS:
                household[name] += points

    def compare(self, household: str, balances: Mapping[str, int]) -> None:
        """Compare a household's kept balances with the sum of its entries."""
        summed = self.households.get(household, Counter())
        for name, kept in balances.items():
            if summed[name] != kept:
                self.note(
                    "balance",
                    f"{household}/{name}",
                    Text(
                        f"余额 {kept}，分录合计 {summed[name]}",
                        f"{kept} kept, entries sum to {summed[name]}",
                    ),
                )
            if kept < 0 or summed[name] < 0:
                self.note("negative", f"{household}/{name}", Text("余额为负", "below zero"))

    def close(self) -> None:
        """Check what holds of the whole: all accounts together are zero."""
        if sum(self.totals.values()):
            self.note("not_zero", "", Text("全村合计不为零", "all accounts together are not zero"))

    def note(self, code: str, place: str, text: Text) -> None:
        """Note a fault; after many the rest says nothing new."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(code, place, text))
