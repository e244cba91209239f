"""What a person may ask of the own data, until when it is answered, and by whom."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kernel.access import Caller, Role
from kernel.clock import SHANGHAI
from kernel.problems import InvalidFields, NotAllowed
from kernel.states import IllegalMove, WordsMissing
from tests.support.incidents import ADMIN, COUNTY, MONDAY, NEIGHBOUR, RESIDENT, caller
from tests.support.states import without_row
from workspace.data_requests import rules
from workspace.data_requests.rules.request_states import (
    DATA_REQUESTS,
    DataRequestAction,
    DataRequestStatus,
)
from workspace.data_requests.rules.requests import (
    Command,
    DataRequest,
    DataRequestKind,
    OwnDataRequest,
    TooManyDataRequests,
    actions_of,
    ask,
    move,
    standing_of,
    terms,
)

SAID = {
    DataRequestAction.GRANT: Command(DataRequestAction.GRANT, "已更正。"),
    DataRequestAction.REFUSE: Command(DataRequestAction.REFUSE, "法律规定须保存。"),
    DataRequestAction.WITHDRAW: Command(DataRequestAction.WITHDRAW),
}
ADMIN_AND_RESIDENT = caller("resident", (Role.COUNTY_ADMIN, COUNTY))


def asked(
    kind: DataRequestKind = DataRequestKind.CORRECT,
    about: str | None = "电话已变更。",
    open_now: int = 0,
) -> DataRequest:
    return ask(
        kind,
        about,
        request_id="d-1",
        person=RESIDENT.person_id,
        open_now=open_now,
        now=MONDAY,
        allowed=terms(),
    )


def test_a_request_is_to_be_answered_within_ten_working_days() -> None:
    # Asked on Monday 2026-11-23; the tenth working day after is Monday 2026-12-07.
    assert asked().due_at.astimezone(SHANGHAI).date() == date(2026, 12, 7)


@pytest.mark.parametrize("kind", [DataRequestKind.CORRECT, DataRequestKind.DELETE])
def test_what_is_to_be_corrected_or_deleted_has_to_be_said(kind: DataRequestKind) -> None:
    with pytest.raises(InvalidFields):
        asked(kind, None)
    assert asked(DataRequestKind.COPY, None).about is None


def test_a_person_has_so_many_requests_open_and_no_more() -> None:
    most = terms().open_at_once

    assert asked(open_now=most - 1)
    with pytest.raises(TooManyDataRequests):
        asked(open_now=most)


@pytest.mark.parametrize("status", DataRequestStatus)
@pytest.mark.parametrize("action", DataRequestAction)
@pytest.mark.parametrize("who", [RESIDENT, ADMIN, NEIGHBOUR, ADMIN_AND_RESIDENT])
def test_an_action_is_offered_exactly_when_it_can_be_done(
    status: DataRequestStatus, action: DataRequestAction, who: Caller
) -> None:
    request = replace(asked(), status=status)

    if action in actions_of(request, who):
        after = move(request, SAID[action], who, MONDAY).after
        assert after.status is DATA_REQUESTS.move(status, action).to
        assert (after.version, after.decided_at) == (request.version + 1, MONDAY)
    else:
        with pytest.raises((IllegalMove, NotAllowed)):
            move(request, SAID[action], who, MONDAY)


@pytest.mark.parametrize("action", [row.action for row in DATA_REQUESTS.moves if row.by])
def test_without_its_row_an_action_is_neither_offered_nor_done(
    monkeypatch: pytest.MonkeyPatch, action: DataRequestAction
) -> None:
    who = RESIDENT if action is DataRequestAction.WITHDRAW else ADMIN
    before = actions_of(asked(), who)

    without_row(monkeypatch, DATA_REQUESTS, action)

    assert action in before
    assert action not in actions_of(asked(), who)
    with pytest.raises(IllegalMove):
        move(asked(), SAID[action], who, MONDAY)


def test_the_administrator_answers_and_the_person_takes_back() -> None:
    assert actions_of(asked(), ADMIN) == [DataRequestAction.GRANT, DataRequestAction.REFUSE]
    assert actions_of(asked(), RESIDENT) == [DataRequestAction.WITHDRAW]
    assert not standing_of(asked(), NEIGHBOUR)


def test_nobody_answers_what_the_person_asked_for_oneself() -> None:
    assert actions_of(asked(), ADMIN_AND_RESIDENT) == [DataRequestAction.WITHDRAW]
    with pytest.raises(OwnDataRequest):
        move(asked(), SAID[DataRequestAction.GRANT], ADMIN_AND_RESIDENT, MONDAY)


@pytest.mark.parametrize("action", [DataRequestAction.GRANT, DataRequestAction.REFUSE])
def test_an_answer_says_what_was_done_or_why_not(action: DataRequestAction) -> None:
    with pytest.raises(WordsMissing):
        move(asked(), Command(action, " "), ADMIN, MONDAY)


def test_a_request_is_late_after_its_day_as_long_as_it_waits() -> None:
    request = asked()
    moment = timedelta(milliseconds=1)
    answered = move(request, SAID[DataRequestAction.GRANT], ADMIN, request.due_at).after

    assert not request.is_late(request.due_at)
    assert request.is_late(request.due_at + moment)
    assert not answered.is_late(request.due_at + moment)


def test_no_term_stands_without_a_source() -> None:
    path = Path(rules.__file__).parent / "terms.json"
    said = json.loads(path.read_text(encoding="utf-8"))

    assert {source["for"] for source in said["sources"]} == {
        "answer_within",
        "kept_months",
        "open_at_once",
    }
    assert set(terms().rights) == set(DataRequestKind)
