"""The catalogue of matters as a county sends it and as it is answered; it names nobody."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.field_errors import TextualValueError
from kernel.fields import Day, LongText, Model, OwnerCode, ShortText, called, once_each
from kernel.in_force import InForce
from kernel.law import CitationView, UnknownArticle, UnknownStatute, reference
from kernel.law.model import CitedDocument, CitedFor, cited
from kernel.law.statutes import Confidence
from kernel.texts import Language, Text
from services.errands.model.requests import Code
from services.errands.rules.catalogue import Catalogue, Matter, Paper

Days = Annotated[int, Field(ge=1, le=120, description="Working days / 工作日")]


class ErrandName(Model):
    """What something is called in both languages."""

    zh: ShortText
    en: ShortText


class ErrandPaper(Model):
    """A paper of a matter."""

    code: Code
    name: ErrandName
    original: Annotated[bool, Field(description="Whether the original is needed / 需原件")] = False
    minor: Annotated[bool, Field(description="May follow on a promise / 可容缺")] = False
    household: Annotated[bool, Field(description="One for a household / 一户一件")] = False


class ErrandMatterCites(Model):
    """The statute a matter rests on."""

    law: ShortText
    articles: Annotated[
        list[ShortText], Field(default_factory=list, max_length=10), AfterValidator(once_each)
    ]
    confidence: (
        Literal[Confidence.LAW, Confidence.LAW_ELSEWHERE, Confidence.SEEN, Confidence.ASSUMED]
        | None
    ) = None


def _known(said: ErrandMatterCites) -> ErrandMatterCites:
    try:
        reference(said.model_dump(exclude_none=True))
    except (UnknownStatute, UnknownArticle) as fault:
        raise TextualValueError(
            Text("法规目录中没有该法规或条款。", "The catalogue of statutes does not have it.")
        ) from fault
    return said


class ErrandMatter(Model):
    """A matter that may be entrusted."""

    code: Annotated[Code, Field(examples=["pension_certification"])]
    name: ErrandName
    office: Annotated[
        Literal["town", "county"] | OwnerCode,
        Field(
            description="Who decides: a department, or the principal's town or county / 办理机关",
            json_schema_extra=called(
                {
                    "town": ("委托人所在乡镇", "the principal's town"),
                    "county": ("委托人所在县", "the principal's county"),
                }
            ),
        ),
    ]
    counter: Annotated[ErrandName, Field(description="At which counter / 办理窗口")]
    papers: Annotated[list[ErrandPaper], Field(max_length=30)]
    statutory_days: Days
    promised_days: Days
    in_person: bool = False
    needs_id_number: bool = False
    urgent: Annotated[bool, Field(description="Help first, papers later / 急难先办")] = False
    office_fee: Annotated[int, Field(ge=0, le=1_000_000, description="Fen / 分")] = 0
    fee_basis: ShortText | None = None
    decided_by: Annotated[
        Literal["department", "town"],
        Field(
            json_schema_extra=called(
                {
                    "department": ("主管部门", "the department"),
                    "town": ("乡镇受委托办理", "the town"),
                }
            )
        ),
    ] = "department"
    delegation: Annotated[
        ShortText | None, Field(description="town: the province's rule / 省级规定")
    ] = None
    cites: Annotated[ErrandMatterCites, AfterValidator(_known)]
    valid_from: Day | None = None
    valid_to: Day | None = None


class ErrandMatters(CitedDocument):
    """The whole catalogue."""

    matters: Annotated[list[ErrandMatter], Field(min_length=1, max_length=200)]
    note: Annotated[LongText | None, Field(description="Why, for the record / 备注")] = None

    def as_document(self) -> dict[str, Any]:
        """Return what is kept."""
        return self.model_dump(mode="json", exclude_none=True)


class ErrandPaperView(TypedDict):
    """A paper of a matter."""

    code: str
    name: str
    original: bool
    minor: bool
    household: bool


class ErrandMatterView(TypedDict):
    """A matter that may be entrusted."""

    code: str
    name: str
    office: str
    counter: str
    papers: list[ErrandPaperView]
    statutory_days: int
    promised_days: int
    in_person: bool
    needs_id_number: bool
    urgent: bool
    office_fee: int
    fee_basis: str | None
    decided_by: str
    delegation: str | None
    citation: CitationView
    holds_today: bool
    valid_from: str | None
    valid_to: str | None


class PublicErrandMatters(TypedDict):
    """The matters of today, for everybody."""

    version: int
    items: list[ErrandMatterView]


class ErrandMattersView(TypedDict):
    """One version of the catalogue."""

    version: Annotated[int, Field(description="0: as packaged / 0 为默认")]
    set_by: str
    set_at: str | None
    matters: list[ErrandMatterView]
    citations: list[CitedFor]


def public_matters(kept: InForce[Catalogue], language: Language) -> PublicErrandMatters:
    """Return what may be entrusted today."""
    today = clock.today()
    items = [_matter(one, today, language) for one in kept.value.on(today)]
    return {"version": kept.version, "items": items}


def matters_view(kept: InForce[Catalogue], language: Language) -> ErrandMattersView:
    """Return a version of the catalogue."""
    today = clock.today()
    document: Mapping[str, Any] = kept.document
    return {
        "version": kept.version,
        "set_by": kept.set_by,
        "set_at": clock.local_iso(clock.from_iso(kept.set_at)) if kept.set_at else None,
        "matters": [_matter(one, today, language) for one in kept.value.matters],
        "citations": cited(document, language),
    }


def _matter(one: Matter, today: date, language: Language) -> ErrandMatterView:
    return {
        "code": one.code,
        "name": one.name.say(language),
        "office": one.office,
        "counter": one.counter.say(language),
        "papers": [_paper(each, language) for each in one.papers],
        "statutory_days": one.statutory_days,
        "promised_days": one.promised_days,
        "in_person": one.in_person,
        "needs_id_number": one.needs_id_number,
        "urgent": one.urgent,
        "office_fee": one.office_fee,
        "fee_basis": one.fee_basis,
        "decided_by": one.decided_by,
        "delegation": one.delegation,
        "citation": one.cites.tell(language),
        "holds_today": one.holds_on(today),
        "valid_from": one.valid_from.isoformat() if one.valid_from else None,
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
    }


def _paper(one: Paper, language: Language) -> ErrandPaperView:
    return {
        "code": one.code,
        "name": one.name.say(language),
        "original": one.original,
        "minor": one.minor,
        "household": one.household,
    }
