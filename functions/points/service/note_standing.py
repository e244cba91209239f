"""Note a household's consent to be named, its end, an absence, or that care is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kernel import clock
from kernel.actors import Actor
from kernel.problems import NotAllowed, NotFound
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from points.rules.standing import BY_THE_HOUSEHOLD, LEAVES_BOARDS, Standing, noted
from points.service.asking import VILLAGE_OFFICERS, home_of, known_home, serves, village_of
from points.service.leave_boards import leave_boards
from points.store import households

if TYPE_CHECKING:
    from points.model.board_requests import NoteStanding


class StandingOf(NamedTuple):
    """What is noted of a household."""

    household: str
    noted: Standing

    @property
    def version(self) -> int:
        """Its version as an entity."""
        return self.noted.version


def note_standing(
    work: UnitOfWork, asking: Scope, household: str, command: NoteStanding
) -> StandingOf:
    """Note a consent, its end, an absence, or that care is due; what takes the household off boards does so at once."""
    now, home = clock.now(), known_home(household)
    if command.action in BY_THE_HOUSEHOLD:
        _require_member(asking, household, home.unit)
        actor = Actor.of(asking.person)
    else:
        actor = Actor.of(asking.person, asking.within(home.unit, VILLAGE_OFFICERS))
    after = noted(
        households.find_standing(work, household),
        command,
        actor.person_id,
        clock.local_iso(now),
        clock.today(),
    )
    households.save_standing(work, household, after)
    if command.action in LEAVES_BOARDS:
        leave_boards(work, village_of(home), household, LEAVES_BOARDS[command.action], actor, now)
    return StandingOf(household, after)


def _require_member(asking: Scope, household: str, unit: str) -> None:
    refusal = (
        NotAllowed(Text("须由本户成员作出。", "Only members of the household may do this."))
        if serves(asking.person, unit)
        else NotFound()
    )
    asking.allow(home_of(asking) == household, lambda: refusal)
