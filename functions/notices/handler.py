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
    """Carry committed history entries of incidents and obligations to the tiers they concern."""
    from notices import subjects
    from notices.delivery import follow

    return follow(event, subjects)


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def release(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Send what quiet hours held and may go out now."""
    from notices import release as releaser
    from notices import subjects

    return {"released": releaser.release(subjects)}


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def send_to_robots(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Send what waits at the robots the queue hints at; by the schedule, at all that are due."""
    from notices import sender, subjects

    if "Records" in event:
        return {"sent": sender.send_at(sender.hinted(event), subjects)}
    return {"sent": sender.send_due(subjects)}


cold.ready(
    {
        "api": "notices.api",
        "follow_stream": "notices.delivery",
        "release": "notices.release",
        "send_to_robots": "notices.sender",
    }
)
