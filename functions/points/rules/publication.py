"""Lists made public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel.record import record


@record
class Publication:
    """A list made public."""

    id: str
    village: str
    published_at: datetime
    published_by: str
    objections_until: datetime
    public_until: datetime
    lines: Sequence[dict[str, Any]]
