"""Steps with a courtyard, each with what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from kernel import clock
from kernel.clock import day_of, months_after
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.working_time import end_of_days
from services.environment.rules.courtyard_refusals import (
    BelowTheStars,
    NotBySamePerson,
    NotDueYet,
    NotTheOneNamed,
    ObjectedAlready,
    ObjectionsOver,
    StillMending,
)
from services.environment.rules.courtyard_states import (
    HOLDER_ROLES,
    YARDS,
    Rater,
    YardAction,
    YardEvent,
    YardHolder,
    YardStatus,
)
from services.environment.rules.courtyards import (
    Courtyard,
    Objection,
    Round,
    Who,
    YardChange,
    actions_of,
    has_warned,
    holds,
    is_early,
    may_object,
    moved,
    posting_is_over,
    shut,
    standing_of,
)
from services.environment.rules.criteria import Criteria
from services.environment.rules.terms import amount, terms

_A, _S, _E = YardAction, YardStatus, YardEvent


class YardCommand(NamedTuple):
    """A step, with what was said of it."""

    action: YardAction
    scores: Mapping[str, int] | None = None
    reason: str | None = None
    objection: str | None = None
    upheld: bool | None = None
    sound: bool | None = None
    household: str | None = None
    indoors: bool | None = None


class Facts(NamedTuple):
    """What a step is decided on.

    Attributes
    ----------
    criteria
        Those of the courtyard, or the newest for a new rating.
    new_id
        For an objection, or a plate.
    head
        Which resident the caller is, who heads the household and is of age; None: the caller is not.
    """

    who: Who
    criteria: Criteria
    criteria_version: int
    now: datetime
    new_id: str
    head: str | None = None


def move(yard: Courtyard, command: YardCommand, facts: Facts) -> YardChange:
    """Take a courtyard one step further.

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    BelowTheStars, ObjectedAlready, ObjectionsOver, StillMending, NotBySamePerson, NotTheOneNamed, NotDueYet
        See each.
    """
    who = facts.who
    offered = actions_of(yard, who, facts.now)
    row = YARDS.move(yard.status, command.action, shut(yard), offered=offered)
    standing = standing_of(yard, who)
    holder = YARDS.allow(row, lambda one: holds(yard, standing, one), lambda one: HOLDER_ROLES[one])
    YARDS.require_words(row, command)
    match command.action:
        case _A.RATE:
            return rate(yard, command.scores or {}, facts, indoors=bool(command.indoors))
        case _A.CHECK | _A.VISIT | _A.PASS_ON:
            return _looked_at(yard, command, facts, holder, row.target)
        case _A.REFUSE:
            to = _S.STARRED if yard.stars else _S.NOT_AWARDED
            return YardChange(yard, moved(yard, status=to), _E.REFUSED, command.reason)
        case _A.OBJECT:
            return _objected(yard, command.reason or "", facts)
        case _A.ANSWER:
            return _answered(yard, command)
        case _A.RECHECK:
            return _rechecked(yard, command, facts)
        case _A.SPLIT:
            return _split(yard, command, facts)
        case _A.CONSENT | _A.REVOKE:
            return _named(yard, facts, consents=command.action is _A.CONSENT)
        case _:
            return _left(yard)


def _named(yard: Courtyard, facts: Facts, *, consents: bool) -> YardChange:
    if not consents:
        return YardChange(yard, moved(yard, named=False, named_by=None), _E.REVOKED)
    if facts.head is None:
        raise NotTheOneNamed
    return YardChange(yard, moved(yard, named=True, named_by=facts.head), _E.CONSENTED)


def _left(yard: Courtyard) -> YardChange:
    """Let a household take part no more: what was kept by its consent goes (个保法 Art. 47)."""
    left = moved(
        yard,
        status=_S.LEFT,
        stars=0,
        plate=None,
        named=False,
        named_by=None,
        indoors=False,
        rounds=(),
        objections=(),
        lat=None,
        lon=None,
    )
    return YardChange(yard, left, _E.LEFT)


def rate(yard: Courtyard, scores: Mapping[str, int], facts: Facts, *, indoors: bool) -> YardChange:
    """Begin with what the household says of its own yard; a rating anew begins from nothing.

    Raises
    ------
    IndoorsWithoutConsent
        Somebody else consented to its rooms being rated, or nobody did.
    ScoresDoNotFit
        The points do not fit the criteria.
    """
    if indoors and facts.who.household != yard.household:
        text = Text("室内评分须本户本人同意。", "Only the household itself consents to that.")
        raise InvalidFields.one("indoors", text)
    facts.criteria.check(scores, indoors=indoors)
    first = Round(Rater.SELF, facts.who.caller.person_id, facts.now, dict(scores))
    after = replace(
        yard,
        status=_S.AT_VILLAGE,
        criteria=facts.criteria_version,
        indoors=indoors,
        named=False,
        named_by=None,
        rated_at=facts.now,
        rounds=(first,),
        stars=0,
        proposed=0,
        objections=(),
        plate=None,
        mend_until=None,
        warned_by=None,
        recheck_on=None,
        version=yard.version + 1,
    )
    return YardChange(yard if yard.version else None, after, _E.RATED)


def _looked_at(
    yard: Courtyard, command: YardCommand, facts: Facts, holder: YardHolder, to: YardStatus
) -> YardChange:
    scores = command.scores or {}
    facts.criteria.check(scores, indoors=yard.indoors)
    made = Round(Rater(str(holder)), facts.who.caller.person_id, facts.now, dict(scores))
    rounds = (*[one for one in yard.rounds if one.rater != made.rater], made)
    if command.action is _A.CHECK:
        return YardChange(yard, moved(yard, status=to, rounds=rounds), _E.CHECKED)
    name = "county_award" if command.action is _A.PASS_ON else f"{holder}_award"
    award = terms()[name]
    if not facts.criteria.reach(scores, award["points"], indoors=yard.indoors):
        raise BelowTheStars(award["points"])
    if command.action is _A.PASS_ON:
        return YardChange(yard, moved(yard, status=to, rounds=rounds), _E.PASSED_ON)
    posted = moved(
        yard,
        status=to,
        rounds=rounds,
        proposed=award["stars"],
        posted_until=end_of_days(facts.now, amount("posting_days")),
        objections=(),
    )
    return YardChange(yard, posted, _E.POSTED)


def _objected(yard: Courtyard, said: str, facts: Facts) -> YardChange:
    if posting_is_over(yard, facts.now):
        raise ObjectionsOver
    by = facts.who.caller.person_id
    if not may_object(yard, by):
        raise ObjectedAlready
    due = end_of_days(facts.now, amount("answer_days"))
    one = Objection(facts.new_id, by, said, due)
    return YardChange(yard, moved(yard, objections=(*yard.objections, one)), _E.OBJECTED)


def _answered(yard: Courtyard, command: YardCommand) -> YardChange:
    if command.objection not in {one.id for one in yard.open_objections}:
        text = Text("没有此条待答复的异议。", "No such objection waits for an answer.")
        raise InvalidFields.one("objection", text)
    upheld = bool(command.upheld)
    objections = tuple(
        replace(one, upheld=upheld) if one.id == command.objection else one
        for one in yard.objections
    )
    after = moved(yard, objections=objections)
    if not upheld:
        return YardChange(yard, after, _E.ANSWERED, command.reason)
    # What was posted falls; stars it had before stand.
    to = _S.STARRED if yard.stars else _S.NOT_AWARDED
    return YardChange(yard, replace(after, status=to, proposed=0), _E.UPHELD, command.reason)


def award(yard: Courtyard, now: datetime, plate: str) -> YardChange | None:
    """Let a posting take effect that ended with nothing open against it; None: it has not."""
    is_over = yard.posted_until is not None and yard.posted_until <= now
    if yard.status is not _S.POSTED or yard.open_objections or not is_over:
        return None
    today = day_of(now)
    after = moved(
        yard,
        status=_S.STARRED,
        stars=yard.proposed,
        awarded_on=today,
        recheck_on=months_after(today, amount("recheck_months")),
        plate=yard.plate or plate,
    )
    return YardChange(yard, after, _E.AWARDED)


def _rechecked(yard: Courtyard, command: YardCommand, facts: Facts) -> YardChange:
    today, by = day_of(facts.now), facts.who.caller.person_id
    if is_early(yard, facts.now):
        raise NotDueYet
    if has_warned(yard, by):
        raise NotBySamePerson
    if command.sound:
        kept = moved(
            yard,
            status=_S.STARRED,
            recheck_on=months_after(today, amount("recheck_months")),
            mend_until=None,
            warned_by=None,
        )
        return YardChange(yard, kept, _E.KEPT, command.reason)
    if yard.status is _S.STARRED:
        until = end_of_days(facts.now, amount("mend_days"))
        warned = moved(yard, status=_S.WARNED, mend_until=until, warned_by=by)
        return YardChange(yard, warned, _E.WARNED, command.reason)
    if yard.mend_until and facts.now < yard.mend_until:
        raise StillMending(until=clock.local_iso(yard.mend_until))
    lost = moved(yard, status=_S.LOST, stars=0, plate=None, named=False, named_by=None)
    return YardChange(yard, lost, _E.LOST, command.reason)


def _split(yard: Courtyard, command: YardCommand, facts: Facts) -> YardChange:
    """Let a yard go on with the household that lives there: consents were the old one's, and whether the stars still hold is looked at."""
    again = day_of(facts.now) if yard.stars else yard.recheck_on
    after = moved(
        yard,
        household=command.household or yard.household,
        named=False,
        named_by=None,
        indoors=False,
        recheck_on=again,
    )
    return YardChange(yard, after, _E.SPLIT, command.reason)
