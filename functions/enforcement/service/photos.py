"""Photos of inspections and cases that were uploaded: who may add them, and the one that is named as evidence. Where they are kept, composition says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from enforcement.rules.visit_states import VisitStatus
from enforcement.store import visits
from kernel.access import ENFORCEMENT_READERS
from kernel.problems import Conflict, InvalidFields, NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


@record
class PhotoStanding:
    """How somebody who may see an inspection or a case stands to its photos.

    Attributes
    ----------
    makes_it
        Whether the caller is one of the officers who make it, those whose certificates counted, or who handle the case.
    under_way
        Whether it has begun and its result is not recorded yet; whether the case is being investigated.
    evidence
        What it names as evidence already.
    """

    town: str
    role: str
    makes_it: bool
    under_way: bool
    evidence: frozenset[str] = frozenset()


@record
class UploadedPhoto:
    """A photo or recording that was announced for an inspection or a case; `sha256` of the checked file, None until it is ready."""

    file: str
    sha256: str | None


Find = Callable[[UnitOfWork, str, str, str], UploadedPhoto | None]
"""Return an upload by its id: of an `inspection` or a `case`, and which; what is decided on it stands only if it stays as it is."""

_FINDS: list[Find] = []


class PhotoNotReady(Conflict):
    """Evidence is what was checked: a photo that has not arrived, was refused or was deleted is none."""

    slug = "photo-not-ready"
    said = Text(
        "照片或录音尚未通过检查，不能作为证据。",
        "The photo or recording has not been checked, or is gone: it is no evidence.",
    )


def register(find: Find) -> None:
    """Say how an upload is found."""
    _FINDS[:] = [find]


def standing_of(work: UnitOfWork, visit_id: str, scope: Scope) -> PhotoStanding:
    """Return how the caller stands to the photos of an inspection, which stays as it is until what follows is written.

    Raises
    ------
    NotFound
        There is none, or it is another town's.
    """
    visit = visits.find(work, visit_id)
    if visit is None:
        raise NotFound
    caller = scope.person
    post = caller.post_over(visit.town, ENFORCEMENT_READERS)
    scope.allow(post is not None)
    assert post is not None, "it was just proven"
    visits.hold(work, visit)
    return PhotoStanding(
        visit.town,
        str(post.role),
        makes_it=caller.person_id in visit.officers,
        under_way=visit.status is VisitStatus.BEGUN,
    )


def checked_photo(
    work: UnitOfWork, about: Literal["inspection", "case"], of: str, media_id: str
) -> tuple[str, str]:
    """Return file and hash of an upload that is named as evidence of an inspection or a case.

    Raises
    ------
    InvalidFields
        It is none of this one.
    PhotoNotReady
        It was not checked.
    """
    found = _FINDS[0](work, about, of, media_id)
    if found is None:
        text = Text("不是本次检查或者本案的附件。", "This is not attached to it.")
        raise InvalidFields.one("photos" if about == "inspection" else "media", text)
    if found.sha256 is None:
        raise PhotoNotReady
    return found.file, found.sha256
