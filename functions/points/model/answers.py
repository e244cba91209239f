"""What clients are answered about points."""

from typing import Any

from typing_extensions import TypedDict


class BookView(TypedDict):
    """A version of a rule book."""

    village: str
    version: int
    status: str
    status_name: str
    revision: int
    facts: dict[str, Any]
    book: dict[str, Any]
    actions: list[str]


class BookLine(TypedDict):
    """A version in a list."""

    version: int
    status: str
    status_name: str
    facts: dict[str, Any]


class BookList(TypedDict):
    """The versions of a village, newest first."""

    items: list[BookLine]
    next_cursor: str | None


class SampleBook(TypedDict):
    """The packaged sample; in force nowhere until a village passes it."""

    book: dict[str, Any]


class ClaimView(TypedDict):
    """A claim or deduction; neighbours see it without names, words and evidence."""

    id: str
    village: str
    household: str | None
    household_name: str
    sign: str
    item: str
    item_name: str
    book_version: int
    quantity: int
    happened_on: str
    description: str | None
    evidence: list[str]
    status: str
    status_name: str
    points: int | None
    evaluation: dict[str, Any] | None
    checks: list[dict[str, Any]]
    voices: list[dict[str, Any]]
    visits: list[dict[str, Any]]
    objections: list[dict[str, Any]]
    publication: str | None
    public_until: str | None
    due_at: str | None
    late: bool
    entry: str | None
    next_step: str
    actions: list[str]
    version: int
    created_at: str
    updated_at: str


class ClaimLine(TypedDict):
    """A claim in a list."""

    id: str
    household: str
    item: str
    sign: str
    status: str
    points: int | None
    version: int
    created_at: str
    updated_at: str


class ClaimList(TypedDict):
    """One page of claims."""

    items: list[ClaimLine]
    next_cursor: str | None


class PointsStepView(TypedDict):
    """A step of an aggregate's history."""

    seq: int
    at: str
    event: str
    event_name: str
    actor: str | None
    actor_role: str | None
    reason: str | None
    details: dict[str, Any] | None


class PointsTimeline(TypedDict):
    """Steps, oldest first."""

    items: list[PointsStepView]
    next_cursor: str | None


class PublicLine(TypedDict):
    """A score as it is made public: masked."""

    claim: str
    household: str
    item: str
    item_name: str
    book_version: int
    happened_on: str
    sign: str
    points: int


class PublicationView(TypedDict):
    """A public list; `left`: how many still wait to be published."""

    id: str
    village: str
    published_at: str
    objections_until: str
    public_until: str
    is_public: bool
    left: int | None
    lines: list[PublicLine]


class PublicationList(TypedDict):
    """Public lists, newest first."""

    items: list[PublicationView]
    next_cursor: str | None


class EntryView(TypedDict):
    """An entry of the ledger, with its reason in plain words."""

    id: str
    household: str
    kind: str
    kind_name: str
    points: int
    postings: list[dict[str, Any]]
    short: int
    reason: str
    text: str
    ref: str | None
    rule: dict[str, Any] | None
    evaluation: dict[str, Any] | None
    evidence: list[str]
    reverses: str | None
    reversed_by: str | None
    actor_role: str | None
    balances: dict[str, int]
    at: str
    seq: int | None
    seal: str | None


class EntryList(TypedDict):
    """One page of entries, newest first."""

    items: list[EntryView]
    next_cursor: str | None


class ReversalView(TypedDict):
    """A reversal: its entry, and what could not be taken back."""

    entry: str
    reverses: str
    household: str
    short: int
    postings: list[dict[str, Any]]
    balances: dict[str, int]


class LedgerReport(TypedDict):
    """What a verification found; `fresh`: recomputed now, else the last one kept."""

    village: str
    fresh: bool
    verified_at: str
    sound: bool
    entries: int
    sealed: int
    waiting_for_seal: int
    head: str
    totals: dict[str, int]
    sum: int
    households: int
    faults: list[dict[str, Any]]
    milliseconds: int


class BoardView(TypedDict):
    """A board; the improvement list is masked and shown in the village alone."""

    id: str
    village: str
    period: str
    status: str
    status_name: str
    taken_at: str
    households: int
    red: list[dict[str, Any]]
    improvement: list[dict[str, Any]]
    none_because: str | None
    named: bool
    assessment_id: str | None
    resolution_id: str | None
    not_before: str
    ends_at: str
    excluded: dict[str, str] | None
    removed: list[dict[str, Any]] | None
    version: int


class BoardList(TypedDict):
    """Boards of a village, newest first."""

    items: list[BoardView]
    next_cursor: str | None


class RankList(TypedDict):
    """A page of a snapshot, best first."""

    items: list[dict[str, Any]]
    next_cursor: str | None


class StandingView(TypedDict):
    """What is noted of a household for boards."""

    household: str
    consent: dict[str, Any] | None
    away: list[dict[str, Any]]
    care: bool
    version: int


class ShopView(TypedDict):
    """The supermarket of a village."""

    village: str
    version: int
    open_now: bool
    next_day: str | None
    shop: dict[str, Any]


class GoodsView(TypedDict):
    """Goods with their price in points and what is left."""

    id: str
    merchant: str
    name: str
    points: int
    offered: bool
    stock: int
    held: int
    version: int


class GoodsList(TypedDict):
    """One page of goods."""

    items: list[GoodsView]
    next_cursor: str | None


class MovementList(TypedDict):
    """One page of a month's changes of stock, newest first."""

    items: list[dict[str, Any]]
    next_cursor: str | None


class RedemptionView(TypedDict):
    """A redemption; the code is for the household alone."""

    id: str
    village: str
    household: str
    goods: str
    goods_name: str
    merchant: str
    quantity: int
    points: int
    status: str
    status_name: str
    hold_until: str
    code: str | None
    qr: str | None
    hold_entry: str
    hand_over_entry: str | None
    reason: str | None
    version: int
    created_at: str
    updated_at: str


class RedemptionLine(TypedDict):
    """A redemption in a list."""

    id: str
    household: str
    goods_name: str
    points: int
    status: str
    created_at: str
    updated_at: str


class RedemptionList(TypedDict):
    """One page of redemptions."""

    items: list[RedemptionLine]
    next_cursor: str | None


class SettlementView(TypedDict):
    """A month's settlement: goods and points by merchant, where goods came from."""

    village: str
    month: str
    settled_at: str
    settled_by: str
    checked_by: str | None
    checked_at: str | None
    merchants: list[dict[str, Any]]
    funding: list[dict[str, Any]]
    points: int


class SettlementList(TypedDict):
    """Settlements, newest first."""

    items: list[SettlementView]
    next_cursor: str | None


class PointsHouseholdPage(TypedDict):
    """What a household sees first."""

    household: str
    village: str
    spendable: int
    honour: int
    demerit: int
    held: int
    lots: list[dict[str, Any]]
    pending: list[dict[str, Any]]
    redemptions: list[dict[str, Any]]
    entries: list[EntryView]
    notes: list[dict[str, Any]]
    standing: StandingView


class BalanceView(TypedDict):
    """What a household can spend, and its totals."""

    household: str
    spendable: int
    honour: int
    demerit: int
    held: int
    lots: list[dict[str, Any]]


class PlateView(TypedDict):
    """Where a door plate leads; no personal data."""

    village: str
    page: str | None
