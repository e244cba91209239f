"""The notice of the whole product as it is answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel.law import CitationView
from kernel.texts import Language
from services.information.model.forms import how_to_ask
from services.information.rules.product_notice import NoticePart, notice_parts
from services.information.rules.terms import law_of


class PersonalDataPart(TypedDict):
    """What one part of the product holds."""

    part: str
    name: str
    data: Annotated[str, Field(description="What is held / 处理的个人信息")]
    purpose: Annotated[str, Field(description="What for / 目的")]
    ground: str
    ground_name: str
    basis: CitationView
    sensitive: Annotated[bool, Field(description="Whether some is sensitive / 是否含敏感信息")]
    kept: Annotated[str, Field(description="How long / 保存期限")]
    readers: Annotated[str, Field(description="Who sees it / 谁可查看")]
    own: Annotated[str, Field(description="Where one reads the own / 本人查阅")]


class PersonalDataNotice(TypedDict):
    """What is told of personal data, part by part, and which rights there are."""

    items: list[PersonalDataPart]
    told_by: CitationView
    rights: CitationView
    how_to_ask: str
    withdrawal: CitationView


def product_notice(language: Language) -> PersonalDataNotice:
    """Return the notice of the whole product."""
    return {
        "items": [_part(one, language) for one in notice_parts()],
        "told_by": law_of("told").tell(language),
        "rights": law_of("rights").tell(language),
        "how_to_ask": how_to_ask(language),
        "withdrawal": law_of("withdrawal").tell(language),
    }


def _part(one: NoticePart, language: Language) -> PersonalDataPart:
    return {
        "part": one.part,
        "name": one.name.say(language),
        "data": one.data.say(language),
        "purpose": one.purpose.say(language),
        "ground": one.ground,
        "ground_name": one.ground.said.say(language),
        "basis": one.basis.tell(language),
        "sensitive": one.sensitive,
        "kept": one.kept.say(language),
        "readers": one.readers.say(language),
        "own": one.own,
    }
