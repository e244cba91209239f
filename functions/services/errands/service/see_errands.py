"""See an errand, those of a village, of an agent, of oneself; and the originals that are with somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kernel import clock
from kernel.access import Caller
from kernel.directory import find_caller, find_units, unit_names
from kernel.record import record
from kernel.storage.lists import Listed
from kernel.texts import Text
from services.errands.rules.catalogue import Matter
from services.errands.rules.coming_about import come_about
from services.errands.rules.custody import Custody
from services.errands.rules.errand import Agent, Errand
from services.errands.rules.errand_states import AGENTS
from services.errands.rules.open_steps import actions_of
from services.errands.rules.standing import knows_name
from services.errands.service.keep_catalogue import matter_of
from services.errands.store import errands as kept
from services.errands.store.errands import CUSTODY, ERRANDS

_MOST_WITH_ONE = 100


@record
class Seen:
    """An errand as somebody sees it: with its matter, what may be done with it, and whether the reader knows whose it is."""

    errand: Errand
    matter: Matter
    actions: Sequence[str]
    named: bool
    village: Text | None

    @property
    def version(self) -> int:
        """The errand's."""
        return self.errand.version


@record
class Agenda:
    """The day's work of an agent in a village: what is to be done, urgent things and what is due first on top, and the originals with him."""

    errands: Listed
    originals: Sequence[Custody]


def see(errand: Errand, caller: Caller) -> Seen:
    """Return an errand as somebody sees it now, with what time alone has made of it."""
    (seen,) = _seen([errand], caller)
    return seen


def see_errand(errand_id: str, caller: Caller) -> Seen:
    """Return an errand.

    Raises
    ------
    NotFound
        There is none.
    """
    return see(ERRANDS.get(errand_id), caller)


def list_open(village: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of what is to be done in a village, by agent."""
    return _page(ERRANDS.in_list(kept.open_of(village), limit, cursor), caller)


def list_done(village: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of what is over in a village, newest first."""
    found = ERRANDS.in_list(kept.done_of(village), limit, cursor, newest_first=True)
    return _page(found, caller)


def list_own(caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of what somebody has entrusted: what is open, then what is over, newest first."""
    own = kept.of_principal(caller.person_id)
    found = ERRANDS.about(own, limit, cursor, newest_first=True)
    return _page(found, caller)


def agenda(village: str, caller: Caller, limit: int, cursor: str | None) -> Agenda:
    """Return the day's work of an agent in a village."""
    own = kept.agents_own(caller.person_id)
    found = ERRANDS.in_list(kept.open_of(village), limit, cursor, within=own)
    with_me = CUSTODY.in_list(kept.with_person(caller.person_id), _MOST_WITH_ONE, None)
    return Agenda(_page(found, caller), with_me.rows)


def agents_of(village: str) -> list[Agent]:
    """Return who does errands in a village as its errand agent today."""
    row = find_units([village]).get(village)
    today = clock.today()
    held = {who for role in AGENTS for who in (row.holders(role, today) if row else ())}
    found = (find_caller(person) for person in sorted(held))
    return [Agent(one.person_id, one.name) for one in found if one]


def list_steps(errand_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of an errand's history, oldest first."""
    return ERRANDS.steps_of(errand_id, limit, cursor)


def _page(found: Listed, caller: Caller) -> Listed:
    return found._replace(rows=_seen(found.rows, caller))


def _seen(errands: Iterable[Errand], caller: Caller) -> list[Seen]:
    now, shown = clock.now(), list(errands)
    names = unit_names({one.village for one in shown})
    seen: list[Seen] = []
    for one in shown:
        settled = come_about(one, now)
        present = settled.after if settled else one
        seen.append(
            Seen(
                # Whoever sends it back names the version that is kept.
                _as_kept(present, one.version),
                matter_of(one.catalogue, one.matter),
                actions_of(present, caller, now),
                knows_name(present, caller),
                names.get(one.village),
            )
        )
    return seen


def _as_kept(present: Errand, version: int) -> Errand:
    return present if present.version == version else replace(present, version=version)
