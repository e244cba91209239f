"""Pages of the economy's things as somebody sees them."""

from __future__ import annotations

from collections.abc import Callable

from kernel.seen import Seen, Thing
from kernel.storage.lists import Listed


def seen_by(found: Listed, see: Callable[[Thing], Seen[Thing]]) -> Listed:
    """Return a page of things as somebody sees them."""
    return found._replace(rows=[see(one) for one in found.rows])
