"""The Lambda entry points of the registry."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import log


@log.inject_lambda_context(correlation_id_path="requestContext.requestId", clear_state=True)
def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request of the registry's routes."""
    from registry.api import API

    return API.handle(event, context)


@log.inject_lambda_context(clear_state=True)
def work_imports(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Work on staged import files, as the queue's messages say."""
    from registry.imports.service.work import work

    return work(event)


cold.ready({"api": "registry.api", "work_imports": "registry.imports.service.work"})
