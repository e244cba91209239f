"""What clients are answered about rule books."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Any

from typing_extensions import TypedDict

from kernel import clock
from kernel.law import CitationView, reference
from kernel.law.model import CitedFor, cited
from kernel.texts import Language
from kernel.wording import cites_of
from points.model.shown import shown
from points.rules.book import Version
from points.service.move_book import BookSeen


class FlagView(TypedDict):
    """Words of a version that may go against law, and where they stand; who files it says why they may."""

    place: str
    kind: str
    words: str
    citation: CitationView


class BookLine(TypedDict):
    """A version in a list."""

    version: int
    status: str
    status_name: str
    facts: dict[str, Any]


class BookView(BookLine):
    """A version of a rule book."""

    village: str
    revision: int
    flags: list[FlagView]
    book: dict[str, Any]
    citations: list[CitedFor]
    actions: list[str]


class BookList(TypedDict):
    """The versions of a village, newest first."""

    items: list[BookLine]
    next_cursor: str | None


class SampleBook(TypedDict):
    """The packaged sample; in force nowhere until a village passes it."""

    book: dict[str, Any]
    citations: list[CitedFor]


def book_view(seen: BookSeen, language: Language) -> BookView:
    """Return a version as it is answered."""
    kept = seen.kept
    return shown(
        BookView,
        kept,
        language,
        status_name=kept.status.said,
        facts=_facts(kept),
        flags=[
            shown(FlagView, flag, citation=reference(cites_of(flag["kind"])).tell(language))
            for flag in kept.flags
        ],
        book=kept.document,
        citations=cited(kept.document, language),
        actions=seen.actions,
    )


def book_line(kept: Version, language: Language) -> BookLine:
    """Return a version as a line of a list."""
    return shown(BookLine, kept, language, status_name=kept.status.said, facts=_facts(kept))


def _facts(kept: Version) -> dict[str, Any]:
    return {
        name: clock.local_iso(clock.from_iso(value)) if name.endswith("_at") else value
        for name, value in kept.facts.items()
        if name != "flags"
    }
