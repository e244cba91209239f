"""Lambda entry points of the incidents; the routes of the field are in `composition`."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, metrics


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    from incidents.api import API

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
    from incidents.field.service import sweep

    return sweep()


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
@metrics.log_metrics
def open311(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request of an Open311 client."""
    from incidents.open311.api import API

    return API.handle(event, context)


cold.ready(
    {
        "api": "incidents.api",
        "check_media": "incidents.media.work",
        "sweep_field": "incidents.field.service",
        "open311": "incidents.open311.api",
    }
)
