"""Voters of a meeting in processes of their own, each a function of the deployed backend as far as the route can tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from assembly.api import API
from kernel import clock


class Attempt(NamedTuple):
    """A ballot somebody sends: one's own, or entered by the recorder for a member."""

    by: str
    choice: str
    member: str | None = None


def vote_all(vote: str, attempts: Sequence[Attempt], now: datetime) -> list[str]:
    """Send ballots one after another; return for each how it came in, or why it was refused.

    One process answers one request at a time, like one Lambda function: votes at once take several.
    """
    with clock.told_by(lambda: now):
        return [_send(vote, attempt) for attempt in attempts]


def _send(vote: str, attempt: Attempt) -> str:
    path = f"/v1/assembly/votes/{vote}/ballots"
    said = {"choice": attempt.choice}
    if attempt.member:
        said["member"] = attempt.member
    event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json"},
        "requestContext": {
            "http": {"method": "POST", "path": path, "sourceIp": "203.0.113.7"},
            "stage": "$default",
            "requestId": "r-1",
            "authorizer": {"jwt": {"claims": {"username": attempt.by}}},
        },
        "body": json.dumps(said),
        "isBase64Encoded": False,
    }
    told = API.handle(event, None)
    body = json.loads(told["body"])
    if told["statusCode"] == 200:
        return f"{body['choice']} {body['channel']}"
    return body["type"].removeprefix("urn:sizhi:problem:")
