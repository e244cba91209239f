"""The worker's face: each message names an export to carry on."""

from __future__ import annotations

from incidents.exports.service.end_export import end_export
from incidents.exports.service.write_export import carry_on
from incidents.exports.store import exports
from kernel.observability import log
from kernel.worker import Message


def do(message: Message) -> None:
    """Carry an export on."""
    log.append_keys(correlation_id=message["export_id"])
    carry_on(message["export_id"])


def give_up(message: Message, _: Exception) -> None:
    """Say of an export that it was interrupted."""
    if exports.load(message["export_id"]) is not None:
        end_export(message["export_id"])
