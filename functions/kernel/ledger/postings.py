"""Postings: what moves between accounts; nothing comes from nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Posting(NamedTuple):
    """What an account gets (or gives, when negative), in whole units of its ledger."""

    account: str
    amount: int


class Unbalanced(ValueError):
    """Postings that do not sum to zero are no entry: something would come from nowhere."""


def require_balance(postings: Iterable[Posting]) -> None:
    """Let postings pass that sum to zero.

    Raises
    ------
    Unbalanced
        They do not.
    """
    total = sum(posting.amount for posting in postings)
    if total:
        raise Unbalanced(f"postings sum to {total}")
