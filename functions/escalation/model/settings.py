"""What a county sets of how obligations climb, and how that is answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from escalation.model.limits import LimitDocument, SupervisionDocument
from kernel import clock
from kernel.fields import LongText, Model
from kernel.in_force import InForce
from kernel.law.model import CitedDocument, CitedFor, cited
from kernel.texts import Language


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


class ObligationSettings(CitedDocument):
    """The terms of obligations by kind; a kind that is left out has those it is packaged with."""

    kinds: Annotated[dict[Kind, TermsDocument], Field(min_length=1, max_length=50)]
    note: Annotated[LongText | None, Field(description="Why, for the record / 备注")] = None

    def as_document(self) -> dict[str, Any]:
        """Return what is kept."""
        said = self.model_dump(mode="json", exclude_none=True)
        kinds = {kind: {"extension": None, **one} for kind, one in said["kinds"].items()}
        return {**said, "kinds": kinds}


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
    """One version of the terms of obligations, and what their numbers rest on."""

    version: Annotated[int, Field(description="0: as packaged / 0 为默认")]
    set_by: str
    set_at: str | None
    kinds: list[KindView]
    citations: list[CitedFor]


def settings_view(kept: InForce[Any], language: Language) -> dict[str, Any]:
    """Return a version of the terms as it is answered."""
    ladders = kept.document["ladders"]
    return {
        "version": kept.version,
        "set_by": kept.set_by,
        "set_at": clock.local_iso(clock.from_iso(kept.set_at)) if kept.set_at else None,
        "kinds": [
            {
                "kind": kind,
                "name": said["name"][language],
                "ladder": ladders[said["ladder"]]["name"][language],
                **{name: said[name] for name in TermsDocument.model_fields},
            }
            for kind, said in kept.document["kinds"].items()
        ],
        "citations": cited(kept.document, language),
    }
