"""Records of the rules as the documents of rows, and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple, Protocol, TypeVar

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
from assembly.store.rows import ThingRow
from kernel.storage.codec import Codec
from kernel.storage.rows import Key


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


Thing = TypeVar("Thing", bound=Kept)


class Place(NamedTuple):
    """As what a thing is kept, and by which of its fields lists find it; None: none does."""

    kind: str
    listed_by: str | None = "village"


PLACES: Final[Mapping[type, Place]] = {
    VillageSettings: Place("VILLAGE"),
    Body: Place("BODY"),
    Composition: Place("COMPOSITION", "body"),
    Matter: Place("MATTER"),
    KinEntry: Place("KIN"),
    Meeting: Place("MEETING"),
    FrozenRoll: Place("ROLL", None),
    Vote: Place("VOTE", "meeting"),
    VoteKey: Place("KEY", None),
    Publication: Place("PUBLICATION"),
    PublicationObjection: Place("OBJECTION", "publication"),
    DutyRecord: Place("DUTY", None),
    VillageRules: Place("VILLAGE_RULES"),
    VillagersView: Place("VIEW", "rules"),
    Submissions: Place("SUBMISSIONS", None),
    Ceremony: Place("CEREMONY"),
    Review: Place("REVIEW"),
    Idea: Place("IDEA"),
}
RECORD_OF: Final = {place.kind: record for record, place in PLACES.items()}


@cache
def codec(record: type) -> Codec[Any]:
    """Return what keeps a kind of record as a document."""
    return Codec(record)


def key_of(record: type, thing_id: str) -> Key:
    """Return where a thing is."""
    return ThingRow.key(PLACES[record].kind, thing_id)


def name_of(record: type) -> str:
    """Return what a kind of thing is called in answers."""
    return PLACES[record].kind.lower()


def thing_in(row: ThingRow) -> Any:
    """Return the thing a row keeps."""
    if row.thing is None:
        row.thing = codec(RECORD_OF[row.kind]).thing(row.document)
    return row.thing


def document_of(thing: object) -> dict[str, Any]:
    """Return the document a thing is kept as."""
    return codec(type(thing)).document(thing)
