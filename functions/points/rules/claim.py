"""A claim or a deduction of a household: what it says, who had a part in it, what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from kernel import clock
from kernel.access import Role
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Named, Text
from points.rules.book import Sign
from points.rules.claim_states import ClaimStatus


class AlreadyClaimed(Conflict):
    """The household claimed this item for this day already; `claim` says where."""

    slug = "already-claimed"
    said = Text(
        "该户当日已申报过此项目。", "The household has claimed this item for this day already."
    )


class NothingToPublish(Conflict):
    """No claim waits to be published."""

    slug = "nothing-to-publish"
    said = Text("没有待公示的申报。", "No claim waits to be published.")


class ItemExcluded(Conflict):
    """The circumstances are among the item's grounds of exclusion."""

    slug = "item-excluded"
    said = Text(
        "因疾病、残疾、未成年或独居老人无力所致的情形不得扣分。",
        "What illness, disability, being a minor or living alone in old age caused is not deducted.",
    )


class CapReached(Conflict):
    """The household has had all points the item allows in this period."""

    slug = "cap-reached"
    said = Text(
        "该项目本期积分已达上限。", "The household has reached the item's limit for this period."
    )


class Cause(Named):
    """What may have caused conduct that must not cost points (DOMAIN 3.2)."""

    ILLNESS = "illness", "疾病", "illness"
    DISABILITY = "disability", "残疾", "disability"
    MINOR = "minor", "未成年", "a minor"
    SOLE_ELDERLY = "sole_elderly", "独居老人", "an old person alone"


class Checker(NamedTuple):
    """Somebody who has a part in a check, with what the registry knows of the relations.

    Attributes
    ----------
    household
        The household the person belongs to; None when the registry knows none.
    relatives
        Households near to the one that is scored.
    """

    person_id: str
    name: str
    role: Role | None
    household: str | None
    relatives: frozenset[str]

    def as_finding(self, now: datetime) -> dict[str, Any]:
        """Return who found something, as it is kept with the finding."""
        return {
            "person": self.person_id,
            "name": self.name,
            "role": str(self.role) if self.role else None,
            "household": self.household,
            "at": clock.iso(now),
        }


@record
class Claim:
    """A claim (plus) or deduction (minus) of a household.

    Attributes
    ----------
    checks, endorsements, visits, objections
        What verifiers, neighbours and visitors found, and who objected, in order.
    points
        What the combined evaluation, or the answer to an objection, came to; None while being checked.
    due_at
        Until when the present step waits: to be published, to object, to answer.
    late
        Whether the present step is past its day; what is owed of it climbs (`owes`), the claim's own clock is done with it.
    owes
        The obligation by which its check, or the answer to an objection, climbs.
    entry
        The ledger entry it was posted with.
    ruled_by
        The village whose rules it is scored by, where its household has moved to another one since; empty: its own.
    """

    id: str
    village: str
    household: str
    unit: str
    sign: Sign
    item: str
    book_version: int
    quantity: int
    happened_on: date
    description: str
    evidence: tuple[str, ...]
    submitted_by: str
    submitted_role: str | None
    created_at: datetime
    updated_at: datetime
    status: ClaimStatus = ClaimStatus.CHECKING
    cause: Cause | None = None
    checks: tuple[Mapping[str, Any], ...] = ()
    endorsements: tuple[Mapping[str, Any], ...] = ()
    visits: tuple[Mapping[str, Any], ...] = ()
    objections: tuple[Mapping[str, Any], ...] = ()
    evaluation: Mapping[str, Any] | None = None
    points: int | None = None
    publication: str | None = None
    public_until: datetime | None = None
    due_at: datetime | None = None
    late: bool = False
    owes: str | None = None
    entry: str | None = None
    ruled_by: str = ""
    version: int = 1
    steps: int = 1
    change_id: str = ""

    @property
    def book_village(self) -> str:
        """The village whose rules it is scored by."""
        return self.ruled_by or self.village

    @property
    def open_objections(self) -> tuple[Mapping[str, Any], ...]:
        """Objections nobody has answered."""
        return tuple(one for one in self.objections if one.get("upheld") is None)

    @property
    def wakes_at(self) -> datetime | None:
        """When the clock has to do something by itself: publish, post, or say once that a check or an answer is late."""
        return None if self.late else self.due_at

    @property
    def counted(self) -> int:
        """Points that count towards the item's cap."""
        counts = self.status.is_open or self.status is ClaimStatus.POSTED
        return (self.points or 0) if counts else 0


class ClaimLine(NamedTuple):
    """A claim in a list."""

    id: str
    household: str
    item: str
    sign: Sign
    status: ClaimStatus
    points: int | None
    version: int
    created_at: datetime
    updated_at: datetime
