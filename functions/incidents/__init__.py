"""数治: incidents from the report to the grid worker's confirmation, against a clock that climbs village → town → county."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from kernel.actors import Actor
from kernel.texts import Text

if TYPE_CHECKING:
    from incidents.rules.tallies import Tally
    from incidents.supervision.service import Overdue, PunctualityFound
    from kernel.figures import Asked, Counted


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


def end_rounds(
    heirs: Mapping[str, str | None], by: Actor, *, dry_run: bool
) -> Iterator[tuple[str, str]]:
    """End the rounds under way in grids that are no more; what was found on them is incidents of their own.

    Returns
    -------
    Iterator
        Each round's id and the grid; consumed, it ends them.
    """
    from incidents.patrols.service.end_rounds_of import end_rounds_of

    return end_rounds_of(heirs.keys(), by, dry_run=dry_run)


def readdress(
    heirs: Mapping[str, str | None], by: Actor, *, dry_run: bool
) -> Iterator[tuple[str, str, str]]:
    """Let open incidents follow units that are no more to those that take their place, as they stand; without an heir they go up at once.

    Each is a transaction of its own, found done when this runs again.

    Returns
    -------
    Iterator
        Each incident's id with who was responsible and who is; consumed, it does them.
    """
    from incidents.service.readdress import readdress

    return readdress(heirs, by, dry_run=dry_run)


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


def category_name(code: str, incident_id: str | None = None) -> Text | None:
    """Return what a category is called in the policy in force; if it was removed, in that under which an incident was reported.

    None if neither has it.
    """
    from incidents.store.policies import current_policy, policy_version
    from incidents.store.rows import IncidentRow
    from kernel.storage.dynamo import read

    named = current_policy().value.categories.get(code)
    if named is None and incident_id is not None:
        row = read([IncidentRow.key(incident_id)])[0]
        if row is not None:
            named = policy_version(int(row.policy_version)).value.categories.get(code)
    return named.name if named else None


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the events of a figure that this context keeps, one by one (`kernel.figures`)."""
    # Named so, what answers is packed with the functions of reports alone.
    found: Iterator[Counted] = import_module(".service.figures", __name__).counted(figure, asked)
    return found


def tallies(area: str, months: Sequence[str]) -> list[Tally]:
    """Return what was reported in an area in some months, counted up by place, category and grid: one or two Queries a year."""
    from incidents.store import tallies as kept

    return kept.of_months(area, months)


def what_is_open(area: str) -> list[Tally]:
    """Return what is open now in an area, counted up by place: one Query."""
    from incidents.store import tallies as kept

    return kept.of_what_is_open(area)


def punctuality(area: str, first: str, last: str) -> PunctualityFound:
    """Return how punctual an area's units were in some months: counts, medians and percentiles of enough cases, never of persons."""
    from incidents.supervision import service

    return service.read_punctuality(area, first, last)


def overdue(area: str) -> Overdue:
    """Return how many incidents of an area's units are past their limit now, by tier, up to a bound of what is read."""
    from incidents.supervision import service

    return service.count_overdue(area)


def category_names(counted: Iterable[str] | None = None) -> dict[str, Text]:
    """Return what categories are called, those of the policy in force first; of those it has no more, as far as they are counted, or all."""
    from incidents.store import policies

    return policies.category_names(counted)


def publicly_listed() -> frozenset[str]:
    """Return the categories whose incidents stand, or stood, in the public list one by one, where everybody can count them."""
    from incidents.open311.rules.services import listed_among
    from incidents.store import policies

    return listed_among(policies.category_names())
