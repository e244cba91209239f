"""Records of the rules as the documents of rows, and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Protocol, TypeVar

from assembly.rules.bodies import Body, Composition, FrozenRoll
from assembly.rules.ceremonies import Ceremony
from assembly.rules.ideas import Idea
from assembly.rules.matters import KinEntry, Matter
from assembly.rules.meetings import Meeting
from assembly.rules.publications import DutyRecord, Publication, PublicationObjection
from assembly.rules.reviews import Review
from assembly.rules.submissions import Submissions
from assembly.rules.village_rules import VillagersView, VillageRules
from assembly.rules.villages import VillageSettings
from assembly.rules.votes import Vote, VoteKey
from assembly.store.rows import Kind, ThingRow
from kernel.storage.codec import Codec
from kernel.storage.rows import Key

Thing = TypeVar("Thing")


class Kept(Protocol):
    """What every thing has."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def village(self) -> str:
        """Whose it is."""
        ...


KIND_OF: Final[Mapping[type, Kind]] = {
    VillageSettings: Kind.VILLAGE,
    Body: Kind.BODY,
    Composition: Kind.COMPOSITION,
    Matter: Kind.MATTER,
    KinEntry: Kind.KIN,
    Meeting: Kind.MEETING,
    FrozenRoll: Kind.ROLL,
    Vote: Kind.VOTE,
    VoteKey: Kind.KEY,
    Publication: Kind.PUBLICATION,
    PublicationObjection: Kind.OBJECTION,
    DutyRecord: Kind.DUTY,
    VillageRules: Kind.VILLAGE_RULES,
    VillagersView: Kind.VIEW,
    Submissions: Kind.SUBMISSIONS,
    Ceremony: Kind.CEREMONY,
    Review: Kind.REVIEW,
    Idea: Kind.IDEA,
}
RECORD_OF: Final[Mapping[str, type]] = {kind: record for record, kind in KIND_OF.items()}


@cache
def codec(record: type) -> Codec[Any]:
    """Return what keeps a kind of record as a document."""
    return Codec(record)


def key_of(record: type, thing_id: str) -> Key:
    """Return where a thing is."""
    return ThingRow.key(KIND_OF[record], thing_id)


def name_of(record: type) -> str:
    """Return what a kind of thing is called in answers."""
    return KIND_OF[record].lower()


def thing_in(row: ThingRow) -> Any:
    """Return the thing a row keeps."""
    return codec(RECORD_OF[row.kind]).thing(row.document)


def document_of(thing: object) -> dict[str, Any]:
    """Return the document a thing is kept as."""
    return codec(type(thing)).document(thing)
