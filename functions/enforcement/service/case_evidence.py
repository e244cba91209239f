"""Put evidence into the file of a case, verify it, exclude it: as steps of the case, so that nothing is decided on what has moved meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.rules.case import Case
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.evidence import Evidence
from enforcement.rules.exhibits import ExhibitAction
from enforcement.service.evidence import Found, add_evidence, move_evidence
from enforcement.service.photos import checked_photo
from enforcement.store.cases import case_key
from kernel import clock
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase

_NO_PLACE = "承办人处"


def exhibit_of(work: UnitOfWork, case: Case, said: MoveCase, actor: Actor) -> Evidence | None:
    """Return the piece of evidence a step is about as it is afterwards; None for steps about none."""
    now, key = clock.now(), case_key(case.id)
    match said.action:
        case CaseAction.ADD_EVIDENCE if said.kind and said.source and said.proves:
            file, sha256 = (
                checked_photo(work, "case", case.id, said.media)
                if said.media
                else (said.file, said.sha256)
            )
            found = Found(
                said.kind,
                said.name or said.kind.said.zh,
                said.source,
                actor.name,
                said.made_at or now,
                said.proves,
                said.kept_where or _NO_PLACE,
                file,
                sha256,
                fixed_camera=bool(said.fixed_camera),
                camera_place_public=bool(said.camera_place_public),
            )
            one = add_evidence(work, case_key=key, found=found, by=actor, now=now)
            return one.evidence
        case CaseAction.VERIFY_EVIDENCE if said.evidence:
            if said.camera_reviewed:
                _moved(work, case, said, ExhibitAction.REVIEW_CAMERA, actor)
            return _moved(work, case, said, ExhibitAction.VERIFY, actor)
        case CaseAction.EXCLUDE_EVIDENCE if said.evidence and said.reason:
            return _moved(work, case, said, ExhibitAction.EXCLUDE, actor)
        case _:
            return None


def _moved(
    work: UnitOfWork, case: Case, said: MoveCase, action: ExhibitAction, actor: Actor
) -> Evidence:
    return move_evidence(
        work,
        case_key=case_key(case.id),
        exhibit_id=said.evidence or "",
        action=action,
        by=actor,
        now=clock.now(),
        reason=said.reason or "",
    ).evidence
