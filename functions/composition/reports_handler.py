"""Lambda entry point of the worker of reports, which asks every context; apart from the API of reports, whose package it would fill."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, metrics


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def work(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Carry on what waits to be counted, and let take effect what does so by itself."""
    from reports.service.wind_clock import run

    return {"seen": run()}


cold.ready({"work": "reports.service.wind_clock"})
