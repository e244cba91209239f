"""The clock of everything that is owed: what a unit must do by a day climbs when it is not done.

Another context makes something owed with `owe`, and ends it with `fulfil` or `drop`, in the unit of work that makes or ends it, so that
what is owed and what climbs for it come to be together or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from escalation.service.count_owed import OwedCounts
    from kernel.actors import Actor
    from kernel.storage.rows import Key
    from kernel.storage.unit_of_work import UnitOfWork
    from kernel.texts import Text


class Owed(NamedTuple):
    """What a unit owes by a day.

    Attributes
    ----------
    id
        By which the context that asks knows it, unique over all contexts.
    about
        What whoever reads of it is told it is; no notice repeats it.
    """

    id: str
    unit: str
    due_at: datetime
    about: Mapping[str, str]


class Climb(NamedTuple):
    """Where an obligation stands: who answers for it, until when, and how often the county was urged."""

    tier: str
    responsible_unit: str
    due_at: str | None
    supervisions: int
    status: str


def keys(owed_ids: Sequence[str]) -> list[Key]:
    """Return where the rows are that `owe`, `fulfil` and `drop` read, so that a caller may read them together with its own."""
    from escalation.store.obligation_rows import ObligationRow, SettingsRow

    return [SettingsRow.current(), *(ObligationRow.key(one) for one in owed_ids)]


def owe(work: UnitOfWork, owed: Sequence[Owed], by: Actor | None, *, kind: str) -> None:
    """Let what units owe by a day climb when it is not done by then; what is followed up already is left as it is.

    Parameters
    ----------
    work
        The unit of work that makes it owed.
    by
        None: the clock, which found that nobody follows it up.
    kind
        By which ladder and terms it climbs, as `kinds.json` has them.

    Raises
    ------
    UnknownKind
        The data knows no such kind.
    """
    from escalation.service import owing

    owing.owe(work, owed, by or _clock(), kind)


def fulfil(work: UnitOfWork, owed_ids: Sequence[str], by: Actor | None) -> None:
    """End obligations because what was owed is done; what nobody follows up any more is left as it is."""
    from escalation.rules.obligation_states import ObligationAction
    from escalation.service import owing

    owing.end(work, owed_ids, ObligationAction.FULFIL, by or _clock())


def drop(work: UnitOfWork, owed_ids: Sequence[str], by: Actor | None) -> None:
    """End obligations because what was owed is not wanted any more."""
    from escalation.rules.obligation_states import ObligationAction
    from escalation.service import owing

    owing.end(work, owed_ids, ObligationAction.DROP, by or _clock())


def owe_taking_back(
    work: UnitOfWork, matter: str, unit: str, by: Actor | None, ended_at: datetime | None = None
) -> None:
    """Let somebody owe to take a matter back where it was handled before, as what it became has ended.

    From here to there nothing else has a clock of it: it is done within a working day (ours), or climbs.

    Parameters
    ----------
    matter
        What has ended, as `kind:id`.
    unit
        Whose it was.
    ended_at
        When it ended, of what may go on after all and end once more.
    """
    from kernel import clock
    from kernel.working_time import Limit, add

    due = add(clock.now(), Limit(1, "working_days")).at
    owe(
        work, [Owed(_back(matter, ended_at), unit, due, {"matter": matter})], by, kind="taking_back"
    )


def taken_back(
    work: UnitOfWork, matter: str, by: Actor | None, ended_at: datetime | None = None
) -> None:
    """End what `owe_taking_back` began."""
    fulfil(work, [_back(matter, ended_at)], by)


def not_taken_back(work: UnitOfWork, matter: str, ended_at: datetime | None) -> bool:
    """End what `owe_taking_back` began as the matter goes on after all; tell whether nobody had taken it back."""
    from escalation.store import obligations as kept

    owed = [_back(matter, ended_at)]
    waited = any(one.is_open for one in kept.find_all(work, owed).values())
    drop(work, owed, None)
    return waited


def _back(matter: str, ended_at: datetime | None) -> str:
    from kernel import clock
    from kernel.ids import id_from

    since = f" {clock.iso(ended_at)}" if ended_at else ""
    return id_from(matter.partition(":")[2], f"taking_back{since}")


def climbs(owed_ids: Sequence[str]) -> dict[str, Climb]:
    """Return where obligations stand now, in one read."""
    from escalation.store import obligations as kept
    from kernel import clock

    return {
        one.id: Climb(
            str(one.tier),
            one.responsible_unit,
            clock.iso(one.due_at) if one.due_at else None,
            one.supervisions,
            str(one.status),
        )
        for one in kept.load_all(owed_ids).values()
    }


def readdress(
    heirs: Mapping[str, str | None], by: Actor, *, dry_run: bool
) -> Iterator[tuple[str, str, str]]:
    """Let what units owe that are no more be owed by those that take their place, by the same day and as far up as it has climbed.

    Each is a transaction of its own, found done when this runs again.

    Returns
    -------
    Iterator
        Each obligation's id with who owed it and who does; consumed, it does them.
    """
    from escalation.service.readdress import readdress

    return readdress(heirs, by, dry_run=dry_run)


class Present(NamedTuple):
    """Where an obligation stands now, for contexts that must not act on old news."""

    status: str
    tier: str
    epoch: int
    responsible_unit: str
    unit: str
    due_at: str | None = None


def present_state(obligation_id: str) -> Present | None:
    """Return where an obligation stands now, or None when there is none (one consistent read)."""
    from escalation.store import obligations as kept
    from kernel import clock

    one = kept.load(obligation_id)
    if one is None:
        return None
    due_at = clock.iso(one.due_at) if one.due_at else None
    return Present(
        str(one.status), str(one.tier), one.epoch, one.responsible_unit, one.unit, due_at
    )


def count_owed(area: str, units: Iterable[str]) -> OwedCounts:
    """Return how much the units of an area owe, and how much of it is past its day, by who owes it; never of persons.

    Parameters
    ----------
    units
        Every unit in the area that may owe something, as the registry has them.
    """
    from escalation.service.count_owed import count_owed as counted

    return counted(area, units)


def kind_name(kind: str) -> Text | None:
    """Return what a kind of obligation is called; None if there is none of that name."""
    from escalation.store.terms import packaged

    said = packaged().value.get(kind)
    return said.name if said else None


def _clock() -> Actor:
    from kernel.actors import CLOCK

    return CLOCK
