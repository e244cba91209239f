"""Evidence and the record of a case as clients send and get them."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.rules.evidence import EvidenceKind
from enforcement.rules.exhibits import Exhibit
from enforcement.rules.timeline import Fault, Head
from kernel import clock
from kernel.fields import Model, ShortText
from kernel.texts import Language


class HandOverEvidence(Model):
    """That a piece of evidence goes into other hands."""

    to: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+\-]{0,63}$",
            description="Person / 接收人",
            examples=["p-eo-02"],
        ),
    ]
    where: Annotated[
        ShortText, Field(description="Where it is kept / 保管地点", examples=["镇执法队证物柜"])
    ]


class CustodyView(TypedDict):
    """Who had it, since when and where."""

    person: str
    since: str
    where: str


class ExhibitView(TypedDict):
    """A piece of evidence."""

    id: str
    place: Annotated[int, Field(description="Which it is of the case / 序号")]
    kind: EvidenceKind
    kind_name: str
    name: str
    source: str
    made_by: str
    made_at: str
    proves: str
    file: str | None
    sha256: str | None
    added_by: str
    added_at: str
    custody: list[CustodyView]
    fixed_camera: bool
    camera_reviewed_by: str | None
    verified_by: str | None
    excluded_for: str | None
    excluded_by: str | None
    counts: Annotated[
        bool, Field(description="Whether a decision may rest on it / 可否作为定案依据")
    ]
    version: int


class ExhibitList(TypedDict):
    """One page of the evidence of a case."""

    items: list[ExhibitView]
    next_cursor: str | None


class RecordFaultView(TypedDict):
    """Where a record is not what it was."""

    place: str
    text: str


class RecordVerifiedView(TypedDict):
    """What a look at a whole record found."""

    sound: bool
    entries: int
    papers: int
    head: Annotated[str, Field(description="The hash of all entries / 链尾校验值")]
    faults: list[RecordFaultView]


def exhibit_view(one: Exhibit, language: Language) -> ExhibitView:
    """Return a piece of evidence as it is answered."""
    custody: list[CustodyView] = [
        {"person": person, "since": clock.local_iso(since), "where": where}
        for person, since, where in zip(one.holders, one.held_since, one.held_where, strict=True)
    ]
    return {
        "id": one.id,
        "place": one.place,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "name": one.name,
        "source": one.source,
        "made_by": one.made_by,
        "made_at": clock.local_iso(one.made_at),
        "proves": one.proves,
        "file": one.file,
        "sha256": one.sha256,
        "added_by": one.added_by,
        "added_at": clock.local_iso(one.added_at),
        "custody": custody,
        "fixed_camera": one.fixed_camera,
        "camera_reviewed_by": one.camera_reviewed_by,
        "verified_by": one.verified_by,
        "excluded_for": one.excluded_for,
        "excluded_by": one.excluded_by,
        "counts": one.evidence.counts,
        "version": one.version,
    }


def verified_view(
    head: Head, papers: int, faults: Sequence[Fault], language: Language
) -> RecordVerifiedView:
    """Return what a look at a record found as it is answered."""
    return {
        "sound": not faults,
        "entries": head.seq,
        "papers": papers,
        "head": head.seal,
        "faults": [{"place": one.place, "text": one.text.say(language)} for one in faults],
    }
