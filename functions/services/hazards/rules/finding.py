"""A finding as it is kept: what was found where, who owes what by when, and what it came from or became (DOMAIN.md 13)."""

from __future__ import annotations

from datetime import date, datetime

from kernel.record import record
from kernel.texts import Named
from kernel.units import Level, ancestor
from services.hazards.rules.checklists import Grade, HazardKind, Item, item_of
from services.hazards.rules.finding_states import ENDED, FindingStatus
from services.hazards.rules.places import Owner


class LinkKind(Named):
    """What a finding is linked with."""

    INCIDENT = "incident", "事件", "incident"
    MEDIATION = "mediation", "调解", "mediation"
    CLUE = "clue", "执法线索", "enforcement clue"


@record
class Link:
    """Something a finding came from, or became."""

    kind: LinkKind
    id: str


@record
class Running:
    """What is owed for a finding now; `kind` of obligation, `id` of the obligation."""

    id: str
    kind: str
    due_at: datetime


@record
class Handed:
    """To what a finding was handed over, where it stood then, and how much time was left of its clock."""

    link: Link
    status: FindingStatus
    kind: str
    seconds_left: int
    at: datetime


@record
class Finding:
    """A hazard that was found.

    Attributes
    ----------
    unit
        Who owes that it goes: the village, one tier up each time it comes again, the county what is major.
    place
        Where on the register; None: elsewhere in the grid, as `where` says.
    kept_from
        Who owns the house in which violence or danger was found: such a person learns nothing of it, whatever the post.
    checklist
        By which version of its checklist.
    rectify_left
        How many seconds were left of its rectification when it was said to be done; None: it had no day yet.
    own_item
        As the county words what was found, where the checklist is its own.
    found_at
        By the finder's own clock, where that can be.
    repeat_of
        The finding of the same kind at the same place within twelve months.
    fixers_before
        Who said that it was removed when it was not: none of them checks what somebody else does later.
    owed
        The one clock that runs for it; None: it is over, or `handed` to what has the clock.
    origin
        What it came from; that has no clock while this one has.
    """

    id: str
    grid: str
    unit: str
    place: str | None
    where: str
    owner: Owner | None
    kind: HazardKind
    item: str
    checklist: int
    grade: Grade
    what: str
    found_by: str
    found_at: datetime
    entered_at: datetime
    status: FindingStatus
    owner_told: bool = False
    advice: str | None = None
    works: bool = False
    rectify_on: date | None = None
    owed: Running | None = None
    fixed_by: str | None = None
    fixed_at: datetime | None = None
    was_late: bool = False
    done: str | None = None
    checked_by: str | None = None
    finding: str | None = None
    control: str | None = None
    plan: str | None = None
    reported_to: str | None = None
    reported_at: datetime | None = None
    sent_back: int = 0
    repeat_of: str | None = None
    origin: Link | None = None
    handed: Handed | None = None
    fixers_before: tuple[str, ...] = ()
    rectify_left: int | None = None
    own_item: Item | None = None
    kept_from: Owner | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def looked_at(self) -> Item:
        """What was found, as the checklist says it by which it was found."""
        return self.own_item or item_of(self.kind, self.checklist, self.item)

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do, here or where it was handed to."""
        return self.status not in ENDED

    @property
    def county(self) -> str:
        """The county it lies in."""
        county = ancestor(self.grid, Level.COUNTY)
        assert county is not None, "every grid lies in a county"
        return county

    @property
    def clock_owner(self) -> str | None:
        """Who has the one clock: `finding`, or the link it was handed to; None: it is over."""
        if not self.is_open:
            return None
        return f"{self.handed.link.kind}:{self.handed.link.id}" if self.handed else "finding"
