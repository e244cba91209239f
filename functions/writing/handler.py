"""Lambda entry point of the worker that writes files."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log, metrics


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def write_files(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Write ledgers and documents, as the queue's messages say."""
    from writing.work import work

    return work(event)


cold.ready({"write_files": "writing.work"})
