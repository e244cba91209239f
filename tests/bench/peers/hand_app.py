"""Nothing but a boto3 client."""

from typing import Any

import by_hand


def handler(event: dict[str, Any], context: Any) -> Any:
    """Answer a request."""
    return by_hand.handler(event)
