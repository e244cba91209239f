"""What a household is answered about its points."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.texts import Language
from points.model.board_answers import StandingView, standing_view
from points.model.claim_answers import PendingView
from points.model.ledger_answers import EntryView, entry_view
from points.model.shown import each, shown
from points.rules.account import Account
from points.rules.book import Book
from points.rules.claim import Claim
from points.rules.evaluation import next_step
from points.rules.redemption import Redemption
from points.rules.redemption_states import RedemptionStatus
from points.rules.standing import NoteGroup, grouped
from points.service.read_household import HouseholdPage


class LotView(TypedDict):
    """Points that expire at the end of the same day."""

    points: int
    expires_on: str


class WaitingView(TypedDict):
    """A redemption of the household."""

    id: str
    goods_name: str
    quantity: int
    points: int
    status: RedemptionStatus
    status_name: str
    hold_until: str | None


class NoteView(TypedDict):
    """A word to the household."""

    at: str
    kind: str
    text: str


class NoteGroupView(TypedDict):
    """Words of one kind to the household; `text` is the newest."""

    kind: str
    count: int
    since: str
    latest_at: str
    text: str


class BalanceView(TypedDict):
    """What a household can spend, and its totals."""

    household: str
    spendable: int
    honour: int
    demerit: int
    held: int
    lots: list[LotView]


class PointsHouseholdPage(BalanceView):
    """What a household sees first."""

    village: str
    pending: list[PendingView]
    redemptions: list[WaitingView]
    entries: list[EntryView]
    notes: list[NoteView]
    note_groups: Annotated[
        list[NoteGroupView], Field(description="`notes` by kind / 提醒按类别合并")
    ]
    standing: StandingView


class PlateView(TypedDict):
    """Where a door plate leads; no personal data."""

    village: str
    page: str | None


def household_page(page: HouseholdPage, language: Language) -> PointsHouseholdPage:
    """Return the page of a household as it is answered."""
    today = clock.today()
    return shown(
        PointsHouseholdPage,
        page.account,
        spendable=page.account.available(today),
        lots=each(LotView, page.account.live(today)),
        pending=[_pending(claim, book, language) for claim, book in page.pending],
        redemptions=[_waiting(one, language) for one in page.redemptions],
        entries=[entry_view(entry, language) for entry in page.entries],
        notes=each(NoteView, page.notes, language),
        note_groups=[_group(one, language) for one in grouped(page.notes)],
        standing=standing_view(page.account.household, page.standing),
    )


def balance_view(account: Account) -> BalanceView:
    """Return the balances of a household as they are answered."""
    today = clock.today()
    lots = each(LotView, account.live(today))
    return shown(BalanceView, account, spendable=account.available(today), lots=lots)


def _group(one: NoteGroup, language: Language) -> NoteGroupView:
    newest = one.newest
    return shown(
        NoteGroupView, one, language, count=one.number, latest_at=newest.at, text=newest.text
    )


def _pending(claim: Claim, book: Book, language: Language) -> PendingView:
    item = book.item(claim.item)
    return shown(
        PendingView,
        claim,
        language,
        item_name=item.name,
        status_name=claim.status.said,
        next_step=next_step(claim, item, book.parameters),
    )


def _waiting(one: Redemption, language: Language) -> WaitingView:
    until = one.hold_until if one.status is RedemptionStatus.HELD else None
    return shown(WaitingView, one, language, status_name=one.status.said, hold_until=until)
