"""Lambda entry point of the field, which asks other contexts of inspections and hazards; apart from the others, whose packages it would fill."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, metrics


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the field: photos and voice, rounds."""
    from composition.field import API

    return API.handle(event, context)


cold.ready({"api": "composition.field"})
