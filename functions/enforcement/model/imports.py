"""What a line of an authority list's file must be."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import re
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from enforcement.model.fields import ItemCode, TownCode
from enforcement.rules.authority import Item, PowerKind
from kernel.field_errors import TextualValueError
from kernel.fields import Day, Model, ShortText
from kernel.law import reference
from kernel.texts import Text

_KINDS = {one.said.zh: one for one in PowerKind} | {
    one.said.zh.removeprefix("行政"): one for one in PowerKind
}
_UNKNOWN = Text("法规目录中没有该法规或条款。", "The catalogue has no such statute or article.")


def _kind(said: Any) -> Any:
    return _KINDS.get(said, said)


def _split(said: Any) -> Any:
    return [one for one in re.split(r"[、,，;；\s]+", said) if one] if isinstance(said, str) else []


class ItemLine(Model):
    """An item of a town's authority list, as a line of a file says it."""

    town: TownCode
    kind: Annotated[PowerKind, BeforeValidator(_kind)]
    code: ItemCode
    name: ShortText
    name_en: ShortText | None = None
    law: ShortText
    articles: Annotated[
        list[ShortText], BeforeValidator(_split), Field(default_factory=list, max_length=20)
    ]
    document: ShortText
    valid_from: Day
    valid_to: Day | None = None
    field: ShortText | None = None
    acts: Annotated[
        list[ItemCode], BeforeValidator(_split), Field(default_factory=list, max_length=20)
    ]

    @model_validator(mode="after")
    def _cites_what_is_known(self) -> Self:
        try:
            reference({"law": self.law, "articles": self.articles})
        except ValueError as fault:
            raise TextualValueError(_UNKNOWN) from fault
        return self

    def item(self) -> Item:
        """Return it as the rules take it."""
        return Item(
            self.town,
            self.code,
            Text(self.name, self.name_en or self.name),
            self.kind,
            reference({"law": self.law, "articles": self.articles}),
            self.valid_from,
            self.document,
            self.valid_to,
            self.field,
            tuple(self.acts),
        )
