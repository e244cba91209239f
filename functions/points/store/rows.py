"""The rows of the points' table.

Aggregates (claims, redemptions, boards) are kept as one JSON document beside the attributes their indexes need; what many people write at
once (stock) is numbers that are altered in place. Indexes: `by_list` (list, place) for lists of a village, `by_house` (house, place) for
those of a household, `by_wake` (clock, wake_at) for what the clock has to see to.
"""

from __future__ import annotations

import os

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Key, Row, TableMeta

BY_LIST, BY_HOUSE, BY_WAKE = "by_list", "by_house", "by_wake"
CLOCK = "points"


class PointsMeta(TableMeta):
    """`Meta` of every row in the points' table."""

    table_name = os.environ.get("POINTS_TABLE", "points")


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(PointsMeta):
        """The points' table."""


class PointsRow(Row):
    """A row in the points' table."""

    class Meta(PointsMeta):
        """The points' table."""


class BookRow(PointsRow):
    """A version of a village's rule book: `BOOK#{village}` / `V#{version}`."""

    version = NumberAttribute()
    status = UnicodeAttribute()
    document = UnicodeAttribute()
    facts = UnicodeAttribute()
    revision = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str, version: int) -> Key:
        """Return where a version is."""
        return Key(cls, f"BOOK#{village}", f"V#{version:06d}")


class ShelfRow(PointsRow):
    """Which versions a village has: `BOOK#{village}` / `SHELF`; `published` lists (version, valid_from) as JSON."""

    newest = NumberAttribute()
    published = UnicodeAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where the shelf of a village is."""
        return Key(cls, f"BOOK#{village}", "SHELF")


class LedgerRow(PointsRow):
    """That a village has a ledger: `LEDGERS` / `{village}`, written when its first book is published."""

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where a village stands among those with a ledger."""
        return Key(cls, "LEDGERS", village)


class ClaimRow(PointsRow):
    """A claim: `CLAIM#{id}` / `CLAIM`; `document` holds `rules.claim.Claim`."""

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    household = UnicodeAttribute()
    status = UnicodeAttribute()
    item = UnicodeAttribute()
    sign = UnicodeAttribute()
    points = NumberAttribute(null=True)
    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    list = UnicodeAttribute()
    house = UnicodeAttribute()
    place = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, claim_id: str) -> Key:
        """Return where the claim of this id is."""
        return Key(cls, f"CLAIM#{claim_id}", "CLAIM")


class HistoryRow(PointsRow):
    """One step of an aggregate, append-only: beside it, `HIST#{seq}`."""

    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_name = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    details = UnicodeAttribute(null=True)
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, pk: str, seq: int) -> Key:
        """Return where a step of an aggregate is."""
        return Key(cls, pk, f"HIST#{seq:06d}")


class ActRow(PointsRow):
    """That a household claimed an item for a day: `ACT#{household}#{item}` / `{day}`; no `claim`: it was refused or withdrawn."""

    claim = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, household: str, item: str, day: str) -> Key:
        """Return where the claim of this day is noted."""
        return Key(cls, f"ACT#{household}#{item}", day)


class CapRow(PointsRow):
    """How many points of an item a household has been given in a period: `CAP#{household}#{item}` / `{period}`."""

    used = NumberAttribute(default=0)
    version = NumberAttribute(default=0)

    @classmethod
    def key(cls, household: str, item: str, period: str) -> Key:
        """Return where the use of the cap is counted."""
        return Key(cls, f"CAP#{household}#{item}", period)


class PublicationRow(PointsRow):
    """A list made public: `PUBLIC#{village}` / `{id}`; its lines are kept as they were published."""

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    published_at = UnicodeAttribute()
    published_by = UnicodeAttribute()
    objections_until = UnicodeAttribute()
    public_until = UnicodeAttribute()
    document = UnicodeAttribute()

    @classmethod
    def key(cls, village: str, publication: str) -> Key:
        """Return where a publication is."""
        return Key(cls, f"PUBLIC#{village}", publication)


class AccountRow(PointsRow):
    """The accounts of a household: `ACCOUNTS#{village}` / `{household}`; `lots` as JSON."""

    village = UnicodeAttribute()
    household = UnicodeAttribute()
    honour = NumberAttribute()
    demerit = NumberAttribute()
    spendable = NumberAttribute()
    held = NumberAttribute()
    lots = UnicodeAttribute()
    version = NumberAttribute()
    revision = NumberAttribute()
    change_id = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, village: str, household: str) -> Key:
        """Return where the accounts of a household are."""
        return Key(cls, f"ACCOUNTS#{village}", household)


class EntryRow(PointsRow):
    """An entry of a village's ledger: `LEDGER#{village}` / `E#{id}`.

    `content` is what was decided and is never written again; the seal (`seq`, `seal`) and the link to a reversal are added once each.
    """

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    household = UnicodeAttribute()
    kind = UnicodeAttribute()
    at = UnicodeAttribute()
    content = UnicodeAttribute()
    change_id = UnicodeAttribute()
    house = UnicodeAttribute()
    place = UnicodeAttribute()
    seq = NumberAttribute(null=True)
    seal = UnicodeAttribute(null=True)
    reversed_by = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, village: str, entry: str) -> Key:
        """Return where an entry is."""
        return Key(cls, f"LEDGER#{village}", f"E#{entry}")


class HeadRow(PointsRow):
    """The end of a village's chain: `LEDGER#{village}` / `HEAD`."""

    seq = NumberAttribute()
    seal = UnicodeAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where the end of the chain is."""
        return Key(cls, f"LEDGER#{village}", "HEAD")


class ReportRow(PointsRow):
    """What the last verification of a ledger found: `LEDGER#{village}` / `REPORT`."""

    at = UnicodeAttribute()
    document = UnicodeAttribute()

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where the last report is."""
        return Key(cls, f"LEDGER#{village}", "REPORT")


class ScoreRow(PointsRow):
    """What a household earned and lost in a month: `SCORES#{village}#{month}` / `{household}`."""

    earned = NumberAttribute(default=0)
    lost = NumberAttribute(default=0)

    @classmethod
    def key(cls, village: str, month: str, household: str) -> Key:
        """Return where the month's score is."""
        return Key(cls, f"SCORES#{village}#{month}", household)


class StandingRow(PointsRow):
    """What the village notes of a household for boards: `STANDING#{household}` / `STANDING`; consents, absence, care."""

    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, household: str) -> Key:
        """Return where a household's standing is."""
        return Key(cls, f"STANDING#{household}", "STANDING")


class BoardRow(PointsRow):
    """A board: `BOARD#{village}` / `{id}`."""

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    status = UnicodeAttribute()
    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, village: str, board: str) -> Key:
        """Return where a board is."""
        return Key(cls, f"BOARD#{village}", board)


class RankRow(PointsRow):
    """A household's place in the snapshot of a board: `RANKS#{board}` / `{rank}#{household}`."""

    household = UnicodeAttribute()
    rank = NumberAttribute()
    earned = NumberAttribute()
    lost = NumberAttribute()


class ShopRow(PointsRow):
    """The supermarket of a village: `SHOP#{village}` / `SHOP`."""

    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where the shop is."""
        return Key(cls, f"SHOP#{village}", "SHOP")


class GoodsRow(PointsRow):
    """Goods of a shop: `SHOP#{village}` / `GOODS#{id}`. `stock` is on the shelf and free, `held` set aside for redemptions."""

    id = UnicodeAttribute()
    merchant = UnicodeAttribute()
    name = UnicodeAttribute()
    points = NumberAttribute()
    offered = NumberAttribute()
    stock = NumberAttribute(default=0)
    held = NumberAttribute(default=0)
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str, goods: str) -> Key:
        """Return where goods are."""
        return Key(cls, f"SHOP#{village}", f"GOODS#{goods}")


class MovementRow(PointsRow):
    """A change of stock, append-only: `STOCK#{village}#{month}` / `{id}`."""

    goods = UnicodeAttribute()
    kind = UnicodeAttribute()
    quantity = NumberAttribute()
    at = UnicodeAttribute()
    document = UnicodeAttribute()


class RedemptionRow(PointsRow):
    """A redemption: `REDEEM#{id}` / `REDEEM`."""

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    household = UnicodeAttribute()
    status = UnicodeAttribute()
    item = UnicodeAttribute()
    points = NumberAttribute()
    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    list = UnicodeAttribute()
    house = UnicodeAttribute()
    place = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, redemption: str) -> Key:
        """Return where a redemption is."""
        return Key(cls, f"REDEEM#{redemption}", "REDEEM")


class SettlementRow(PointsRow):
    """The settlement of a month: `SETTLED#{village}` / `{month}`."""

    month = UnicodeAttribute()
    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str, month: str) -> Key:
        """Return where a month's settlement is."""
        return Key(cls, f"SETTLED#{village}", month)


class NoteRow(PointsRow):
    """A word to a household, shown on its page: `NOTES#{household}` / `{id}`."""

    at = UnicodeAttribute()
    kind = UnicodeAttribute()
    zh = UnicodeAttribute()
    en = UnicodeAttribute()


class PlateRow(PointsRow):
    """Which household a door plate's code leads to: `PLATE#{token}` / `PLATE`, and beside the household `STANDING#{household}` / `PLATE`."""

    token = UnicodeAttribute()
    household = UnicodeAttribute()
    village = UnicodeAttribute()

    @classmethod
    def key(cls, token: str) -> Key:
        """Return where the plate of a token is."""
        return Key(cls, f"PLATE#{token}", "PLATE")

    @classmethod
    def of(cls, household: str) -> Key:
        """Return where a household's plate is."""
        return Key(cls, f"STANDING#{household}", "PLATE")
