"""Papers and drafts as clients send and get them."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.model.fields import instant_or_none
from enforcement.rules.forms import Form, Item, PaperMade
from enforcement.rules.papers import IssuedPaper
from kernel import clock
from kernel.documents.model import DocumentView
from kernel.documents.templates import Template
from kernel.fields import LongText, Model, Words
from kernel.ids import ID_PATTERN
from kernel.law import CitationView
from kernel.texts import Language

FormCode = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z_]{2,39}$", description="文书格式 / form", examples=["interview_record"]
    ),
]
_Name = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
_Said = Annotated[Words, Field(min_length=1, max_length=8000)]
_Texts = Annotated[
    dict[_Name, _Said],
    Field(
        max_length=60,
        description="By field, what the paper says / 各栏内容",
        examples=[{"place": "庄头村村委会"}],
    ),
]
_Lists = Annotated[
    dict[_Name, Annotated[list[dict[_Name, _Said]], Field(max_length=200)]],
    Field(max_length=10, description="By field, the rows of its list / 列表各行", examples=[{}]),
]


class DraftPaper(Model):
    """A paper to be tried."""

    form: FormCode
    texts: _Texts = Field(default_factory=dict)
    lists: _Lists = Field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """What the paper says, as its template asks for it."""
        return {**self.texts, **self.lists}


class NewPaper(DraftPaper):
    """A paper to be issued."""

    corrects: Annotated[
        str | None,
        Field(
            pattern=f"^{ID_PATTERN}$",
            description="The paper it takes the place of / 被更正的文书",
        ),
    ] = None


class VoidPaper(Model):
    """That a paper is void."""

    reason: Annotated[LongText, Field(examples=["当事人姓名笔误，另行制作。"])]


class FormItemView(TypedDict):
    """What a form must hold by law."""

    field: str
    name: str
    law: CitationView


class FormFieldView(TypedDict):
    """A field of a form; a list names what each of its rows has."""

    name: str
    required: bool
    columns: list[str] | None


class FormView(TypedDict):
    """A form."""

    code: str
    name: str
    about: str
    made: PaperMade
    made_name: str
    made_by: list[str]
    case_statuses: list[str]
    is_numbered: bool
    for_party: bool
    law: CitationView
    items: list[FormItemView]
    fields: list[FormFieldView]


class FormList(TypedDict):
    """All forms."""

    items: list[FormView]


class PaperLine(TypedDict):
    """A paper in a list."""

    id: str
    form: str
    title: str
    number: str | None
    issued_at: str
    issued_by: str
    issued_by_name: str
    digest: Annotated[str, Field(description="SHA-256 of its fixed text / 文本校验值")]
    corrects: str | None
    corrected_by: str | None
    voided_at: str | None
    void_reason: str | None
    is_good: bool
    version: int


class PaperView(PaperLine):
    """A paper with its text, line by line."""

    lines: list[str]


class PaperList(TypedDict):
    """One page of papers, oldest first."""

    items: list[PaperLine]
    next_cursor: str | None


class DraftView(TypedDict):
    """A draft: its text, and what it still lacks by law."""

    form: str
    title: str
    lines: list[str]
    lacks: list[FormItemView]
    document: DocumentView


def form_view(form: Form, template: Template, language: Language) -> FormView:
    """Return a form as it is answered."""
    own = {"organ", "number", "issued_on"}
    fields: list[FormFieldView] = [
        {"name": name, "required": name in form.required, "columns": None}
        for name in sorted(template.texts - own)
    ]
    for name, asked in sorted(template.lists.items()):
        fields.append({"name": name, "required": name in form.required, "columns": sorted(asked)})
    return {
        "code": form.code,
        "name": form.name.say(language),
        "about": form.about,
        "made": form.made,
        "made_name": form.made.said.say(language),
        "made_by": [str(one) for one in form.by],
        "case_statuses": sorted(str(one) for one in form.within),
        "is_numbered": form.series is not None,
        "for_party": form.for_party,
        "law": form.law.tell(language),
        "items": items_view(form.items, language),
        "fields": fields,
    }


def items_view(items: Sequence[Item], language: Language) -> list[FormItemView]:
    """Return what a form must hold as it is answered."""
    return [
        {"field": one.field, "name": one.name.say(language), "law": one.law.tell(language)}
        for one in items
    ]


def paper_line(paper: IssuedPaper) -> PaperLine:
    """Return a paper as lists show it."""
    return {
        "id": paper.id,
        "form": paper.form,
        "title": paper.title,
        "number": paper.number,
        "issued_at": clock.local_iso(paper.issued_at),
        "issued_by": paper.issued_by,
        "issued_by_name": paper.issued_by_name,
        "digest": paper.digest,
        "corrects": paper.corrects,
        "corrected_by": paper.corrected_by,
        "voided_at": instant_or_none(paper.voided_at),
        "void_reason": paper.void_reason,
        "is_good": paper.is_good,
        "version": paper.version,
    }


def paper_view(paper: IssuedPaper, lines: Sequence[str]) -> PaperView:
    """Return a paper as it is answered."""
    return {**paper_line(paper), "lines": list(lines)}


def draft_view(
    form: Form,
    lines: Sequence[str],
    lacks: Sequence[Item],
    document: DocumentView,
    language: Language,
) -> DraftView:
    """Return a draft as it is answered."""
    return {
        "form": form.code,
        "title": form.name.zh,
        "lines": list(lines),
        "lacks": items_view(lacks, language),
        "document": document,
    }
