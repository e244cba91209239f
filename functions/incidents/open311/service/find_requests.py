"""Find requests for the public: the newest of a period, or those whose ids one has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from escalation.store.rows import COUNTY
from incidents.open311 import store
from incidents.open311.rules import questions
from incidents.open311.rules.services import listed_codes, public_places
from incidents.rules.incident import Incident
from incidents.rules.policy import Policy
from incidents.store.policies import current_policy, policy_of
from incidents.store.tracking import refuse_crowding
from kernel import clock, ids
from kernel.directory import find_units
from kernel.problems import NotFound
from kernel.texts import Text


class Question(NamedTuple):
    """What a client asks of the list, as it was said."""

    service_code: str | None
    start_date: str | None
    end_date: str | None
    status: str | None
    page: int
    page_size: int


class Requested(NamedTuple):
    """A request as anybody may follow it.

    Attributes
    ----------
    incident
        The one its id stands for.
    followed
        The one that is worked on: what it was merged into, else itself.
    """

    incident: Incident
    followed: Incident
    policy: Policy

    @property
    def status(self) -> str:
        """Whether it is open: as long as what it follows is."""
        return "open" if self.followed.is_open else "closed"


class Found(NamedTuple):
    """Requests, and what the units they name are called."""

    requests: Sequence[Requested]
    names: dict[str, str]


def refuse_elsewhere(jurisdiction: str | None) -> None:
    """Refuse what is asked of another county than this one.

    Raises
    ------
    NotFound
        It is named, and another one.
    """
    questions.refuse_other_jurisdiction(jurisdiction, COUNTY)


def count_look_ups(source_ip: str, codes: int = 1) -> None:
    """Count look-ups by case code, and refuse them if there were too many this minute.

    Raises
    ------
    TooManyRequests
        Somebody tries many codes.
    """
    refuse_crowding(source_ip, codes)


def find_newest(question: Question) -> Found:
    """Return a page of the public list."""
    span = questions.period(question.start_date, question.end_date, clock.now())
    asked = questions.statuses(question.status)
    questions.refuse_far_page(question.page, question.page_size)
    categories = listed_codes(current_policy().value)
    if named := questions.several(question.service_code):
        categories &= frozenset(named)
    skip = (question.page - 1) * question.page_size
    found = store.newest(span, categories, asked, skip=skip, take=question.page_size)
    return _with_names(one for one in _followed(found) if one.status in asked)


def find_by_ids(wanted: Sequence[str]) -> Found:
    """Return the requests of these ids, which are case codes; those that stand for none are left out."""
    tidy = [ids.tidy_case_code(text) for text in wanted[: questions.MOST_IDS]]
    found = store.by_case_codes(list(dict.fromkeys(code for code in tidy if code)))
    return _with_names(_followed(found))


def find_by_id(wanted: str) -> Found:
    """Return the request of an id.

    Raises
    ------
    NotFound
        It stands for none.
    """
    found = find_by_ids([wanted])
    if not found.requests:
        raise NotFound(Text("没有此 service_request_id。", "service_request_id was not found."))
    return found


def _followed(incidents: Sequence[Incident]) -> list[Requested]:
    leads = store.by_ids([one.merged_into for one in incidents if one.merged_into])
    return [
        Requested(one, leads.get(one.merged_into or "", one), policy_of(one)) for one in incidents
    ]


def _with_names(requests: Iterable[Requested]) -> Found:
    found = list(requests)
    codes = {
        code
        for one in found
        for code in (*public_places(one.incident), one.followed.responsible_unit)
    }
    names = {code: unit.name for code, unit in find_units(sorted(codes)).items()}
    return Found(found, names)
