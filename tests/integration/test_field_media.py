"""From the announcement of a photo to its being read, through the routes and the checker."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from incidents.media import content, has_after_photo
from incidents.media.rules.checking import MOST_TRIES
from incidents.media.rules.limits import limits
from incidents.media.store import files
from incidents.media.work import TRIES
from kernel.observability import log
from kernel.problems import TryAgain
from kernel.storage.rates import Bound, bounds
from tests.integration.field_world import BUCKET, Field
from tests.support import media as made
from tests.support.county import FAR_GRID, County

PHOTO = made.jpeg()
VOICE = made.amr()


@pytest.fixture
def field(county: County, monkeypatch: pytest.MonkeyPatch) -> Field:
    return Field(county, monkeypatch)


@pytest.fixture
def incident(county: County) -> str:
    return county.reported(by="resident")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    handler: Any = log.registered_handler
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_a_photo_is_announced_uploaded_checked_and_read_without_its_position(
    field: Field, incident: str
) -> None:
    announced = field.announce(incident, PHOTO, by="resident")
    assert announced.status == 201
    assert (announced.body["state"], announced.body["download"]) == ("pending", None)
    field.upload(announced.body, PHOTO)

    assert field.check(field.told(announced.body)) == []

    shown = field.show(announced.body, by="village").body
    assert (shown["state"], shown["width"], shown["upload"]) == ("ready", 64, None)
    [(key, kept)] = field.objects().items()
    assert key == f"clean/{incident}/{shown['id']}.jpg"
    assert key in shown["download"]["url"]
    assert not any(sign in kept for sign in (b"Exif", b"GPS", b"36.5020"))
    assert [step["event"] for step in shown["steps"]] == ["announced", "ready"]


def test_the_upload_is_signed_for_its_exact_length_and_type(field: Field, incident: str) -> None:
    upload = field.announce(incident, PHOTO).body["upload"]

    signed = parse_qs(urlsplit(upload["url"]).query)["X-Amz-SignedHeaders"][0].split(";")
    assert {"content-length", "content-type"} <= set(signed)
    assert upload["headers"] == {"Content-Length": str(len(PHOTO)), "Content-Type": "image/jpeg"}
    assert upload["method"] == "PUT"


def test_attaching_leaves_the_incident_in_its_version(field: Field, incident: str) -> None:
    before = field.county.images()[incident]

    field.attached(incident, PHOTO)

    assert field.county.images()[incident] == {**before, "photos_before": {"N": "1"}}
    assert field.county.events(incident) == ["reported"]


def test_a_photo_checked_while_somebody_moves_the_incident_is_counted(
    field: Field, incident: str
) -> None:
    def checked_meanwhile(call: Any, _: str) -> Any:
        with field.county.quietly():
            field.attached(incident, PHOTO)
        return call()

    def once_it_is_written(call: Any, operation: str) -> Any:
        if operation != "TransactWriteItems":
            field.county.faults.append(once_it_is_written)
            return call()
        return checked_meanwhile(call, operation)

    field.county.faults.append(once_it_is_written)
    moved = field.county.move(incident, "accept", by="village")

    assert moved.status == 200
    assert line_of(field, incident)["photo_before"]


def test_the_same_key_announces_once_and_gives_a_fresh_address(field: Field, incident: str) -> None:
    first = field.announce(incident, PHOTO, key="k-1")
    field.county.advance(hours=2)

    again = field.announce(incident, PHOTO, key="k-1")
    other = field.announce(incident, PHOTO + b"x", key="k-1")

    assert (again.status, again.body["id"]) == (201, first.body["id"])
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.body["upload"]["expires_at"] > first.body["upload"]["expires_at"]
    assert (other.status, other.problem) == (409, "idempotency-key-reused")
    assert len(rows_of(field, "MEDIA#")) == 1


def rows_of(field: Field, prefix: str) -> list[dict[str, Any]]:
    return [row for row in field.county.rows() if row["sk"]["S"].startswith(prefix)]


@pytest.mark.parametrize("body", [{"kind": "selfie"}, {"content_type": "image/gif"}, {"size": 0}])
def test_what_is_no_photo_is_refused_before_it_is_uploaded(
    field: Field, incident: str, body: dict[str, Any]
) -> None:
    answer = field.announce(incident, PHOTO, **body)

    assert (answer.status, answer.wrong_fields) == (422, list(body))


def test_a_file_that_fails_the_check_says_why_and_is_gone(field: Field, incident: str) -> None:
    broken = PHOTO[: len(PHOTO) // 2]

    shown = field.attached(incident, broken)

    assert (shown["state"], shown["reason"]) == ("refused", "damaged")
    assert "重新拍摄" in shown["reason_text"]
    assert field.objects() == {}
    assert field.show(shown, by="village").status == 404


def test_another_file_than_the_announced_one_is_refused(field: Field, incident: str) -> None:
    digest = hashlib.sha256(PHOTO).hexdigest()
    changed = PHOTO[:-40] + bytes(38) + PHOTO[-2:]
    longer = field.announce(incident, PHOTO).body
    other = field.announce(incident, PHOTO, sha256=digest).body
    right = field.announce(incident, PHOTO, sha256=digest).body

    for media, sent in ((longer, PHOTO + b"x"), (other, changed), (right, PHOTO)):
        field.upload(media, sent)
        field.check(field.told(media))

    assert [field.show(media).body["reason"] for media in (longer, other, right)] == [
        "wrong_size",
        "wrong_digest",
        None,
    ]


def test_residents_see_photos_and_not_the_voice_of_others(field: Field) -> None:
    county = field.county
    incident = county.reported(by="village", on_behalf_of="resident")
    field.attached(incident, PHOTO, by="worker")
    field.attached(incident, PHOTO, by="worker", kind="after")
    voice = field.attached(incident, VOICE, by="village", kind="voice", content_type="audio/amr")
    field.attached(incident, VOICE, by="resident", kind="voice", content_type="audio/amr")

    assert field.seen(incident, "resident") == ["before", "after", "voice"]
    assert field.seen(incident, "chief") == ["before", "after", "voice", "voice"]
    assert field.show(voice, by="resident").status == 404
    assert field.show(voice, by="chief").body["seconds"] == 1.0


def test_who_may_not_read_the_incident_learns_nothing_of_its_photos(
    field: Field, incident: str
) -> None:
    media = field.attached(incident, PHOTO)

    for stranger in ("neighbour", "far_village", "next_town"):
        answers = [
            field.show(media, by=stranger),
            field.announce(incident, PHOTO, by=stranger),
            field.delete(media, by=stranger),
            field.go("GET", f"/v1/media/incidents/{incident}", by=stranger),
        ]
        assert {answer.status for answer in answers} == {404}


def test_a_photo_is_not_found_under_another_incident(field: Field, incident: str) -> None:
    media = field.attached(incident, PHOTO)
    other = field.county.reported()

    assert field.show({**media, "incident_id": other}).status == 404


def test_the_uploader_takes_a_photo_away_and_the_record_stays(field: Field, incident: str) -> None:
    media = field.attached(incident, PHOTO)

    refused = field.delete(media, by="village")
    stale = field.delete(media, headers={"if-match": '"1"'})
    deleted = field.delete(media)

    assert (refused.status, refused.problem) == (403, "not-the-uploader")
    assert stale.status == 412
    assert deleted.status == 204
    assert field.objects() == {}
    assert field.show(media, by="resident").status == 404
    shown = field.show(media, by="village").body
    assert (shown["state"], shown["download"], shown["actions"]) == ("deleted", None, [])
    assert field.delete(media).status == 204
    events = [row["event"]["S"] for row in rows_of(field, "MSTEP#")]
    assert events == ["announced", "ready", "deleted"]


def test_a_file_deleted_before_it_was_checked_never_becomes_readable(
    field: Field, incident: str
) -> None:
    media = field.announce(incident, PHOTO).body
    field.upload(media, PHOTO)
    field.delete(media)

    assert field.check(field.told(media)) == []

    assert field.objects() == {}


def test_a_file_deleted_while_it_is_checked_never_becomes_readable(
    field: Field, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = field.announce(incident, PHOTO).body
    field.upload(media, PHOTO)
    check = content.clean

    def slowly(*what: Any) -> Any:
        assert field.delete(media).status == 204
        return check(*what)

    monkeypatch.setattr(content, "clean", slowly)

    assert field.check(field.told(media)) == []

    assert field.objects() == {}


def test_a_message_that_comes_twice_changes_nothing(field: Field, incident: str) -> None:
    media = field.attached(incident, PHOTO)
    kept = field.objects()
    field.s3.put_object(Bucket=BUCKET, Key=f"incoming/{incident}/{media['id']}", Body=b"other")

    assert field.check(field.told(media)) == []

    assert field.objects() == kept
    assert len(rows_of(field, "MSTEP#")) == 2


def test_an_upload_whose_message_was_lost_is_found_by_the_sweep(
    field: Field, incident: str
) -> None:
    media = field.announce(incident, PHOTO).body
    field.upload(media, PHOTO)
    assert field.sweep()["uploads"] == 0
    field.county.advance(minutes=30)

    assert field.sweep()["uploads"] == 1
    for message in field.messages():
        field.check(message)

    assert field.show(media).body["state"] == "ready"
    assert field.sweep()["uploads"] == 0


def test_an_announcement_without_a_file_lapses(field: Field, incident: str) -> None:
    media = field.announce(incident, PHOTO).body
    for hours in (1, 23):
        field.county.advance(hours=hours)
        field.sweep()
        for message in field.messages():
            field.check(message)

    shown = field.show(media).body
    assert (shown["state"], shown["upload"]) == ("expired", None)
    assert field.sweep()["uploads"] == 0


def test_a_file_that_kills_the_checker_is_given_up(
    field: Field, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = field.announce(incident, PHOTO).body
    field.upload(media, PHOTO)

    class Killed(BaseException):
        """The process is gone."""

    def deadly(*_: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(content, "clean", deadly)
        for _ in range(MOST_TRIES):
            with pytest.raises(Killed):
                field.check(field.told(media))

    assert field.check(field.told(media)) == []
    assert field.show(media).body["reason"] == "damaged"


def test_a_file_that_cannot_be_checked_for_whatever_reason_is_turned_away_with_it(
    field: Field, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = field.announce(incident, PHOTO).body
    field.upload(media, PHOTO)

    def break_down(*_: Any) -> Any:
        raise KeyError("140499")

    monkeypatch.setattr(files, "fetch_incoming", break_down)
    for time in range(1, TRIES + 1):
        assert field.show(media).body["state"] == "pending"
        assert field.check(field.told(media), time)

    told = field.show(media).body
    assert (told["state"], told["reason"]) == ("refused", "not_checked")
    assert "重新登记" in told["reason_text"]


def test_a_store_that_is_away_is_waited_out_as_long_as_an_upload_and_no_longer(
    field: Field, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = field.announce(incident, PHOTO).body
    field.upload(media, PHOTO)

    def away(*_: Any) -> Any:
        raise TryAgain

    monkeypatch.setattr(files, "fetch_incoming", away)
    assert field.check(field.told(media), TRIES)
    assert field.show(media).body["state"] == "pending"

    field.county.advance(hours=24)
    assert field.sweep()["uploads"] == 1
    (message,) = field.messages()
    assert field.check(message, TRIES)

    assert field.show(media).body["reason"] == "not_checked"


def test_a_store_that_is_away_lets_the_message_come_again(
    field: Field, incident: str, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO
) -> None:
    media = field.announce(incident, PHOTO).body
    field.upload(media, PHOTO)
    monkeypatch.setenv("MEDIA_BUCKET", "no-such-bucket")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files, "GONE", frozenset[str]())
        failed = field.check(field.told(media))
    assert failed == [{"itemIdentifier": "m-1"}]
    assert incident not in logged.getvalue()
    monkeypatch.setenv("MEDIA_BUCKET", BUCKET)

    assert field.check(field.told(media)) == []

    assert field.show(media).body["state"] == "ready"


@pytest.mark.parametrize(
    "message",
    [
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": BUCKET},
        {"Records": [{"s3": {"object": {"key": "incoming/../clean/x"}}}]},
        {"incident_id": "0" * 26, "media_id": "0" * 26},
    ],
)
def test_a_message_about_nothing_known_is_passed_over(field: Field, message: Any) -> None:
    assert field.check(message) == []


def test_nothing_is_attached_to_a_closed_incident(field: Field, incident: str) -> None:
    field.county.moved(incident, "cancel", "resident")

    answer = field.announce(incident, PHOTO)

    assert (answer.status, answer.problem) == (409, "incident-closed")


def test_a_person_attaches_so_many_files_to_an_incident_and_no_more(
    field: Field, incident: str
) -> None:
    most = limits().by_a_person_on_it
    for _ in range(most):
        assert field.announce(incident, PHOTO).status == 201

    answer = field.announce(incident, PHOTO)

    assert (answer.status, answer.problem, answer.body["most"]) == (409, "too-many-media", most)
    assert field.announce(incident, PHOTO, by="chief").status == 201


def test_an_after_photo_counts_once_it_is_checked_and_only_for_the_round_it_was_made_in(
    field: Field, incident: str
) -> None:
    county = field.county
    begun = county.now
    assert not has_after_photo(incident, begun)
    field.attached(incident, PHOTO, kind="before")
    pending = field.announce(incident, PHOTO, kind="after").body
    assert not has_after_photo(incident, begun)

    field.upload(pending, PHOTO)
    field.check(field.told(pending))

    assert has_after_photo(incident, begun)
    assert not has_after_photo(incident, begun + timedelta(seconds=1))
    field.delete(pending)
    assert not has_after_photo(incident, begun)


def test_the_list_goes_page_by_page(field: Field, incident: str) -> None:
    for _ in range(3):
        field.announce(incident, PHOTO)
    path = f"/v1/media/incidents/{incident}"

    first = field.go("GET", path, query={"limit": 2}).body
    rest = field.go("GET", path, query={"limit": 2, "cursor": first["next_cursor"]}).body

    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)


def test_photos_stand_in_no_list_of_incidents(field: Field, incident: str) -> None:
    field.attached(incident, PHOTO)
    county = field.county

    listed = county.go("GET", "/v1/incidents", by="admin").body["items"]

    assert [line["id"] for line in listed] == [incident]
    assert county.reported(unit=FAR_GRID, by="far_worker")


@pytest.mark.parametrize("bound", ["media", "media_of_a_village"])
def test_nobody_fills_the_checker_of_uploads_for_the_others(
    field: Field, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setitem(bounds(), bound, Bound(2, 1))
    mine, other = field.county.reported(), field.county.reported(by="resident")
    far = field.county.report(by="admin", unit=FAR_GRID).body["id"]
    for incident in (mine, other):
        assert field.announce(incident, PHOTO, by="worker").status == 201

    refused = field.announce(mine, PHOTO, by="worker")

    assert (refused.status, refused.problem) == (429, "too-often")
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    # The bound of a person is no other's, that of a village no other village's.
    assert field.announce(far, PHOTO, by="admin").status == 201
    others = field.announce(other, PHOTO, by="resident").status
    assert others == (201 if bound == "media" else 429)


def large_photo() -> bytes:
    """A photo larger than its small picture may be."""
    return made.detailed_jpeg(1200, 900)


def line_of(field: Field, incident: str, by: str = "village") -> dict[str, Any]:
    page = field.county.go("GET", "/v1/incidents", by=by).body
    return next(item for item in page["items"] if item["id"] == incident)


def test_a_list_of_photos_leads_to_small_pictures_of_them(field: Field, incident: str) -> None:
    field.attached(incident, large_photo(), by="resident")
    field.attached(incident, VOICE, by="resident", kind="voice", content_type="audio/amr")

    listed = field.go("GET", f"/v1/media/incidents/{incident}", by="village").body["items"]

    photo, voice = listed
    key = f"clean/{incident}/{photo['id']}.small.jpg"
    assert key in photo["thumbnail"]["url"]
    assert len(field.objects()[key]) <= limits().thumbnail_bytes
    assert voice["thumbnail"] is None


def test_a_photo_as_small_as_a_small_picture_is_shown_itself(field: Field, incident: str) -> None:
    shown = field.attached(incident, PHOTO)

    assert f"clean/{incident}/{shown['id']}.jpg" in shown["thumbnail"]["url"]


def test_what_may_not_be_read_yet_has_no_small_picture(field: Field, incident: str) -> None:
    assert field.announce(incident, PHOTO).body["thumbnail"] is None


def test_the_small_picture_goes_with_its_photo(field: Field, incident: str) -> None:
    photo = field.attached(incident, large_photo(), by="resident")
    assert len(field.objects()) == 2

    assert field.delete(photo, by="resident").status == 204

    assert field.objects() == {}


def test_a_list_of_incidents_tells_which_have_photos(field: Field, incident: str) -> None:
    assert not line_of(field, incident)["photo_before"]

    photo = field.attached(incident, PHOTO, by="resident")
    field.attached(incident, PHOTO, by="village", kind="after")
    told = line_of(field, incident)
    field.delete(photo, by="resident")

    assert (told["photo_before"], told["photo_after"]) == (True, True)
    left = line_of(field, incident)
    assert (left["photo_before"], left["photo_after"]) == (False, True)


def test_what_was_refused_or_is_no_photo_is_told_as_none(field: Field, incident: str) -> None:
    field.attached(incident, PHOTO[: len(PHOTO) // 2], by="resident")
    field.attached(incident, VOICE, by="resident", kind="voice", content_type="audio/amr")

    told = line_of(field, incident)

    assert (told["photo_before"], told["photo_after"]) == (False, False)
