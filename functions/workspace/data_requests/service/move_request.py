"""Answer a request about own data, or take it back."""

from __future__ import annotations

from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork
from workspace.data_requests.rules.request_states import (
    ADMINISTRATORS,
    DataRequestAction,
    DataRequestStatus,
)
from workspace.data_requests.rules.requests import Command, DataRequest, DataRequestKind, move
from workspace.data_requests.service.follow_request import end_following
from workspace.data_requests.service.see_request import DataRequestSeen, require_known, see
from workspace.data_requests.store import requests


def move_request(
    work: UnitOfWork, request_id: str, command: Command, caller: Caller, expected: Versions
) -> DataRequestSeen:
    """Grant or refuse a request with the reason, or take the own one back; a field it names is corrected or deleted with it.

    Raises
    ------
    InvalidFields, HeldByDuty
        The field is not held any more, or a duty keeps it: the request is to be refused.
    """
    request = require_known(requests.find(work, request_id), caller)
    refuse_stale(expected, request.version)
    change = move(request, command, caller, clock.now())
    posts = [post for post in caller.posts if post.role in ADMINISTRATORS]
    by_post = posts[0] if posts and command.action is not DataRequestAction.WITHDRAW else None
    actor = Actor.of(caller, by_post)
    requests.save(work, change, actor)
    if change.after.status is DataRequestStatus.GRANTED:
        _do(work, change.after, actor)
    end_following(work, change.after, actor)
    return see(change.after, caller)


def _do(work: UnitOfWork, request: DataRequest, actor: Actor) -> None:
    """Do what was granted, where it names a field; what it says in words alone is done by hand."""
    if request.field is None:
        return
    from services.information.service import answer_requests

    if request.kind is DataRequestKind.DELETE:
        answer_requests.delete(work, request.person, request.field, actor)
    elif request.value is not None:
        why = request.about or ""
        answer_requests.correct(work, request.person, request.field, request.value, why, actor)
