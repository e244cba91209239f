"""What happens to an incident: reported, moved by people, woken by the clock.

Each function takes the incident as it is and the facts around it, and returns the `Change`, or raises the refusal. Manual and automatic
escalation are one function with another actor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from incidents.rules import clock
from incidents.rules.clock import Timer
from incidents.rules.incident import (
    CLOCK,
    Actor,
    Addressee,
    Change,
    ConfirmStage,
    Entry,
    Incident,
    Staffing,
    Wake,
)
from incidents.rules.policy import Policy
from incidents.rules.states import (
    MOVES,
    RELATION_NAMES,
    Action,
    ConfirmationNotYetYours,
    Event,
    HandlerMayNotConfirm,
    IllegalMove,
    ReasonMissing,
    Relation,
    Severity,
    Source,
    Status,
    legal_actions,
)
from kernel.access import PLACE_STAFF, TIER_OFFICER, Caller, Post, Role, not_allowed
from kernel.problems import Problem
from kernel.units import Tier, is_within

NOBODY_HOLDS_POST = "nobody_holds_post"
LIMIT_PASSED = "limit_passed"

# Who stands above a tier's officers, for looking over (not for confirming, which goes to the next tier only).
_ABOVE: Mapping[Tier, frozenset[Role]] = {
    Tier.VILLAGE: frozenset({Role.TOWN_OFFICER, Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
    Tier.TOWN: frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
    Tier.COUNTY: frozenset({Role.COUNTY_ADMIN}),
}


class Report(NamedTuple):
    """What a reporter says, checked and located."""

    unit: str
    category: str
    severity: Severity
    source: Source
    description: str
    reporter: str
    on_behalf_of: str | None = None
    client_ref: str | None = None
    location: Mapping[str, Any] | None = None


class Deed(NamedTuple):
    """What a person does to an incident."""

    action: Action
    reason: str | None = None
    done: str | None = None
    evidence: tuple[str, ...] = ()


def report(
    said: Report,
    *,
    incident_id: str,
    case_code: str,
    actor: Actor,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
) -> Change:
    """Open an incident at the tier that is responsible first.

    Urgent goes to the town and the village at once (DOMAIN 2.5): the town is responsible (or a higher tier, where the category starts
    there), every tier below is told in the same moment. A
    tier where nobody holds the post is passed over on the spot, with the reason on record.

    Raises
    ------
    UnknownCategory
        The policy has no such category.
    """
    wanted = policy.start_tier(said.category, said.severity)
    # Below the place there is nobody: what is known only to be somewhere in a town starts at the town.
    lowest = Addressee.unit_of(said.unit).tier
    tier = max(wanted, lowest, key=lambda one: one.rank)
    incident = Incident(
        id=incident_id,
        case_code=case_code,
        unit=said.unit,
        category=said.category,
        severity=said.severity,
        source=said.source,
        description=said.description,
        reporter=said.reporter,
        on_behalf_of=said.on_behalf_of,
        client_ref=said.client_ref,
        location=said.location,
        policy_version=policy.version,
        created_at=now,
        updated_at=now,
        tier=tier,
        responsible_unit=_unit_at(said.unit, tier),
    )
    first = lowest if said.severity is Severity.URGENT else tier
    told = tuple(
        Addressee(one, _unit_at(said.unit, one))
        for one in Tier
        if first.rank <= one.rank <= tier.rank
    )
    opened = _entry(Event.REPORTED, incident, incident, now, actor, addressees=told, first=True)
    arrived, passed = _pass_over_empty_tiers(incident, now, staffing)
    started = clock.start_tier_clock(arrived, now, policy)
    return _changed(None, started, (opened, *passed), now, Timer.ANEW)


def move(
    incident: Incident,
    deed: Deed,
    *,
    caller: Caller,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
) -> Change:
    """Let a person move an incident as the state table allows.

    Raises
    ------
    NotAllowed
        No relation of the caller to this incident carries the action.
    IllegalMove
        The state table has no such move from here.
    HandlerMayNotConfirm, ConfirmationNotYetYours
        The confirmation is somebody else's.
    ReasonMissing
        The action must say why.
    """
    legal = legal_actions(incident.status, at_the_top=incident.at_the_top)
    confirms = deed.action in (Action.CONFIRM, Action.REJECT)
    if confirms and deed.action in legal:
        _refuse_handler(incident, caller)
    held = relations(incident, caller)
    post = _post_for(incident, deed.action, held)
    if deed.action not in legal:
        raise IllegalMove(deed.action, incident.status, legal)
    if confirms:
        _refuse_wrong_confirmer(incident, held)
    if MOVES[deed.action].needs_reason and not deed.reason:
        raise ReasonMissing
    role, unit = (post.role, post.unit) if post else (None, None)
    actor = Actor(caller.person_id, caller.name, role, unit)
    return _do(incident, deed, actor, now, policy, staffing)


def _do(
    incident: Incident,
    deed: Deed,
    actor: Actor,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
) -> Change:
    match deed.action:
        case Action.ACCEPT:
            return _accept(incident, deed, actor, now)
        case Action.RESOLVE:
            return _resolve(incident, deed, actor, now, policy, staffing)
        case Action.ESCALATE:
            return escalate(
                incident, actor=actor, reason=deed.reason, now=now, policy=policy, staffing=staffing
            )
        case Action.CONFIRM:
            return _close(incident, Status.CONFIRMED, Event.CONFIRMED, deed.reason, actor, now)
        case Action.REJECT:
            return _reject(incident, deed, actor, now, policy, staffing)
        case Action.CANCEL:
            return _close(incident, Status.CANCELLED, Event.CANCELLED, deed.reason, actor, now)


def wake(
    incident: Incident,
    *,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
    timer: Timer = Timer.CARRY_ON,
) -> Change | None:
    """Do what the clock has to do now; None when nothing is due yet or any more.

    Parameters
    ----------
    timer
        The reconciler lets a running timer ride, and arms a new one where it was lost.
    """
    if not incident.status.is_open or incident.wake_at is None or now < incident.wake_at:
        return None
    match incident.wake_action:
        case Wake.REMIND:
            told = (Addressee(incident.tier, incident.responsible_unit),)
            after = clock.after_reminder(incident)
            entry = _entry(Event.REMINDED, incident, after, now, CLOCK, addressees=told)
            return _changed(incident, after, (entry,), now, timer)
        case Wake.ESCALATE:
            return escalate(
                incident,
                actor=CLOCK,
                reason=None,
                now=now,
                policy=policy,
                staffing=staffing,
                timer=timer,
            )
        case Wake.SUPERVISE:
            told = (Addressee(Tier.COUNTY, incident.responsible_unit),)
            after = clock.after_supervision(incident, now, policy)
            entry = _entry(
                Event.SUPERVISED,
                incident,
                after,
                now,
                CLOCK,
                addressees=told,
                reason_code=LIMIT_PASSED,
                details={"count": after.supervisions},
            )
            return _changed(incident, after, (entry,), now, timer)
        case Wake.REMIND_CONFIRMER:
            after = clock.after_confirmation_reminder(incident, now, policy, staffing)
            told = (Addressee.unit_of(after.turn or after.unit),)
            entry = _entry(
                Event.CONFIRMATION_REMINDED,
                incident,
                after,
                now,
                CLOCK,
                addressees=told,
                details=_stage_of(after),
            )
            return _changed(incident, after, (entry,), now, timer)
        case Wake.PASS_CONFIRMATION:
            after = clock.pass_confirmation(incident, now, policy, staffing)
            told = (Addressee.unit_of(after.turn or after.unit),)
            entry = _entry(
                Event.CONFIRMATION_PASSED,
                incident,
                after,
                now,
                CLOCK,
                addressees=told,
                reason_code=LIMIT_PASSED,
                details=_stage_of(after),
            )
            return _changed(incident, after, (entry,), now, timer)
        case None:
            return None


def escalate(
    incident: Incident,
    *,
    actor: Actor,
    reason: str | None,
    now: datetime,
    policy: Policy,
    staffing: Staffing,
    timer: Timer = Timer.ANEW,
) -> Change:
    """Take an incident up one tier, by whoever acts: a person with a reason, or the clock because the limit passed."""
    above = incident.tier.above
    if above is None:
        raise IllegalMove(
            Action.ESCALATE, incident.status, legal_actions(incident.status, at_the_top=True)
        )
    risen = replace(
        incident,
        status=Status.REPORTED,
        tier=above,
        responsible_unit=_unit_at(incident.unit, above),
        accepted_by=None,
    )
    entry = _entry(
        Event.ESCALATED,
        incident,
        risen,
        now,
        actor,
        reason=reason,
        reason_code=LIMIT_PASSED if actor.is_clock else None,
        addressees=(Addressee(above, risen.responsible_unit),),
    )
    arrived, passed = _pass_over_empty_tiers(risen, now, staffing)
    started = clock.start_tier_clock(arrived, now, policy)
    return _changed(incident, started, (entry, *passed), now, timer)


def relations(incident: Incident, caller: Caller) -> dict[Relation, Post | None]:
    """Return how a person stands to an incident, with the post that makes it so."""
    found: dict[Relation, Post | None] = {}

    def add(relation: Relation, post: Post | None) -> None:
        if post is not None:
            found.setdefault(relation, post)

    add(
        Relation.RESPONSIBLE,
        caller.post_at(incident.responsible_unit, {TIER_OFFICER[incident.tier]}),
    )
    add(Relation.GRID_WORKER, _grid_post(incident, caller, Role.GRID_WORKER))
    add(Relation.GRID_CHIEF, _grid_post(incident, caller, Role.GRID_CHIEF))
    add(Relation.OVERSEER, caller.post_over(incident.unit, _ABOVE[incident.tier]))
    add(Relation.COUNTY, caller.post_over(incident.unit, {Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}))
    unit, roles = _last_confirmers(incident)
    add(Relation.TIER_ABOVE, caller.post_at(unit, roles))
    if incident.is_of(caller.person_id):
        found.setdefault(Relation.REPORTER, None)
    return found


def actions_of(incident: Incident, caller: Caller) -> list[Action]:
    """Return what the caller may do to the incident as it is now."""
    possible: list[Action] = []
    held = relations(incident, caller)
    for action in legal_actions(incident.status, at_the_top=incident.at_the_top):
        try:
            _post_for(incident, action, held)
            if action in (Action.CONFIRM, Action.REJECT):
                _refuse_handler(incident, caller)
                _refuse_wrong_confirmer(incident, held)
        except Problem:
            continue
        possible.append(action)
    return possible


def may_read(incident: Incident, caller: Caller) -> bool:
    """Tell whether a person may see an incident: the reporter, the staff of its place, and the officers above it."""
    return incident.is_of(caller.person_id) or sees_names(incident, caller)


def sees_names(incident: Incident, caller: Caller) -> bool:
    """Tell whether a person sees the names of staff: staff over the place do, residents do not."""
    return caller.post_over(incident.unit, PLACE_STAFF) is not None


def _accept(incident: Incident, deed: Deed, actor: Actor, now: datetime) -> Change:
    after = replace(incident, status=Status.ACCEPTED, accepted_by=actor.person_id)
    entry = _entry(Event.ACCEPTED, incident, after, now, actor, reason=deed.reason)
    return _changed(incident, after, (entry,), now)


def _resolve(
    incident: Incident, deed: Deed, actor: Actor, now: datetime, policy: Policy, staffing: Staffing
) -> Change:
    done = deed.done or deed.reason
    if not done:
        raise ReasonMissing("done")
    proposed = replace(
        clock.pause_tier_clock(incident, now, policy),
        status=Status.RESOLVED,
        handler=actor.person_id,
        self_handled=actor.role is Role.GRID_WORKER,
        done=done,
        evidence=deed.evidence,
        confirm_asked=0,
    )
    after = clock.ask_to_confirm(proposed, now, policy, staffing)
    entry = _entry(
        Event.RESOLVED,
        incident,
        after,
        now,
        actor,
        reason=done,
        details={"evidence": list(deed.evidence), **_stage_of(after)},
        addressees=(Addressee.unit_of(after.turn or after.unit),),
    )
    return _changed(incident, after, (entry,), now)


def _reject(
    incident: Incident, deed: Deed, actor: Actor, now: datetime, policy: Policy, staffing: Staffing
) -> Change:
    back = replace(
        incident,
        status=Status.ACCEPTED if incident.accepted_by else Status.REPORTED,
        handler=None,
        self_handled=False,
        # What comes now is a new round, which the county is urged to anew if it lets it pass.
        supervisions=0,
        rejections=incident.rejections + 1,
    )
    entry = _entry(
        Event.REJECTED,
        incident,
        back,
        now,
        actor,
        reason=deed.reason,
        addressees=(Addressee(incident.tier, incident.responsible_unit),),
    )
    arrived, passed = _pass_over_empty_tiers(back, now, staffing)
    left = incident.left_seconds if not passed else None
    started = clock.start_tier_clock(arrived, now, policy, left_seconds=left)
    return _changed(incident, started, (entry, *passed), now, Timer.ANEW)


def _close(
    incident: Incident, to: Status, event: Event, reason: str | None, actor: Actor, now: datetime
) -> Change:
    after = clock.stop_clock(replace(incident, status=to))
    told = (Addressee(incident.tier, incident.responsible_unit),)
    return _changed(
        incident,
        after,
        (_entry(event, incident, after, now, actor, reason=reason, addressees=told),),
        now,
    )


def _post_for(
    incident: Incident, action: Action, held: Mapping[Relation, Post | None]
) -> Post | None:
    for relation in MOVES[action].by:
        # What has left the village is no longer the grid's to push on or to settle.
        from_the_grid = relation in (Relation.GRID_WORKER, Relation.GRID_CHIEF)
        if (
            from_the_grid
            and action in (Action.ESCALATE, Action.RESOLVE)
            and incident.tier is not Tier.VILLAGE
        ):
            continue
        if relation in held:
            return held[relation]
    raise _refusal(incident, action)


def _refusal(incident: Incident, action: Action) -> Problem:
    roles: set[Role] = set()
    by_relation: dict[Relation, set[Role]] = {
        Relation.RESPONSIBLE: {TIER_OFFICER[incident.tier]},
        Relation.GRID_WORKER: {Role.GRID_WORKER},
        Relation.GRID_CHIEF: {Role.GRID_CHIEF},
        Relation.TIER_ABOVE: set(_last_confirmers(incident)[1]),
        Relation.OVERSEER: set(_ABOVE[incident.tier]),
        Relation.COUNTY: {Role.COUNTY_OFFICER, Role.COUNTY_ADMIN},
        Relation.REPORTER: set(),
    }
    for relation in MOVES[action].by:
        roles |= by_relation[relation]
    refusal = not_allowed(roles)
    refusal.more["allowed_relations"] = [RELATION_NAMES[relation] for relation in MOVES[action].by]
    return refusal


def _refuse_handler(incident: Incident, caller: Caller) -> None:
    if caller.person_id in incident.handlers:
        raise HandlerMayNotConfirm


def _refuse_wrong_confirmer(incident: Incident, held: Mapping[Relation, Post | None]) -> None:
    turn = incident.confirm_stage
    if Relation.GRID_WORKER in held and not incident.self_handled:
        return
    if Relation.GRID_CHIEF in held and turn in (ConfirmStage.CHIEF, ConfirmStage.ABOVE):
        return
    if Relation.TIER_ABOVE in held and turn is ConfirmStage.ABOVE:
        return
    raise ConfirmationNotYetYours(turn=str(turn))


def _last_confirmers(incident: Incident) -> tuple[str, frozenset[Role]]:
    """Return the unit and the roles that confirm when neither worker nor chief did."""
    unit = incident.turn if incident.confirm_stage is ConfirmStage.ABOVE else None
    unit = unit or _unit_at(incident.unit, clock.lowest_confirming_tier(incident))
    tier = Addressee.unit_of(unit).tier
    if tier is not Tier.COUNTY:
        return unit, frozenset({TIER_OFFICER[tier]})
    # Above the county there is nobody: the administrator answers for what the county itself solved.
    return unit, frozenset(
        {Role.COUNTY_ADMIN} if incident.at_the_top else {Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}
    )


def _grid_post(incident: Incident, caller: Caller, role: Role) -> Post | None:
    post = caller.post_over(incident.unit, {role})
    if post is None and caller.person_id == incident.reporter:
        # A grid worker who reported for a whole village confirms for it too.
        return next(
            (
                held
                for held in caller.posts
                if held.role is role and is_within(held.unit, incident.unit)
            ),
            None,
        )
    return post


def _pass_over_empty_tiers(
    incident: Incident, now: datetime, staffing: Staffing
) -> tuple[Incident, tuple[Entry, ...]]:
    """Go up at once past every tier where nobody holds the post, saying why; the county is never passed over."""
    passed: list[Entry] = []
    while incident.tier.above is not None and not staffing.officers.get(incident.tier):
        above = incident.tier.above
        risen = replace(
            incident,
            status=Status.REPORTED,
            tier=above,
            responsible_unit=_unit_at(incident.unit, above),
            accepted_by=None,
        )
        passed.append(
            _entry(
                Event.TIER_SKIPPED,
                incident,
                risen,
                now,
                CLOCK,
                reason_code=NOBODY_HOLDS_POST,
                addressees=(Addressee(above, risen.responsible_unit),),
            )
        )
        incident = risen
    return incident, tuple(passed)


def _changed(
    before: Incident | None,
    after: Incident,
    entries: tuple[Entry, ...],
    now: datetime,
    timer: Timer = Timer.RIDE,
) -> Change:
    armed = clock.arm(before, after, now, timer)
    return Change(
        replace(
            armed,
            version=(before.version if before else 0) + 1,
            entries=(before.entries if before else 0) + len(entries),
            updated_at=now,
        ),
        entries,
    )


def _entry(
    event: Event,
    before: Incident,
    after: Incident,
    now: datetime,
    actor: Actor,
    *,
    reason: str | None = None,
    reason_code: str | None = None,
    details: Mapping[str, Any] | None = None,
    addressees: tuple[Addressee, ...] = (),
    first: bool = False,
) -> Entry:
    return Entry(
        event=event,
        at=now,
        actor=actor,
        from_status=None if first else before.status,
        to_status=after.status,
        from_tier=None if first else before.tier,
        to_tier=after.tier,
        responsible_unit=after.responsible_unit,
        reason=reason,
        reason_code=reason_code,
        details=details or {},
        addressees=addressees,
    )


def _stage_of(incident: Incident) -> dict[str, Any]:
    return {"confirm_stage": str(incident.confirm_stage)} if incident.confirm_stage else {}


def _unit_at(unit: str, tier: Tier) -> str:
    return unit[: tier.level.digits]
