"""Checklists of a county's own: as it words them, and never less than what is law or grave in the packaged ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel.problems import FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Text
from services.hazards.rules.checklists import (
    Checklist,
    Grade,
    HazardKind,
    Item,
    in_force,
    item_said,
)

OWN_FROM = 1000
"""Versions of a county's own begin above those that come with a release."""


class ChecklistLoosened(InvalidFields):
    """A county adds to a checklist; what is major there or reported at once by law stays so; `items` says what was left out or made less."""

    slug = "checklist-loosened"


@record
class OwnChecklists:
    """The checklists a county has set, by kind; of every other kind the packaged one holds."""

    version: int
    items: Mapping[HazardKind, tuple[Item, ...]]

    def of(self, kind: HazardKind, day: date, since: date | None) -> Checklist:
        """Return the checklist of a kind on a day; these hold since the day they were set."""
        if kind not in self.items or since is None:
            return in_force(kind, day)
        return Checklist(kind, OWN_FROM + self.version, since, None, self.items[kind])


def parse(document: Mapping[str, Any], version: int) -> OwnChecklists:
    """Read a document; see `check` for what must hold of it."""
    kinds = ((HazardKind(one["kind"]), one["items"]) for one in document["checklists"])
    return OwnChecklists(
        version, {kind: tuple(item_said(kind, one) for one in items) for kind, items in kinds}
    )


def check(document: Mapping[str, Any], today: date) -> None:
    """Let checklists pass that ask for no less than the packaged ones.

    Raises
    ------
    InvalidFields
        A kind or the code of an item stands twice.
    ChecklistLoosened
        An item that is major or reported at once is missing, or less than it is.
    """
    kinds = [one["kind"] for one in document["checklists"]]
    if len(set(kinds)) < len(kinds):
        raise InvalidFields.one("checklists", _TWICE)
    for number, one in enumerate(document["checklists"]):
        codes = [item["code"] for item in one["items"]]
        if len(set(codes)) < len(codes):
            raise InvalidFields.one(f"checklists.{number}.items", _TWICE)
    for number, (kind, items) in enumerate(parse(document, 0).items.items()):
        given = {item.code: item for item in items}
        less = [
            item.code
            for item in in_force(kind, today).items
            if _is_bound(item) and not _keeps(given.get(item.code), item)
        ]
        if less:
            raise ChecklistLoosened(
                _LESS, errors=[FieldError(f"checklists.{number}.items", _LESS)], items=less
            )


def _is_bound(item: Item) -> bool:
    return item.duty is not None or item.grade is Grade.MAJOR


def _keeps(own: Item | None, item: Item) -> bool:
    if own is None or own.duty is not item.duty:
        return False
    return own.grade is Grade.MAJOR or item.grade is not Grade.MAJOR


_TWICE = Text("不得重复。", "Not twice.")
_LESS = Text(
    "随系统清单中的重大隐患和依法须立即报告的项目不得删除或降低。",
    "What is major there, or reported at once by law, is neither left out nor made less.",
)
