"""The rows of obligations, in the table of what is owed.

========================  ==============  ======================================================
pk                        sk              what
========================  ==============  ======================================================
`OBLIGATION#{id}`         `OBLIGATION`    an obligation as it is now
`OBLIGATION#{id}`         `HIST#{seq}`    a step of its history
`SETTINGS`                `CURRENT`       the newest terms the county has set, and `V#{version}` each
`RECOUNT`                 `RECOUNT`       how far the recount is
`IDEM#…`                  `IDEM`          the first answer to an idempotency key
========================  ==============  ======================================================

Indexes: `by_turn` (turn, due_at) lists what a unit answers for; `by_look` (clock, look_at) what the sweep has to look at, town by town;
`by_recount` (recount, pk) what has a counted limit, provisional and certain apart. All are sparse: what is closed is in none.
"""

from __future__ import annotations

import os

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from escalation.store.rows import ClockedRow, StepRow
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Key, Row, TableMeta
from kernel.storage.settings import VersionRow

ROW = "OBLIGATION"
PROVISIONAL, CERTAIN = "provisional", "certain"
BY_TURN, BY_LOOK, BY_RECOUNT = "by_turn", "by_look", "by_recount"


class ObligationsMeta(TableMeta):
    """`Meta` of every row in the table of what is owed."""

    table_name = os.environ.get("OBLIGATIONS_TABLE", "obligations")


class ObligationRow(ClockedRow):
    """An obligation as it is now; attributes are those of `rules.obligations.Obligation`.

    Attributes
    ----------
    recount
        `PROVISIONAL` or `CERTAIN` while it has a limit that was counted.
    """

    class Meta(ObligationsMeta):
        """The table of what is owed."""

    kind = UnicodeAttribute()
    way = JSONAttribute()
    about = JSONAttribute()
    turn = UnicodeAttribute(null=True)
    recount = UnicodeAttribute(null=True)
    counted = BooleanAttribute(default=False)
    extended = NumberAttribute(default=0)

    @classmethod
    def key(cls, obligation_id: str) -> Key:
        """Return where the obligation of this id is."""
        return Key(cls, f"{ROW}#{obligation_id}", ROW)


class ObligationStepRow(StepRow):
    """One step of an obligation."""

    class Meta(ObligationsMeta):
        """The table of what is owed."""


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(ObligationsMeta):
        """The table of what is owed."""


class SettingsRow(VersionRow):
    """A version of the terms the county has set."""

    subject = "SETTINGS"

    class Meta(ObligationsMeta):
        """The table of what is owed."""


class RecountRow(Row):
    """How far the recount is.

    Attributes
    ----------
    revision
        The version of the calendars that is being counted with.
    begun_at
        When the present pass began.
    resume
        Where the pass goes on: the kind, and its book's own place, as JSON.
    moved
        How many things this pass moved, or could not.
    counted
        The last version of the calendars that everything was counted with.
    """

    class Meta(ObligationsMeta):
        """The table of what is owed."""

    revision = NumberAttribute()
    begun_at = UnicodeAttribute()
    resume = UnicodeAttribute(null=True)
    moved = NumberAttribute(default=0)
    done = BooleanAttribute(default=False)
    counted = NumberAttribute(default=0)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls) -> Key:
        """Return where the row is."""
        return Key(cls, "RECOUNT", "RECOUNT")
