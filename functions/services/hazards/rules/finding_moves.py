"""The steps of a finding: rectified, checked by another, controlled, planned, examined, reported, handed over and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from kernel.access import Caller
from kernel.clock import day_of, midnight_after
from kernel.problems import Conflict, NotAllowed
from kernel.texts import Text
from services.hazards.rules.finding import Finding, Handed, Link
from services.hazards.rules.finding_standing import has_a_stake, standing_of, stands_above
from services.hazards.rules.finding_states import (
    FINDING_ROLES,
    FINDINGS,
    MAJOR_STEP,
    RECHECK,
    RECTIFY,
    FindingAction,
    FindingEvent,
    FindingStatus,
)
from services.hazards.rules.findings import FindingChange, as_major, due_on, owing, rectified_by
from services.hazards.rules.terms import amount, days_from, done_when


class FixerCannotCheck(NotAllowed):
    """Whoever rectified a hazard, or owns it, does not check or release it."""

    slug = "fixer-cannot-check"
    said = Text(
        "整改人、产权人不得自行复查或审查。", "Whoever rectified it, or owns it, does not check it."
    )


class PhotoWanted(Conflict):
    """The checklist asks for a photo of this item, and none that was checked is there yet."""

    slug = "photo-wanted"
    said = Text(
        "排查清单要求拍照，照片上传并通过检查后方可销号。",
        "The checklist asks for a photo: upload one before this is closed.",
    )


class NotToBeHandedOver(Conflict):
    """A major hazard is the county's, what is reported at once is reported, and what is over is over: no dispute, no other matter."""

    slug = "not-to-be-handed-over"
    said = Text(
        "重大隐患、须立即报告的情况和已办结的隐患不能转办。",
        "What is major, reported at once or over is not handed over.",
    )


class FindingCommand(NamedTuple):
    """A step, with what was said of it."""

    action: FindingAction
    done_at: datetime | None = None
    done: str | None = None
    passed: bool | None = None
    finding: str | None = None
    control: str | None = None
    plan: str | None = None
    rectify_on: date | None = None
    agreed: bool | None = None
    reported_to: str | None = None
    reason: str | None = None


def actions_of(finding: Finding, caller: Caller, home: str | None = None) -> list[FindingAction]:
    """Return what somebody may do with a finding now."""
    standing = standing_of(finding, caller, home)
    return FINDINGS.open_to(finding.status, lambda holder: holder in standing)


def asks_for_photo(finding: Finding) -> bool:
    """Tell whether the checklist asks for a photo of what was found."""
    return finding.looked_at.photo


def move(
    finding: Finding,
    command: FindingCommand,
    caller: Caller,
    now: datetime,
    *,
    has_photo: bool,
    home: str | None = None,
) -> FindingChange:
    """Take a step with a finding.

    Parameters
    ----------
    home
        The household the caller lives in.
    has_photo
        Whether a photo of it was checked, where the checklist asks for one.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    FixerCannotCheck, PhotoWanted
        It is checked or released by whoever did it, or without the photo.
    RectifiedTooLate
        It is put off for longer than the terms allow.
    """
    row = FINDINGS.move(finding.status, command.action, offered=actions_of(finding, caller, home))
    standing = standing_of(finding, caller, home)
    if command.action in (FindingAction.RECHECK, FindingAction.EXAMINE):
        _refuse_fixer(finding, caller, home)
    FINDINGS.allow(row, lambda holder: holder in standing, lambda holder: FINDING_ROLES[holder])
    FINDINGS.require_words(row, command)
    passes = command.passed or command.agreed
    if passes and asks_for_photo(finding) and not has_photo:
        raise PhotoWanted
    after, event = _stepped(finding, command, caller, now)
    said = command.done or command.finding or command.control or command.plan or command.reason
    return FindingChange(finding, _next(after), event, said or command.reported_to)


def _refuse_fixer(finding: Finding, caller: Caller, home: str | None) -> None:
    if has_a_stake(finding, caller, home):
        raise FixerCannotCheck


def _stepped(
    finding: Finding, command: FindingCommand, caller: Caller, now: datetime
) -> tuple[Finding, FindingEvent]:
    match command.action:
        case FindingAction.FIX:
            return _fixed(finding, command, caller, now), FindingEvent.FIXED
        case FindingAction.RECHECK | FindingAction.EXAMINE:
            return _checked(finding, command, caller, now)
        case FindingAction.CONTROL:
            due = days_from(finding.entered_at, "plan_days")
            after = owing(
                *(finding, MAJOR_STEP, due), status=FindingStatus.TO_PLAN, control=command.control
            )
            return after, FindingEvent.CONTROLLED
        case FindingAction.PLAN:
            planned = _by_major_day(finding, command.rectify_on, now)
            return replace(planned, plan=command.plan), FindingEvent.PLANNED
        case FindingAction.REPORT:
            reported = done_when(command.done_at, now)
            said = {"reported_to": command.reported_to, "reported_at": reported}
            return _over(finding, FindingStatus.REPORTED, now, **said), FindingEvent.DUTY_REPORTED
        case FindingAction.REGRADE:
            # Its plan is due by days from now: it is major only since now.
            return replace(as_major(finding, now), entered_at=now), FindingEvent.REGRADED
        case _:
            return _over(finding, FindingStatus.WITHDRAWN, now), FindingEvent.WITHDRAWN


def _fixed(finding: Finding, command: FindingCommand, caller: Caller, now: datetime) -> Finding:
    fixed_at = max(done_when(command.done_at, now), finding.found_at)
    assert finding.owed is not None, "what is to be rectified is owed"
    is_major = finding.status is FindingStatus.MAJOR_RECTIFYING
    return owing(
        finding,
        MAJOR_STEP if is_major else RECHECK,
        days_from(now, "release_days" if is_major else "recheck_days"),
        status=FindingStatus.AWAITING_RELEASE if is_major else FindingStatus.TO_RECHECK,
        fixed_by=caller.person_id,
        fixed_at=fixed_at,
        was_late=finding.was_late or fixed_at >= finding.owed.due_at,
        # By our clock: an earlier time that a phone says gives nobody more.
        rectify_left=_left_of(finding, now),
        done=command.done,
    )


def _checked(
    finding: Finding, command: FindingCommand, caller: Caller, now: datetime
) -> tuple[Finding, FindingEvent]:
    seen = replace(finding, checked_by=caller.person_id, finding=command.finding)
    is_major = finding.status is FindingStatus.AWAITING_RELEASE
    if command.agreed if is_major else command.passed:
        ended = FindingStatus.RELEASED if is_major else FindingStatus.CLOSED
        event = FindingEvent.RELEASED if is_major else FindingEvent.CLOSED
        return _over(seen, ended, now), event
    fixers = dict.fromkeys(one for one in (*seen.fixers_before, seen.fixed_by) if one)
    again = replace(seen, sent_back=seen.sent_back + 1, fixers_before=tuple(fixers))
    if is_major:
        day = command.rectify_on or day_of(now) + timedelta(days=amount("rectify_days"))
        return _by_major_day(again, day, now), FindingEvent.NOT_RELEASED
    anew = _going_on(again, command.rectify_on, caller, now)
    return replace(anew, status=FindingStatus.RECTIFYING), FindingEvent.SENT_BACK


def _left_of(finding: Finding, now: datetime) -> int:
    assert finding.owed is not None, "what is to be rectified is owed"
    return max(0, int((finding.owed.due_at - now).total_seconds()))


def _going_on(finding: Finding, day: date | None, caller: Caller, now: datetime) -> Finding:
    """Let a rectification that did not pass go on with what was left of it: a new day is given from above alone, or by going round it would never climb."""
    if finding.rectify_left is None or stands_above(finding, caller):
        return rectified_by(finding, day, day_of(now))
    until = now + timedelta(seconds=finding.rectify_left)
    if day is not None and day >= day_of(now):
        until = min(until, midnight_after(day))
    return owing(finding, RECTIFY, until, rectify_on=day_of(until - timedelta(seconds=1)))


def _by_major_day(finding: Finding, day: date | None, now: datetime) -> Finding:
    assert day is not None, "a plan says by which day"
    today = day_of(now)
    planned = due_on(finding, day, today, today + timedelta(days=amount("major_works_days")))
    return replace(planned, status=FindingStatus.MAJOR_RECTIFYING)


def hand_over(finding: Finding, link: Link, now: datetime) -> FindingChange:
    """Hold a finding's clock while something else has it.

    Raises
    ------
    NotToBeHandedOver
        It is the county's, reported at once, handed over already, or over.
    """
    if FINDINGS.find(finding.status, FindingAction.HAND_OVER) is None:
        raise NotToBeHandedOver
    running = finding.owed
    assert running is not None, "what may be handed over is owed"
    left = max(0, int((running.due_at - now).total_seconds()))
    after = replace(
        finding,
        status=FindingStatus.HANDED_OVER,
        handed=Handed(link, finding.status, running.kind, left, now),
        owed=None,
    )
    return FindingChange(finding, _next(after), FindingEvent.HANDED_OVER)


def take_back(finding: Finding, now: datetime, *, done: str | None, by: str) -> FindingChange:
    """Let a finding's clock run on with what was left; or, as it was removed elsewhere, let it be checked.

    Parameters
    ----------
    done
        What was done about it elsewhere; None: nothing came of it.
    by
        Who did it there, and so does not check it.

    Raises
    ------
    IllegalMove
        It is not handed over.
    """
    FINDINGS.move(finding.status, FindingAction.TAKE_BACK)
    handed = finding.handed
    assert handed is not None, "what is handed over says to what"
    back = replace(finding, handed=None)
    if done is not None:
        after = owing(
            *(back, RECHECK, days_from(now, "recheck_days")),
            status=FindingStatus.TO_RECHECK,
            done=done,
            fixed_by=by,
            fixed_at=now,
            rectify_left=handed.seconds_left if handed.kind == RECTIFY else back.rectify_left,
        )
    else:
        due = now + timedelta(seconds=handed.seconds_left)
        after = owing(back, handed.kind, due, status=handed.status)
    return FindingChange(finding, _next(after), FindingEvent.TAKEN_BACK, done)


def _over(finding: Finding, status: FindingStatus, now: datetime, **more: Any) -> Finding:
    return replace(finding, status=status, owed=None, ended_at=now, **more)


def _next(finding: Finding) -> Finding:
    return replace(finding, version=finding.version + 1)
