"""What clients are answered about rule books."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Any

from typing_extensions import TypedDict

from kernel.law import CitationView, reference
from kernel.law.model import CitedFor, cited
from kernel.texts import Language
from kernel.wording import cites_of
from points.rules.book import Version
from points.rules.book_states import STATUS_NAMES
from points.service.move_book import BookSeen


class FlagView(TypedDict):
    """Words of a version that may go against law, and where they stand; who files it says why they may."""

    place: str
    kind: str
    words: str
    citation: CitationView


class BookView(TypedDict):
    """A version of a rule book."""

    village: str
    version: int
    status: str
    status_name: str
    revision: int
    facts: dict[str, Any]
    flags: list[FlagView]
    book: dict[str, Any]
    citations: list[CitedFor]
    actions: list[str]


class BookLine(TypedDict):
    """A version in a list."""

    version: int
    status: str
    status_name: str
    facts: dict[str, Any]


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
    return {
        "village": kept.village,
        "version": kept.version,
        "status": str(kept.status),
        "status_name": STATUS_NAMES[kept.status].say(language),
        "revision": kept.revision,
        "facts": _facts(kept),
        "flags": [
            {
                "place": flag["place"],
                "kind": flag["kind"],
                "words": flag["words"],
                "citation": reference(cites_of(flag["kind"])).tell(language),
            }
            for flag in kept.flags
        ],
        "book": dict(kept.document),
        "citations": cited(kept.document, language),
        "actions": [str(action) for action in seen.actions],
    }


def book_line(kept: Version, language: Language) -> BookLine:
    """Return a version as a line of a list."""
    return {
        "version": kept.version,
        "status": str(kept.status),
        "status_name": STATUS_NAMES[kept.status].say(language),
        "facts": _facts(kept),
    }


def _facts(kept: Version) -> dict[str, Any]:
    return {name: value for name, value in kept.facts.items() if name != "flags"}
