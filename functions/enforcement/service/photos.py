"""Photos of an inspection that were uploaded: who may add them, and the one that its record names. Where they are kept, composition says."""

from __future__ import annotations

from collections.abc import Callable

from enforcement.rules.visits import Visit, VisitStatus
from enforcement.service.asked import READERS
from enforcement.store import visits
from kernel.problems import Conflict, InvalidFields, NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


@record
class PhotoStanding:
    """How somebody who may see an inspection stands to its photos.

    Attributes
    ----------
    makes_it
        Whether the caller is one of the officers who make it: those whose certificates counted.
    under_way
        Whether it has begun and its result is not recorded yet.
    """

    town: str
    role: str
    makes_it: bool
    under_way: bool


@record
class UploadedPhoto:
    """A photo or recording that was announced for an inspection; `sha256` of the checked file, None until it is ready."""

    file: str
    sha256: str | None


Find = Callable[[UnitOfWork, str, str], UploadedPhoto | None]
"""Return the upload of an inspection by its id; what is decided on it stands only if it stays as it is."""

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
    post = caller.post_over(visit.town, READERS)
    scope.allow(post is not None)
    assert post is not None, "it was just proven"
    visits.hold(work, visit)
    return PhotoStanding(
        visit.town,
        str(post.role),
        makes_it=caller.person_id in visit.officers,
        under_way=visit.status is VisitStatus.BEGUN,
    )


def checked_photo(work: UnitOfWork, visit: Visit, media_id: str) -> tuple[str, str]:
    """Return file and hash of an upload that the record of an inspection names.

    Raises
    ------
    InvalidFields
        It is none of this inspection.
    PhotoNotReady
        It was not checked.
    """
    found = _FINDS[0](work, visit.id, media_id)
    if found is None:
        text = Text("不是本次检查的附件。", "This is not attached to this inspection.")
        raise InvalidFields.one("photos", text)
    if found.sha256 is None:
        raise PhotoNotReady
    return found.file, found.sha256
