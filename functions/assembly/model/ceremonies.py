"""Ceremonies and the limits of a village, as they come in and go out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date, timedelta
from itertools import zip_longest
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from assembly.model.common import SOMEBODY, Number, shown
from assembly.rules import ceremonies
from assembly.rules.ceremonies import Ceremony, CeremonyFigures, CeremonyKind, CeremonyLimitsVersion
from assembly.rules.standing import Reader
from assembly.rules.states.ceremonies import CEREMONIES
from assembly.rules.villages import VillageSettings
from kernel import clock
from kernel.fields import Day, LongText, Model, ShortText, UnitCode
from kernel.law import CitationView, agreed
from kernel.texts import Language


class FiguresDocument(Model):
    """How large a ceremony is; money in whole yuan."""

    tables: Annotated[int, Field(ge=0, le=10_000)]
    price_per_table: Number
    gift: Number


class NewCeremony(Model):
    """A wedding or funeral is registered before it is held."""

    village: UnitCode
    kind: CeremonyKind
    host: ShortText
    household: Annotated[
        str | None, Field(max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    ] = None
    held_on: Day
    planned: FiguresDocument


class MoveCeremony(Model):
    """The council advises, follows up, or the family calls it off.

    `measure` is one of advise, persuade, warn, refer_to_rule_book; there are no fines.
    """

    action: Literal["advise", "follow_up", "cancel"]
    measure: Annotated[str | None, Field(max_length=40, examples=["persuade"])] = None
    text: LongText | None = None
    rule_book_item: Annotated[
        str | None,
        Field(
            max_length=64,
            description="Code of an item; checked where points are taken / 积分规则条目编号，计分时核对",
        ),
    ] = None
    actual: FiguresDocument | None = None


class CeremonyLimitsDocument(Model):
    """What is agreed for one kind of ceremony; money in whole yuan."""

    tables: Annotated[int | None, Field(ge=0, le=10_000)] = None
    price_per_table: Number | None = None
    gift: Number | None = None


class SetCeremonyLimits(Model):
    """The limits of a village from a day on."""

    valid_from: Day
    source: Annotated[ShortText, Field(description="Where they were agreed / 依据，如村规民约条款")]
    limits: dict[CeremonyKind, CeremonyLimitsDocument]


class CeremonyFiguresView(TypedDict):
    """How large a ceremony is to be, or was; money in whole yuan."""

    tables: int
    price_per_table: int
    gift: int


class LimitsView(TypedDict):
    """What is agreed for one kind of ceremony; null: no limit."""

    tables: int | None
    price_per_table: int | None
    gift: int | None


class CeremonyAdviceView(TypedDict):
    """What the council said."""

    at: str
    by: str
    measure: str
    text: str
    rule_book_item: str | None


class CeremonyView(TypedDict):
    """A registered ceremony and what the caller may do with it."""

    id: str
    village: str
    kind: CeremonyKind
    household: str | None
    host: str
    registered_by: str
    held_on: str
    planned: CeremonyFiguresView
    limits: LimitsView | None
    limits_citation: CitationView | None
    exceeded: list[str]
    advice: list[CeremonyAdviceView]
    actual: CeremonyFiguresView | None
    actually_exceeded: list[str]
    follow_up: str | None
    status: str
    status_name: str
    due_at: str | None
    turn: str | None
    version: int
    actions: list[str]


class AgreedLimits(TypedDict):
    """The limits of a village from a day to a day, and where they were agreed."""

    valid_from: str
    valid_to: str | None
    set_by: str
    citation: CitationView
    limits: dict[str, LimitsView]


class CeremonyLimitsView(TypedDict):
    """The limits of a village, in force from day to day."""

    village: str
    versions: list[AgreedLimits]
    version: int


def figures(document: FiguresDocument) -> CeremonyFigures:
    """Return how large a ceremony is, as it is kept."""
    return CeremonyFigures(**document.model_dump())


def ceremony_view(
    ceremony: Ceremony, version: int, reader: Reader, *, in_council: bool
) -> CeremonyView:
    """Return a ceremony as it is answered to somebody."""
    names, status = reader.sees_names(ceremony.village), ceremony.status
    standing = ceremonies.standing(ceremony, reader, in_council=in_council)
    return shown(
        CeremonyView,
        ceremony,
        names=names,
        limits_citation=_agreed(ceremony, reader.language),
        status_name=CEREMONIES.statuses[status].say(reader.language),
        version=version,
        actions=standing.actions(CEREMONIES, status, ceremonies.shut(ceremony, clock.today())),
    )


def limits_view(settings: VillageSettings, version: int, reader: Reader) -> CeremonyLimitsView:
    """Return the limits of a village as they are answered to somebody."""
    names = reader.sees_names(settings.village)
    versions = sorted(settings.ceremony_limits, key=lambda each: each.valid_from)
    return {
        "village": settings.village,
        "versions": [
            _limits(each, following, reader.language, names=names)
            for each, following in zip_longest(versions, versions[1:])
        ],
        "version": version,
    }


def _limits(
    held: CeremonyLimitsVersion,
    following: CeremonyLimitsVersion | None,
    language: Language,
    *,
    names: bool,
) -> AgreedLimits:
    began = date.fromisoformat(held.valid_from)
    ended = date.fromisoformat(following.valid_from) - timedelta(days=1) if following else None
    return {
        "valid_from": held.valid_from,
        "valid_to": ended.isoformat() if ended else None,
        "set_by": held.set_by if names else SOMEBODY,
        "citation": agreed(held.source, began, ended).view(language),
        "limits": {
            str(kind): shown(LimitsView, limits, names=names)
            for kind, limits in held.limits.items()
        },
    }


def _agreed(ceremony: Ceremony, language: Language) -> CitationView | None:
    source, began = ceremony.limits_source, ceremony.limits_from
    if source is None or began is None:
        return None
    return agreed(source, date.fromisoformat(began), None).view(language)
