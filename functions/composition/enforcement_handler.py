"""Lambda entry point of enforcement, which asks the media of its photos; apart from the others, whose packages it would fill."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, metrics


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of enforcement."""
    from composition.enforcement import API

    return API.handle(event, context)


cold.ready({"api": "composition.enforcement"})
