"""List things: of a village, of a unit that must act, on a public board; with what was said on them, and their histories."""

from __future__ import annotations

from collections.abc import Mapping

from assembly.model.boards import (
    PublicList,
    PublicPublication,
    public_answer,
    public_line,
    public_view,
)
from assembly.model.common import AssemblyHistory, AssemblyList, page, step
from assembly.model.publications import PublicationObjectionList, objection_view
from assembly.model.village_rules import VillagersViewList, villagers_view
from assembly.rules.publications import Publication, PublicationObjection
from assembly.rules.standing import Reader
from assembly.rules.states.publications import PublicationStatus
from assembly.rules.village_rules import VillagersView
from assembly.service.find_thing import Found, find_public
from assembly.store import lists
from kernel import clock, paging
from kernel.problems import NotFound
from kernel.texts import Language
from kernel.units import is_code


def list_things(
    record: type,
    parent: str,
    limit: int,
    cursor: str | None,
    language: Language,
    only: Mapping[str, str] | None = None,
) -> AssemblyList:
    """Return one page of a kind below a parent, newest first."""
    listed = lists.listed(record, parent, limit=limit, cursor=cursor, only=only)
    return page(listed.items, listed.next_cursor, clock.iso(clock.now()), language)


def list_queue(unit: str, limit: int, cursor: str | None, language: Language) -> AssemblyList:
    """Return one page of what a unit must act on, what is due first on top."""
    queue = lists.queue(unit, limit=limit, cursor=cursor)
    return page(queue.items, queue.next_cursor, clock.iso(clock.now()), language)


def list_history(
    found: Found, limit: int, cursor: str | None, complaints: frozenset[str] = frozenset()
) -> AssemblyHistory:
    """Return one page of a thing's history.

    Parameters
    ----------
    complaints
        The events that tell who complained.
    """
    reader = found.reader
    rows, next_cursor = lists.history(found.record, found.row.id, limit=limit, cursor=cursor)
    names = reader.sees_names(found.village)
    hidden = frozenset[str]() if reader.knows_raisers(found.village) else complaints
    steps = [step(row, reader.language, names=names, nobody=row.event in hidden) for row in rows]
    return {"items": steps, "next_cursor": next_cursor}


def objections_to(
    publication: str, reader: Reader, limit: int, cursor: str | None
) -> PublicationObjectionList:
    """Return one page of objections to a publication, newest first."""
    found, next_cursor = lists.things(PublicationObjection, publication, limit=limit, cursor=cursor)
    return {"items": [objection_view(each, reader) for each in found], "next_cursor": next_cursor}


def views_on(rules: str, reader: Reader, limit: int, cursor: str | None) -> VillagersViewList:
    """Return one page of what villagers think of a draft, newest first."""
    found, next_cursor = lists.things(VillagersView, rules, limit=limit, cursor=cursor)
    return {"items": [villagers_view(each, reader) for each in found], "next_cursor": next_cursor}


def board_of(village: str, limit: int, cursor: str | None) -> PublicList:
    """Return one page of what a village has published, newest first.

    Raises
    ------
    NotFound
        It is no village.
    """
    if not is_code(village) or len(village) != 12:
        raise NotFound
    up = {"status": str(PublicationStatus.UP)}
    listed = lists.listed(Publication, village, limit=limit, cursor=cursor, only=up)
    return {
        "items": [public_line(each) for each in listed.items],
        "next_cursor": listed.next_cursor,
    }


def published_on(village: str, publication: str) -> PublicPublication:
    """Return a publication that is up, with what was answered to objections; no person is told.

    Raises
    ------
    NotFound
        The village has none of this id that is up.
    """
    found: Publication = find_public(Publication, publication)
    if found.village != village or found.status != PublicationStatus.UP:
        raise NotFound
    objections, _ = lists.things(
        PublicationObjection, publication, limit=paging.MAX_LIMIT, cursor=None
    )
    return public_view(found, [public_answer(each) for each in objections if each.answer])
