"""数治: incidents from the report to the grid worker's confirmation, against a clock that climbs village → town → county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kernel.texts import Text


class PresentState(NamedTuple):
    """Where an incident stands now, for contexts that must not act on old news."""

    status: str
    tier: str
    epoch: int
    responsible_unit: str
    unit: str
    due_at: str | None = None


def present_state(incident_id: str) -> PresentState | None:
    """Return where an incident stands now, or None when there is none (one consistent read)."""
    from incidents.store.rows import IncidentRow
    from kernel.storage.dynamo import read

    row = read([IncidentRow.key(incident_id)], consistent=True)[0]
    if row is None:
        return None
    return PresentState(
        row.status, row.tier, int(row.epoch), row.responsible_unit, row.unit, row.due_at
    )


def waiting_at(unit: str) -> Iterator[str]:
    """Give the ids of what a unit must act on, for whoever closes it: the tier above assigns it to the unit that takes its place."""
    from incidents.store.lists import list_page, queue_listing

    cursor: str | None = None
    while True:
        page = list_page(queue_listing(unit), 100, cursor)
        yield from (item["id"]["S"] for item in page.rows)
        cursor = page.next_cursor
        if cursor is None:
            return


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
    from incidents.rules.duplicates import people_of
    from incidents.store import incidents
    from incidents.store.policies import policy_of

    incident = incidents.load(incident_id)
    if incident is None or incident.is_task:
        return None
    policy = policy_of(incident)
    category = policy.categories.get(incident.category)
    return Following(
        people=tuple(people_of(incident, incidents.reporters_of(incident_id))),
        reported_for=incident.on_behalf_of,
        category=category.name if category else None,
        rating_days=policy.rating.days,
        answers={code: answer.name for code, answer in policy.rating.answers.items()},
    )


def category_name(code: str) -> Text | None:
    """Return what a category is called in the policy in force; None if it is not in it."""
    from incidents.store.policies import current_policy

    named = current_policy().value.categories.get(code)
    return named.name if named else None
