"""The texts of messages: read a version, set them anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import incidents
from kernel.in_force import InForce
from kernel.problems import FieldError, InvalidFields, Versions
from kernel.texts import Text
from notices.inbox.rules.texts import ANY_CATEGORY, Texts
from notices.inbox.store.texts import TEXTS


def read_texts(version: int | None = None) -> InForce[Texts]:
    """Return the newest texts, or an earlier version.

    Raises
    ------
    NotFound
        There is no such version.
    """
    return TEXTS.read(version)


def set_texts(document: Mapping[str, Any], expected: Versions, set_by: str) -> InForce[Texts]:
    """Keep a document as the newest texts, for messages from now on.

    Raises
    ------
    InvalidFields
        It has a text for a category that never comes.
    StaleVersion
        Somebody has set newer ones.
    """
    errors = [
        FieldError(
            f"texts.{place}.category",
            Text(f"没有类别 {code}。", f"There is no category {code}."),
        )
        for place, code in enumerate(text["category"] for text in document["texts"])
        if code != ANY_CATEGORY and incidents.category_name(code) is None
    ]
    if errors:
        raise InvalidFields(errors=errors)
    return TEXTS.put(document, expected, set_by)
