"""Photos of a case: uploaded by who handles it, checked as those of incidents, and evidence of the case by the hash of what is given out."""

from __future__ import annotations

import hashlib

import pytest

import composition.enforcement  # noqa: F401  # pyright: ignore[reportUnusedImport] - says where photos are kept
from enforcement.rules.case_steps import CaseAction
from enforcement.store import exhibits
from kernel.storage.unit_of_work import UnitOfWork
from tests.integration.field_world import Field
from tests.integration.test_inspection_photos import Photos
from tests.support.cases import Enforcement
from tests.support.county import County

A = CaseAction


@pytest.fixture
def town(county: County) -> Enforcement:
    return Enforcement(county)


@pytest.fixture
def photos(county: County, monkeypatch: pytest.MonkeyPatch) -> Photos:
    return Photos(Field(county, monkeypatch), "cases")


def test_a_checked_photo_is_evidence_by_the_hash_of_what_is_given_out(town, photos) -> None:
    case = town.filed()
    photo = photos.ready(case, by="eo1")

    seen = town.did(case, A.ADD_EVIDENCE, "eo2", kind="recording", media=photo)

    kept = exhibits.find(UnitOfWork(), f"CASE#{case}", seen["evidence"][-1]["id"])
    assert kept is not None
    [(key, content)] = photos.field.objects().items()
    assert key == f"clean/cases/{case}/{photo}.jpg"
    assert (kept.file, kept.sha256) == (photo, hashlib.sha256(content).hexdigest())


def test_a_photo_that_was_not_checked_or_is_of_another_case_is_no_evidence(town, photos) -> None:
    case, other = town.filed(), town.filed()
    waiting, elsewhere = photos.announced(case, by="eo1"), photos.ready(other, by="eo1")
    said = {"kind": "recording"}

    unchecked = town.move(case, A.ADD_EVIDENCE, "eo1", media=waiting, **said)
    strange = town.move(case, A.ADD_EVIDENCE, "eo1", media=elsewhere, **said)

    assert unchecked.problem == "photo-not-ready"
    assert strange.wrong_fields == ["media"]


def test_what_is_evidence_is_not_deleted_and_what_is_not_is_its_uploaders(town, photos) -> None:
    case = town.filed()
    named, spare = photos.ready(case, by="eo1"), photos.ready(case, by="eo1")
    town.did(case, A.ADD_EVIDENCE, "eo1", kind="recording", media=named)

    assert photos.show(case, named, by="eo1").body["actions"] == []
    assert photos.delete(case, named, by="eo1").problem == "named-as-evidence"
    assert photos.delete(case, spare, by="eo2").problem == "not-the-uploader"
    assert photos.delete(case, spare, by="eo1").status == 204


def test_photos_come_from_who_handles_the_case_while_it_is_investigated(town, photos) -> None:
    case = town.filed()

    for who in ("eo3", "boss"):
        assert photos.announce(case, by=who).problem == "not-on-the-case"
    photo = photos.ready(case, by="eo1")
    town.walk(case, (A.ADD_EVIDENCE, "eo1"), (A.VERIFY_EVIDENCE, "eo2"))
    town.did(case, A.END_INVESTIGATION, "eo1")
    assert photos.announce(case, by="eo1").problem == "case-not-investigated"
    assert photos.delete(case, photo, by="eo1").problem == "case-not-investigated"


def test_who_works_with_the_case_sees_what_is_ready_and_nobody_else(town, photos) -> None:
    case = town.filed()
    photo = photos.ready(case, by="eo1")

    shown = photos.show(case, photo, by="lawyer").body

    assert (shown["case_id"], shown["state"]) == (case, "ready")
    assert [one["id"] for one in photos.list(case, by="justice").body["items"]] == [photo]
    for who in ("far_eo", "far_boss"):
        assert photos.show(case, photo, by=who).status == 404
    for who in ("wang", "watcher"):
        assert photos.show(case, photo, by=who).problem == "not-allowed"


def test_the_party_sees_no_photos_of_its_case_whatever_post_it_holds(town, photos) -> None:
    town.county.appoint(wang=("enforcement_officer", "140426106"))
    case = town.filed()
    photo = photos.ready(case, by="eo1")

    assert photos.show(case, photo, by="wang").status == 404
    assert photos.list(case, by="wang").status == 404
