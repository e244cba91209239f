"""The terms of obligations: read a version, set them anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation.store.terms import SETTINGS, ByKind
from kernel.in_force import InForce
from kernel.problems import InvalidFields, Versions
from kernel.texts import Text


def read_terms(version: int | None = None) -> InForce[ByKind]:
    """Return the newest terms, or an earlier version.

    Raises
    ------
    NotFound
        There is no such version.
    """
    return SETTINGS.read(version)


def set_terms(document: Mapping[str, Any], expected: Versions, set_by: str) -> InForce[ByKind]:
    """Keep a document as the newest terms, for what becomes owed from now on.

    Raises
    ------
    InvalidFields
        It names a kind that nothing knows, or gives more time where nobody may.
    StaleVersion
        Somebody has set newer ones.
    """
    packaged = SETTINGS.packaged().value
    for kind, said in document["kinds"].items():
        if kind not in packaged:
            raise InvalidFields.one(
                f"kinds.{kind}", Text("没有这一类别。", "There is no such kind.")
            )
        if said["extension"] and packaged[kind].extension is None:
            raise InvalidFields.one(
                f"kinds.{kind}.extension",
                Text(
                    "该类期限由法律或规则规定，不得延期。",
                    "The day of this kind is set by law or rule: no more time may be given.",
                ),
            )
    return SETTINGS.put(document, expected, set_by)
