"""The routes of the field, with the kinds of thing besides incidents that photos are attached to; importing it registers them."""

from __future__ import annotations

from incidents.field.api import API
from incidents.media.rules.media import SubjectKind
from incidents.media.rules.subjects import Standing
from incidents.media.service.subjects import register
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork

__all__ = ["API"]


def _inspection(work: UnitOfWork, inspection_id: str, scope: Scope) -> Standing:
    # Most requests of the field are of incidents, which need nothing of enforcement.
    from enforcement.service.photos import standing_of

    found = standing_of(work, inspection_id, scope)
    return Standing(found.town, found.role, found.makes_it, found.under_way)


register(SubjectKind.INSPECTION, _inspection)
