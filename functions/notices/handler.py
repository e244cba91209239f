"""Entry points of the notices' functions."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, metrics


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request to the notices' API."""
    from notices.api import API

    return API.handle(event, context)


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def follow_stream(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Carry committed entries of a stream's histories to those they concern."""
    from notices.service import subjects
    from notices.service.follow_history import follow_history

    return follow_history(event, subjects)


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def release(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Send what quiet hours held and may go out now."""
    from notices.service import subjects
    from notices.service.release_held import release_held

    return {"released": release_held(subjects)}


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def send_to_robots(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Send what waits at the robots the queue hints at; by the schedule, at all that are due."""
    from notices.service import subjects
    from notices.service.send_to_robots import send_at, send_due
    from notices.store.hints import hinted

    if "Records" in event:
        return {"sent": send_at(hinted(event), subjects)}
    return {"sent": send_due(subjects)}


cold.ready(
    {
        "api": "notices.api",
        "follow_stream": "notices.service.follow_history",
        "release": "notices.service.release_held",
        "send_to_robots": "notices.service.send_to_robots",
    }
)
