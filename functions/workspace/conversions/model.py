"""What clients send about conversions, and what they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.clue_requests import NewClue
from incidents.model.requests import ReportIncident
from kernel import clock
from kernel.fields import Model, Words
from kernel.ids import ID_PATTERN
from kernel.texts import Language
from services.hazards.model.finding_requests import EnterFinding
from services.mediation.model.requests import RegisterDispute
from workspace.conversions.rules.conversions import Conversion, Matter, MatterKind

_Id = Annotated[str, Field(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])]
_Reason = Annotated[Words, Field(max_length=1000, examples=["现场核实为邻里宅基地纠纷。"])]


class MatterNamed(Model):
    """A matter as it is handled now."""

    kind: MatterKind
    id: _Id

    def as_matter(self) -> Matter:
        """Return it as the rules take it."""
        return Matter(self.kind, self.id)


class IntoIncident(Model):
    """Handled as an incident from now on."""

    kind: Literal[MatterKind.INCIDENT]
    said: ReportIncident


class IntoHazard(Model):
    """Handled as a hazard from now on."""

    kind: Literal[MatterKind.HAZARD]
    said: EnterFinding


class IntoDispute(Model):
    """Mediated from now on."""

    kind: Literal[MatterKind.MEDIATION]
    said: RegisterDispute


class IntoClue(Model):
    """A clue of enforcement from now on."""

    kind: Literal[MatterKind.CLUE]
    said: NewClue


Into: TypeAlias = IntoIncident | IntoHazard | IntoDispute | IntoClue


class ConvertMatter(Model):
    """That a matter is handled as something else from now on."""

    source: MatterNamed
    into: Annotated[Into, Field(discriminator="kind")]
    reason: _Reason


class TakeMatterBack(Model):
    """That a matter goes on where it was, as what it became has ended."""

    reason: Annotated[_Reason | None, Field(description="How it goes on / 收回说明")] = None


class ConvertedMatterView(TypedDict):
    """One form of a matter."""

    kind: MatterKind
    kind_name: str
    id: str


class ConversionView(TypedDict):
    """That a matter is handled as something else."""

    id: str
    source: ConvertedMatterView
    target: ConvertedMatterView
    reason: str
    converted_at: str
    taken_back_at: str | None
    solved: Annotated[bool | None, Field(description="Whether it was solved there / 是否已解决")]
    version: int


class ConversionList(TypedDict):
    """What a matter became, and what it came from, oldest first."""

    items: list[ConversionView]


def conversion_view(one: Conversion, language: Language) -> ConversionView:
    """Return a conversion as it is answered."""
    back = one.taken_back_at
    return {
        "id": one.id,
        "source": _matter(one.source, language),
        "target": _matter(one.target, language),
        "reason": one.reason,
        "converted_at": clock.local_iso(one.converted_at),
        "taken_back_at": clock.local_iso(back) if back else None,
        "solved": one.solved,
        "version": one.version,
    }


def _matter(one: Matter, language: Language) -> Any:
    return {"kind": one.kind, "kind_name": one.kind.said.say(language), "id": one.id}
