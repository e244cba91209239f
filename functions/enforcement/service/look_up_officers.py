"""What routes list of officers and their training where nothing is decided: one Query page."""

from __future__ import annotations

from enforcement.service.see_officers import see_all
from enforcement.store import officers, training
from kernel.access import Caller
from kernel.storage.lists import Listed


def list_certificates(organ: str, caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of an organ's certificates as the caller sees them today."""
    page = officers.page_of(organ, limit, cursor)
    return page._replace(rows=see_all(page.rows, caller))


def list_sessions(organ: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the sessions an organ holds, newest first."""
    return training.page_of(organ, limit, cursor)


def list_exams(person: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a person's exams, newest first."""
    return training.exams_of(person, limit, cursor)
