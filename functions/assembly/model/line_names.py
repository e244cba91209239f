"""What the status and the type of a line are called, by the kind of thing it is of: whoever shows a list needs no table of its own.

Tables are read when a list has something of their kind: a start pays for none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kernel import clock

if TYPE_CHECKING:
    from kernel.texts import Language, Text

_LIVES = {
    "matter": "matters:MATTERS",
    "meeting": "meetings:MEETINGS",
    "vote": "votes:VOTES",
    "publication": "publications:PUBLICATIONS",
    "objection": "publications:OBJECTIONS",
    "village_rules": "village_rules:VILLAGE_RULES",
    "ceremony": "ceremonies:CEREMONIES",
    "review": "reviews:REVIEWS",
    "idea": "ideas:IDEAS",
    "composition": "compositions:COMPOSITIONS",
}
_TYPES = {
    "publication": "publications.kinds:PublicationKind",
    "ceremony": "ceremonies:CeremonyKind",
    "review": "reviews:SubjectKind",
}
_OF_A_BODY = frozenset({"body", "composition", "meeting", "vote"})


def status_name(kind: str, status: str | None, language: Language) -> str | None:
    """Return what a status is called; none where the kind has no life of its own."""
    if status is None or kind not in _LIVES:
        return None
    said = {str(one): text for one, text in _named(f"states.{_LIVES[kind]}").statuses.items()}
    return said[status].say(language)


def type_name(kind: str, label: str | None, language: Language) -> str | None:
    """Return what a type is called: of a matter by the routing table, of a body by the table of bodies, else by its enumeration."""
    if label is None:
        return None
    said = _types_of(kind, label).get(label)
    return said.say(language) if said else None


def _types_of(kind: str, label: str) -> Mapping[str, Text]:
    if kind == "matter":
        from assembly.rules.routing import routing

        routes = routing().versions.get(label)
        return {label: routes[-1].name} if routes else {}
    if kind in _OF_A_BODY:
        from assembly.rules.bodies.table import all_rules

        return {str(rule.kind): rule.name for rule in all_rules(clock.today())}
    if kind in _TYPES:
        from kernel.texts import names

        return {str(one): text for one, text in names(_named(_TYPES[kind])).items()}
    return {}


@cache
def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(f"assembly.rules.{module}"), name)
