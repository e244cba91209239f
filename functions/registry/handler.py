"""The Lambda entry point of the registry; its imports are worked on by `composition`, which knows the lines of all contexts."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request of the registry's routes."""
    from registry.api import API

    return API.handle(event, context)


cold.ready({"api": "registry.api"})
