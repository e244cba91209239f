"""How a person stands to an incident, and what that person may therefore do to it."""

from __future__ import annotations

from collections.abc import Mapping

from incidents.rules import confirming
from incidents.rules.incident import ConfirmStage, Follows, Incident
from incidents.rules.incident_states import INCIDENTS, MOVES, legal_actions
from incidents.rules.seeing import answering_roles, may_read, may_report_at, near_post, sees_names
from incidents.rules.states import Action, Relation, Status
from kernel.access import PLACE_STAFF, TIER_OFFICER, Caller, Post, Role
from kernel.problems import NotAllowed, Problem
from kernel.texts import Text
from kernel.units import Level, Tier, is_within, level_of, parent_of, tier_of

# Who stands above a tier's officers, for looking over (not for confirming, which goes to the next tier only).
_ABOVE: Mapping[Tier, frozenset[Role]] = {
    Tier.VILLAGE: frozenset({Role.TOWN_OFFICER, Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
    Tier.TOWN: frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}),
    Tier.COUNTY: frozenset({Role.COUNTY_ADMIN}),
}
_WAITING = frozenset({Status.EXTENSION_ASKED, Status.SUSPENSION_ASKED})


class HandlerMayNotConfirm(NotAllowed):
    """Whoever solved it may not be the one who confirms it."""

    slug = "handler-may-not-confirm"
    said = Text(
        "处置人不能核查确认自己办理的事件。", "Whoever handled an incident may not confirm it."
    )


class ConfirmationNotYetYours(NotAllowed):
    """The confirmation is somebody else's turn: a deputy's comes only once the turn has passed on."""

    slug = "confirmation-not-yet-yours"

    def __init__(self, turn: str) -> None:
        whose = {
            "worker": Text("网格员", "the grid worker's"),
            "chief": Text("网格长", "the grid chief's"),
            "above": Text("上一级", "the tier above's"),
        }.get(turn, Text("他人", "somebody else's"))
        detail = Text(
            f"现由{whose.zh}核查确认，尚未轮到您。", f"It is {whose.en} turn to confirm, not yours."
        )
        super().__init__(detail, turn=turn)


class OthersJoined(NotAllowed):
    """What others count on is not the first reporter's alone to cancel."""

    slug = "others-joined"
    said = Text(
        "已有他人附议或并案，上报人不能自行撤销；请联系县级干部。",
        "Others have joined or were merged into it: its reporter alone does not cancel it, a county officer does.",
    )


class AskerMayNotDecide(NotAllowed):
    """Whoever asked for more time may not be the one who grants it."""

    slug = "asker-may-not-decide"
    said = Text("申请人不能审批自己的申请。", "Whoever asked may not decide on it.")


def relations(
    incident: Incident, caller: Caller, *, joined: Follows = Follows.NO
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
    others = incident.joined or incident.duplicates
    is_only_reporter = Relation.REPORTER in held and Relation.COUNTY not in held
    if action is Action.CANCEL and others and is_only_reporter:
        raise OthersJoined
    relation = INCIDENTS.allow(
        MOVES[action],
        lambda one: one in held and not _shut_out(incident, action, one),
        lambda one: _roles_of(incident, one),
    )
    return held[relation]


def _carries(incident: Incident, action: Action, held: Mapping[Relation, Post | None]) -> bool:
    """Tell whether any relation carries an action; a refusal, with its words in two languages, is not made for what nobody asked."""
    return any(one in held and not _shut_out(incident, action, one) for one in MOVES[action].by)


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


def _roles_of(incident: Incident, relation: Relation) -> frozenset[Role]:
    """Return by which roles somebody stands to an incident in this way; none where it is by what one is, not by a post."""
    turn = incident.turn or incident.responsible_unit
    match relation:
        case Relation.RESPONSIBLE:
            return answering_roles(incident.responsible_unit)
        case Relation.GRID_WORKER:
            return frozenset({Role.GRID_WORKER})
        case Relation.GRID_CHIEF:
            return frozenset({Role.GRID_CHIEF})
        case Relation.TIER_ABOVE:
            return last_confirmers(incident)[1]
        case Relation.OVERSEER:
            return _ABOVE[incident.tier]
        case Relation.COUNTY:
            return frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN})
        case Relation.DISPATCHER:
            return answering_roles(turn)
        case Relation.DECIDER:
            return deciding_roles(incident)
        case Relation.REPORTER | Relation.FOLLOWER | Relation.NEARBY:
            return frozenset()


def refuse_handler(incident: Incident, caller: Caller) -> None:
    """Keep whoever solved it from confirming it.

    Raises
    ------
    HandlerMayNotConfirm
        The person has it on the own hands, or solved it or did one of its tasks in this round or in one before.
    """
    if caller.person_id in incident.took_part:
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


class OwnResult(NotAllowed):
    """Nobody rates what was done or confirmed by oneself."""

    slug = "own-result"
    said = Text(
        "您本人办理或核查了该事件，不能自行评价。",
        "You handled or confirmed it yourself: nobody rates an own act.",
    )


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
    if action is Action.RATE and caller.person_id in {*incident.took_part, incident.confirmed_by}:
        raise OwnResult
    if action in (Action.APPROVE, Action.DENY):
        refuse_asker(incident, caller)
    if action is Action.JOIN and sees_names(incident, caller):
        # Whoever works for the place hears of it anyway, and is no second reporter.
        raise INCIDENTS.who_may(MOVES[action], lambda one: _roles_of(incident, one))
    return post


def actions_of(incident: Incident, caller: Caller, *, joined: Follows = Follows.NO) -> list[Action]:
    """Return what the table and the caller's standing allow; what time and number rule out says `open_actions`."""
    possible: list[Action] = []
    held = relations(incident, caller, joined=joined)
    for action in legal_actions(incident.status, incident.position):
        if action is Action.JOIN and may_read(incident, caller, joined=joined):
            # Whoever follows it already has nothing to join.
            continue
        if action is Action.LEAVE and joined is not Follows.JOINED:
            # Whose own report was merged into it has joined nothing.
            continue
        if not _carries(incident, action, held):
            continue
        try:
            admit(incident, action, caller, held)
        except Problem:
            continue
        possible.append(action)
    return possible


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
    if post is None and (
        incident.is_somewhere_in_a_village or caller.person_id == incident.reporter
    ):
        # A grid worker who reported for a whole village confirms for it too; what turned out to be another village's is confirmed there.
        return next(
            (
                held
                for held in caller.posts
                if held.role is role and is_within(held.unit, incident.unit)
            ),
            None,
        )
    return post
