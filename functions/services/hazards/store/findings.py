"""Findings: one of them, those of a unit, those that concern an owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kernel import clock
from kernel.actors import Actor
from kernel.addressees import Addressee, household, person, unit
from kernel.storage.dynamo import Range, query
from kernel.storage.lists import Listed
from kernel.storage.repository import BY_LIST, Placed, Repository, Step
from kernel.storage.rows import Check
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.hazards.rules.finding import Finding
from services.hazards.rules.finding_states import MAJOR, FindingEvent, Standing
from services.hazards.rules.findings import FindingChange
from services.hazards.rules.places import Owner, OwnerKind
from services.store.things import StepRow, ThingRow


def _standing(finding: Finding) -> Standing:
    if not finding.is_open:
        return Standing.ENDED
    return Standing.MAJOR if finding.status in MAJOR else Standing.OPEN


def _placed(finding: Finding) -> Placed:
    at = finding.ended_at or (finding.owed.due_at if finding.owed else finding.found_at)
    owner = finding.owner
    owned = owner is not None and owner.kind is OwnerKind.PERSON
    return Placed(
        list=f"HAZARDS#{finding.county}#{_standing(finding)}",
        subject=f"HAZARDS#{owner.id}" if owner and owned else None,
        place=f"{finding.grid}#{clock.iso(at)}",
    )


FINDINGS = Repository(ThingRow, StepRow, "HAZARD", Finding, Text("该隐患", "such finding"), _placed)

_TO_ALL = frozenset({FindingEvent.MAJOR_FOUND, FindingEvent.REGRADED, FindingEvent.DUTY_FOUND})
_TO_OWNER = frozenset(
    {
        FindingEvent.FOUND,
        FindingEvent.SETTLED,
        FindingEvent.MAJOR_FOUND,
        FindingEvent.REGRADED,
        FindingEvent.SENT_BACK,
        FindingEvent.NOT_RELEASED,
        FindingEvent.CLOSED,
        FindingEvent.RELEASED,
    }
)


def save(work: UnitOfWork, change: FindingChange, actor: Actor) -> None:
    """Keep a finding with what happened, and let those hear of it whom it concerns."""
    finding = change.after
    step = Step(
        str(change.event),
        actor,
        change.said,
        ancestor(finding.grid, Level.VILLAGE),
        finding.owed.due_at if finding.owed else None,
        addressees=tuple(_heard_by(finding, change.event)),
    )
    FINDINGS.save(work, finding, step)


def hold(work: UnitOfWork, finding: Finding) -> None:
    """Let what is decided elsewhere stand only as long as a finding stays as it is."""
    work.write(Check(FINDINGS.key(finding.id), ThingRow.version == finding.version))


def _heard_by(finding: Finding, event: FindingEvent) -> Iterator[Addressee]:
    if event in _TO_ALL:
        for level in (Level.VILLAGE, Level.TOWN, Level.COUNTY):
            code = ancestor(finding.grid, level)
            assert code is not None, "a grid lies in all of them"
            yield unit(code)
    if event is FindingEvent.FIXED:
        yield unit(finding.unit)
    if event in _TO_OWNER and finding.owner:
        yield _owner(finding.owner)


def _owner(owner: Owner) -> Addressee:
    ways = {OwnerKind.PERSON: person, OwnerKind.HOUSEHOLD: household, OwnerKind.UNIT: unit}
    return ways[owner.kind](owner.id)


def of_unit(under: str, standing: Standing, limit: int, cursor: str | None = None) -> Listed:
    """Return one page of the findings of a unit, grid by grid, what is due first on top (of those that are over: what ended first)."""
    county = ancestor(under, Level.COUNTY)
    within = Range("place", "begins_with", (under,))
    return FINDINGS.in_list(f"HAZARDS#{county}#{standing}", limit, cursor, within=within)


def of_owner(person_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the findings at what a person owns."""
    return FINDINGS.about(f"HAZARDS#{person_id}", limit, cursor)


def count_major(under: str, most: int) -> Counter[str]:
    """Return how many major hazards are not released under a unit, by village, `most` of them counted: one Query of keys."""
    page = query(
        ThingRow,
        ("list", f"HAZARDS#{ancestor(under, Level.COUNTY)}#{Standing.MAJOR}"),
        index=BY_LIST,
        within=Range("place", "begins_with", (under,)),
        limit=most,
    )
    return Counter(item["place"]["S"][: Level.VILLAGE.digits] for item in page.items)
