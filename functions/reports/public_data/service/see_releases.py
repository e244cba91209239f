"""See how far releases are, and what is released."""

from __future__ import annotations

from typing import NamedTuple

from kernel.problems import NotFound
from kernel.storage.lists import Listed
from reports.public_data.rules.releases import DatasetStatus, Licence, Release
from reports.public_data.store import EVERY, PUBLIC, RELEASES, licence


class Released(NamedTuple):
    """What everybody may read, with the terms it is given under."""

    release: Release
    licence: Licence


def list_releases(limit: int, cursor: str | None) -> Listed:
    """Return one page of all releases, the newest quarter first."""
    return RELEASES.in_list(EVERY, limit, cursor, newest_first=True)


def list_released(limit: int, cursor: str | None) -> Listed:
    """Return one page of what everybody may read, the newest quarter first."""
    found = RELEASES.about(PUBLIC, limit, cursor, newest_first=True)
    return found._replace(rows=[Released(one, licence()) for one in found.rows])


def get_release(release_id: str) -> Release:
    """Return a release as far as it is.

    Raises
    ------
    NotFound
        There is none.
    """
    return RELEASES.get(release_id)


def get_released(release_id: str) -> Released:
    """Return what everybody may read.

    Raises
    ------
    NotFound
        It is not released.
    """
    found = RELEASES.get(release_id)
    if found.status is not DatasetStatus.RELEASED:
        raise NotFound
    return Released(found, licence())
