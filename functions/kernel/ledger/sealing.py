"""Sealing entries behind the writes.

A stream hands over entries roughly in the order they were written; the order in which they are sealed is the order of the chain. A
sealer proves by the chain's head that nobody sealed meanwhile, and each entry takes a seal once, so that a record delivered twice does
nothing and two sealers never fork the chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kernel.ledger.chain import GENESIS, link
from kernel.ledger.entries import Ledger
from kernel.ledger.rows import EntryRow
from kernel.storage.rows import Alter, Ensure, Write
from kernel.storage.unit_of_work import UnitOfWork, carry_out

_A_TRANSACTION = 40


def seal(ledger: Ledger, book: str, entries: Iterable[str]) -> int:
    """Seal entries of a book that are not sealed yet; return how many were.

    Raises
    ------
    SomebodyWasFaster
        Others were sealing all the while.
    """
    wanted = list(dict.fromkeys(entries))
    done = 0
    for first in range(0, len(wanted), _A_TRANSACTION):
        some = wanted[first : first + _A_TRANSACTION]
        done += carry_out(lambda work, some=some: _seal_some(work, ledger, book, some)).result or 0
    return done


def _seal_some(work: UnitOfWork, ledger: Ledger, book: str, entries: Sequence[str]) -> int:
    head_key = ledger.head_key(book)
    head, *rows = work.find_all([head_key, *(ledger.entry_key(book, one) for one in entries)])
    fresh: list[EntryRow] = [row for row in rows if row is not None and not row.seal]
    if not fresh:
        return 0
    seq, seal = (int(head.seq), head.seal) if head else (0, GENESIS)
    unmoved = ledger.heads.seq == seq if head else Ensure.is_new
    unsealed = ledger.entries.seq.does_not_exist() & ledger.entries.pk.exists()
    for row in fresh:
        seq += 1
        seal = link(seal, seq, row.content)
        work.write(Alter(ledger.entry_key(book, row.id), {}, {"seq": seq, "seal": seal}, unsealed))
    moved = ledger.heads(head_key.pk, head_key.sk, seq=seq, seal=seal, change_id=work.change_id)
    work.write(Write(moved, unmoved))
    return len(fresh)
