"""How a person stands to an incident, and what that person may therefore do to it."""

from __future__ import annotations

from collections.abc import Mapping

from incidents.rules import confirming
from incidents.rules.incident import ConfirmStage, Incident
from incidents.rules.policy import Policy
from incidents.rules.states import (
    MOVES,
    RELATION_NAMES,
    Action,
    ConfirmationNotYetYours,
    HandlerMayNotConfirm,
    Relation,
    Status,
    legal_actions,
)
from kernel.access import PLACE_STAFF, TIER_OFFICER, Caller, Post, Role, not_allowed
from kernel.problems import NotAllowed, Problem
from kernel.texts import Text
from kernel.units import Level, Tier, ancestor, is_within, level_of, parent_of, tier_of

# Who stands above a tier's officers, for looking over (not for confirming, which goes to the next tier only).
_ABOVE: Mapping[Tier, frozenset[Role]] = {
    Tier.VILLAGE: frozenset({Role.TOWN_OFFICER, Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
    Tier.TOWN: frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
    Tier.COUNTY: frozenset({Role.COUNTY_ADMIN}),
}
_WAITING = frozenset({Status.EXTENSION_ASKED, Status.SUSPENSION_ASKED})


class AskerMayNotDecide(NotAllowed):
    """Whoever asked for more time may not be the one who grants it."""

    slug = "asker-may-not-decide"
    said = Text("申请人不能审批自己的申请。", "Whoever asked may not decide on it.")


def answering_roles(unit: str) -> frozenset[Role]:
    """Return the roles that answer for a unit: its officers, for a grid its worker and chief."""
    if level_of(unit) is Level.GRID:
        return frozenset({Role.GRID_WORKER, Role.GRID_CHIEF})
    return frozenset({TIER_OFFICER[tier_of(unit)]})


def relations(
    incident: Incident, caller: Caller, *, joined: bool = False
) -> dict[Relation, Post | None]:
    """Return how a person stands to an incident, with the post that makes it so.

    Parameters
    ----------
    joined
        Whether the person is one of its reporters, though not the first.
    """
    found: dict[Relation, Post | None] = {}

    def add(relation: Relation, post: Post | None) -> None:
        if post is not None:
            found.setdefault(relation, post)

    lead = incident.responsible_unit
    add(Relation.RESPONSIBLE, caller.post_at(lead, answering_roles(lead)))
    if not incident.is_task:
        add(Relation.GRID_WORKER, _grid_post(incident, caller, Role.GRID_WORKER))
        add(Relation.GRID_CHIEF, _grid_post(incident, caller, Role.GRID_CHIEF))
    add(Relation.OVERSEER, _overseeing(incident, caller))
    add(Relation.COUNTY, caller.post_over(incident.unit, {Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}))
    if incident.status is Status.RETURNED and incident.turn:
        add(Relation.DISPATCHER, caller.post_at(incident.turn, answering_roles(incident.turn)))
    if incident.status in _WAITING and incident.turn:
        add(Relation.DECIDER, caller.post_at(incident.turn, deciding_roles(incident)))
    unit, roles = last_confirmers(incident)
    add(Relation.TIER_ABOVE, caller.post_at(unit, roles))
    if incident.is_of(caller.person_id):
        found.setdefault(Relation.REPORTER, None)
    elif joined:
        found.setdefault(Relation.FOLLOWER, None)
    if may_report_at(caller, incident.unit):
        add(Relation.NEARBY, near_post(caller, incident.unit))
    return found


def may_report_at(caller: Caller, unit: str) -> bool:
    """Tell whether a person may report at a place: anywhere in the area of a post, or in the village of a post below it."""
    return near_post(caller, unit) is not None


def near_post(caller: Caller, unit: str) -> Post | None:
    """Return the post by which a person may report at a place; None when there is none."""
    return next(
        (
            post
            for post in caller.posts
            if is_within(unit, ancestor(post.unit, Level.VILLAGE) or post.unit)
        ),
        None,
    )


def deciding_roles(incident: Incident) -> frozenset[Role]:
    """Return who decides on what the responsible unit asks for; above the county's office it is the administrator."""
    if incident.at_the_top:
        return frozenset({Role.COUNTY_ADMIN})
    roles = answering_roles(incident.turn or incident.responsible_unit)
    return roles | {Role.COUNTY_ADMIN} if Role.COUNTY_OFFICER in roles else roles


def post_for(
    incident: Incident, action: Action, held: Mapping[Relation, Post | None]
) -> Post | None:
    """Return the post by which a person may take an action; None for a reporter, who needs none.

    Raises
    ------
    NotAllowed
        No relation of the person carries the action; the refusal says which would.
    """
    for relation in MOVES[action].by:
        if relation in held and not _shut_out(incident, action, relation):
            return held[relation]
    raise _refusal(incident, action)


def _shut_out(incident: Incident, action: Action, relation: Relation) -> bool:
    # What has left the village is no longer the grid's to push on or to settle.
    if relation in (Relation.GRID_WORKER, Relation.GRID_CHIEF):
        return action in (Action.ESCALATE, Action.RESOLVE) and incident.tier is not Tier.VILLAGE
    # What others count on is not the first reporter's alone any more.
    if action is Action.CANCEL and relation is Relation.REPORTER:
        return bool(incident.joined or incident.duplicates)
    # Whoever returned it does not choose who gets it.
    if action is Action.ASSIGN and relation is Relation.RESPONSIBLE:
        return incident.status is Status.RETURNED
    return False


def _refusal(incident: Incident, action: Action) -> Problem:
    roles: set[Role] = set()
    by_relation: dict[Relation, frozenset[Role]] = {
        Relation.RESPONSIBLE: answering_roles(incident.responsible_unit),
        Relation.GRID_WORKER: frozenset({Role.GRID_WORKER}),
        Relation.GRID_CHIEF: frozenset({Role.GRID_CHIEF}),
        Relation.TIER_ABOVE: last_confirmers(incident)[1],
        Relation.OVERSEER: _ABOVE[incident.tier],
        Relation.COUNTY: frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
        Relation.REPORTER: frozenset(),
        Relation.FOLLOWER: frozenset(),
        Relation.DISPATCHER: answering_roles(incident.turn or incident.responsible_unit),
        Relation.DECIDER: deciding_roles(incident),
        Relation.NEARBY: frozenset(),
    }
    for relation in MOVES[action].by:
        roles |= by_relation[relation]
    refusal = not_allowed(roles)
    refusal.more["allowed_relations"] = [RELATION_NAMES[relation] for relation in MOVES[action].by]
    return refusal


def refuse_handler(incident: Incident, caller: Caller) -> None:
    """Keep whoever solved it from confirming it.

    Raises
    ------
    HandlerMayNotConfirm
        The person accepted or solved it, or did one of its tasks.
    """
    if caller.person_id in incident.handlers:
        raise HandlerMayNotConfirm


def refuse_wrong_confirmer(incident: Incident, held: Mapping[Relation, Post | None]) -> None:
    """Let only those confirm whose turn it is, or has been.

    Raises
    ------
    ConfirmationNotYetYours
        It is somebody else's turn.
    """
    turn = incident.confirm_stage
    if Relation.GRID_WORKER in held and not incident.self_handled:
        return
    if Relation.GRID_CHIEF in held and turn in (ConfirmStage.CHIEF, ConfirmStage.ABOVE):
        return
    if Relation.TIER_ABOVE in held and turn is ConfirmStage.ABOVE:
        return
    raise ConfirmationNotYetYours(turn=str(turn))


def refuse_asker(incident: Incident, caller: Caller) -> None:
    """Keep whoever asked for more time from granting it.

    Raises
    ------
    AskerMayNotDecide
        The person has the incident on the own hands.
    """
    if caller.person_id in incident.handlers:
        raise AskerMayNotDecide


def admit(
    incident: Incident, action: Action, caller: Caller, held: Mapping[Relation, Post | None]
) -> Post | None:
    """Return the post by which a person takes an action, if everything about the person allows it.

    Raises
    ------
    NotAllowed
        No relation carries it, or (`HandlerMayNotConfirm`, `ConfirmationNotYetYours`, `AskerMayNotDecide`) it is somebody else's to do.
    """
    confirms = action in (Action.CONFIRM, Action.REJECT)
    if confirms:
        refuse_handler(incident, caller)
    post = post_for(incident, action, held)
    if confirms:
        refuse_wrong_confirmer(incident, held)
    if action in (Action.APPROVE, Action.DENY):
        refuse_asker(incident, caller)
    return post


def actions_of(incident: Incident, caller: Caller, *, joined: bool = False) -> list[Action]:
    """Return what the caller may do to the incident as it is now."""
    possible: list[Action] = []
    held = relations(incident, caller, joined=joined)
    for action in legal_actions(incident.status, incident.position):
        if action is Action.JOIN and may_read(incident, caller, joined=joined):
            # Whoever follows it already, or works for the place, has nothing to join.
            continue
        try:
            admit(incident, action, caller, held)
        except Problem:
            continue
        possible.append(action)
    return possible


def may_read(incident: Incident, caller: Caller, *, joined: bool = False) -> bool:
    """Tell whether a person may see an incident: its reporters, the staff of its place and above, and the unit that has it in hand."""
    return joined or incident.is_of(caller.person_id) or sees_names(incident, caller)


def may_join(incident: Incident, caller: Caller, policy: Policy, *, joined: bool = False) -> bool:
    """Tell whether a person may know of an incident so far as to join it: whoever may read it, and whoever may report there.

    A matter about persons is not the neighbours' to know of.
    """
    if may_read(incident, caller, joined=joined):
        return True
    category = policy.categories.get(incident.category)
    is_personal = category is None or category.is_personal
    return not incident.is_task and not is_personal and may_report_at(caller, incident.unit)


def sees_names(incident: Incident, caller: Caller) -> bool:
    """Tell whether a person sees the names of staff: staff over the place and at the units concerned do, residents do not."""
    if caller.post_over(incident.unit, PLACE_STAFF) is not None:
        return True
    concerned = {incident.responsible_unit, *(tenure.unit for tenure in incident.tenures)}
    return any(caller.post_at(unit, answering_roles(unit)) is not None for unit in concerned)


def works_below(incident: Incident, caller: Caller) -> bool:
    """Tell whether a person works at the tier that is responsible or below it, and so decides nothing from above."""
    return any(
        post.role in PLACE_STAFF and tier_of(post.unit).rank <= incident.tier.rank
        for post in caller.posts
    )


def last_confirmers(incident: Incident) -> tuple[str, frozenset[Role]]:
    """Return the unit and the roles that confirm when neither worker nor chief did."""
    unit = incident.turn if incident.confirm_stage is ConfirmStage.ABOVE else None
    unit = unit or incident.unit[: confirming.lowest_confirming_tier(incident).level.digits]
    tier = tier_of(unit)
    if tier is not Tier.COUNTY:
        return unit, frozenset({TIER_OFFICER[tier]})
    # Above the county there is nobody: the administrator answers for what the county itself solved.
    return unit, frozenset(
        {Role.COUNTY_ADMIN}
        if incident.tier is Tier.COUNTY
        else {Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}
    )


def _overseeing(incident: Incident, caller: Caller) -> Post | None:
    above = caller.post_over(incident.unit, _ABOVE[incident.tier])
    if above is not None or level_of(incident.responsible_unit) not in (
        Level.DEPARTMENT,
        Level.GRID,
    ):
        return above
    # A department and a grid are looked over by their own office too.
    office = parent_of(incident.responsible_unit)
    return caller.post_at(office, answering_roles(office)) if office else None


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
