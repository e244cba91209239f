"""Publication of village affairs (村务公开): up for its term, down before only for a legal cause, questioned and answered.

Numbers are in `data/publications.json` (村委会法 Art. 35: at least 15 days; ordinary items every quarter, finance every month where there is
much of it).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict

from assembly.rules import limits
from kernel import clock
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text
from kernel.units import Level


class PublicationKind(StrEnum):
    """What is published."""

    RESOLUTION = "resolution"
    RESULT = "result"
    CONSULTATION = "consultation"
    ORDINARY = "ordinary"
    FINANCE = "finance"
    VILLAGE_RULES = "village_rules"
    OTHER = "other"


class RemovalCause(StrEnum):
    """For what a publication comes down before its term; nothing else is a cause."""

    AUTHORITY_ORDER = "authority_order"
    COURT_DECISION = "court_decision"
    PERSONAL_INFORMATION = "personal_information"


CAUSE_SOURCES: dict[RemovalCause, Text] = {
    RemovalCause.AUTHORITY_ORDER: Text("有权机关依法责令", "order of a competent authority"),
    RemovalCause.COURT_DECISION: Text("法院裁判", "decision of a court"),
    RemovalCause.PERSONAL_INFORMATION: Text(
        "个人信息保护法第四十七条：依法应当删除的个人信息",
        "personal information that must be deleted (PIPL Art. 47)",
    ),
}


class PublicationObjection(TypedDict):
    """A doubt about what was published, and its answer; a row of its own, so that many doubts make no publication too large."""

    id: str
    village: str
    publication: str
    title: str
    status: str
    text: str
    by: str
    at: str
    answer: str | None
    answered_at: str | None
    answered_by: str | None
    overdue_since: str | None
    due_at: str | None
    wake_at: str | None
    turn: str | None


class Publication(TypedDict):
    """Something a village has published.

    `stays_until` is the instant before which it may come down only for a legal cause; `objections` and `answered` count.
    """

    id: str
    village: str
    kind: str
    title: str
    content: str
    attachments: list[str]
    matter: str | None
    village_rules: str | None
    period: str | None
    published_by: str
    published_at: str
    stays_until: str
    status: str
    taken_down_at: str | None
    taken_down_by: str | None
    cause: str | None
    legal_basis: str | None
    replaces: str | None
    replaced_by: str | None
    objections: int
    answered: int


class MustStayUp(Conflict):
    """The term has not run, or an objection is unanswered; `stays_until` says till when it must stay."""

    slug = "must-stay-up"
    title = Text("公示期未满", "Must stay up")


class NotUp(Conflict):
    """It is down already."""

    slug = "not-up"
    said = Text("该公开已撤下。", "This is not up any more.")


class DecidingMeetingStillOpen(Conflict):
    """Until the meeting that decided is over its votes may be counted again, and a resolution says what was decided for good."""

    slug = "deciding-meeting-still-open"
    said = Text(
        "作出决定的会议尚未闭会，仍可复核计票，暂不能公开决议。",
        "The meeting that decided is not over: its votes may still be counted again.",
    )


class NotReplaceable(Conflict):
    """Only what was removed for cause is published again corrected, and once."""

    slug = "not-replaceable"
    said = Text(
        "只有因法定事由撤下且尚未更正的同类公开可以更正后重新公开。",
        "Only a publication of this kind that was removed for cause, and not corrected yet, is published again.",
    )


class ObjectionAnswered(Conflict):
    """The objection has its answer."""

    slug = "objection-answered"
    said = Text("该异议已答复。", "This objection was answered already.")


class PersonalDataInText(InvalidFields):
    """What everybody may read holds an identity or phone number."""

    slug = "personal-data-in-text"


class PeriodNeeded(InvalidFields):
    """A publication that a duty asks for says for which month or quarter it is."""

    slug = "period-needed"


# Resident identity numbers, mobile numbers and bank cards (16 or 19 digits, in groups or not) that are no part of a longer number.
_NUMBERS = re.compile(
    r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9}|\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{3})?)(?!\d)"
)


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the numbers and duties."""
    path = Path(__file__).parents[1] / "data" / "publications.json"
    return json.loads(path.read_text(encoding="utf-8"))


def refuse_personal_data(**texts: str) -> None:
    """Let a text be published that carries nobody's numbers: boards that showed them drew prosecutors' orders (DOMAIN 3.2).

    Raises
    ------
    PersonalDataInText
        A field does.
    """
    for field, text in texts.items():
        if _NUMBERS.search(text):
            raise PersonalDataInText.one(
                field,
                Text(
                    "公开内容不得含身份证号、手机号或银行卡号，请去标识化。",
                    "What is published may hold no identity, phone or bank card number.",
                ),
            )


def publish(
    kind: PublicationKind,
    *,
    publication_id: str,
    village: str,
    title: str,
    content: str,
    attachments: Sequence[str],
    by: str,
    now: datetime,
    days: int | None = None,
    matter: str | None = None,
    village_rules: str | None = None,
    period: str | None = None,
    replaces: str | None = None,
) -> Publication:
    """Return a new publication that is up from now.

    Parameters
    ----------
    days
        How long it is to stay; never below the statutory minimum.

    Raises
    ------
    PersonalDataInText
        It holds somebody's numbers.
    """
    refuse_personal_data(title=title, content=content)
    term = max(days or 0, table()["minimum"]["days"])
    return {
        "id": publication_id,
        "village": village,
        "kind": str(kind),
        "title": title,
        "content": content,
        "attachments": list(attachments),
        "matter": matter,
        "village_rules": village_rules,
        "period": period,
        "published_by": by,
        "published_at": clock.iso(now),
        "stays_until": clock.iso(_days_after(now, term)),
        "status": "up",
        "taken_down_at": None,
        "taken_down_by": None,
        "cause": None,
        "legal_basis": None,
        "replaces": replaces,
        "replaced_by": None,
        "objections": 0,
        "answered": 0,
    }


def take_down(
    publication: Publication,
    *,
    by: str,
    now: datetime,
    cause: RemovalCause | None,
    legal_basis: str | None,
) -> Publication:
    """Take a publication down: after its term, or before it for a legal cause that is named.

    Raises
    ------
    NotUp
        It is down.
    MustStayUp
        The term has not run, or an objection waits for its answer, and there is no legal cause.
    """
    if publication["status"] != "up":
        raise NotUp
    waiting = publication["answered"] < publication["objections"]
    early = clock.iso(now) < publication["stays_until"] or waiting
    if early and not (cause and legal_basis):
        until = clock.from_iso(publication["stays_until"])
        source = table()["minimum"]["source"]
        raise MustStayUp(
            Text(
                f"公示须保留至 {clock.for_people(until)} 且异议已答复；提前撤下须有法定事由（{source}）。",
                f"It stays up until {clock.for_people(until)} and until objections are answered; before that only a legal cause takes it down.",
            ),
            stays_until=clock.local_iso(until),
            causes=[str(each) for each in RemovalCause],
            rule=source,
        )
    return {
        **publication,
        "status": "taken_down",
        "taken_down_at": clock.iso(now),
        "taken_down_by": by,
        "cause": str(cause) if cause and early else None,
        "legal_basis": legal_basis if early else None,
    }


def replace(publication: Publication, kind: PublicationKind, by: str) -> Publication:
    """Return a publication that was removed for cause, with the one that corrects it.

    Raises
    ------
    NotReplaceable
        It is of another kind, was not removed for cause, or was corrected before.
    """
    if publication["kind"] != kind or not publication["cause"] or publication["replaced_by"]:
        raise NotReplaceable
    return {**publication, "replaced_by": by}


def object_to(
    publication: Publication, objection_id: str, text: str, *, by: str, now: datetime
) -> tuple[Publication, PublicationObjection]:
    """Return the publication with one more objection, and the objection; its answer is due from now.

    Raises
    ------
    NotUp
        The publication is down.
    """
    if publication["status"] != "up":
        raise NotUp
    due = limits.due("objection_answer", now)
    objection: PublicationObjection = {
        "id": objection_id,
        "village": publication["village"],
        "publication": publication["id"],
        "title": publication["title"],
        "status": "open",
        "text": text,
        "by": by,
        "at": clock.iso(now),
        "answer": None,
        "answered_at": None,
        "answered_by": None,
        "overdue_since": None,
        "due_at": due,
        "wake_at": due,
        "turn": publication["village"],
    }
    return {**publication, "objections": publication["objections"] + 1}, objection


def answer_objection(
    publication: Publication,
    objection: PublicationObjection,
    answer: str,
    *,
    by: str,
    now: datetime,
) -> tuple[Publication, PublicationObjection]:
    """Answer an objection; the publication stays up a while longer, so that the answer can be read beside it.

    Raises
    ------
    ObjectionAnswered
        It was answered before.
    """
    if objection["answer"]:
        raise ObjectionAnswered
    answered: PublicationObjection = {
        **objection,
        "status": "answered",
        "answer": answer,
        "answered_at": clock.iso(now),
        "answered_by": by,
        "due_at": None,
        "wake_at": None,
        "turn": None,
    }
    longer = clock.iso(_days_after(now, table()["after_objection"]["days"]))
    moved: Publication = {
        **publication,
        "answered": publication["answered"] + 1,
        "stays_until": max(publication["stays_until"], longer),
    }
    return moved, answered


def mark_overdue(objection: PublicationObjection) -> PublicationObjection:
    """Return an objection marked as not answered in time; it is still to be answered."""
    return {**objection, "overdue_since": objection["due_at"], "wake_at": None}


class DutyRecord(TypedDict):
    """What is known about a period that must be published: what published it, and how often the village was reminded."""

    id: str
    village: str
    title: str
    publication: str | None
    reminded_on: list[str]
    due_at: str | None
    turn: str | None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be published for every period.

    Attributes
    ----------
    monthly_since
        From which day on it was monthly or not, oldest first; before the first it was not.
    """

    code: str
    name: Text
    source: str
    monthly_since: tuple[tuple[str, bool], ...] = ()

    def period_of(self, day: date, today: date) -> str:
        """Return the period a day lies in, as it looks today: `2026-11` or `2026-Q4`.

        How often holds for whole quarters: the running one goes by what holds today, an ended one by what held on its last day, so that
        no change makes a period vanish that is missing.
        """
        quarter = f"{day.year}-Q{(day.month + 2) // 3}"
        asked = min(last_day(quarter), today).isoformat()
        held = [monthly for since, monthly in self.monthly_since if since <= asked]
        return day.strftime("%Y-%m") if held and held[-1] else quarter

    def periods(self, began: date, today: date) -> list[str]:
        """Return every period since a village began, up to the running one; of many the newest."""
        found: list[str] = []
        day = began
        while day <= today:
            found.append(self.period_of(day, today))
            day = last_day(found[-1]) + timedelta(days=1)
        return found[-table()["most_periods"]["number"] :]

    def due_on(self, period: str) -> date:
        """Return the last day by which a period is to be published."""
        return last_day(period) + timedelta(days=table()["grace_days"]["days"])

    def remind_again(self, last: date, today: date) -> bool:
        """Tell whether a reminder of `last` is to be repeated."""
        return (today - last).days >= table()["remind_every_days"]["days"]


def duties(changes: Sequence[Sequence[Any]]) -> list[Duty]:
    """Return the duties of a village.

    Parameters
    ----------
    changes
        From which day on the village had so much income and expense that it publishes them every month, or no longer (村委会法 Art. 35).
    """
    since = tuple((str(day), bool(monthly)) for day, monthly in changes)
    return [
        Duty(
            said["code"],
            Text(said["name"]["zh"], said["name"]["en"]),
            said["source"],
            since if said.get("monthly_when_busy") else (),
        )
        for said in table()["duties"]
    ]


def duty_id(village: str, duty: str, period: str) -> str:
    """Return the id of what is known about a duty's period."""
    return f"{village}~{duty}~{period}"


def unknown(village: str, duty: Duty, period: str) -> DutyRecord:
    """Return what is known of a period before anything happened."""
    return {
        "id": duty_id(village, duty.code, period),
        "village": village,
        "title": f"{duty.name.zh} {period}",
        "publication": None,
        "reminded_on": [],
        "due_at": None,
        "turn": None,
    }


def remind(record: DutyRecord, duty: Duty, period: str, today: date) -> DutyRecord | None:
    """Return the record after a reminder; None where none is due.

    The first puts the period before the village, the second before the town: a reminder nobody hears is none.
    """
    reminded = record["reminded_on"]
    if record["publication"] or today <= duty.due_on(period):
        return None
    if reminded and not duty.remind_again(date.fromisoformat(reminded[-1]), today):
        return None
    village = record["village"]
    return {
        **record,
        "reminded_on": [*reminded, today.isoformat()],
        "due_at": clock.iso(end_of(duty.due_on(period))),
        "turn": village[: Level.TOWN.digits] if reminded else village,
    }


def fulfilled(record: DutyRecord, publication: str) -> DutyRecord:
    """Return the record of a period that is published: nobody's turn any more."""
    return {**record, "publication": publication, "due_at": None, "turn": None}


def removed(record: DutyRecord) -> DutyRecord:
    """Return the record of a period whose publication was removed: it is missing again, and the clock says so."""
    return {**record, "publication": None}


def _days_after(instant: datetime, days: int) -> datetime:
    """Return when so many days are over: the first does not count, the last ends at 24:00 (民法典 Arts. 201, 203)."""
    return end_of(instant.astimezone(clock.SHANGHAI).date() + timedelta(days=days))


def end_of(day: date) -> datetime:
    """Return the instant at which a day is over (24:00 in Shanghai)."""
    return datetime.combine(day + timedelta(days=1), time(), clock.SHANGHAI)


def first_day(period: str) -> date:
    """Return the first day of a month or quarter.

    Raises
    ------
    ValueError
        It is neither.
    """
    year, _, part = period.partition("-")
    month = int(part[1:]) * 3 - 2 if part.startswith("Q") else int(part)
    return date(int(year), month, 1)


def last_day(period: str) -> date:
    """Return the last day of a month or quarter."""
    begun = first_day(period)
    months = 3 if "Q" in period else 1
    following = begun.month - 1 + months
    return date(begun.year + following // 12, following % 12 + 1, 1) - timedelta(days=1)


def duty_for(kind: str, changes: Sequence[Sequence[Any]]) -> Duty | None:
    """Return the duty a kind of publication fulfils; None for a kind no duty asks for."""
    return next((each for each in duties(changes) if each.code == kind), None)


def require_period(
    kind: PublicationKind, period: str | None, changes: Sequence[Sequence[Any]], *, today: date
) -> None:
    """Let a publication that a duty asks for say for which period it is.

    Raises
    ------
    PeriodNeeded
        The duty's period is missing, of the wrong length, or has not begun.
    """
    duty = duty_for(kind, changes)
    if duty is None:
        return
    fits = False
    if period is not None:
        begun = first_day(period)
        fits = begun <= today and duty.period_of(begun, today) == period
    if not fits:
        running = duty.period_of(today, today)
        raise PeriodNeeded.one(
            "period",
            Text(
                f"须填写已开始的公开期间，例如 {running}。",
                f"Name a period that has begun, such as {running}.",
            ),
        )
