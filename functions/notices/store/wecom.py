"""WeCom's side: one message to one group robot, and what became of it."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any, NamedTuple

import urllib3

from notices.rules.channels import Outcome, judge
from notices.rules.robots import MessageFormat

_CONNECT_SECONDS, _READ_SECONDS = 3, 7
_MOST_BYTES = 4096


class SendResult(NamedTuple):
    """What became of a message, and the error as a code without anything of the request in it."""

    outcome: Outcome
    fault: str | None


@cache
def _pool() -> urllib3.PoolManager:
    # It neither tries again nor follows redirects: both are decided by whoever counts the messages.
    timeout = urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS)
    return urllib3.PoolManager(timeout=timeout, retries=False)


def send(key: str, robot_format: MessageFormat, content: str) -> SendResult:
    """Send a message; every fault is an outcome.

    When there was no answer nobody knows whether the message arrived. It is sent again, and its
    case code shows that it is the same.
    """
    body = {"msgtype": str(robot_format), str(robot_format): {"content": content}}
    try:
        answer = _pool().request(
            "POST",
            f"{os.environ['WECOM_URL']}?key={key}",
            body=json.dumps(body, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json"},
        )
    except urllib3.exceptions.HTTPError as fault:
        # Only its kind: its text holds the address, and so the key.
        return SendResult(Outcome.FAILED, type(fault).__name__)
    if answer.status != 200:
        return SendResult(Outcome.FAILED, f"http-{answer.status}")
    return _read(answer.data[:_MOST_BYTES])


def _read(data: bytes) -> SendResult:
    try:
        said: Any = json.loads(data)
        errcode = int(said["errcode"])
    except (ValueError, TypeError, KeyError):
        return SendResult(Outcome.FAILED, "unreadable")
    outcome = judge(errcode)
    return SendResult(outcome, None if outcome is Outcome.SENT else f"wecom-{errcode}")
