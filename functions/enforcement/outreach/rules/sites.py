"""Sites of law outreach: what may stand on the register, how it is kept right, when it is looked at again (法治宣传教育法 Arts. 52, 54)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from enforcement.outreach.rules import citing, public_text
from enforcement.outreach.rules.site_states import (
    MANAGERS,
    SITE_ROLES,
    SITES,
    STANDING,
    SiteAction,
    SiteEvent,
    SiteHolder,
    SiteStatus,
)
from enforcement.outreach.rules.terms import amount, law_of
from kernel import clock
from kernel.access import Caller
from kernel.law import Reference
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text
from kernel.units import is_within, parent_of


class SiteKind(Named):
    """What a site is."""

    CORRIDOR = "corridor", "法治长廊", "law corridor"
    COLUMN = "column", "宣传栏", "notice board"
    SQUARE = "square", "法治广场", "law square"
    SCREEN = "screen", "电子屏", "screen"


class SiteFormat(Named):
    """How a site also speaks to who cannot read small print (Art. 24)."""

    VOICE = "voice", "语音", "voice"
    LARGE_PRINT = "large_print", "大字", "large print"


class TooManySites(Conflict):
    """A village has as many sites as the terms allow; `most` says how many."""

    slug = "too-many-sites"

    def __init__(self) -> None:
        most = amount("sites_of_a_village")
        detail = Text(f"每村最多 {most} 处普法阵地。", f"A village has at most {most} sites.")
        super().__init__(detail, most=most, citation=law_of("register"))


class NotItsKeeper(InvalidFields):
    """A site is kept by its village, a unit above it, or a department of one of these."""

    slug = "not-its-keeper"


class NothingRenewed(InvalidFields):
    """What a panel says anew is not what it said before: a renewal that changes nothing ends nothing that is owed."""

    slug = "nothing-renewed"


@record
class Site:
    """A place where law is shown.

    Attributes
    ----------
    keeper
        The unit that keeps it: the village, one above, or a department of one.
    cites
        The statutes its panels cite, as `rules.citing` writes them.
    owed
        By which its renewal is owed; None: nothing is.
    """

    id: str
    village: str
    kind: SiteKind
    name: str
    place: str
    keeper: str
    content: str
    cites: tuple[str, ...]
    formats: tuple[SiteFormat, ...]
    entered_at: datetime
    status: SiteStatus = SiteStatus.IN_USE
    checked_on: date | None = None
    finding: str | None = None
    owed: str | None = None
    version: int = 1

    @property
    def stands(self) -> bool:
        """Whether it can be seen in its village."""
        return self.status in STANDING

    def ended(self, day: date) -> list[Reference]:
        """Return what it cites that has ended by a day."""
        return citing.ended(map(citing.read, self.cites), day)


class SiteCommand(NamedTuple):
    """A move, with what was said of it."""

    action: SiteAction
    sound: bool | None = None
    finding: str | None = None
    content: str | None = None
    cites: tuple[str, ...] | None = None
    reason: str | None = None


class SiteChange(NamedTuple):
    """A site as it is afterwards, and what the history says of it."""

    before: Site | None
    after: Site
    event: SiteEvent
    said: str | None = None

    @property
    def begins(self) -> str | None:
        """What its keeper owes from now on."""
        return self.after.owed if self.after.owed != self._owed_before else None

    @property
    def ends(self) -> str | None:
        """What its keeper owes no more."""
        return self._owed_before if self.after.owed != self._owed_before else None

    @property
    def _owed_before(self) -> str | None:
        return self.before.owed if self.before else None


def set_up(site: Site, *, standing: int) -> SiteChange:
    """Put a new site on the register.

    Parameters
    ----------
    standing
        How many the village has.

    Raises
    ------
    NotItsKeeper
        The keeper has nothing to do with the village.
    PersonalNumberInText
        Its texts carry somebody's number.
    TooManySites
        The village has as many as it may.
    """
    office = parent_of(site.keeper) if "-" in site.keeper else site.keeper
    if not office or not is_within(site.village, office):
        raise NotItsKeeper.one(
            "keeper",
            Text(
                "维护单位须为本村、上级单位或其部门。",
                "The keeper is the village, a unit above it or a department of one.",
            ),
        )
    public_text.refuse_numbers(name=site.name, place=site.place, content=site.content)
    if standing >= amount("sites_of_a_village"):
        raise TooManySites
    return SiteChange(None, site, SiteEvent.SET_UP)


def standing_of(site: Site, caller: Caller) -> frozenset[SiteHolder]:
    """Return how somebody stands to a site."""
    found: set[SiteHolder] = set()
    if caller.post_at(site.keeper, MANAGERS):
        found.add(SiteHolder.KEEPER)
    if caller.post_over(site.village, MANAGERS):
        found.add(SiteHolder.GUIDE)
    return frozenset(found)


def actions_of(site: Site, caller: Caller) -> list[SiteAction]:
    """Return what somebody may do with a site now."""
    standing = standing_of(site, caller)
    return SITES.open_to(site.status, lambda holder: holder in standing)


def move(site: Site, command: SiteCommand, caller: Caller, today: date, owed_id: str) -> SiteChange:
    """Check a site, renew what it says, or take it down.

    Parameters
    ----------
    owed_id
        By which its renewal is owed, if it comes to that.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    PersonalNumberInText
        What is said, which everybody reads, carries somebody's number.
    NothingRenewed
        It says the same as before.
    """
    row = SITES.move(site.status, command.action, offered=actions_of(site, caller))
    standing = standing_of(site, caller)
    SITES.allow(row, lambda holder: holder in standing, lambda holder: SITE_ROLES[holder])
    SITES.require_words(row, command)
    public_text.refuse_numbers(
        finding=command.finding, content=command.content, reason=command.reason
    )
    match command.action:
        case SiteAction.CHECK:
            return _checked(site, command, today, owed_id)
        case SiteAction.RENEW:
            if (command.content, command.cites) == (site.content, site.cites):
                raise NothingRenewed.one(
                    "content", Text("内容与原来相同。", "It says the same as before.")
                )
            after = replace(
                site,
                content=command.content or "",
                cites=command.cites or (),
                status=SiteStatus.IN_USE,
                owed=None,
                version=site.version + 1,
            )
            return SiteChange(site, after, SiteEvent.RENEWED)
        case _:
            after = replace(site, status=SiteStatus.RETIRED, owed=None, version=site.version + 1)
            return SiteChange(site, after, SiteEvent.RETIRED, command.reason)


def _checked(site: Site, command: SiteCommand, today: date, owed_id: str) -> SiteChange:
    looked = replace(site, checked_on=today, finding=command.finding, version=site.version + 1)
    # A statute that has ended is found by whoever looks, whatever is said.
    holds = command.sound and not site.ended(today)
    if holds or site.status is SiteStatus.TO_RENEW:
        return SiteChange(site, looked, SiteEvent.CHECKED, command.finding)
    return SiteChange(site, _to_renew(looked, owed_id), SiteEvent.FOUND_WRONG, command.finding)


def flag(site: Site, today: date, owed_id: str) -> SiteChange | None:
    """Flag a site whose statute has ended; None: all it cites is in force, or it is flagged already."""
    if site.status is not SiteStatus.IN_USE or not (gone := site.ended(today)):
        return None
    said = "、".join(one.statute.name.zh for one in gone)
    after = _to_renew(replace(site, version=site.version + 1), owed_id)
    return SiteChange(site, after, SiteEvent.STATUTE_ENDED, said)


def _to_renew(site: Site, owed_id: str) -> Site:
    return replace(site, status=SiteStatus.TO_RENEW, owed=owed_id)


def wakes_at(site: Site, now: datetime) -> datetime | None:
    """Return when the clock looks at a site again: on the day its first statute has ended, and once a week; None: never."""
    if site.status is not SiteStatus.IN_USE:
        return None
    today = now.astimezone(clock.SHANGHAI).date()
    again = today + timedelta(days=amount("look_again_days"))
    first = min(again, citing.first_end(site.cites, today) or again)
    return datetime(first.year, first.month, first.day, tzinfo=clock.SHANGHAI)


def villages_in_use(standing: Sequence[int]) -> int:
    """Return how many villages have a site in use, by how many sites each has (DOMAIN 15.2)."""
    return sum(1 for one in standing if one > 0)
