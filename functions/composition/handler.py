"""Lambda entry points that need several contexts together: the escalation clock, the desk, imports."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, log_fault, metrics


@log.inject_lambda_context(clear_state=True)
def follow_stream(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Start and stop escalation executions as what is owed changes; report the first record that failed, for it to come again."""
    from composition.clock import follows, timers

    for record in event["Records"]:
        change = record["dynamodb"]
        if not follows(change["Keys"]["sk"]["S"]):
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
    """Wake something owed for its execution; return when to wake it next."""
    from composition.clock import timers

    log.append_keys(correlation_id=f"{event['id']}-{event['epoch']}")
    return timers.fire(event["kind"], event["id"], int(event["epoch"]))


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def reconcile(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Put right what lost its timer, and count again what a holiday notice moves."""
    from composition.clock import recounting, timers

    righted = timers.reconcile()
    return {"reconciled": righted, "recounted": recounting.sweep()}


@log.inject_lambda_context(clear_state=True)
def work_imports(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Work on staged import files, as the queue's messages say."""
    from composition.imports import work

    return work(event)


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def desk(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the desk: supervision, exports, obligations."""
    from composition.api import API

    return API.handle(event, context)


cold.ready(
    {
        "desk": "composition.api",
        "follow_stream": "composition.clock",
        "fire_timer": "composition.clock",
        "reconcile": "composition.clock",
        "work_imports": "composition.imports",
    }
)
