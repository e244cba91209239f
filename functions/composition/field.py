"""The routes of the field, with the kinds of thing besides incidents that photos are attached to; importing it registers them."""

from __future__ import annotations

from incidents.field.api import API
from incidents.media.rules.media import SubjectKind
from incidents.media.rules.subjects import (
    CaseNotInvestigated,
    CourtyardOver,
    HazardOver,
    InspectionNotUnderWay,
    NotOnTheCase,
    NotTheInspector,
    Standing,
)
from incidents.media.service.subjects import register
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork

__all__ = ["API"]


def _inspection(work: UnitOfWork, inspection_id: str, scope: Scope) -> Standing:
    # Most requests of the field are of incidents, which need nothing of enforcement.
    from enforcement.service.photos import standing_of

    found = standing_of(work, inspection_id, scope)
    not_theirs = None if found.makes_it else NotTheInspector
    against = not_theirs if found.under_way else InspectionNotUnderWay
    return Standing(found.town, found.role, against)


def _case(work: UnitOfWork, case_id: str, scope: Scope) -> Standing:
    from enforcement.service.case_photos import standing_in_case

    found = standing_in_case(work, case_id, scope)
    not_theirs = None if found.makes_it else NotOnTheCase
    against = not_theirs if found.under_way else CaseNotInvestigated
    return Standing(found.town, found.role, against, found.evidence)


def _hazard(work: UnitOfWork, finding_id: str, scope: Scope) -> Standing:
    from services.hazards.service.photos import standing_of

    found = standing_of(work, finding_id, scope)
    return Standing(found.town, found.role, None if found.is_open else HazardOver)


def _courtyard(work: UnitOfWork, courtyard_id: str, scope: Scope) -> Standing:
    from services.environment.service.photos import standing_of

    found = standing_of(work, courtyard_id, scope)
    return Standing(found.town, found.role, None if found.is_open else CourtyardOver)


register(SubjectKind.INSPECTION, _inspection)
register(SubjectKind.CASE, _case)
register(SubjectKind.HAZARD, _hazard)
register(SubjectKind.COURTYARD, _courtyard)
