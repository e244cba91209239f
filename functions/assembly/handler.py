"""Lambda entry points of the assemblies."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, metrics


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    from assembly.api import API

    return API.handle(event, context)


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def wind_clock(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Look at what has passed its day, and at what villages had to publish."""
    from assembly.service.wind_clock import wind_clock as wind

    return wind()


cold.ready({"api": "assembly.api", "wind_clock": "assembly.service.wind_clock"})
