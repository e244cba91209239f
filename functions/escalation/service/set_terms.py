"""Set the terms of obligations anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation.store import terms as store
from escalation.store.obligation_rows import SettingsRow
from escalation.store.terms import InForce
from kernel import clock
from kernel.problems import InvalidFields, Versions, refuse_stale
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text


def set_terms(
    work: UnitOfWork, document: Mapping[str, Any], expected: Versions, set_by: str
) -> InForce:
    """Keep a document as the newest terms, for what becomes owed from now on.

    Raises
    ------
    InvalidFields
        It names a kind that nothing knows, or gives more time where nobody may.
    StaleVersion
        Somebody has set newer ones.
    """
    unknown = sorted(document.keys() - store.known_kinds())
    if unknown:
        raise InvalidFields.one(
            f"kinds.{unknown[0]}",
            Text("没有这一类别。", "There is no such kind."),
        )
    packaged = store.packaged()["kinds"]
    fixed = [
        kind
        for kind, said in document.items()
        if said["extension"] and not packaged[kind]["extension"]
    ]
    if fixed:
        raise InvalidFields.one(
            f"kinds.{fixed[0]}.extension",
            Text(
                "该类期限由法律或规则规定，不得延期。",
                "The day of this kind is set by law or rule: no more time may be given.",
            ),
        )
    work.load([SettingsRow.current()])
    seen = work.version(SettingsRow.current())
    refuse_stale(expected, seen)
    return store.keep(work, document, seen + 1, set_by, clock.iso(clock.now()))
