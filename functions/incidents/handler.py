"""Lambda entry points of the incidents."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, log_fault, metrics


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    from incidents.api import API

    return API.handle(event, context)


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def field(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the field: photos and voice, rounds, what was done offline."""
    from incidents.field.api import API

    return API.handle(event, context)


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def check_media(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Check uploads, as the queue's messages say."""
    from incidents.media.work import work

    return work(event)


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def sweep_field(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Look for uploads nobody told of, and end rounds nobody ended."""
    from incidents.field.sweep import sweep

    return sweep()


@log.inject_lambda_context(clear_state=True)
def follow_stream(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Start and stop escalation executions as incidents and follow-ups change; report the first record that failed, for it to come again."""
    from incidents import timers

    for record in event["Records"]:
        change = record["dynamodb"]
        if not timers.follows(change["Keys"]["sk"]["S"]):
            continue
        log.append_keys(correlation_id=change["Keys"]["pk"]["S"].partition("#")[2])
        try:
            timers.follow(change.get("OldImage"), change.get("NewImage"))
        except Exception as fault:  # noqa: BLE001
            # Order matters within one of them: everything from the failed record on is retried.
            log_fault("could not follow", fault, sequence_number=change["SequenceNumber"])
            return {"batchItemFailures": [{"itemIdentifier": change["SequenceNumber"]}]}
    return {"batchItemFailures": []}


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def fire_timer(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Wake an incident or a follow-up for its execution; return when to wake it next."""
    from incidents import timers
    from incidents.books import ClockedKind

    log.append_keys(correlation_id=f"{event['id']}-{event['epoch']}")
    return timers.fire(ClockedKind(event["kind"]), event["id"], int(event["epoch"]))


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def reconcile(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Put right what lost its timer, and count again what a holiday notice moves."""
    from incidents import recounting, timers

    righted = timers.reconcile()
    return {"reconciled": righted, "recounted": recounting.sweep()}


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def desk(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the desk: exports."""
    from incidents.desk.api import API

    return API.handle(event, context)


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def open311(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of an Open311 client."""
    from incidents.open311.api import API

    return API.handle(event, context)


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def work_exports(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Work on exports, as the queue's messages say."""
    from incidents.exports.work import work

    return work(event)


cold.ready(
    {
        "api": "incidents.api",
        "field": "incidents.field.api",
        "check_media": "incidents.media.work",
        "sweep_field": "incidents.field.sweep",
        "desk": "incidents.desk.api",
        "open311": "incidents.open311.api",
        "work_exports": "incidents.exports.work",
        "follow_stream": "incidents.timers",
        "fire_timer": "incidents.timers",
        "reconcile": "incidents.timers",
    }
)
