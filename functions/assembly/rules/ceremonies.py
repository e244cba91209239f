"""The ceremonies council (红白理事会): weddings and funerals registered before they are held, limits of the village, advice, follow-up.

The council persuades and warns. It fines nobody: only laws, regulations and rules may set fines (处罚法 Arts. 4, 16), and points change only
as the village's points rule book says (DOMAIN 4.3).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from assembly.rules import wording
from assembly.rules.limits import refuse_more
from assembly.rules.standing import Holder, Reader, Standing
from assembly.rules.states.ceremonies import CEREMONIES, CeremonyAction, CeremonyStatus
from kernel import clock
from kernel.law import reference
from kernel.problems import FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text
from kernel.wording import cites_of


class CeremonyKind(Named):
    """What is celebrated or mourned."""

    WEDDING = "wedding", "婚事", "wedding"
    FUNERAL = "funeral", "丧事", "funeral"
    OTHER = "other", "其他喜事", "other"


class Measure(StrEnum):
    """What the council may do."""

    ADVISE = "advise"
    PERSUADE = "persuade"
    WARN = "warn"
    REFER_TO_RULE_BOOK = "refer_to_rule_book"


@record
class CeremonyLimits:
    """What a village has agreed for one kind of ceremony; None: no limit. Money in whole yuan."""

    tables: int | None = None
    price_per_table: int | None = None
    gift: int | None = None


@record
class CeremonyLimitsVersion:
    """The limits of a village from a day on; `source` says where they were agreed."""

    valid_from: str
    set_by: str
    source: str
    limits: Mapping[CeremonyKind, CeremonyLimits]


@record
class CeremonyFigures:
    """How large a ceremony is to be, or was. Money in whole yuan."""

    tables: int
    price_per_table: int
    gift: int


@record
class CeremonyAdvice:
    """What the council said."""

    at: str
    by: str
    measure: Measure
    text: str
    rule_book_item: str | None = None


@record
class Ceremony:
    """A registered ceremony."""

    id: str
    village: str
    kind: CeremonyKind
    host: str
    registered_by: str
    held_on: str
    planned: CeremonyFigures
    status: CeremonyStatus
    household: str | None = None
    limits: CeremonyLimits | None = None
    limits_source: str | None = None
    limits_from: str | None = None
    exceeded: tuple[str, ...] = ()
    advice: tuple[CeremonyAdvice, ...] = ()
    actual: CeremonyFigures | None = None
    actually_exceeded: tuple[str, ...] = ()
    follow_up: str | None = None
    due_at: str | None = None
    turn: str | None = None


class RegisteredTooLate(InvalidFields):
    """A ceremony is registered before it is held."""

    slug = "registered-too-late"


class NoFines(InvalidFields):
    """A village may not fine (处罚法 Arts. 4, 16; 村委会法 Art. 31)."""

    slug = "no-fines"


class AgainstLaw(InvalidFields):
    """Advice threatens nobody with what the village may not take or use (村委会法 Art. 31)."""

    slug = "against-law"


class RuleBookItemNeeded(InvalidFields):
    """Points change only through an item of the rule book, which a reference names."""

    slug = "rule-book-item-needed"


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the numbers of the council's work."""
    path = Path(__file__).parents[1] / "data" / "ceremonies.json"
    return json.loads(path.read_text(encoding="utf-8"))


def limits_on(
    versions: Sequence[CeremonyLimitsVersion], kind: CeremonyKind, day: date
) -> tuple[CeremonyLimits | None, CeremonyLimitsVersion | None]:
    """Return the limits a village has for a kind of ceremony on a day, and the version they stand in."""
    held = [version for version in versions if version.valid_from <= day.isoformat()]
    if not held:
        return None, None
    newest = max(held, key=lambda version: version.valid_from)
    return newest.limits.get(kind), newest


def set_limits(
    versions: Sequence[CeremonyLimitsVersion], fresh: CeremonyLimitsVersion, today: date
) -> tuple[CeremonyLimitsVersion, ...]:
    """Return a village's limits with those of a day set; what has long given way to others is dropped, for ceremonies keep their own.

    Raises
    ------
    DoneEnough
        Too many lie ahead.
    """
    others = [each for each in versions if each.valid_from != fresh.valid_from]
    ordered = sorted([*others, fresh], key=lambda each: each.valid_from)
    ahead = [each for each in ordered if each.valid_from > today.isoformat()]
    refuse_more("limits_ahead", len(ahead) - 1)
    begun = ordered[: len(ordered) - len(ahead)]
    return (*begun[-_MOST_KEPT:], *ahead)


_MOST_KEPT = 20


def exceeded(figures: CeremonyFigures, limits: CeremonyLimits | None) -> tuple[str, ...]:
    """Return which limits are exceeded; a limit that is met exactly is kept."""
    if limits is None:
        return ()
    pairs = (
        ("tables", figures.tables, limits.tables),
        ("price_per_table", figures.price_per_table, limits.price_per_table),
        ("gift", figures.gift, limits.gift),
    )
    return tuple(name for name, number, most in pairs if most is not None and number > most)


def register(
    kind: CeremonyKind,
    *,
    ceremony_id: str,
    village: str,
    household: str | None,
    host: str,
    by: str,
    held_on: date,
    planned: CeremonyFigures,
    versions: Sequence[CeremonyLimitsVersion],
    today: date,
) -> Ceremony:
    """Return a new registration with what it exceeds.

    Raises
    ------
    RegisteredTooLate
        The day has passed; funerals come suddenly, so the day itself is still in time.
    """
    if held_on < today:
        raise RegisteredTooLate.one(
            "held_on", Text("须在举办前登记。", "Register before it is held.")
        )
    limits, agreed = limits_on(versions, kind, held_on)
    registered = Ceremony(
        id=ceremony_id,
        village=village,
        kind=kind,
        household=household,
        host=host,
        registered_by=by,
        held_on=held_on.isoformat(),
        planned=planned,
        limits=limits,
        limits_source=agreed.source if agreed else None,
        limits_from=agreed.valid_from if agreed else None,
        exceeded=exceeded(planned, limits),
        status=CeremonyStatus.REGISTERED,
    )
    # Advice helps before the day; where nothing is exceeded the council comes back afterwards.
    days = 0 if registered.exceeded else table()["follow_up"]["days"]
    return _due(registered, held_on + timedelta(days=days))


def standing(ceremony: Ceremony, reader: Reader, *, in_council: bool) -> Standing:
    """Return how somebody stands to a ceremony.

    Parameters
    ----------
    in_council
        Whether the person sits in the ceremonies council.
    """
    also = {Holder.COUNCIL} if in_council else set[Holder]()
    if ceremony.registered_by == reader.person_id:
        also.add(Holder.REGISTRANT)
    return Standing(reader, ceremony.village, frozenset(also))


def shut(ceremony: Ceremony, today: date) -> frozenset[CeremonyAction]:
    """Return what cannot be done with a ceremony though its status would let it.

    It is followed up from its day on, and once it was, there is advice only on what was exceeded.
    """
    closed: set[CeremonyAction] = set()
    if today.isoformat() < ceremony.held_on:
        closed.add(CeremonyAction.FOLLOW_UP)
    if ceremony.status == CeremonyStatus.FOLLOWED_UP and not ceremony.actually_exceeded:
        closed.add(CeremonyAction.ADVISE)
    return frozenset(closed)


def _require_allowed(measure: str, text: str, rule_book_item: str | None) -> None:
    hits = wording.conflicts(text)
    if measure not in list(Measure) or any(hit.kind == "fine" for hit in hits):
        allowed, law = "、".join(Measure), reference(cites_of("fine"))
        told = Text(
            f"红白理事会只能：{allowed}；不得罚款（{law.named.zh}）。",
            f"The council may only: {allowed}; it may not fine ({law.named.en}).",
        )
        raise NoFines(told, errors=[FieldError("measure", told)], citation=law)
    for hit in hits:
        told = Text(f"“{hit.words}”：{hit.why.zh}", f"“{hit.words}”: {hit.why.en}")
        raise AgainstLaw(told, errors=[FieldError("text", told)], citation=hit.law)
    if measure == Measure.REFER_TO_RULE_BOOK and not rule_book_item:
        raise RuleBookItemNeeded.one(
            "rule_book_item",
            Text(
                "积分后果只能依据本村积分规则中的条目，须写明条目编号。",
                "Points change only through an item of the village's points rule book: name its code.",
            ),
        )


def advise(
    ceremony: Ceremony,
    measure: str,
    text: str,
    *,
    rule_book_item: str | None,
    by: str,
    now: datetime,
) -> Ceremony:
    """Add the council's advice, persuasion, warning, or reference to the points rule book.

    Parameters
    ----------
    rule_book_item
        The code of an item; whether points come of it is decided where points are taken, by the rule book in force then.

    Raises
    ------
    NoFines
        The measure is no measure of a village's, or its text speaks of a fine.
    AgainstLaw
        The text threatens a statutory right, treats some worse, or uses a sealed record.
    RuleBookItemNeeded
        A reference names no item of the rule book.
    DoneEnough
        The same person has spoken as often as one may.
    """
    refuse_more("advice", sum(each.by == by for each in ceremony.advice))
    _require_allowed(measure, text, rule_book_item)
    advice = CeremonyAdvice(
        at=clock.iso(now),
        by=by,
        measure=Measure(measure),
        text=text,
        rule_book_item=rule_book_item if measure == Measure.REFER_TO_RULE_BOOK else None,
    )
    move = CEREMONIES.move(ceremony.status, CeremonyAction.ADVISE)
    advised = replace(ceremony, advice=(*ceremony.advice, advice), status=move.target)
    if move.to is CeremonyStatus.FOLLOWED_UP:
        return replace(advised, due_at=None, turn=None)
    held_on = date.fromisoformat(ceremony.held_on)
    return _due(advised, held_on + timedelta(days=table()["follow_up"]["days"]))


def follow_up(ceremony: Ceremony, actual: CeremonyFigures, note: str, today: date) -> Ceremony:
    """Note how the ceremony was held."""
    move = CEREMONIES.move(ceremony.status, CeremonyAction.FOLLOW_UP)
    followed = replace(
        ceremony,
        actual=actual,
        actually_exceeded=exceeded(actual, ceremony.limits),
        follow_up=note,
        status=move.target,
        due_at=None,
        turn=None,
    )
    if not followed.actually_exceeded:
        return followed
    return _due(followed, today + timedelta(days=table()["follow_up"]["days"]))


def cancel(ceremony: Ceremony) -> Ceremony:
    """Call a ceremony off."""
    move = CEREMONIES.move(ceremony.status, CeremonyAction.CANCEL)
    return replace(ceremony, status=move.target, due_at=None, turn=None)


def _due(ceremony: Ceremony, day: date) -> Ceremony:
    """Put the next step with a ceremony before its village, until the end of a day."""
    due = datetime.combine(day + timedelta(days=1), time(), clock.SHANGHAI)
    return replace(ceremony, due_at=clock.iso(due), turn=ceremony.village)
