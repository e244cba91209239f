"""What a household is answered about its points."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing_extensions import TypedDict

from kernel import clock
from kernel.texts import Language
from points.model.board_answers import StandingView, standing_view
from points.model.instants import local, local_or_none
from points.model.ledger_answers import EntryView, entry_view
from points.rules.account import Account
from points.rules.book import Book
from points.rules.claim import Claim
from points.rules.claim_states import STATUS_NAMES
from points.rules.evaluation import next_step
from points.rules.redemption import Redemption
from points.rules.redemption_states import REDEMPTION_NAMES, RedemptionStatus
from points.rules.standing import Note
from points.service.read_household import HouseholdPage


class LotView(TypedDict):
    """Points that expire at the end of the same day."""

    points: int
    expires_on: str


class PendingView(TypedDict):
    """A claim for which something still has to happen."""

    id: str
    item: str
    item_name: str
    sign: str
    status: str
    status_name: str
    points: int | None
    due_at: str | None
    next_step: str


class WaitingView(TypedDict):
    """A redemption of the household."""

    id: str
    goods_name: str
    quantity: int
    points: int
    status: str
    status_name: str
    hold_until: str | None


class NoteView(TypedDict):
    """A word to the household."""

    at: str
    kind: str
    text: str


class PointsHouseholdPage(TypedDict):
    """What a household sees first."""

    household: str
    village: str
    spendable: int
    honour: int
    demerit: int
    held: int
    lots: list[LotView]
    pending: list[PendingView]
    redemptions: list[WaitingView]
    entries: list[EntryView]
    notes: list[NoteView]
    standing: StandingView


class BalanceView(TypedDict):
    """What a household can spend, and its totals."""

    household: str
    spendable: int
    honour: int
    demerit: int
    held: int
    lots: list[LotView]


class PlateView(TypedDict):
    """Where a door plate leads; no personal data."""

    village: str
    page: str | None


def household_page(page: HouseholdPage, language: Language) -> PointsHouseholdPage:
    """Return the page of a household as it is answered."""
    account = page.account
    return {
        "household": account.household,
        "village": account.village,
        "spendable": account.available(clock.today()),
        "honour": account.honour,
        "demerit": account.demerit,
        "held": account.held,
        "lots": _lots(account),
        "pending": [_pending(claim, book, language) for claim, book in page.pending],
        "redemptions": [_waiting(one, language) for one in page.redemptions],
        "entries": [entry_view(entry, language) for entry in page.entries],
        "notes": [_note(note, language) for note in page.notes],
        "standing": standing_view(account.household, page.standing),
    }


def balance_view(account: Account) -> BalanceView:
    """Return the balances of a household as they are answered."""
    return {
        "household": account.household,
        "spendable": account.available(clock.today()),
        "honour": account.honour,
        "demerit": account.demerit,
        "held": account.held,
        "lots": _lots(account),
    }


def _lots(account: Account) -> list[LotView]:
    return [
        {"points": lot.points, "expires_on": lot.expires_on.isoformat()}
        for lot in account.live(clock.today())
    ]


def _pending(claim: Claim, book: Book, language: Language) -> PendingView:
    item = book.item(claim.item)
    return {
        "id": claim.id,
        "item": claim.item,
        "item_name": item.name.say(language),
        "sign": str(claim.sign),
        "status": str(claim.status),
        "status_name": STATUS_NAMES[claim.status].say(language),
        "points": claim.points,
        "due_at": local_or_none(claim.due_at),
        "next_step": next_step(claim, item, book.parameters).say(language),
    }


def _waiting(one: Redemption, language: Language) -> WaitingView:
    return {
        "id": one.id,
        "goods_name": one.goods_name,
        "quantity": one.quantity,
        "points": one.points,
        "status": str(one.status),
        "status_name": REDEMPTION_NAMES[one.status].say(language),
        "hold_until": local(one.hold_until) if one.status is RedemptionStatus.HELD else None,
    }


def _note(note: Note, language: Language) -> NoteView:
    return {"at": local(note.at), "kind": note.kind, "text": note.text.say(language)}
