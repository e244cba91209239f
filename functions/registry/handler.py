"""The Lambda entry points of the registry."""

from __future__ import annotations

from typing import Any

from kernel import cold


def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request of the registry's routes."""
    from registry.api import API

    return API.handle(event, context)


def work_imports(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Work on staged import files, as the queue's messages say."""
    from registry.imports.work import work

    return work(event)


cold.ready({"api": "registry.api", "work_imports": "registry.imports.work"})
