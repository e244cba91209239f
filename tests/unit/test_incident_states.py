"""Every cell of the state table: what leads where, who may, and what a refusal tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incidents.rules import lifecycle
from incidents.rules.incident import ConfirmStage
from incidents.rules.states import (
    MOVES,
    Action,
    IllegalMove,
    ReasonMissing,
    Status,
    legal_actions,
)
from kernel.access import Role
from kernel.problems import NotAllowed
from kernel.units import Tier
from tests.support.incidents import (
    ADMIN,
    CHIEF,
    COUNTY,
    COUNTY_OFFICER,
    GRID,
    NEIGHBOUR,
    OFFICER,
    RESIDENT,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    WORKER,
    at_tier,
    caller,
    move,
    reported,
    resolved,
)

A, S = Action, Status
TABLE = {
    S.REPORTED: {
        A.ACCEPT: S.ACCEPTED,
        A.RESOLVE: S.RESOLVED,
        A.ESCALATE: S.REPORTED,
        A.CANCEL: S.CANCELLED,
    },
    S.ACCEPTED: {A.RESOLVE: S.RESOLVED, A.ESCALATE: S.REPORTED, A.CANCEL: S.CANCELLED},
    S.RESOLVED: {A.CONFIRM: S.CONFIRMED, A.REJECT: S.REPORTED},
    S.CONFIRMED: {},
    S.CANCELLED: {},
}
BY = {
    A.ACCEPT: OFFICER,
    A.RESOLVE: OFFICER,
    A.ESCALATE: OFFICER,
    A.CONFIRM: WORKER,
    A.REJECT: WORKER,
    A.CANCEL: COUNTY_OFFICER,
}


def standing(status: Status):
    """An incident in the village, in a status."""
    if status is S.REPORTED:
        return reported()
    if status is S.ACCEPTED:
        return move(reported(), A.ACCEPT, OFFICER).incident
    if status is S.CANCELLED:
        return move(reported(), A.CANCEL, COUNTY_OFFICER).incident
    solved = resolved()
    return solved if status is S.RESOLVED else move(solved, A.CONFIRM, WORKER).incident


def test_the_table_has_exactly_the_moves_of_the_domain():
    table = {status: set(legal_actions(status, at_the_top=False)) for status in Status}

    assert table == {status: set(moves) for status, moves in TABLE.items()}


@pytest.mark.parametrize(
    ("status", "action", "to"),
    [(s, a, to) for s, moves in TABLE.items() for a, to in moves.items()],
)
def test_a_legal_move_leads_where_the_table_says(status, action, to):
    before = standing(status)

    change = move(before, action, BY[action])

    assert change.incident.status is to
    assert change.incident.version == before.version + 1
    assert change.entries[0].event is MOVES[action].event
    assert (change.entries[0].from_status, change.entries[0].to_status) == (status, to)


@pytest.mark.parametrize(
    ("status", "action"), [(s, a) for s in Status for a in Action if a not in TABLE[s]]
)
def test_an_illegal_move_lists_the_legal_ones(status, action):
    with pytest.raises(IllegalMove) as refused:
        move(standing(status), action, BY[action])

    assert refused.value.more["legal_actions"] == [str(a) for a in MOVES if a in TABLE[status]]
    assert refused.value.more["incident_status"] == status
    assert refused.value.status == 409


def test_above_the_county_there_is_nobody_to_escalate_to():
    with pytest.raises(IllegalMove) as refused:
        move(at_tier(Tier.COUNTY), A.ESCALATE, COUNTY_OFFICER)

    assert "escalate" not in refused.value.more["legal_actions"]


EVERYBODY = {
    "worker": WORKER,
    "chief": CHIEF,
    "village": OFFICER,
    "town": TOWN_OFFICER,
    "county": COUNTY_OFFICER,
    "admin": ADMIN,
    "reporter": RESIDENT,
    "neighbour": NEIGHBOUR,
    "other_worker": caller("other_worker", (Role.GRID_WORKER, VILLAGE + "002")),
    "stranger": caller("stranger", (Role.RESIDENT, GRID)),
}
MAY = {
    (Tier.VILLAGE, A.ACCEPT): {"village"},
    (Tier.VILLAGE, A.RESOLVE): {"village", "worker"},
    (Tier.VILLAGE, A.ESCALATE): {"village", "worker", "chief", "town", "county", "admin"},
    (Tier.VILLAGE, A.CANCEL): {"reporter", "county", "admin"},
    (Tier.TOWN, A.ACCEPT): {"town"},
    (Tier.TOWN, A.RESOLVE): {"town"},
    (Tier.TOWN, A.ESCALATE): {"town", "county", "admin"},
    (Tier.TOWN, A.CANCEL): {"reporter", "county", "admin"},
    (Tier.COUNTY, A.ACCEPT): {"county"},
    (Tier.COUNTY, A.RESOLVE): {"county"},
    (Tier.COUNTY, A.CANCEL): {"reporter", "county", "admin"},
}


@pytest.mark.parametrize(
    ("tier", "action", "who"), [(tier, action, who) for tier, action in MAY for who in EVERYBODY]
)
def test_who_may_move_an_incident_follows_from_how_they_stand_to_it(tier, action, who):
    incident = at_tier(tier)

    if who in MAY[tier, action]:
        assert (
            move(incident, action, EVERYBODY[who]).entries[0].actor.person_id
            == EVERYBODY[who].person_id
        )
    else:
        with pytest.raises(NotAllowed) as refused:
            move(incident, action, EVERYBODY[who])
        assert refused.value.status == 403
        assert refused.value.more["allowed_roles"]
        assert len(refused.value.more["allowed_relations"]) == len(MOVES[action].by)


@pytest.mark.parametrize(("tier", "action"), list(MAY))
@pytest.mark.parametrize("who", list(EVERYBODY))
def test_the_actions_offered_are_exactly_those_that_would_succeed(tier, action, who):
    incident = at_tier(tier)

    offered = action in lifecycle.actions_of(incident, EVERYBODY[who])

    assert offered == (who in MAY[tier, action])


@pytest.mark.parametrize(
    ("tier", "role"),
    [
        (Tier.VILLAGE, "village_officer"),
        (Tier.TOWN, "town_officer"),
        (Tier.COUNTY, "county_officer"),
    ],
)
def test_a_refused_acceptance_names_the_role_of_the_responsible_tier(tier, role):
    with pytest.raises(NotAllowed) as refused:
        move(at_tier(tier), A.ACCEPT, RESIDENT)

    assert refused.value.more["allowed_roles"] == [role]


@pytest.mark.parametrize("action", [A.ESCALATE, A.REJECT, A.CANCEL])
def test_a_move_others_will_ask_about_needs_a_reason(action):
    incident = resolved() if action is A.REJECT else reported()

    with pytest.raises(ReasonMissing):
        move(incident, action, BY[action], reason=None)


def test_a_solution_must_say_what_was_done():
    with pytest.raises(ReasonMissing):
        move(reported(), A.RESOLVE, OFFICER, done=None, reason=None)


def test_a_move_is_recorded_under_the_post_it_was_made_by():
    both = caller("both", (Role.TOWN_OFFICER, TOWN), (Role.VILLAGE_OFFICER, VILLAGE))

    actor = move(reported(), A.ACCEPT, both).entries[0].actor

    assert (actor.role, actor.unit) == (Role.VILLAGE_OFFICER, VILLAGE)


def test_an_escalation_takes_the_incident_from_whoever_accepted_it():
    accepted = move(reported(), A.ACCEPT, OFFICER).incident

    risen = move(accepted, A.ESCALATE, OFFICER).incident

    assert (risen.tier, risen.responsible_unit, risen.status) == (Tier.TOWN, TOWN, Status.REPORTED)
    assert risen.accepted_by is None


def test_a_closed_incident_wants_nothing_from_anybody():
    for closed in (standing(S.CONFIRMED), standing(S.CANCELLED)):
        assert (closed.turn, closed.due_at, closed.wake_at, closed.wake_action) == (None,) * 4
        assert not any(lifecycle.actions_of(closed, who) for who in EVERYBODY.values())


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        (RESIDENT, True),
        (WORKER, True),
        (OFFICER, True),
        (ADMIN, True),
        (NEIGHBOUR, False),
        (EVERYBODY["stranger"], False),
        (EVERYBODY["other_worker"], False),
        (caller("rep", (Role.VILLAGE_REPRESENTATIVE, VILLAGE)), False),
    ],
)
def test_an_incident_is_read_by_its_reporter_and_by_the_staff_above_its_place(who, reads):
    assert lifecycle.may_read(reported(), who) is reads


def test_the_person_reported_for_may_read_but_sees_no_names():
    incident = replace(reported(), on_behalf_of="stranger")

    assert lifecycle.may_read(incident, EVERYBODY["stranger"])
    assert not lifecycle.sees_names(incident, EVERYBODY["stranger"])


def test_confirming_is_offered_only_to_whose_turn_it_is():
    waiting = resolved()

    offered = {
        who
        for who, person in EVERYBODY.items()
        if A.CONFIRM in lifecycle.actions_of(waiting, person)
    }

    assert waiting.confirm_stage is ConfirmStage.WORKER
    assert offered == {"worker"}


def test_the_units_of_the_tiers_are_prefixes_of_the_place():
    assert [at_tier(tier).responsible_unit for tier in Tier] == [VILLAGE, TOWN, COUNTY]
