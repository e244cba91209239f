"""Fields that several requests of the economy share."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field

HouseholdId = Annotated[
    str,
    Field(
        max_length=64,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
        examples=["h-001"],
        description="A household of the village / 本村农户",
    ),
]
Fen = Annotated[int, Field(ge=0, le=100_000_000_000, examples=[120000], description="分 / fen")]
SomeFen = Annotated[int, Field(ge=1, le=100_000_000_000, examples=[120000], description="分 / fen")]
Hundredths = Annotated[
    int,
    Field(
        ge=1,
        le=100_000_000,
        examples=[1250],
        description="Hundredths: 1250 is 12.5 mu, hours or days / 百分之一：1250 即 12.5",
    ),
]


def masked(name: str) -> str:
    """Return a person's name as it is shown: the first character alone."""
    return f"{name[:1]}**" if name else ""
