"""Lambda entry point of the collective economy."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, metrics


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of the collective economy."""
    from economy.api import API

    return API.handle(event, context)


cold.ready({"api": "economy.api"})
