"""Every cell of the state table: what leads where, who may, and what a refusal tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from escalation.rules.clocked import Severity
from incidents.rules import incident_states, moves, seeing, standing
from incidents.rules.incident import ConfirmStage, Follows
from incidents.rules.incident_states import INCIDENTS, MOVES, Position, legal_actions
from incidents.rules.open_actions import open_actions
from incidents.rules.pauses import AskedTooOften
from incidents.rules.states import Action, Relation, Status
from incidents.rules.steps import Task
from kernel.access import Role
from kernel.problems import NotAllowed, Problem
from kernel.states import IllegalMove, StateTable, WordsMissing
from kernel.units import Tier
from kernel.working_time import Limit
from tests.support.incidents import (
    ADMIN,
    CHIEF,
    COUNTY,
    COUNTY_OFFICER,
    GRID,
    MONDAY,
    NEIGHBOUR,
    OFFICER,
    RESIDENT,
    SECONDS,
    STAFFED,
    TOWN,
    TOWN_OFFICER,
    VILLAGE,
    WORKER,
    at_tier,
    caller,
    converted,
    move,
    reported,
    resolved,
)

A, S = Action, Status
BY_HAND = [one for one in Action if one not in (A.CONVERT, A.TAKE_BACK)]
"""What is asked of an incident itself; it is converted from above all contexts."""
NEIGHBOUR_AT_HOME = caller("at_home", (Role.RESIDENT, VILLAGE))
POSITIONED = {(S.REPORTED, A.ANSWER), (S.REPORTED, A.WHISTLE), (S.ACCEPTED, A.WHISTLE)}
"""Moves that a position opens, tried apart."""
BUREAU = COUNTY + "-SLJ"
STAFF = replace(STAFFED, teams={BUREAU: frozenset({"water"})})
WATER = caller("water", (Role.COUNTY_OFFICER, BUREAU))

ALWAYS = {A.JOIN: None, A.LEAVE: None, A.ADD: None, A.ORDER: None}
IN_HAND = {
    A.RESOLVE: S.RESOLVED,
    A.ESCALATE: S.REPORTED,
    A.CANCEL: S.CANCELLED,
    A.ASSIGN: S.REPORTED,
    A.MERGE: S.MERGED,
    A.CORRECT: None,
    **ALWAYS,
}
TABLE = {
    S.REPORTED: IN_HAND | {A.ACCEPT: S.ACCEPTED, A.RETURN: S.RETURNED},
    S.ACCEPTED: IN_HAND
    | {A.ASK_EXTENSION: S.EXTENSION_ASKED, A.ASK_SUSPENSION: S.SUSPENSION_ASKED},
    S.RETURNED: {A.ASSIGN: S.REPORTED, A.CANCEL: S.CANCELLED, **ALWAYS},
    S.EXTENSION_ASKED: {
        A.RESOLVE: S.RESOLVED,
        A.APPROVE: S.ACCEPTED,
        A.DENY: S.ACCEPTED,
        A.CANCEL: S.CANCELLED,
        **ALWAYS,
    },
    S.SUSPENSION_ASKED: {
        A.RESOLVE: S.RESOLVED,
        A.APPROVE: S.SUSPENDED,
        A.DENY: S.ACCEPTED,
        A.CANCEL: S.CANCELLED,
        **ALWAYS,
    },
    S.SUSPENDED: {A.RESUME: S.ACCEPTED, A.CANCEL: S.CANCELLED, **ALWAYS},
    S.JOINT: {A.RECALL: S.ACCEPTED, **ALWAYS},
    S.RESOLVED: {A.CONFIRM: S.CONFIRMED, A.REJECT: S.REPORTED, **ALWAYS},
    S.CONFIRMED: {A.RATE: None},
    S.CANCELLED: {},
    S.MERGED: {A.SEPARATE: S.REPORTED},
    S.CONVERTED: {},
}
"""Where each move leads; None: the status stays."""
BY = {
    A.CANCEL: COUNTY_OFFICER,
    A.CONFIRM: WORKER,
    A.REJECT: WORKER,
    A.ASSIGN: TOWN_OFFICER,
    A.APPROVE: TOWN_OFFICER,
    A.DENY: TOWN_OFFICER,
    A.JOIN: NEIGHBOUR_AT_HOME,
    A.LEAVE: NEIGHBOUR_AT_HOME,
    A.ADD: RESIDENT,
    A.RATE: RESIDENT,
    A.ORDER: TOWN_OFFICER,
}
SAYING = {
    A.RETURN: {"grounds": "not_our_duty", "unit": TOWN},
    A.ASSIGN: {"unit": VILLAGE, "final": True},
    A.ASK_EXTENSION: {"limit": Limit(1, "natural_hours")},
    A.ASK_SUSPENSION: {"cause": "force_majeure"},
    A.MERGE: {"into": "other"},
    A.CORRECT: {"severity": Severity.PRESSING},
    A.LEAVE: {"joined": True, "at_the_lead": {"at_home": {"description": None}}},
    A.RATE: {"satisfied": True},
    A.WHISTLE: {"tasks_given": (Task(BUREAU, "查漏"),)},
}


def step(incident, action, by=None, **said):
    """Take a step with everything it needs said, by somebody who may."""
    usual = SAYING.get(action, {})
    if action is A.ASSIGN and incident.status is not S.RETURNED:
        usual = usual | {"unit": GRID}
    said = usual | said
    if action in (A.MERGE, A.SEPARATE):
        said |= {"other": replace(reported(), id="other", case_code="140426-26-7KQ2M-9XD4W")}
    who = by or BY.get(action, OFFICER)
    return move(incident, action, who, staffing=STAFF, **said)


def whistled():
    """An incident at the town, which whistled for a bureau; and the task."""
    change = step(at_tier(Tier.TOWN), A.WHISTLE, TOWN_OFFICER)
    return change.incident, change.others[0].incident


def standing_at(status: Status):
    """An incident that came to a status, by the village where that is possible."""
    ways = {
        S.REPORTED: [],
        S.ACCEPTED: [A.ACCEPT],
        S.RETURNED: [A.RETURN],
        S.EXTENSION_ASKED: [A.ACCEPT, A.ASK_EXTENSION],
        S.SUSPENSION_ASKED: [A.ACCEPT, A.ASK_SUSPENSION],
        S.SUSPENDED: [A.ACCEPT, A.ASK_SUSPENSION, A.APPROVE],
        S.RESOLVED: [A.RESOLVE],
        S.CONFIRMED: [A.RESOLVE, A.CONFIRM],
        S.CANCELLED: [A.CANCEL],
        S.MERGED: [A.MERGE],
    }
    if status is S.JOINT:
        return whistled()[0]
    if status is S.CONVERTED:
        return converted(reported())
    incident = reported()
    for action in ways[status]:
        incident = step(incident, action).incident
    assert incident.status is status
    return incident


def test_the_table_has_exactly_the_moves_of_the_domain():
    table = {status: set(legal_actions(status, Position())) for status in Status}

    assert table == {status: set(moves) for status, moves in TABLE.items()}


@pytest.mark.parametrize(
    ("status", "action", "to"),
    [(s, a, to) for s, moves in TABLE.items() for a, to in moves.items()],
)
def test_a_legal_move_leads_where_the_table_says(status, action, to):
    before = standing_at(status)
    by = TOWN_OFFICER if status is S.JOINT and action is A.RECALL else None
    by = ADMIN if status is S.JOINT and action is A.ORDER else by

    change = step(before, action, by)

    assert change.incident.status is (to or status)
    assert change.incident.version == before.version + 1
    row = INCIDENTS.move(status, action)
    assert row.event in (None, change.entries[0].event)
    assert row.to in (None, change.incident.status)
    assert (change.entries[0].from_status, change.entries[0].to_status) == (status, to or status)


@pytest.mark.parametrize(
    ("status", "action"),
    [(s, a) for s in Status for a in BY_HAND if a not in TABLE[s] and (s, a) not in POSITIONED],
)
def test_an_illegal_move_lists_the_legal_ones(status, action):
    incident = standing_at(status)
    everything = caller(
        "everything",
        (Role.GRID_WORKER, GRID),
        (Role.GRID_CHIEF, GRID),
        (Role.VILLAGE_OFFICER, VILLAGE),
        (Role.TOWN_OFFICER, TOWN),
        (Role.COUNTY_OFFICER, COUNTY),
        (Role.COUNTY_ADMIN, COUNTY),
    )

    with pytest.raises((IllegalMove, NotAllowed)) as refused:
        step(incident, action, everything, joined=Follows.JOINED)

    # Nobody dispatches or decides where nothing was returned or asked for: those relations do not exist then.
    if not isinstance(refused.value, IllegalMove):
        assert set(MOVES[action].by) <= {Relation.DISPATCHER, Relation.DECIDER}
        return
    offered = standing.actions_of(incident, everything, joined=Follows.JOINED)
    assert refused.value.more["legal_actions"] == [str(one) for one in offered]
    assert refused.value.more["present_status"] == status
    assert refused.value.status == 409


@pytest.mark.parametrize("action", BY_HAND)
def test_a_task_has_the_moves_of_work_and_none_of_an_incidents_own(action):
    _, task = whistled()

    own = {A.CONFIRM, A.REJECT, A.CANCEL, A.WHISTLE, A.RECALL, A.MERGE, A.SEPARATE, A.JOIN, A.RATE}
    own |= {A.LEAVE, A.ADD, A.CORRECT}
    anywhere = {action for status in Status for action in legal_actions(status, task.position)}

    assert (action in anywhere) == (action not in own | {A.ANSWER})


@pytest.mark.parametrize(
    ("action", "position", "opens"),
    [
        (A.ESCALATE, Position(at_the_top=True), False),
        (A.RETURN, Position(at_the_top=True), False),
        (A.WHISTLE, Position(is_led=True), True),
        (A.WHISTLE, Position(), False),
        (A.ORDER, Position(order_open=True), False),
        (A.ANSWER, Position(order_open=True), True),
        (A.ANSWER, Position(), False),
    ],
)
def test_where_an_incident_stands_opens_and_shuts_moves(action, position, opens):
    assert (action in legal_actions(S.REPORTED, position)) is opens


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

    offered = action in standing.actions_of(incident, EVERYBODY[who])

    assert offered == (who in MAY[tier, action])


@pytest.mark.parametrize("status", [one for one in Status if not one.is_open])
@pytest.mark.parametrize("action", [A.ACCEPT, A.ESCALATE, A.RESOLVE, A.CONFIRM])
@pytest.mark.parametrize("who", list(EVERYBODY))
def test_on_what_is_closed_nobody_is_told_who_may(status, action, who):
    with pytest.raises(IllegalMove) as refused:
        step(standing_at(status), action, EVERYBODY[who])

    assert "allowed_roles" not in refused.value.more


EVERYBODY_ELSE = {"at_home": NEIGHBOUR_AT_HOME, "bureau": WATER}


@pytest.mark.parametrize("who", [*EVERYBODY, *EVERYBODY_ELSE])
@pytest.mark.parametrize("status", list(Status))
def test_whatever_the_status_an_action_is_offered_exactly_when_it_succeeds(status, who):
    incident, person = standing_at(status), (EVERYBODY | EVERYBODY_ELSE)[who]

    succeeds = [action for action in Action if _is_done(incident, action, person)]

    offered = open_actions(incident, person, SECONDS, incident.updated_at)
    assert sorted(offered) == sorted(succeeds)


def _is_done(incident, action, person):
    try:
        step(incident, action, person, at=incident.updated_at, joined=Follows.NO)
    except Problem:
        return False
    return True


@pytest.mark.parametrize(
    ("status", "action", "by", "how"),
    [
        (S.REPORTED, A.RETURN, OFFICER, {"final_assignment": True}),
        (S.REPORTED, A.RETURN, OFFICER, {"held_since": MONDAY - timedelta(days=30)}),
        (S.ACCEPTED, A.ASK_EXTENSION, OFFICER, {"due_at": MONDAY}),
        (S.ACCEPTED, A.ASK_SUSPENSION, OFFICER, {"due_at": MONDAY}),
        (S.REPORTED, A.MERGE, OFFICER, {"duplicates": 1}),
        (S.CONFIRMED, A.RATE, RESIDENT, {"closed_at": MONDAY - timedelta(days=400)}),
    ],
)
def test_what_time_or_number_rules_out_is_not_offered(status, action, by, how):
    incident = replace(standing_at(status), **how)

    assert action in standing.actions_of(incident, by)
    assert action not in open_actions(incident, by, SECONDS, MONDAY)
    with pytest.raises(Problem):
        step(incident, action, by)


@pytest.mark.parametrize("action", [A.ASK_EXTENSION, A.ASK_SUSPENSION])
def test_a_unit_that_asked_as_often_as_it_may_is_not_offered_to_ask_again(action):
    incident = standing_at(S.ACCEPTED)
    while action in open_actions(incident, OFFICER, SECONDS, MONDAY):
        incident = step(step(incident, action).incident, A.DENY).incident

    with pytest.raises(AskedTooOften):
        step(incident, action)


def test_another_row_of_the_table_is_another_answer(monkeypatch):
    without = StateTable(
        INCIDENTS.thing,
        [row for row in INCIDENTS.moves if row.action is not A.ACCEPT],
        statuses=INCIDENTS.statuses,
        actions=INCIDENTS.actions,
        holders=INCIDENTS.holders,
        words=INCIDENTS.words,
    )
    before = open_actions(reported(), OFFICER, SECONDS, MONDAY)

    for module in (incident_states, moves):
        monkeypatch.setattr(module, "INCIDENTS", without)

    assert A.ACCEPT in before
    assert A.ACCEPT not in open_actions(reported(), OFFICER, SECONDS, MONDAY)
    with pytest.raises(IllegalMove) as refused:
        step(reported(), A.ACCEPT)
    assert "accept" not in refused.value.more["legal_actions"]


def test_whoever_has_rated_a_result_is_not_offered_to_rate_it_again():
    closed = standing_at(S.CONFIRMED)

    offered = [
        open_actions(closed, RESIDENT, SECONDS, MONDAY, rated=rated) for rated in (False, True)
    ]

    assert offered == [[A.RATE], []]


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


@pytest.mark.parametrize(
    ("action", "need"), [(action, need) for action in Action for need in MOVES[action].needs]
)
def test_a_move_is_refused_until_it_says_what_it_must(action, need):
    if action is A.ANSWER:
        incident = step(reported(), A.ORDER).incident
    elif action is A.WHISTLE:
        incident = at_tier(Tier.TOWN)
    else:
        incident = standing_at(next(s for s in Status if action in TABLE[s]))
    by = TOWN_OFFICER if action in (A.WHISTLE, A.RECALL) else None
    silent = {"tasks_given": ()} if need == "tasks" else {need: None}

    with pytest.raises(WordsMissing) as refused:
        step(incident, action, by, **silent)

    assert [error.field for error in refused.value.more["errors"]] == [need]


def test_a_solution_must_say_what_was_done():
    with pytest.raises(WordsMissing):
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


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (S.CANCELLED, {}),
        (S.CONFIRMED, {"reporter": [A.RATE]}),
        (S.MERGED, {who: [A.SEPARATE] for who in ("village", "town", "county", "admin")}),
    ],
)
def test_a_closed_incident_wants_nothing_from_anybody(status, offered):
    closed = standing_at(status)

    assert (closed.turn, closed.due_at, closed.wake_at, closed.running_since) == (None,) * 4
    assert {
        who: actions
        for who, person in EVERYBODY.items()
        if (actions := standing.actions_of(closed, person))
    } == offered


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
    assert seeing.may_read(reported(), who) is reads


def test_the_person_reported_for_may_read_but_sees_no_names():
    incident = replace(reported(), on_behalf_of="stranger")

    assert seeing.may_read(incident, EVERYBODY["stranger"])
    assert not seeing.sees_names(incident, EVERYBODY["stranger"])


def test_confirming_is_offered_only_to_whose_turn_it_is():
    waiting = resolved()

    offered = {
        who
        for who, person in EVERYBODY.items()
        if A.CONFIRM in standing.actions_of(waiting, person)
    }

    assert waiting.confirm_stage is ConfirmStage.WORKER
    assert offered == {"worker"}


def test_the_units_of_the_tiers_are_prefixes_of_the_place():
    assert [at_tier(tier).responsible_unit for tier in Tier] == [VILLAGE, TOWN, COUNTY]
