"""Answer a request about own data, or take it back."""

from __future__ import annotations

from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.problems import Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork
from workspace.data_requests.rules.request_states import ADMINISTRATORS, DataRequestAction
from workspace.data_requests.rules.requests import Command, move
from workspace.data_requests.service.follow_request import end_following
from workspace.data_requests.service.see_request import DataRequestSeen, require_known, see
from workspace.data_requests.store import requests


def move_request(
    work: UnitOfWork, request_id: str, command: Command, caller: Caller, expected: Versions
) -> DataRequestSeen:
    """Grant or refuse a request with the reason, or take the own one back."""
    request = require_known(requests.find(work, request_id), caller)
    refuse_stale(expected, request.version)
    change = move(request, command, caller, clock.now())
    posts = [post for post in caller.posts if post.role in ADMINISTRATORS]
    by_post = posts[0] if posts and command.action is not DataRequestAction.WITHDRAW else None
    actor = Actor.of(caller, by_post)
    requests.save(work, change, actor)
    end_following(work, change.after, actor)
    return see(change.after, caller)
