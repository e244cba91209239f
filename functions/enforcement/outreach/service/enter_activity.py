"""Enter what was held in a village, and strike what was entered by mistake."""

from __future__ import annotations

from enforcement.outreach.model.activity_requests import EnterActivity
from enforcement.outreach.rules import activities, citing, public_text
from enforcement.outreach.rules.activities import (
    Activity,
    ActivityEvent,
    EnteredBefore,
    TooManyActivities,
)
from enforcement.outreach.rules.lessons import LessonStatus
from enforcement.outreach.rules.site_states import MANAGERS
from enforcement.outreach.rules.terms import amount
from enforcement.outreach.service.see_activities import require_known, see
from enforcement.outreach.service.seeing import SeenInUnits
from enforcement.outreach.store import activities as kept
from enforcement.outreach.store import cases, law_days, lessons
from kernel import clock
from kernel.access import Caller, Post, require_post_over
from kernel.actors import Actor
from kernel.directory import refuse_unknown_unit
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork


def enter_activity(
    work: UnitOfWork, said: EnterActivity, caller: Caller, post: Post
) -> SeenInUnits[Activity]:
    """Enter what was held.

    Raises
    ------
    InvalidFields
        The village or the organ is unknown, or a statute, the occasion, the lesson; or it is still to come.
    PartyNamed
        Its theme tells whose case its lesson was drawn from.
    NotInForce
        It was about a statute that was not in force that day.
    TooManyActivities, EnteredBefore
        More were entered for the village in that year than anybody holds; it is entered already.
    """
    refuse_unknown_unit(said.village, "village")
    refuse_unknown_unit(said.organ, "organ")
    lesson = lessons.find(work, said.lesson) if said.lesson else None
    activity = activities.enter(
        Activity(
            id=work.change_id,
            village=said.village,
            kind=said.kind,
            held_on=said.held_on,
            theme=said.theme,
            organ=said.organ,
            heads=said.heads,
            cites=citing.named(said.laws(), said.held_on),
            entered_at=clock.now(),
            occasion=said.occasion,
            lesson=said.lesson,
        ),
        lesson_is_public=lesson is not None
        and lesson.status is LessonStatus.PUBLISHED
        and not cases.revoked_among([lesson.case]),
        today=clock.today(),
    )
    taught = cases.find(work, lesson.case) if lesson else None
    if taught:
        public_text.refuse_names(taught.hidden, theme=said.theme)
    if kept.held_in(work, said.village, said.held_on.year) >= amount("activities_of_a_year"):
        raise TooManyActivities
    if kept.is_entered(work, activity):
        raise EnteredBefore
    kept.save(work, activity, ActivityEvent.ENTERED, Actor.of(caller, post))
    law_days.begin(work, said.village, clock.now())
    return see(activity, caller)


def strike_activity(
    work: UnitOfWork, activity_id: str, reason: str | None, caller: Caller, expected: Versions
) -> SeenInUnits[Activity]:
    """Strike an entry that was a mistake.

    Raises
    ------
    NotFound, StaleVersion
        There is no such entry, or another version of it.
    """
    activity = require_known(kept.find(work, activity_id))
    post = require_post_over(caller, activity.village, MANAGERS)
    refuse_stale(expected, activity.version)
    struck = activities.strike(activity, reason)
    kept.save(work, struck, ActivityEvent.STRUCK, Actor.of(caller, post))
    return see(struck, caller)
