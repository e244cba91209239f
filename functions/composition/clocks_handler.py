"""Lambda entry point of the clocks that several contexts share; apart from the others, whose packages it would fill."""

from __future__ import annotations

from typing import Any

from kernel import cold
from kernel.observability import count_failures, log, log_fault, metrics


@log.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def wind_clocks(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Let take effect what does so by itself, context by context; one that fails does not keep the others waiting."""
    from composition.clocks import CLOCKS

    seen: dict[str, int] = {}
    for name, run in CLOCKS.items():
        try:
            seen[name] = run()
        except Exception as fault:  # noqa: BLE001
            log_fault("could not wind a clock", fault, context=name)
            count_failures()
    return seen


cold.ready({"wind_clocks": "composition.clocks"})
