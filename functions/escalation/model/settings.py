"""What a county sets of how obligations climb, and how that is answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from escalation.model.limits import LimitDocument, SupervisionDocument
from kernel.fields import LongText, Model


class LimitsAbove(Model):
    """How long each tier above the one that owes it has to see that it is done."""

    town: LimitDocument
    county: LimitDocument


class MoreTimeDocument(Model):
    """How much longer the tier above may give, each time and how many times in all."""

    most: LimitDocument
    times: Annotated[int, Field(ge=1, le=10)]


class TermsDocument(Model):
    """How obligations of one kind climb once their own day has passed."""

    reminder_share: Annotated[float, Field(gt=0, lt=1)]
    limits: LimitsAbove
    supervision: SupervisionDocument
    extension: Annotated[
        MoreTimeDocument | None,
        Field(description="null: nobody may give more time / 空：不得延期"),
    ] = None


Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class ObligationSettings(Model):
    """The terms of obligations by kind; a kind that is left out has those it is packaged with."""

    kinds: Annotated[dict[Kind, TermsDocument], Field(min_length=1, max_length=50)]
    note: Annotated[LongText | None, Field(description="Why, for the record / 备注")] = None

    def as_document(self) -> dict[str, Any]:
        """Return what is kept, by kind."""
        return {
            kind: {"extension": None, **said.model_dump(mode="json", exclude_none=True)}
            for kind, said in self.kinds.items()
        }


class KindView(TypedDict):
    """One kind of obligation: what it is called, who answers in turn, and by which terms."""

    kind: str
    name: str
    ladder: str
    reminder_share: float
    limits: dict[str, Any]
    supervision: dict[str, Any]
    extension: dict[str, Any] | None


class ObligationSettingsView(TypedDict):
    """One version of the terms of obligations."""

    version: Annotated[int, Field(description="0: as packaged / 0 为默认")]
    set_by: str
    set_at: str | None
    kinds: list[KindView]
