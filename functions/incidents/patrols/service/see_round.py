"""See a round with what came of it."""

from __future__ import annotations

from incidents.patrols.rules.round_states import Action, Status
from incidents.patrols.rules.rounds import PatrolId, Round, actions_of, as_of, goes_through, may_see
from incidents.patrols.store import rounds
from kernel import clock
from kernel.access import Caller
from kernel.problems import NotFound
from kernel.record import record
from kernel.storage.lists import Listed
from kernel.texts import Text


@record
class RoundSeen:
    """A round as somebody sees it: with the incidents that came of it; `own`: whether that somebody is on it."""

    round: Round
    incidents: list[str]
    own: bool
    actions: list[Action]

    @property
    def version(self) -> int:
        """The round's."""
        return self.round.version


def see(round_: Round, caller: Caller) -> RoundSeen:
    """Return a round as the caller sees it."""
    found = rounds.findings_of(round_) if round_.findings else []
    return RoundSeen(round_, found, round_.worker == caller.person_id, actions_of(round_, caller))


def see_round(patrol_id: str, caller: Caller) -> RoundSeen:
    """Return a round that the caller may see.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    kept = rounds.load(PatrolId.parse(patrol_id))
    if kept is None or not may_see(kept, caller):
        raise no_such_round()
    return see(as_of(kept, clock.now()), caller)


def see_round_under_way(caller: Caller) -> RoundSeen:
    """Return the round the caller is on.

    Raises
    ------
    NotFound
        The caller is on none.
    """
    last = rounds.load_last(caller.person_id)
    if last is None or as_of(last, clock.now()).status is not Status.OPEN:
        raise NotFound(Text("您没有进行中的巡格。", "You have no round under way."))
    return see(last, caller)


def require_own(round_: Round | None, caller: Caller) -> Round:
    """Return a round the caller is on, or was.

    Raises
    ------
    NotFound
        There is none, or it is somebody else's.
    """
    if round_ is None or round_.worker != caller.person_id:
        raise no_such_round()
    return round_


def no_such_round() -> NotFound:
    """Return the refusal that does not tell whether there is one."""
    return NotFound(Text("没有找到该巡格。", "There is no such round."))


def list_rounds(village: str, area: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's rounds as they are now, newest first: of those, what went through an area of it."""
    page, now = rounds.rounds_page(village, limit, cursor), clock.now()
    return page._replace(rows=[as_of(one, now) for one in page.rows if goes_through(one, area)])
