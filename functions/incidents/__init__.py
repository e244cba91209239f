"""数治: incidents from the report to the grid worker's confirmation, against a clock that climbs village → town → county."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from kernel.texts import Text

if TYPE_CHECKING:
    from incidents.followups.rules import FollowUpChange
    from incidents.rules.clocked import Actor
    from kernel.storage.rows import Write


class PresentState(NamedTuple):
    """Where an incident stands now, for contexts that must not act on old news."""

    status: str
    tier: str
    epoch: int
    responsible_unit: str
    unit: str


def present_state(thing_id: str) -> PresentState | None:
    """Return where an incident or a follow-up stands now, or None when there is none (one consistent read)."""
    from incidents.followups.store import FollowUpRow
    from incidents.store import IncidentRow
    from kernel.storage.dynamo import read

    keys = [IncidentRow.key(thing_id), FollowUpRow.key(thing_id)]
    row = next((found for found in read(keys, consistent=True) if found), None)
    if row is None:
        return None
    return PresentState(row.status, row.tier, int(row.epoch), row.responsible_unit, row.unit)


class Following(NamedTuple):
    """Who hears what becomes of an incident, and what they may say of its result.

    Attributes
    ----------
    people
        The reporter, whom it was reported for, who joined, and the reporters of what was merged into it.
    reported_for
        Whom it was reported for, by somebody else.
    category
        What its category is called in the policy it was reported under.
    rating_days
        For how many days a result may be rated.
    answers
        The standard answers of who is not satisfied, by code.
    """

    people: tuple[str, ...]
    reported_for: str | None
    category: Text | None
    rating_days: int
    answers: Mapping[str, Text]


def following(incident_id: str) -> Following | None:
    """Return who hears what becomes of an incident; None when there is none, or it is a department's task.

    They are exactly those who may read it as its reporters, at the moment of asking.
    """
    from incidents import store
    from incidents.rules.duplicates import people_of

    incident = store.load(incident_id)
    if incident is None or incident.is_task:
        return None
    policy = store.policy_of(incident)
    category = policy.categories.get(incident.category)
    return Following(
        people=tuple(people_of(incident, store.reporters_of(incident_id))),
        reported_for=incident.on_behalf_of,
        category=category.name if category else None,
        rating_days=policy.rating.days,
        answers={code: answer.name for code, answer in policy.rating.answers.items()},
    )


def category_name(code: str) -> Text | None:
    """Return what a category is called in the policy in force; None if it is not in it."""
    from incidents import store

    policy = store.current_policy().policy
    named = policy.categories.get(code) or policy.follow_ups.get(code)
    return named.name if named else None


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


class By(NamedTuple):
    """Who begins or ends a follow-up: a person by one of the person's posts."""

    person_id: str
    name: str
    role: str | None = None
    unit: str | None = None


class Climb(NamedTuple):
    """Where what is followed up stands: who answers for it, until when, and how often the county was urged."""

    tier: str
    responsible_unit: str
    due_at: str | None
    supervisions: int
    status: str


def follow_up(owed: Sequence[Owed], by: By | None) -> list[Write]:
    """Return the writes that begin to follow up what a village has decided to do by a day; it climbs when it is not done by then.

    They belong into the transaction that makes it owed. What is followed up already is left as it is.

    Parameters
    ----------
    by
        None: the clock, which found that nobody follows it up.
    """
    from incidents import store
    from incidents.followups import rules
    from incidents.followups import store as kept
    from kernel import clock, ids

    known = kept.load_all([one.id for one in owed])
    now, policy = clock.now(), store.current_policy().policy
    changes = [
        rules.follow(
            follow_up_id=one.id,
            case_code=ids.new_case_code(store.COUNTY, now),
            kind=rules.Kind.RESOLUTION,
            unit=one.unit,
            due_at=one.due_at,
            about=one.about,
            actor=_actor(by),
            now=now,
            policy=policy,
        )
        for one in owed
        if one.id not in known
    ]
    return [write for change in changes for write in kept.writes(kept.stamped(change))]


def fulfilled(owed_id: str, by: By) -> list[Write]:
    """Return the writes that end a follow-up because what was owed is done; none, if nobody follows it up any more."""
    from incidents.followups import rules

    return _ended([owed_id], rules.fulfil, by)


def dropped(owed_ids: Sequence[str], by: By) -> list[Write]:
    """Return the writes that end follow-ups because what was owed is not wanted any more."""
    from incidents.followups import rules

    return _ended(owed_ids, rules.drop, by)


def climbs(owed_ids: Sequence[str]) -> dict[str, Climb]:
    """Return where what is followed up stands now, in one read."""
    from incidents.followups import store as kept
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


def _ended(owed_ids: Sequence[str], end: Callable[..., FollowUpChange], by: By) -> list[Write]:
    from incidents.followups import store as kept
    from kernel import clock

    found = kept.load_all(owed_ids)
    changes = [end(one, actor=_actor(by), now=clock.now()) for one in found.values() if one.is_open]
    return [write for change in changes for write in kept.writes(kept.stamped(change))]


def _actor(by: By | None) -> Actor:
    from incidents.rules.clocked import CLOCK, Actor
    from kernel.access import Role

    if by is None:
        return CLOCK
    return Actor(by.person_id, by.name, Role(by.role) if by.role else None, by.unit)
