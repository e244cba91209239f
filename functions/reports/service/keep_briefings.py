"""Draw a briefing, write on its prose, have its figures counted anew, sign it, discard it, correct what changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kernel import addressees, clock, numbering
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.numbering import Series
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.storage.lists import Listed
from kernel.storage.rates import counting
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.units import parent_of
from reports.model.briefing_requests import CorrectFigure, DrawBriefing
from reports.rules import briefings
from reports.rules.briefings import (
    Briefing,
    BriefingAction,
    BriefingCommand,
    BriefingEvent,
    BriefingNotSigned,
    Correction,
)
from reports.rules.counts import Count, Wanted
from reports.service.count_figures import begin_count
from reports.service.seeing import (
    SeenBriefing,
    SeenCorrection,
    names_of,
    see,
    see_correction,
)
from reports.service.write_paper import DOCUMENTS, paper_of
from reports.store.briefings import (
    BRIEFINGS,
    CORRECTIONS,
    NEWEST,
    briefings_of,
    corrections_of,
    template,
)
from reports.store.catalogue import catalogue
from reports.store.table import NUMBERS, AnswerRow
from reports.store.things import COUNTS

_SERIES = Series("work_briefing", "{organ}简报〔{year}〕第{number}期")


def draw_briefing(work: UnitOfWork, said: DrawBriefing, caller: Caller, post: Post) -> SeenBriefing:
    """Begin a briefing: what its sentences name is counted in the background, as it stands now.

    Raises
    ------
    InvalidFields
        The period is none, or a village is not the unit's.
    """
    refuse_unknown_unit(said.unit, "unit")
    drawn = Briefing(
        id=work.change_id,
        unit=said.unit,
        first=said.first,
        last=said.last,
        template=NEWEST,
        count="",
        drawn_by=caller.person_id,
        village=said.village,
        boards=said.boards or said.village,
    )
    for name in ("village", "boards"):
        briefings.refuse_village(said.unit, getattr(said, name), name)
    now = clock.now()
    work.write(counting(AnswerRow, "report_briefings", said.unit, now))
    count = _counted_for(work, drawn, caller, now)
    drawn = replace(drawn, count=count.id)
    BRIEFINGS.find(work, drawn.id)
    by = Actor.of(caller, post)
    BRIEFINGS.save(work, drawn, Step(str(BriefingEvent.DRAWN), by, unit=drawn.unit))
    return see(drawn, count, caller)


def move_briefing(
    work: UnitOfWork, briefing_id: str, command: BriefingCommand, caller: Caller, expected: Versions
) -> SeenBriefing:
    """Take a step with a briefing.

    Raises
    ------
    NotFound, StaleVersion
        There is no such briefing, or another version of it.
    """
    one = BRIEFINGS.require(work, briefing_id)
    refuse_stale(expected, one.version)
    count = COUNTS.require(work, one.count)
    laid_out = template(one.template)
    change = briefings.move(one, count, laid_out, command, caller)
    after, now = change.after, clock.now()
    post = caller.post_at(one.unit, briefings.BRIEFING_ROLES[briefings.BriefingHolder.OFFICE])
    assert post is not None, "the table let nobody else pass"
    by = Actor.of(caller, post)
    match command.action:
        case BriefingAction.RECOUNT:
            count = _counted_for(work, one, caller, now)
            after = replace(after, count=count.id)
        case BriefingAction.SIGN:
            after = _signed(work, after, count, by, now)
        case _:
            pass
    told = _told(after) if change.event is BriefingEvent.SIGNED else ()
    step = Step(str(change.event), by, command.reason, one.unit, addressees=told)
    BRIEFINGS.save(work, after, step)
    return see(after, count, caller)


def _told(one: Briefing) -> list[addressees.Addressee]:
    """Return who hears that a briefing is signed, or that a figure of it is corrected.

    Whoever drew it, whoever signed it, its unit's officers and those of the unit above.
    """
    people = dict.fromkeys(one for one in (one.drawn_by, one.signed_by) if one)
    offices = [code for code in (one.unit, parent_of(one.unit)) if code]
    return [*map(addressees.person, people), *map(addressees.unit, offices)]


def _counted_for(work: UnitOfWork, one: Briefing, caller: Caller, now: datetime) -> Count:
    wanted = briefings.wanted_of(one, template(one.template), catalogue())
    period = (one.first, one.last)
    return begin_count(work, one.unit, period, now, wanted, caller.person_id)


def _signed(work: UnitOfWork, one: Briefing, count: Count, by: Actor, now: datetime) -> Briefing:
    known = names_of(one).get(one.unit)
    number = numbering.take(
        work,
        NUMBERS,
        _SERIES,
        organ=one.unit,
        name=known.zh if known else one.unit,
        subject=f"BRIEFING#{one.id}",
        by=by,
        now=now,
    )
    signed = replace(one, number=number.text, signed_by=by.person_id, signed_at=now)
    DOCUMENTS.settle(work, paper_of(see(signed, count), number), one.unit, by, now)
    return signed


def correct_figure(
    work: UnitOfWork, briefing_id: str, said: CorrectFigure, caller: Caller
) -> SeenCorrection:
    """Have a figure of a signed briefing counted as it stands now, and keep that beside it with a note of why.

    Everybody who heard of the signature hears of it; the briefing's history tells it.

    Raises
    ------
    NotAllowed
        The caller is an officer neither of its unit nor of the one above.
    BriefingNotSigned
        It is a draft still, or was discarded.
    InvalidFields
        It was not signed with such a figure, or the note holds somebody's number.
    """
    one = BRIEFINGS.require(work, briefing_id)
    post, standing = briefings.correcting(one, caller)
    briefings.refuse_personal(said.note, "note")
    if not one.values:
        raise BriefingNotSigned
    unit = said.unit or one.unit
    if not one.names_figure(said.figure, unit):
        told = Text("简报中没有此数字。", "The briefing has no such figure.")
        raise InvalidFields.one("figure", told)
    now, by = clock.now(), Actor.of(caller, post)
    wanted = [Wanted(said.figure, unit)]
    count = begin_count(work, unit, (one.first, one.last), now, wanted, caller.person_id)
    correction = Correction(
        id=work.change_id,
        briefing=one.id,
        figure=said.figure,
        unit=unit,
        was=next(
            each.exact for each in one.values if (each.figure, each.unit) == (said.figure, unit)
        ),
        note=said.note,
        count=count.id,
        by=caller.person_id,
        at=now,
        by_unit=post.unit,
        standing=standing,
    )
    CORRECTIONS.find(work, correction.id)
    CORRECTIONS.save(work, correction)
    details = {"figure": said.figure, "unit": unit, "correction": correction.id}
    event, told = str(BriefingEvent.CORRECTED), _told(one)
    step = Step(event, by, said.note, one.unit, details=details, addressees=told)
    BRIEFINGS.save(work, replace(one, version=one.version + 1), step)
    return see_correction(correction, count, names_of(one))


def see_briefing(briefing_id: str, caller: Caller | None = None) -> SeenBriefing:
    """Return a briefing as somebody sees it.

    Raises
    ------
    NotFound
        There is none.
    """
    one = BRIEFINGS.get(briefing_id)
    return see(one, COUNTS.get(one.count), caller)


def unit_of(briefing_id: str) -> str:
    """Return whose a briefing is.

    Raises
    ------
    NotFound
        There is none.
    """
    return BRIEFINGS.get(briefing_id).unit


def list_briefings(unit: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of a unit's briefings, newest first."""
    page = BRIEFINGS.in_list(briefings_of(unit), limit, cursor, newest_first=True)
    counts = COUNTS.shown([one.count for one in page.rows])
    seen = [
        see(one, count, caller)
        for one, count in zip(page.rows, counts, strict=True)
        if count is not None
    ]
    return page._replace(rows=seen)


def list_corrections(briefing_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a briefing's corrections, oldest first."""
    one = BRIEFINGS.get(briefing_id)
    page = CORRECTIONS.about(corrections_of(briefing_id), limit, cursor)
    counts = COUNTS.shown([each.count for each in page.rows])
    names = names_of(one)
    seen = [
        see_correction(each, count, names)
        for each, count in zip(page.rows, counts, strict=True)
        if count is not None
    ]
    return page._replace(rows=seen)


def steps_of_briefing(briefing_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a briefing's history."""
    return BRIEFINGS.steps_of(briefing_id, limit, cursor)
