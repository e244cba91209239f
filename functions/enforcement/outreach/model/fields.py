"""Fields that several requests and answers of outreach share."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from enforcement.outreach.rules import citing
from kernel import clock
from kernel.fields import Model, ShortText, once_each
from kernel.law import CitationView
from kernel.texts import Language


class StatuteNamed(Model):
    """A statute of the catalogue, and articles of it."""

    law: Annotated[
        ShortText,
        Field(
            description="Id in the catalogue of statutes (docs/law.md) / 法规目录编号",
            examples=["civil-code"],
        ),
    ]
    articles: Annotated[
        list[ShortText], Field(default_factory=list, max_length=20), AfterValidator(once_each)
    ]


Cites = Annotated[
    list[StatuteNamed],
    Field(min_length=1, max_length=20, description="What it is about / 所引法规"),
]


def laws(cites: Iterable[StatuteNamed] | None) -> list[tuple[str, Sequence[str]]]:
    """Return statutes as the rules take them."""
    return [(one.law, one.articles) for one in cites or ()]


class StatuteShown(TypedDict):
    """A statute something cites, and whether it is in force today."""

    law: str
    articles: list[str]
    in_force: bool
    citation: CitationView


def statutes_shown(cites: Iterable[str], language: Language) -> list[StatuteShown]:
    """Return what is cited as it is answered."""
    today = clock.today()
    return [
        {
            "law": one.statute.id,
            "articles": list(one.articles),
            "in_force": one.statute.holds_on(today),
            "citation": one.on(today).view(language),
        }
        for one in map(citing.read, cites)
    ]
