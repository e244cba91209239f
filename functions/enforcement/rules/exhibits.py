"""Evidence as the file of a case keeps it: its eight kinds, who made it, who has had it, and why one does not count (处罚法 Arts. 41, 46, 47)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from enforcement.rules.evidence import (
    Evidence,
    EvidenceKind,
    refuse_own_verification,
    refuse_unreviewed_camera,
)
from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text

MOST_HOLDERS = 30
BY_REFERENCE = frozenset({EvidenceKind.RECORDING, EvidenceKind.DIGITAL})
"""What is kept as a file: named by where it is, and fixed by its hash."""
_SHA_256 = re.compile("[0-9a-f]{64}")


class ExhibitAction(Named):
    """What is done with a piece of evidence."""

    VERIFY = "verify", "查证属实", "find it true"
    REVIEW_CAMERA = "review_camera", "审核监控记录", "review footage of fixed equipment"
    HAND_OVER = "hand_over", "移交保管", "hand it over"
    EXCLUDE = "exclude", "排除", "exclude it"


@record
class Exhibit:
    """A piece of evidence in the file of a case.

    Attributes
    ----------
    place
        Which it is of the case, from 1.
    source, made_by, made_at
        Where it is from, who made it, and when.
    proves
        What it is to prove.
    file, sha256
        Where the recording or file is, and its hash.
    holders, held_since, held_where
        Who has had it, since when and where, in order; the last has it now.
    """

    id: str
    case: str
    place: int
    kind: EvidenceKind
    name: str
    source: str
    made_by: str
    made_at: datetime
    proves: str
    added_by: str
    added_at: datetime
    holders: tuple[str, ...]
    held_since: tuple[datetime, ...]
    held_where: tuple[str, ...]
    file: str | None = None
    sha256: str | None = None
    fixed_camera: bool = False
    camera_place_public: bool = False
    camera_reviewed_by: str | None = None
    verified_by: str | None = None
    excluded_for: str | None = None
    excluded_by: str | None = None
    version: int = 1

    @property
    def evidence(self) -> Evidence:
        """As the gates of a decision look at it."""
        return Evidence(
            self.id,
            self.kind,
            self.source,
            self.made_by,
            self.made_at,
            self.holders,
            verified=self.verified_by is not None,
            fixed_camera=self.fixed_camera,
            camera_reviewed=self.camera_reviewed_by is not None and self.camera_place_public,
            excluded_for=self.excluded_for,
            file=self.file,
            added_at=self.added_at,
            added_by=self.added_by,
        )


class Excluded(Conflict):
    """What was excluded stays in the file, and nothing is done with it but keeping it."""

    slug = "evidence-excluded"
    said = Text("该证据已排除。", "This evidence was excluded.")


class DoneBefore(Conflict):
    """It was done."""

    slug = "done-before"
    said = Text("此项已办理。", "This was done already.")


class NotFixedCamera(Conflict):
    """Only footage of fixed equipment is reviewed; at a place that was made public."""

    slug = "not-fixed-camera"
    said = Text(
        "只有设置地点已公布的监控设备记录才作此审核。", "Only footage of public fixed equipment."
    )


class CustodyFull(Conflict):
    """A piece of evidence changed hands as often as it may."""

    slug = "custody-full"
    said = Text("保管移交次数已达上限。", "It has changed hands as often as it may.")


class NoFile(InvalidFields):
    """A recording is named by where it is, and fixed by its hash."""

    slug = "no-file"


REFUSALS = (NoFile, Excluded, DoneBefore, NotFixedCamera, CustodyFull)
"""What a step with evidence may be refused for."""


def refuse_unfixed(
    kind: EvidenceKind, file: str | None, sha256: str | None, now: datetime, made_at: datetime
) -> None:
    """Let a piece of evidence in that is fixed, and made before now.

    Raises
    ------
    NoFile
        A recording or digital data without a file or its SHA-256; a hash that is none; or a hash of nothing.
    InvalidFields
        It is from the future.
    """
    if made_at > now:
        raise InvalidFields.one("made_at", Text("不能晚于现在。", "Not in the future."))
    errors: list[FieldError] = []
    if (kind in BY_REFERENCE or sha256) and not file:
        errors.append(FieldError("file", Text("请注明音像或电子文件。", "Name the file.")))
    if (kind in BY_REFERENCE or file) and not (sha256 and _SHA_256.fullmatch(sha256)):
        told = Text(
            "请附文件的 SHA-256（64 位小写十六进制）。",
            "Give its SHA-256, 64 lower-case hex digits.",
        )
        errors.append(FieldError("sha256", told))
    if errors:
        raise NoFile(errors[0].message, errors=errors)


def verify(one: Exhibit, by: str) -> Exhibit:
    """Return it as found true.

    Raises
    ------
    Excluded, VerifiedByOneself, DoneBefore, CameraNotReviewed
        It was excluded; was put into the file by the same person; was found true; or is footage nobody has reviewed.
    """
    _refuse_excluded(one)
    refuse_own_verification(one.added_by, by)
    if one.verified_by:
        raise DoneBefore
    refuse_unreviewed_camera(one.evidence)
    return replace(one, verified_by=by, version=one.version + 1)


def review_camera(one: Exhibit, by: str) -> Exhibit:
    """Return footage as reviewed.

    Raises
    ------
    Excluded, VerifiedByOneself, DoneBefore, NotFixedCamera
        It was excluded; was put into the file by the same person; was reviewed; or is none of fixed equipment at a place that was made public.
    """
    _refuse_excluded(one)
    refuse_own_verification(one.added_by, by)
    if one.camera_reviewed_by:
        raise DoneBefore
    if not (one.fixed_camera and one.camera_place_public):
        raise NotFixedCamera
    return replace(one, camera_reviewed_by=by, version=one.version + 1)


def hand_over(one: Exhibit, to: str, where: str, now: datetime) -> Exhibit:
    """Return it in other hands; what was excluded changes hands as well.

    Raises
    ------
    CustodyFull
        It did so as often as it may.
    """
    if len(one.holders) >= MOST_HOLDERS:
        raise CustodyFull
    return replace(
        one,
        holders=(*one.holders, to),
        held_since=(*one.held_since, now),
        held_where=(*one.held_where, where),
        version=one.version + 1,
    )


def exclude(one: Exhibit, reason: str, by: str) -> Exhibit:
    """Return it as no ground of any decision; it stays in the file.

    Raises
    ------
    Excluded
        It was excluded.
    """
    _refuse_excluded(one)
    return replace(one, excluded_for=reason, excluded_by=by, version=one.version + 1)


def _refuse_excluded(one: Exhibit) -> None:
    if one.excluded_for is not None:
        raise Excluded
