"""Photos of an inspection: uploaded by who makes it, checked as those of incidents, and named by its record as evidence."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

import composition.enforcement  # noqa: F401  # pyright: ignore[reportUnusedImport] - says where photos are kept
from enforcement.store import exhibits
from kernel import clock
from kernel.storage.unit_of_work import UnitOfWork
from tests.integration.field_world import BUCKET, Field
from tests.support import media as made
from tests.support.county import Answer, County
from tests.support.enforcement_town import FOUND, EnforcingTown

PHOTO = made.jpeg()


class Photos:
    """What is done with photos of inspections, or of other things, each as its person does it."""

    def __init__(self, field: Field, things: str = "inspections") -> None:
        self.field, self.things = field, things

    def announce(self, visit: str, *, by: str = "zhang", key: str | None = None) -> Answer:
        """Announce a photo."""
        said = {"kind": "other", "content_type": "image/jpeg", "size": len(PHOTO)}
        headers = {"idempotency-key": key} if key else None
        return self.field.go(
            "POST", f"/v1/media/{self.things}/{visit}", said, by=by, headers=headers
        )

    def announced(self, visit: str, **how: Any) -> str:
        """Return the id of an announced photo."""
        answer = self.announce(visit, **how)
        assert answer.status == 201, answer
        return answer.body["id"]

    def ready(self, visit: str, **how: Any) -> str:
        """Return the id of a photo that was uploaded and checked."""
        photo = self.announced(visit, **how)
        key = f"incoming/{self.things}/{visit}/{photo}"
        self.field.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
        told = {"Records": [{"s3": {"bucket": {"name": BUCKET}, "object": {"key": key}}}]}
        assert self.field.check(told) == []
        return photo

    def show(self, visit: str, photo: str, *, by: str = "zhang") -> Answer:
        """Read a photo."""
        return self.field.go("GET", f"/v1/media/{self.things}/{visit}/{photo}", by=by)

    def list(self, visit: str, *, by: str) -> Answer:
        """List the photos."""
        return self.field.go("GET", f"/v1/media/{self.things}/{visit}", by=by)

    def delete(self, visit: str, photo: str, *, by: str = "zhang") -> Answer:
        """Delete a photo."""
        return self.field.go(
            "DELETE",
            f"/v1/media/{self.things}/{visit}/{photo}",
            by=by,
            headers={"if-match": "*"},
        )


@pytest.fixture
def town(county: County) -> EnforcingTown:
    return EnforcingTown(county).staffed()


@pytest.fixture
def photos(county: County, monkeypatch: pytest.MonkeyPatch) -> Photos:
    return Photos(Field(county, monkeypatch))


def named(town: EnforcingTown, *photos: str) -> list[dict[str, str]]:
    return [{"media": one, "taken_at": clock.local_iso(town.county.now)} for one in photos]


def test_a_checked_photo_is_evidence_by_the_hash_of_what_is_given_out(town, photos) -> None:
    visit = town.under_way()
    photo = photos.ready(visit)

    [evidence] = town.recorded(visit, photos=named(town, photo))["photos"]

    kept = exhibits.find(UnitOfWork(), f"INSPECTION#{visit}", evidence)
    assert kept is not None
    [(key, content)] = photos.field.objects().items()
    assert key == f"clean/inspections/{visit}/{photo}.jpg"
    assert (kept.file, kept.sha256) == (photo, hashlib.sha256(content).hexdigest())
    assert content != PHOTO


def test_who_works_with_what_the_town_enforces_sees_what_is_ready(town, photos) -> None:
    visit = town.under_way()
    photo, waiting = photos.ready(visit), photos.announced(visit)

    shown = photos.show(visit, photo, by="reviewer").body

    assert (shown["inspection_id"], shown["state"], shown["own"]) == (visit, "ready", False)
    assert f"clean/inspections/{visit}/{photo}.jpg" in shown["download"]["url"]
    assert photos.show(visit, waiting, by="reviewer").status == 404
    assert [one["id"] for one in photos.list(visit, by="supervisor").body["items"]] == [photo]
    assert len(photos.list(visit, by="zhang").body["items"]) == 2


def test_another_town_learns_nothing_and_adds_nothing(town, photos) -> None:
    visit = town.under_way()
    photo = photos.ready(visit)

    assert photos.announce(visit, by="far_officer").status == 404
    assert photos.list(visit, by="far_head").status == 404
    assert photos.show(visit, photo, by="far_officer").status == 404
    assert photos.delete(visit, photo, by="far_officer").status == 404


def test_whoever_has_no_part_in_enforcement_is_refused(town, photos) -> None:
    visit = town.under_way()
    photo = photos.ready(visit)

    for who in ("worker", "resident", "village"):
        assert photos.announce(visit, by=who).problem == "not-allowed"
        assert photos.show(visit, photo, by=who).problem == "not-allowed"


def test_only_the_officers_who_make_the_inspection_add_photos_and_no_helper(town, photos) -> None:
    visit = town.announced()
    assert town.begin(visit, helpers=["wang"]).status == 200

    assert photos.announce(visit, by="li").status == 201
    for who in ("wang", "head"):
        assert photos.announce(visit, by=who).problem == "not-the-inspector"


def test_photos_come_while_the_inspection_is_under_way(town, photos) -> None:
    visit = town.announced()
    assert photos.announce(visit).problem == "inspection-not-under-way"

    assert town.begin(visit).status == 200
    town.recorded(visit)

    assert photos.announce(visit).problem == "inspection-not-under-way"


def test_a_double_tap_announces_one_photo(town, photos) -> None:
    visit = town.under_way()

    first, second = (photos.announce(visit, key="one-tap-0001") for _ in range(2))

    assert first.body["id"] == second.body["id"]
    assert len(photos.list(visit, by="zhang").body["items"]) == 1


def test_a_photo_that_is_not_ready_is_no_evidence_and_nothing_is_recorded(town, photos) -> None:
    visit = town.under_way()
    waiting, gone = photos.announced(visit), photos.ready(visit)
    assert photos.delete(visit, gone).status == 204

    for photo in (waiting, gone):
        refused = town.move(visit, "zhang", **FOUND, photos=named(town, photo))
        assert refused.problem == "photo-not-ready"

    assert town.read(visit)["status"] == "begun"


def test_a_photo_of_another_inspection_or_of_an_incident_is_no_evidence(town, photos) -> None:
    visit = town.under_way()
    other = town.under_way(firm=None, party="张三")
    incident = town.county.reported(by="resident")
    foreign = photos.ready(other)
    of_an_incident = photos.field.attached(incident, PHOTO)["id"]

    for photo in (foreign, of_an_incident, visit):
        refused = town.move(visit, "zhang", **FOUND, photos=named(town, photo))
        assert (refused.status, refused.body["errors"][0]["field"]) == (422, "photos")

    assert town.read(visit)["status"] == "begun"


def test_an_upload_is_named_once_and_in_one_way(town, photos) -> None:
    visit = town.under_way()
    photo = photos.ready(visit)
    [said] = named(town, photo)
    kept = {"file": "photo-1", "sha256": "a" * 64}
    when = {"taken_at": said["taken_at"]}

    for wrong in ([said, said], [said | kept], [when], [when | {"file": "photo-1"}]):
        assert town.move(visit, "zhang", **FOUND, photos=wrong).status == 422

    assert len(town.recorded(visit, photos=[said, when | kept])["photos"]) == 2


def test_evidence_is_not_deleted_and_what_was_not_named_stays_with_the_record(town, photos) -> None:
    visit = town.under_way()
    evidence, left = photos.ready(visit), photos.ready(visit)
    assert photos.show(visit, evidence).body["actions"] == ["delete"]

    town.recorded(visit, photos=named(town, evidence))

    for photo in (evidence, left):
        assert photos.delete(visit, photo).problem == "inspection-not-under-way"
        assert photos.show(visit, photo).body["actions"] == []
    assert len(photos.field.objects()) == 2


def test_nobody_deletes_what_the_other_officer_uploaded(town, photos) -> None:
    visit = town.under_way()
    photo = photos.ready(visit, by="li")

    assert photos.delete(visit, photo, by="zhang").problem == "not-the-uploader"
    assert photos.delete(visit, photo, by="li").status == 204
    assert photos.delete(visit, photo, by="li").status == 204
    assert photos.field.objects() == {}


def test_the_sweep_looks_for_an_upload_of_an_inspection_nobody_told_of(town, photos) -> None:
    visit = town.under_way()
    photo = photos.announced(visit)
    key = f"incoming/inspections/{visit}/{photo}"
    photos.field.s3.put_object(Bucket=BUCKET, Key=key, Body=PHOTO)
    town.county.advance(minutes=31)

    photos.field.sweep()
    [message] = photos.field.messages()

    assert message == {"inspection_id": visit, "media_id": photo}
    assert photos.field.check(message) == []
    assert photos.show(visit, photo).body["state"] == "ready"


def test_a_deletion_and_a_record_at_once_do_not_both_come_about(town, photos, monkeypatch) -> None:
    visit = town.under_way()
    photo = photos.ready(visit)
    keep = exhibits.save
    deleted: list[int] = []

    def deletes_in_between(*given: Any) -> None:
        keep(*given)
        if not deleted:
            deleted.append(photos.delete(visit, photo).status)

    monkeypatch.setattr(exhibits, "save", deletes_in_between)
    refused = town.move(visit, "zhang", **FOUND, photos=named(town, photo))

    assert deleted == [204]
    assert refused.problem == "photo-not-ready"
    assert town.read(visit)["status"] == "begun"
