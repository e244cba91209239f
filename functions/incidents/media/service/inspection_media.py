"""Photos and voice of an inspection: announce, list, see, take away, and hold for its record."""

from __future__ import annotations

from incidents.media.rules import subjects as rules
from incidents.media.rules.limits import limits
from incidents.media.rules.media import Announcement, Attached, Media, Subject, SubjectKind
from incidents.media.rules.upload_states import State
from incidents.media.service.see_media import MediaSeen, as_seen
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


def announce(work: UnitOfWork, said: Announcement, inspection_id: str, scope: Scope) -> Media:
    """Keep an announcement.

    Raises
    ------
    NotFound
        There is no such inspection that the caller may see.
    TooOften
        The person or the town has sent so much that the worker would not come to what others send.
    """
    subject, caller = of_inspection(inspection_id), scope.person
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


def list_media(inspection_id: str, scope: Scope, limit: int, cursor: str | None) -> Listed:
    """Return one page of what is attached to an inspection and the caller may see."""
    subject = of_inspection(inspection_id)
    standing_to(UnitOfWork(), subject, scope)
    page = store.media_page(subject, limit, cursor)
    return page._replace(rows=[one for one in page.rows if rules.may_see(one, scope.person)])


def see(inspection_id: str, media_id: str, scope: Scope) -> MediaSeen:
    """Return something attached to an inspection as the caller sees it.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    subject = of_inspection(inspection_id)
    standing = standing_to(UnitOfWork(), subject, scope)
    media = _require_visible(store.load(subject, media_id), scope.person)
    return as_seen(media, rules.actions_of(media, standing, scope.person), scope.person)


def delete(inspection_id: str, media_id: str, scope: Scope, expected: Versions) -> None:
    """Take away what the caller has uploaded, and then its file; asked again, the file once more."""
    deleted = carry_out(
        lambda work: _deleted(work, inspection_id, media_id, scope, expected)
    ).result
    assert deleted is not None, "there is no key it could have been answered under"
    files.drop_clean(deleted)


def _deleted(
    work: UnitOfWork, inspection_id: str, media_id: str, scope: Scope, expected: Versions
) -> Media:
    subject, caller = of_inspection(inspection_id), scope.person
    standing = standing_to(work, subject, scope)
    media = _require_visible(store.find(work, subject, media_id), caller)
    if media.state is State.DELETED and media.uploader == caller.person_id:
        return media
    refuse_stale(expected, media.version)
    change = rules.delete(media, standing, caller, clock.now())
    store.save(work, change, caller.person_id, role=standing.role)
    return change.after


def hold(work: UnitOfWork, inspection_id: str, media_id: str) -> Media | None:
    """Return something attached to an inspection, for a decision that stands only if it stays as it is; None if there is none."""
    media = store.find(work, of_inspection(inspection_id), media_id)
    if media:
        store.hold(work, media)
    return media


def _require_visible(media: Media | None, caller: Caller) -> Media:
    if media is None or not rules.may_see(media, caller):
        raise NotFound(Text("没有找到该附件。", "There is nothing of this id attached."))
    return media
