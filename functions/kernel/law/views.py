"""The one shape in which every answer shows a citation."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing_extensions import TypedDict

from kernel.law.statutes import Confidence


class CitationView(TypedDict):
    """What something rests on, how sure that is, and from when to when; only `law` is law here on that day."""

    source: str
    article: str | None
    confidence: Confidence
    valid_from: str | None
    valid_to: str | None
    note: str | None
