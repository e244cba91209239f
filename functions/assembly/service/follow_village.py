"""What becomes of self-government when a village is merged into another, or its code is replaced: what is open goes along, what was stays.

Where the village that takes its place governs itself already, its own bodies, rules and settings go on there, and only what is open moves.
Where it has nothing yet, as when a placeholder code is replaced by the official one, everything moves. Meetings, their rolls, votes and
minutes never do: ballots are kept under them and minutes are sealed; they are read under the old code.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, NamedTuple, cast

import escalation
from assembly.rules.bodies import Body, Composition
from assembly.rules.ceremonies import Ceremony
from assembly.rules.ideas import Idea
from assembly.rules.matters import KinEntry, Matter
from assembly.rules.meetings import Meeting
from assembly.rules.publications import DutyRecord, Publication, PublicationObjection
from assembly.rules.reviews import Review
from assembly.rules.states.ceremonies import CeremonyStatus
from assembly.rules.states.ideas import IdeaStatus
from assembly.rules.states.matters import MatterStatus
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.states.publications import ObjectionStatus, PublicationStatus
from assembly.rules.states.reviews import ReviewStatus
from assembly.rules.village_rules import VillagersView, VillageRules
from assembly.rules.villages import VillageSettings
from assembly.store import lists
from assembly.store.things import RECORD_OF, Thing, name_of, thing_in
from assembly.store.work import Work
from kernel.actors import Actor
from kernel.storage.unit_of_work import carry_out
from kernel.units import Level, level_of

_A_PAGE = 100
_READDRESSED = "readdressed"

Followed = tuple[str, str, str, str | None]
"""What goes along: its kind, its id, the village it was of, the one it is of now; None: it stays where it is."""
Heirs = Mapping[str, str | None]

_OPEN: Mapping[type, frozenset[str]] = {
    Matter: frozenset({MatterStatus.IN_PROGRESS}),
    Idea: frozenset({IdeaStatus.OPEN}),
    Review: frozenset({ReviewStatus.RAISED, ReviewStatus.BEFORE_TOWN, ReviewStatus.BEFORE_COUNTY}),
    Ceremony: frozenset({CeremonyStatus.REGISTERED, CeremonyStatus.ADVISED}),
    Publication: frozenset({PublicationStatus.UP}),
    PublicationObjection: frozenset({ObjectionStatus.OPEN}),
}
_LEFT_OFF = frozenset({MeetingStatus.ANNOUNCED, MeetingStatus.OPEN, MeetingStatus.ADJOURNED})
_ALWAYS = (Matter, Idea, Review, Ceremony, Publication)
_WITH_ALL = (VillageRules, KinEntry)
_PARTS = {Publication: PublicationObjection, VillageRules: VillagersView}


class _Move(NamedTuple):
    """One village's move to another: by whom, whether it is only told, and whether everything goes."""

    village: str
    into: str
    heirs: Heirs
    by: Actor
    dry_run: bool
    is_whole: bool

    def recoded(self, value: Any) -> Any:
        """Return a thing with the codes that are no more replaced, where a code is all that is said; ids of a village's own with it."""
        if is_dataclass(value) and not isinstance(value, type):
            said = {each.name: self.recoded(getattr(value, each.name)) for each in fields(value)}
            return replace(value, **said)
        if isinstance(value, Mapping):
            pairs = cast("Mapping[str, Any]", value)
            return {name: self.recoded(each) for name, each in pairs.items()}
        if isinstance(value, tuple):
            return tuple(self.recoded(each) for each in cast("tuple[Any, ...]", value))
        if not isinstance(value, str):
            return value
        if self.is_whole and value.startswith(f"{self.village}~"):
            return self.into + value[len(self.village) :]
        return self.heirs.get(value) or value


def follow_villages(heirs: Heirs, by: Actor, *, dry_run: bool) -> Generator[Followed, None, None]:
    """Let what villages that are no more deliberate on follow to those that take their place; give each thing as it goes, or stays."""
    for village, into in heirs.items():
        if level_of(village) is not Level.VILLAGE:
            continue
        settings = lists.present(VillageSettings, village)
        if settings is not None and not dry_run:
            carry_out(lambda unit, of=village, to=into: _end(Work(unit), of, to))
        if into is None:
            continue
        theirs = lists.present(VillageSettings, into)
        is_whole = settings is not None and (
            theirs is None or thing_in(theirs).came_from == village
        )
        yield from _follow(_Move(village, into, heirs, by, dry_run, is_whole))


def _end(work: Work, village: str, into: str | None) -> None:
    """Mark the settings of a village that is no more: from here on no period begins to be owed there."""
    settings = work.get(VillageSettings, village)
    if not settings.over:
        work.save(replace(settings, over=True, goes_on_at=into))


def _follow(move: _Move) -> Iterator[Followed]:
    if move.is_whole:
        yield from _copied(move, VillageSettings, move.village)
        for body in _all(Body, move.village):
            yield from _copied(move, Body, body.id)
            for composition in _all(Composition, body.id):
                yield from _copied(move, Composition, composition.id)
    meetings = [one for one in _all(Meeting, move.village) if one.status in _LEFT_OFF]
    for meeting in meetings:
        yield "meeting", meeting.id, move.village, None
    pending = {item.matter for meeting in meetings for item in meeting.agenda}
    for kind in (*_ALWAYS, *(_WITH_ALL if move.is_whole else ())):
        yield from _things(move, kind, pending)
    for duty in _owed_periods(move.village):
        yield from _taken_over(move, duty)


def _things(move: _Move, kind: type[Any], pending: Collection[str]) -> Iterator[Followed]:
    """Move what goes of a kind, with its parts; what a meeting has before it stays until that is over."""
    for thing in _all(kind, move.village):
        if thing.id in pending:
            yield name_of(kind), thing.id, move.village, None
            continue
        for part in _all(_PARTS[kind], thing.id) if kind in _PARTS else ():
            if _goes(_PARTS[kind], part, move):
                yield from _moved(move, _PARTS[kind], part.id)
        if _goes(kind, thing, move):
            yield from _moved(move, kind, thing.id)


def _goes(kind: type[Any], thing: Any, move: _Move) -> bool:
    return move.is_whole or thing.status in _OPEN[kind]


def _copied(move: _Move, kind: type[Any], thing_id: str) -> Iterator[Followed]:
    """Have a thing whose id names its village under the new code as well; the old one stays as it was."""

    def decide(work: Work) -> bool:
        new_id = move.recoded(thing_id)
        work.load((kind, new_id), (kind, thing_id))
        if work.find(kind, new_id) is not None:
            return False
        copy = move.recoded(work.get(kind, thing_id))
        if kind is VillageSettings:
            copy = replace(copy, came_from=move.village, over=False, goes_on_at=None)
        work.save(copy)
        work.note(copy, _READDRESSED, move.by, hears=(), came_from=move.village)
        return True

    yield from _done(move, kind, thing_id, decide)


def _moved(move: _Move, kind: type[Any], thing_id: str) -> Iterator[Followed]:
    """Have a thing go on in the new village, under its own id and with its history."""

    def decide(work: Work) -> bool:
        before = work.get(kind, thing_id)
        if before.village != move.village:
            return False
        after = move.recoded(before)
        work.save(after)
        work.note(after, _READDRESSED, move.by, hears=(), came_from=move.village)
        return True

    yield from _done(move, kind, thing_id, decide)


def _taken_over(move: _Move, duty: str) -> Iterator[Followed]:
    """Have a period that was not published be owed by the new village; where that owes or has published the same one, its report is for both."""
    new_id = move.into + duty[len(move.village) :]

    def decide(work: Work) -> bool:
        work.load((DutyRecord, duty), (DutyRecord, new_id))
        owed = work.get(DutyRecord, duty)
        if not owed.obligation:
            return False
        work.save(replace(owed, obligation=None, due_at=None, turn=None))
        work.note(owed, _READDRESSED, move.by, hears=(), into=move.into)
        theirs = work.find(DutyRecord, new_id)
        if theirs is not None and (theirs.obligation or theirs.publication):
            escalation.drop(work.unit, [owed.obligation], move.by)
        else:
            taken = replace(owed, id=new_id, village=move.into, turn=move.into)
            work.save(taken)
            work.note(taken, _READDRESSED, move.by, hears=(), came_from=move.village)
        return True

    yield from _done(move, DutyRecord, duty, decide)


def _done(
    move: _Move, kind: type[Any], thing_id: str, decide: Callable[[Work], bool]
) -> Iterator[Followed]:
    def on(unit: Any) -> bool:
        return decide(Work(unit))

    changes = decide(Work()) if move.dry_run else carry_out(on).result
    if changes:
        yield name_of(kind), thing_id, move.village, move.into


def _all(kind: type[Thing], parent: str) -> list[Thing]:
    """Return everything of a kind below a parent, before any of it moves out of the list."""
    found: list[Thing] = []
    cursor: str | None = None
    while True:
        page, cursor = lists.things(kind, parent, limit=_A_PAGE, cursor=cursor)
        found += page
        if cursor is None:
            return found


def _owed_periods(village: str) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = lists.queue(village, limit=_A_PAGE, cursor=cursor)
        found += [
            item["id"]["S"] for item in page.items if RECORD_OF[item["kind"]["S"]] is DutyRecord
        ]
        cursor = page.next_cursor
        if cursor is None:
            return found
