"""Photos and voice of an inspection or a case: announce, list, see, take away."""

from __future__ import annotations

from incidents.media.rules import subjects as rules
from incidents.media.rules.limits import limits
from incidents.media.rules.media import Announcement, Attached, Media, Subject, SubjectKind
from incidents.media.rules.upload_states import State
from incidents.media.service.see_media import MediaSeen, as_seen, in_list
from incidents.media.service.subjects import standing_to
from incidents.media.store import files
from incidents.media.store import media as store
from incidents.store.rows import AnswerRow
from kernel import clock
from kernel.access import Caller
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text


def of_inspection(inspection_id: str) -> Subject:
    """Return an inspection as what something is attached to."""
    return Subject(SubjectKind.INSPECTION, inspection_id)


def of_case(case_id: str) -> Subject:
    """Return a case as what something is attached to."""
    return Subject(SubjectKind.CASE, case_id)


def of_courtyard(courtyard_id: str) -> Subject:
    """Return a courtyard as what something is attached to."""
    return Subject(SubjectKind.COURTYARD, courtyard_id)


def of_hazard(finding_id: str) -> Subject:
    """Return a hazard as what something is attached to."""
    return Subject(SubjectKind.HAZARD, finding_id)


def announce(work: UnitOfWork, said: Announcement, subject: Subject, scope: Scope) -> Media:
    """Keep an announcement.

    Raises
    ------
    NotFound
        There is no such thing that the caller may see.
    TooOften
        The person or the town has sent so much that the worker would not come to what others send.
    """
    caller = scope.person
    standing = standing_to(work, subject, scope)
    now, day = clock.now(), clock.today()
    today = store.announced_today(work, subject, caller.person_id, day)
    media = rules.announce(
        said,
        media_id=work.change_id,
        subject=subject,
        standing=standing,
        caller=caller,
        attached=Attached(store.media_of(subject), today),
        now=now,
        allowed=limits(),
    )
    store.announce(work, media, day)
    for what, who in (("media", caller.person_id), ("media_of_a_village", standing.town)):
        work.write(counting(AnswerRow, what, who, now))
    return media


def list_media(subject: Subject, scope: Scope, limit: int, cursor: str | None) -> Listed:
    """Return one page of what is attached to something and the caller may see."""
    standing_to(UnitOfWork(), subject, scope)
    page = store.media_page(subject, limit, cursor)
    shown = [in_list(one) for one in page.rows if rules.may_see(one, scope.person)]
    return page._replace(rows=shown)


def see(subject: Subject, media_id: str, scope: Scope) -> MediaSeen:
    """Return something attached to something as the caller sees it.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    standing = standing_to(UnitOfWork(), subject, scope)
    media = _require_visible(store.load(subject, media_id), scope.person)
    return as_seen(media, rules.actions_of(media, standing, scope.person), scope.person)


def delete(subject: Subject, media_id: str, scope: Scope, expected: Versions) -> None:
    """Take away what the caller has uploaded, and then its file; asked again, the file once more."""
    deleted = carry_out(lambda work: _deleted(work, subject, media_id, scope, expected)).result
    assert deleted is not None, "there is no key it could have been answered under"
    files.drop_clean(deleted)


def _deleted(
    work: UnitOfWork, subject: Subject, media_id: str, scope: Scope, expected: Versions
) -> Media:
    caller = scope.person
    standing = standing_to(work, subject, scope)
    media = _require_visible(store.find(work, subject, media_id), caller)
    if media.state is State.DELETED and media.uploader == caller.person_id:
        return media
    refuse_stale(expected, media.version)
    change = rules.delete(media, standing, caller, clock.now())
    store.save(work, change, caller.person_id, role=standing.role)
    return change.after


def _require_visible(media: Media | None, caller: Caller) -> Media:
    if media is None or not rules.may_see(media, caller):
        raise NotFound(Text("没有找到该附件。", "There is nothing of this id attached."))
    return media
