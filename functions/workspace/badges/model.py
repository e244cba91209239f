"""What badges are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel.texts import Language
from workspace.badges.counters.base import Counter
from workspace.badges.rules import Waiting


class BadgeView(TypedDict):
    """How much waits for the caller in one part of the work."""

    name: str
    label: str
    count: Annotated[int, Field(description="As far as a badge shows / 最多计到 99")]
    more: Annotated[bool, Field(description="There may be more / 可能还有更多")]


class BadgesView(TypedDict):
    """What waits for the caller, part by part."""

    badges: list[BadgeView]


def badges_view(counted: Sequence[tuple[Counter, Waiting]], language: Language) -> BadgesView:
    """Return what waits as it is answered."""
    return {
        "badges": [
            {
                "name": counter.name,
                "label": counter.label.say(language),
                "count": waiting.number,
                "more": waiting.more,
            }
            for counter, waiting in counted
        ]
    }
