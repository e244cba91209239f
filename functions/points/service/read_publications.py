"""Read what points a village has made public; the village alone sees it."""

from __future__ import annotations

from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.lists import Listed
from points.rules.publication import Publication
from points.service.asking import require_village
from points.store import publications


def list_publications(asking: Scope, village: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a village's public lists, newest first."""
    require_village(asking, village)
    return publications.list_publications(village, limit, cursor)


def read_publication(asking: Scope, village: str, publication: str) -> Publication:
    """Return a public list.

    Raises
    ------
    NotFound
        The village has none of this id.
    """
    require_village(asking, village)
    found = publications.read_publication(village, publication)
    if found is None:
        raise NotFound
    return found
