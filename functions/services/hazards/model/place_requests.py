"""What clients send about places that are checked."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field

from kernel.fields import Model, OneLine, ShortText, Words
from services.hazards.model.fields import DoneAt, GridCode, Kinds
from services.hazards.rules.place_states import PlaceAction
from services.hazards.rules.places import Owner, OwnerKind, PlaceClass, PlaceCommand, PlaceKind


class OwnerNamed(Model):
    """Who owns or keeps a place, as the registry knows them."""

    kind: Annotated[OwnerKind, Field(description="Kind of owner / 业主种类")]
    id: Annotated[OneLine, Field(min_length=1, max_length=60, examples=["p-re-28"])]


class EnterPlace(Model):
    """A place or an object that is to be checked."""

    grid: GridCode
    kind: PlaceKind
    watch: Annotated[
        PlaceClass,
        Field(description="How closely it is watched / 类别"),
    ] = PlaceClass.ORDINARY
    name: Annotated[ShortText, Field(description="Name / 名称", examples=["庄头村小卖部"])]
    where: Annotated[ShortText, Field(description="Where / 位置", examples=["村委会东侧"])]
    checklists: Kinds
    owner: OwnerNamed | None = None

    def owner_named(self) -> Owner | None:
        """Return who owns it as the rules take it."""
        return Owner(self.owner.kind, self.owner.id) if self.owner else None


class MovePlace(Model):
    """A visit, a change, or the end of the visits."""

    action: PlaceAction
    done_at: DoneAt = None
    note: Annotated[
        Words | None, Field(max_length=1000, description="check: what was seen / 排查情况")
    ] = None
    reason: Annotated[Words | None, Field(max_length=1000, description="change, retire / 原因")] = (
        None
    )
    watch: PlaceClass | None = None
    name: ShortText | None = None
    where: ShortText | None = None
    checklists: Kinds | None = None
    owner: OwnerNamed | None = None

    def as_command(self) -> PlaceCommand:
        """Return it as the rules take it."""
        return PlaceCommand(
            self.action,
            self.done_at,
            self.note,
            self.reason,
            self.watch,
            self.name,
            self.where,
            tuple(self.checklists) if self.checklists else None,
            Owner(self.owner.kind, self.owner.id) if self.owner else None,
        )
