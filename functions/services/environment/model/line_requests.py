"""What clients send about lines."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from kernel.fields import AnyInstant, Day, Model, ShortText, VillageCode, Words
from services.environment.model.fields import Path, RegistryId
from services.environment.rules.lines import CleaningDuty, LineAction, LineKind, Position

_Metres = Annotated[int, Field(ge=1, le=100_000, strict=True, description="Metres / 米")]
_Interval = Annotated[
    int,
    Field(ge=1, le=366, strict=True, description="Days between one time and the next / 间隔天数"),
]
_Keeper = Annotated[
    RegistryId, Field(description="The person who looks after it / 管护人", examples=["p-gw-01"])
]


class SetUpLine(Model):
    """A new line of a village."""

    village: VillageCode
    kind: Annotated[
        LineKind,
        Field(description="Kind of place / 责任区种类"),
    ]
    name: Annotated[ShortText, Field(examples=["村东主街"])]
    length_m: _Metres
    interval_days: _Interval
    keeper: _Keeper | None = None
    last_done_on: Day | None = None
    path: Path | None = None

    def positions(self) -> tuple[Position, ...] | None:
        """Return where it runs."""
        return tuple(one.taken() for one in self.path) if self.path else None


class MoveLine(Model):
    """That a line was done, or what is to change about it."""

    action: Literal[LineAction.DONE, LineAction.CHANGE, LineAction.SETTLE, LineAction.RETIRE]
    done_at: Annotated[
        AnyInstant | None,
        Field(
            description="done: when, by the clock of the phone; what cannot be is taken as now / 完成时间，不可信的按现在计"
        ),
    ] = None
    reason: Annotated[
        Words | None, Field(min_length=1, max_length=1000, description="Why / 原因")
    ] = None
    duty: Annotated[
        Literal[CleaningDuty.USER, CleaningDuty.COMMITTEE, CleaningDuty.MANAGER, CleaningDuty.FIRM]
        | None,
        Field(description="settle: who must keep it / 责任人类别"),
    ] = None
    keeper: _Keeper | None = None
    interval_days: _Interval | None = None
    length_m: _Metres | None = None
    path: Path | None = None

    def positions(self) -> tuple[Position, ...] | None:
        """Return where it runs from now on."""
        return tuple(one.taken() for one in self.path) if self.path else None
