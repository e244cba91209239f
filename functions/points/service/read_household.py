"""What a household sees first."""

from __future__ import annotations

from typing import NamedTuple

from kernel.scope import Scope
from points.rules.account import Account
from points.rules.book import Book
from points.rules.claim import Claim
from points.rules.entry import Entry
from points.rules.redemption import Redemption
from points.rules.standing import Note, Standing
from points.service.asking import require_home, village_of
from points.store import accounts, books, claims, households, ledger, redemptions

_A_FEW = 10


class HouseholdPage(NamedTuple):
    """Balances, what is pending, and the latest of everything."""

    account: Account
    pending: list[tuple[Claim, Book]]
    redemptions: list[Redemption]
    entries: list[Entry]
    notes: list[Note]
    standing: Standing


def read_household(asking: Scope, household: str) -> HouseholdPage:
    """Read the page of the own household, or of one in the area one serves."""
    village = village_of(require_home(asking, household))
    return HouseholdPage(
        accounts.read_account(village, household),
        [
            (claim, books.of_claim(claim))
            for claim in claims.newest_of(household)
            if claim.status.is_open
        ],
        redemptions.newest_of(household, _A_FEW),
        ledger.list_entries_of(household, _A_FEW).rows,
        households.newest_notes(household, _A_FEW),
        households.read_standing(household),
    )


def read_account(asking: Scope, household: str) -> Account:
    """Read what a household can spend, and its totals."""
    return accounts.read_account(village_of(require_home(asking, household)), household)
