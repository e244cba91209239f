"""Cash in hand, periods to be published, and the verification of books, as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from economy.rules.books import Period
from economy.rules.cash import due_at
from economy.service.see_books import Cash
from kernel import clock
from kernel.texts import Language


class EconomyCashView(TypedDict):
    """The cash of a collective."""

    village: str
    drawn_fen: Annotated[int, Field(description="Drawn from the bank, to be spent / 备用金余额")]
    received_fen: Annotated[int, Field(description="Received, to be banked / 待存收款")]
    limit_fen: int
    received_from_on: Annotated[
        str | None, Field(description="Since when something received lies there / 最早收款日")
    ]
    banked_until: Annotated[str | None, Field(description="Until when it is banked / 存行期限")]


class EconomyPeriodView(TypedDict):
    """A month or quarter whose accounts are to be published."""

    period: str
    due_on: str
    publication: str | None
    version: int


class EconomyPeriodList(TypedDict):
    """One page of periods, the latest first."""

    items: list[EconomyPeriodView]
    next_cursor: str | None


class EconomyBooksFault(TypedDict):
    """What is wrong with the books, and where."""

    code: str
    place: str
    said: str


class EconomyBooksReport(TypedDict):
    """What a verification of the books found."""

    village: str
    verified_at: str
    is_sound: bool
    entries: int
    sealed: int
    faults: list[EconomyBooksFault]


def cash_view(found: Cash) -> EconomyCashView:
    """Return cash in hand."""
    box = found.box
    return {
        "village": box.id,
        "drawn_fen": box.drawn_fen,
        "received_fen": box.received_fen,
        "limit_fen": found.limit_fen,
        "received_from_on": box.since.isoformat() if box.since else None,
        "banked_until": clock.local_iso(due_at(box.since)) if box.since else None,
    }


def book_period_view(one: Period) -> EconomyPeriodView:
    """Return a period."""
    return {
        "period": one.id.partition("~")[2],
        "due_on": one.due_on.isoformat(),
        "publication": one.publication,
        "version": one.version,
    }


def books_report(found: Mapping[str, Any], language: Language) -> EconomyBooksReport:
    """Return what a verification found."""
    said = "text_en" if language == "en" else "text"
    return {
        "village": found["book"],
        "verified_at": found["verified_at"],
        "is_sound": found["sound"],
        "entries": found["entries"],
        "sealed": found["sealed"],
        "faults": [
            {"code": one["code"], "place": one["place"], "said": one[said]}
            for one in found["faults"]
        ],
    }
