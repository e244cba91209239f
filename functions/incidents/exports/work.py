"""The worker's face: each message names an export to carry on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from incidents.exports.service.end_export import end_export
from incidents.exports.service.write_export import carry_on
from incidents.exports.store import exports
from kernel.observability import log
from kernel.worker import Message, work_through


def work(event: Mapping[str, Any]) -> dict[str, Any]:
    """Work on the export each message of an SQS event names."""
    return work_through(event, os.environ["EXPORT_QUEUE_URL"], _do, _give_up)


def _do(message: Message) -> None:
    log.append_keys(correlation_id=message["export_id"])
    carry_on(message["export_id"])


def _give_up(message: Message, _: Exception) -> None:
    if exports.load(message["export_id"]) is not None:
        end_export(message["export_id"])
