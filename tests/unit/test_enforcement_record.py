"""The record of a case: whatever is changed in it afterwards is found out. Evidence: what it needs, whose hands it is in, when it does not count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from enforcement.rules.evidence import CameraNotReviewed, EvidenceKind, VerifiedByOneself
from enforcement.rules.exhibits import (
    BY_REFERENCE,
    MOST_HOLDERS,
    CustodyFull,
    DoneBefore,
    Excluded,
    Exhibit,
    NoFile,
    NotFixedCamera,
    exclude,
    hand_over,
    refuse_unfixed,
    review_camera,
    verify,
)
from enforcement.rules.timeline import MOST_ENTRIES, Entry, Head, RecordFull, next_entry
from enforcement.rules.timeline import verify as verified
from kernel.access import Role
from kernel.actors import Actor
from kernel.problems import InvalidFields

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
WHO = Actor("p-01", "演示", Role.TOWN_OFFICER, "140426106")


def kept(count: int = 4) -> tuple[list[Entry], Head]:
    head, entries = Head(), list[Entry]()
    for number in range(count):
        later = NOW + timedelta(hours=number)
        entry = next_entry(head, "add_evidence", WHO, later, {"evidence": f"e-{number}"})
        entries.append(entry)
        head = replace(head, seq=entry.seq, seal=entry.seal)
    return entries, head


def test_a_record_as_it_was_written_is_sound() -> None:
    assert verified(*kept()) == []
    assert verified([], Head()) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one._replace(at="2026-11-22T02:00:00.000Z"),
        lambda one: one._replace(event="decide"),
        lambda one: one._replace(actor="p-02"),
        lambda one: one._replace(actor_name="别人"),
        lambda one: one._replace(actor_role=None),
        lambda one: one._replace(actor_unit="140426107"),
        lambda one: one._replace(details="{}"),
        lambda one: one._replace(seal="0" * 64),
    ],
)  # fmt: skip
def test_whatever_is_changed_in_an_entry_is_found_out(change: Callable[[Entry], Entry]) -> None:
    entries, head = kept()
    entries[1] = change(entries[1])

    assert verified(entries, head)[0].place in ("2", "3")


def test_an_entry_rewritten_with_its_seal_breaks_the_one_after_it() -> None:
    entries, head = kept()
    before = Head(entries[0].seq, entries[0].seal)
    entries[1] = next_entry(before, "add_evidence", WHO, NOW, {"evidence": "forged"})

    assert [fault.place for fault in verified(entries, head)] == ["3"]


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda entries: entries.pop(1), "2"),
        (lambda entries: entries.pop(), "head"),
        (lambda entries: entries.reverse(), "1"),
        (lambda entries: entries.append(entries[-1]._replace(seq=5)), "5"),
    ],
)
def test_a_record_that_lost_gained_or_moved_an_entry_is_found_out(
    spoil: Callable[[list[Entry]], None], place: str
) -> None:
    entries, head = kept()
    spoil(entries)

    assert place in [fault.place for fault in verified(entries, head)]


def test_a_record_holds_so_much_and_no_more() -> None:
    next_entry(Head(seq=MOST_ENTRIES - 1), "x", WHO, NOW, {})
    with pytest.raises(RecordFull):
        next_entry(Head(seq=MOST_ENTRIES), "x", WHO, NOW, {})


# Evidence

HASH = "a" * 64
PHOTO = Exhibit(
    "e-1", "CASE#c-1", 1, EvidenceKind.RECORDING, "现场录像", "执法记录仪", "p-01", NOW, "焚烧秸秆",
    "p-01", NOW, ("p-01",), (NOW,), ("镇执法队证物柜",), "media/1", HASH,
)  # fmt: skip
FOOTAGE = replace(PHOTO, fixed_camera=True, camera_place_public=True)


@pytest.mark.parametrize("kind", sorted(EvidenceKind))
def test_recordings_and_data_are_named_by_their_file_and_fixed_by_its_hash(
    kind: EvidenceKind,
) -> None:
    refuse_unfixed(kind, "media/1", HASH, NOW, NOW)
    if kind in BY_REFERENCE:
        with pytest.raises(NoFile) as refused:
            refuse_unfixed(kind, None, None, NOW, NOW)
        assert [error.field for error in refused.value.more["errors"]] == ["file", "sha256"]
    else:
        refuse_unfixed(kind, None, None, NOW, NOW)


@pytest.mark.parametrize("sha256", [None, "", "a" * 63, "A" * 64, "g" * 64, "a" * 65])
def test_a_file_without_a_hash_that_is_one_is_refused(sha256: str | None) -> None:
    with pytest.raises(NoFile):
        refuse_unfixed(EvidenceKind.DOCUMENT, "media/1", sha256, NOW, NOW)


def test_a_hash_of_nothing_is_refused() -> None:
    with pytest.raises(NoFile):
        refuse_unfixed(EvidenceKind.DOCUMENT, None, HASH, NOW, NOW)


def test_evidence_is_not_from_the_future() -> None:
    with pytest.raises(InvalidFields):
        refuse_unfixed(EvidenceKind.DOCUMENT, None, None, NOW, NOW + timedelta(milliseconds=1))


def test_evidence_counts_once_it_was_found_true() -> None:
    assert not PHOTO.evidence.counts
    assert verify(PHOTO, "p-02").evidence.counts


def test_footage_of_fixed_equipment_is_reviewed_before_it_is_found_true() -> None:
    with pytest.raises(CameraNotReviewed):
        verify(FOOTAGE, "p-02")

    assert verify(review_camera(FOOTAGE, "p-02"), "p-02").evidence.counts


def test_nobody_finds_true_what_one_added() -> None:
    for act in (verify, review_camera):
        with pytest.raises(VerifiedByOneself):
            act(FOOTAGE, FOOTAGE.added_by)


def test_footage_of_a_camera_nobody_knew_of_is_no_evidence() -> None:
    with pytest.raises(NotFixedCamera):
        review_camera(replace(FOOTAGE, camera_place_public=False), "p-02")
    with pytest.raises(NotFixedCamera):
        review_camera(PHOTO, "p-02")


def test_excluded_evidence_stays_with_its_reason_and_does_not_count() -> None:
    out = exclude(verify(PHOTO, "p-02"), "以威胁手段取得", "p-03")

    assert (out.excluded_for, out.excluded_by) == ("以威胁手段取得", "p-03")
    assert not out.evidence.counts
    for act in (lambda: verify(out, "p"), lambda: exclude(out, "x", "p")):
        with pytest.raises(Excluded):
            act()
    with pytest.raises(Excluded):
        review_camera(exclude(FOOTAGE, "x", "p"), "p")


def test_excluded_evidence_is_still_kept_by_somebody() -> None:
    out = hand_over(exclude(PHOTO, "x", "p-03"), "p-04", "县司法局", NOW)

    assert out.holders == ("p-01", "p-04")


def test_who_had_it_since_when_and_where_is_kept_in_order() -> None:
    later = NOW + timedelta(days=1)
    one = hand_over(PHOTO, "p-04", "档案室", later)

    assert one.evidence.kept_by == ("p-01", "p-04")
    assert (one.held_since, one.held_where) == ((NOW, later), ("镇执法队证物柜", "档案室"))
    assert one.version == PHOTO.version + 1


def test_evidence_changes_hands_so_often_and_no_more() -> None:
    one = PHOTO
    for number in range(MOST_HOLDERS - 1):
        one = hand_over(one, f"p-{number}", "x", NOW)
    with pytest.raises(CustodyFull):
        hand_over(one, "p", "x", NOW)


def test_nothing_is_found_true_or_reviewed_twice() -> None:
    with pytest.raises(DoneBefore):
        verify(verify(PHOTO, "p-02"), "p-03")
    with pytest.raises(DoneBefore):
        review_camera(review_camera(FOOTAGE, "p-02"), "p-03")
