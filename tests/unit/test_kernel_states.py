"""A state table: what it opens, what it refuses and with which words."""

from __future__ import annotations

from enum import StrEnum
from types import SimpleNamespace

import pytest

from kernel.access import Role
from kernel.problems import NotAllowed
from kernel.states import IllegalMove, Move, StateTable, WordsMissing
from kernel.texts import Text


class Status(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Action(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    PAINT = "paint"
    FALL_IN = "fall_in"


class Holder(StrEnum):
    OWNER = "owner"
    OFFICER = "officer"


def table(*moves, words=None):
    return StateTable(
        Text("大门", "The gate"),
        moves,
        statuses={Status.OPEN: Text("开着", "open"), Status.SHUT: Text("关着", "shut")},
        actions={
            Action.SHUT: Text("关门", "to shut"),
            Action.OPEN: Text("开门", "to open"),
            Action.PAINT: Text("刷漆", "to paint"),
            Action.FALL_IN: Text("倒塌", "to fall in"),
        },
        holders={
            Holder.OWNER: Text("门主", "its owner"),
            Holder.OFFICER: Text("村干部", "a village officer"),
        },
        words=words
        or {"reason": Text("请填写理由。", "Say why."), "paint": Text("何色？", "Which?")},
    )


SHUT = Move(Action.SHUT, frozenset({Status.OPEN}), Status.SHUT, (Holder.OWNER, Holder.OFFICER))
OPEN = Move(
    Action.OPEN, frozenset({Status.SHUT}), Status.OPEN, (Holder.OWNER,), ("reason", "paint")
)
PAINT = Move(Action.PAINT, frozenset(Status), None, (Holder.OWNER,))
FALL_IN = Move(Action.FALL_IN, frozenset(Status), None)
GATE = table(SHUT, OPEN, PAINT, FALL_IN)
ROLES = {Holder.OWNER: {Role.RESIDENT}, Holder.OFFICER: {Role.VILLAGE_OFFICER}}


def test_a_status_opens_the_moves_that_begin_there():
    assert GATE.legal(Status.OPEN) == (Action.SHUT, Action.PAINT)
    assert GATE.legal(Status.SHUT) == (Action.OPEN, Action.PAINT)


def test_what_nobody_takes_by_hand_is_no_legal_action_but_has_its_row():
    assert Action.FALL_IN not in GATE.legal(Status.OPEN)
    assert GATE.find(Status.OPEN, Action.FALL_IN) is FALL_IN


def test_an_illegal_move_is_refused_with_the_legal_ones_by_name():
    with pytest.raises(IllegalMove) as refused:
        GATE.move(Status.OPEN, Action.OPEN)

    assert refused.value.more == {"present_status": "open", "legal_actions": ["shut", "paint"]}
    assert refused.value.detail.zh == "大门当前为“开着”，不能开门；可以：关门、刷漆。"


def test_a_refusal_offers_whoever_asked_what_that_person_can_do_and_no_more():
    refused = GATE.refusal(Status.OPEN, Action.OPEN, offered=[Action.PAINT])
    nothing = GATE.refusal(Status.OPEN, Action.OPEN, offered=[])

    assert refused.more["legal_actions"] == ["paint"]
    assert refused.detail.zh == "大门当前为“开着”，不能开门；可以：刷漆。"
    assert nothing.detail.zh == "大门当前为“开着”，不能开门。"


def test_where_nobody_may_by_a_post_the_refusal_says_who_may_by_what_they_are():
    with pytest.raises(NotAllowed) as refused:
        GATE.allow(OPEN, lambda _: False, lambda _: ())

    assert refused.value.detail.zh == "您不能进行此操作，须由以下人员办理：门主。"


def test_who_may_is_told_by_what_they_are_to_the_thing_and_by_their_post():
    several = {Role.RESIDENT, Role.GRID_WORKER}
    with pytest.raises(NotAllowed) as by_post:
        GATE.allow(OPEN, lambda _: False, lambda _: {Role.VILLAGE_OFFICER})
    with pytest.raises(NotAllowed) as by_being:
        GATE.allow(OPEN, lambda _: False, lambda _: several)

    # A resident who is not the gate's owner must not be told that residents may.
    assert by_being.value.detail.zh == "您不能进行此操作，须由以下人员办理：门主。"
    assert by_post.value.detail.zh == "您不能进行此操作，须由以下人员办理：门主（村干部）。"


def test_what_something_else_rules_out_is_neither_legal_nor_offered():
    with pytest.raises(IllegalMove) as refused:
        GATE.move(Status.OPEN, Action.SHUT, shut={Action.SHUT})

    assert refused.value.more["legal_actions"] == ["paint"]


def test_the_nearest_standing_carries_a_move():
    assert GATE.allow(SHUT, lambda _: True, ROLES.__getitem__) is Holder.OWNER
    assert (
        GATE.allow(SHUT, lambda holder: holder is Holder.OFFICER, ROLES.__getitem__)
        is Holder.OFFICER
    )


def test_who_may_not_learns_who_may():
    with pytest.raises(NotAllowed) as refused:
        GATE.allow(OPEN, lambda _: False, ROLES.__getitem__)

    assert refused.value.more["allowed_roles"] == ["resident"]
    assert [one.zh for one in refused.value.more["allowed_relations"]] == ["门主"]


def test_everything_that_is_not_said_is_asked_for_at_once():
    with pytest.raises(WordsMissing) as refused:
        GATE.require_words(OPEN, SimpleNamespace(reason="  ", paint=None))

    assert [error.field for error in refused.value.more["errors"]] == ["reason", "paint"]


def test_no_and_nothing_are_different_answers():
    GATE.require_words(OPEN, SimpleNamespace(reason="生锈", paint=False))


def test_a_table_with_two_ways_from_one_cell_is_none():
    with pytest.raises(ValueError, match="shut leads twice from open"):
        table(SHUT, Move(Action.SHUT, frozenset({Status.OPEN}), Status.OPEN, (Holder.OFFICER,)))


def test_a_table_names_whatever_people_read():
    with pytest.raises(ValueError, match="no name for reason"):
        table(OPEN, words={"paint": Text("何色？", "Which?")})
