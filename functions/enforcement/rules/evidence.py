"""Evidence: its eight kinds, where it is from, when it does not count, and what is kept for seven working days (处罚法 Arts. 41, 46, 56)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import is_over, until
from kernel import clock
from kernel.record import record
from kernel.texts import Named, Text


class EvidenceKind(Named):
    """The eight kinds of Art. 46."""

    DOCUMENT = "document", "书证", "a document"
    OBJECT = "object", "物证", "an object"
    RECORDING = "recording", "视听资料", "a recording"
    DIGITAL = "digital", "电子数据", "digital data"
    WITNESS = "witness", "证人证言", "a witness"
    PARTY = "party", "当事人的陈述", "what the party states"
    EXPERT = "expert", "鉴定意见", "an expert's opinion"
    ON_SITE = "on_site", "勘验笔录、现场笔录", "a record made on site"


@record
class Evidence:
    """A piece of evidence.

    Attributes
    ----------
    kept_by
        Who has had it, in order; the last has it now.
    verified
        Found to be true.
    file
        Where its recording or file is: the id of an upload, or a reference.
    added_at, added_by
        When it was put into the file, and by whom; None: before that was noted here.
    fixed_camera
        From monitoring equipment: counts once reviewed, at a place that was made public.
    excluded_for
        Why it is no ground of a decision; it stays in the file.
    """

    id: str
    kind: EvidenceKind
    source: str
    made_by: str
    made_at: datetime
    kept_by: tuple[str, ...]
    verified: bool = False
    fixed_camera: bool = False
    camera_reviewed: bool = False
    excluded_for: str | None = None
    file: str | None = None
    added_at: datetime | None = None
    added_by: str | None = None

    @property
    def counts(self) -> bool:
        """Whether a decision may rest on it."""
        reviewed = self.camera_reviewed or not self.fixed_camera
        return self.verified and reviewed and self.excluded_for is None


class NoEvidence(GateShut):
    """A decision rests on evidence that was verified and not excluded; on the party's word alone it does not."""

    slug = "no-evidence"
    title = Text("证据不足", "No evidence")
    said = Text(
        "没有查证属实的证据，或者仅有当事人陈述，不得作出处罚决定。",
        "Nothing is decided without verified evidence, nor on the party's word alone.",
    )
    rests_on = "evidence"


class VerifiedByOneself(GateShut):
    """Nobody finds true what one has put into the file: two officers handle a case, so that the other looks at it."""

    slug = "verified-by-oneself"
    title = Text("不得自行查证", "Verified by oneself")
    said = Text(
        "证据由收集人以外的人查证属实。", "Evidence is verified by somebody else than who added it."
    )
    rests_on = "evidence_by_another"


class CameraNotReviewed(GateShut):
    """Footage of fixed equipment is reviewed before it is evidence."""

    slug = "camera-not-reviewed"
    title = Text("监控记录未审核", "Camera not reviewed")
    said = Text(
        "电子技术监控设备记录未经审核，不得作为证据。",
        "Footage of fixed equipment is no evidence before it is reviewed.",
    )
    rests_on = "fixed_camera"


class KeptTooLong(GateShut):
    """What was registered and kept is dealt with in seven working days; after them it is no longer kept, by law."""

    slug = "kept-too-long"
    title = Text("登记保存期满", "Kept too long")
    said = Text(
        "先行登记保存超过七个工作日，保存措施自动解除。",
        "The seven working days are over: nothing is kept any more.",
    )
    rests_on = "evidence_kept"


class KeptBefore(GateShut):
    """What was registered and kept once is not kept again: its seven working days would have no end."""

    slug = "kept-before"
    title = Text("已先行登记保存", "Kept before")
    said = Text(
        "该证据已先行登记保存过，七个工作日内应当作出处理，不得再次登记保存。",
        "This was kept before: it is dealt with in seven working days, and not kept anew.",
    )
    rests_on = "held_once"


def refuse_unreviewed_camera(one: Evidence) -> None:
    """Let footage of fixed equipment be taken as evidence once it was reviewed.

    Raises
    ------
    CameraNotReviewed
        It was not.
    """
    if one.fixed_camera and not one.camera_reviewed:
        raise CameraNotReviewed


def refuse_own_verification(added_by: str | None, by: str) -> None:
    """Let a piece of evidence be found true, or footage be reviewed, by somebody who did not put it into the file.

    Raises
    ------
    VerifiedByOneself
        It is the same person.
    """
    if added_by == by:
        raise VerifiedByOneself


def are_new(found: Iterable[Evidence], since: datetime) -> bool:
    """Tell whether facts were established since a moment: by evidence that counts and came into the file then, beyond what the party stated."""
    return any(
        one.counts and one.added_at and one.added_at > since
        for one in found
        if one.kind is not EvidenceKind.PARTY
    )


def grounds_of(found: Iterable[Evidence]) -> list[Evidence]:
    """Return the evidence a decision rests on.

    Raises
    ------
    NoEvidence
        There is none that counts, or nothing but what the party stated.
    """
    good = [one for one in found if one.counts]
    if not any(one.kind is not EvidenceKind.PARTY for one in good):
        raise NoEvidence
    return good


def keep_until(kept_at: datetime) -> datetime:
    """Return until when something registered and kept is to be dealt with; then the keeping ends by itself."""
    return until("evidence_kept", kept_at)


def deal_with_kept(kept_at: datetime, now: datetime) -> None:
    """Let something kept be seized, examined or given back while it is kept.

    Raises
    ------
    KeptTooLong
        The seven working days are over.
    """
    if is_over("evidence_kept", kept_at, now):
        raise KeptTooLong(until=clock.local_iso(keep_until(kept_at)))
