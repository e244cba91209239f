"""Lambda entry points of the points."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, metrics


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    from points.api import API

    return API.handle(event, context)


@log.inject_lambda_context(clear_state=True)
def follow_stream(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Seal new entries into their village's chain; from the first that could not be sealed on, records come again."""
    from points.service.verify_ledger import seal_new_entries

    failed = seal_new_entries(event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": failed}] if failed else []}


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def run_clock(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """See to what is due; with `{"task": "verify"}` go on verifying every ledger."""
    if event.get("task") == "verify":
        from points.service.verify_every_ledger import verify_all

        return {"faulty": verify_all()}
    from points.service.see_to_what_is_due import see_to_what_is_due

    return {"done": see_to_what_is_due()}


cold.ready(
    {
        "api": "points.api",
        "follow_stream": "points.service.verify_ledger",
        "run_clock": "points.service.see_to_what_is_due",
    }
)
