"""What clients send about rounds, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator
from typing_extensions import TypedDict

from incidents.model.fields import ReportedLocation
from incidents.model.requests import ReportIncident
from incidents.patrols.rules.round_states import STATUS_NAMES, Action
from incidents.patrols.rules.rounds import Round
from incidents.patrols.service.see_round import RoundSeen
from incidents.rules.states import Source
from kernel import clock
from kernel.field_errors import TextualValueError
from kernel.fields import LongText, Model, UnitCode
from kernel.texts import Language, Text


class BeginRound(Model):
    """A round that begins now."""

    grids: Annotated[
        list[UnitCode],
        Field(
            default_factory=list,
            max_length=50,
            description="Own grids of one village; none: all own grids / 本人网格，缺省为全部",
        ),
    ]


class MoveRound(Model):
    """A step in the life of a round."""

    action: Annotated[
        Literal[Action.END, Action.CANCEL], Field(description="end 结束, cancel 取消（尚无发现时）")
    ]


class ReportFinding(ReportIncident):
    """What was found on a round: a report, in the round's grid and from patrol unless it says otherwise."""

    source: Source = Source.PATROL
    handled: Annotated[
        bool, Field(description="Settled on the spot; say what was `done` / 已当场处置")
    ] = False
    done: Annotated[LongText | None, Field(description="What was done on the spot / 处置情况")] = (
        None
    )

    @field_validator("location")
    @classmethod
    def _has_a_place(
        cls, location: ReportedLocation | None, _info: ValidationInfo
    ) -> ReportedLocation | None:
        # In place of the rule for reports: what names no place was found in the round's grid.
        return location

    @model_validator(mode="after")
    def _says_what_was_done(self) -> "ReportFinding":
        if self.handled != (self.done is not None):
            raise TextualValueError(
                Text(
                    "已当场处置的，须同时填写处置情况；未处置的不填。",
                    "Give `handled` and `done` together.",
                )
            )
        return self


class RoundLine(TypedDict):
    """A round as its overseers see it: where, from when to when, how many findings. Who went on it is not told."""

    id: str
    grids: list[str]
    status: str
    status_name: str
    began_at: str
    ended_at: str | None
    findings: int


class RoundView(RoundLine):
    """A round with what came of it."""

    limit_at: Annotated[str, Field(description="When it ends by itself / 到此时自动结束")]
    incidents: list[str]
    own: bool
    actions: list[str]
    version: int


class RoundList(TypedDict):
    """One page of rounds."""

    items: list[RoundLine]
    next_cursor: str | None


def round_line(round_: Round, language: Language) -> RoundLine:
    """Return a round as a line of a list."""
    return {
        "id": str(round_.id),
        "grids": list(round_.grids),
        "status": str(round_.status),
        "status_name": STATUS_NAMES[round_.status].say(language),
        "began_at": clock.local_iso(round_.began_at),
        "ended_at": clock.local_iso(round_.ended_at) if round_.ended_at else None,
        "findings": round_.findings,
    }


def round_view(seen: RoundSeen, language: Language) -> RoundView:
    """Return a round with what came of it."""
    round_ = seen.round
    return {
        **round_line(round_, language),
        "limit_at": clock.local_iso(round_.limit_at),
        "incidents": seen.incidents,
        "own": seen.own,
        "actions": [str(action) for action in seen.actions],
        "version": round_.version,
    }
