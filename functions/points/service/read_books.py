"""Read the rules of a village: the sample, every version, the one in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.lists import Listed
from points.service.asking import require_village
from points.service.move_book import BookSeen, seen_by
from points.store import books


def sample_book() -> Mapping[str, Any]:
    """Return the sample of the package, in force nowhere until a village passes it."""
    return books.packaged()


def list_versions(asking: Scope, village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's versions, newest first, for the village."""
    require_village(asking, village)
    return books.list_versions(village, limit, cursor)


def read_book_in_force(asking: Scope, village: str, day: date) -> BookSeen:
    """Return the version in force on a day, as the caller sees it.

    Raises
    ------
    NoBookInForce
        None had begun by then.
    """
    require_village(asking, village)
    return _seen(asking, village, books.book_on(village, day).version)


def read_version(asking: Scope, village: str, version: int) -> BookSeen:
    """Return a version as the caller sees it.

    Raises
    ------
    NotFound
        There is none of this number.
    """
    require_village(asking, village)
    return _seen(asking, village, version)


def _seen(asking: Scope, village: str, version: int) -> BookSeen:
    kept = books.read_version(village, version)
    if kept is None:
        raise NotFound
    return seen_by(asking, kept)
