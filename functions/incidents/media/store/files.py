"""Where files lie and work is queued: the media bucket and its queue.

`incoming/` holds what clients sent, `clean/` what the checker wrote anew. Signing an address for an upload is all the API may do with
`incoming/`; the bucket's policy lets nobody but the checker read there.
"""

from __future__ import annotations

import os
from datetime import datetime

from incidents.media.rules.limits import limits
from incidents.media.rules.media import Media, Subject, SubjectKind
from incidents.media.rules.refusals import Refusal, Refused
from kernel import queues
from kernel.aws import FAULTS, client, error_code, tried
from kernel.files import GONE, Address, Upload, fetch_from, upload_to
from kernel.problems import TryAgain

INCOMING = "incoming/"
_THUMBNAIL = "image/jpeg"
FOLDERS = {
    SubjectKind.INCIDENT: "",
    SubjectKind.INSPECTION: "inspections/",
    SubjectKind.CASE: "cases/",
    SubjectKind.HAZARD: "hazards/",
    SubjectKind.COURTYARD: "courtyards/",
}
"""Below which folder the files of each kind of thing are."""


def upload_for(media: Media, at: datetime) -> Upload:
    """Return where a file goes; the signature covers its type and its length, to the byte."""
    until = min(at + limits().upload_link, media.upload_until)
    return upload_to(_where(incoming_key(media)), media.size, at, until, media.content_type)


def download_for(media: Media, at: datetime) -> Address:
    """Return where the checked file can be read for a short while."""
    return _readable(clean_key(media), media.content_type, at)


def thumbnail_for(media: Media, at: datetime) -> Address | None:
    """Return where a small picture of a photo can be read for a short while: of a small photo itself; None where there is none."""
    if media.thumbnail_size is not None:
        return _readable(thumbnail_key(media), _THUMBNAIL, at)
    is_small = media.clean_size is not None and media.clean_size <= limits().thumbnail_bytes
    return download_for(media, at) if is_small and media.width else None


def _readable(key: str, content_type: str, at: datetime) -> Address:
    name = key.rpartition("/")[2]
    answered = {
        "ResponseContentType": content_type,
        "ResponseContentDisposition": f'inline; filename="{name}"',
        "ResponseCacheControl": "private, no-store",
    }
    return fetch_from(_where(key), answered, at, at + limits().read_link)


def incoming_key(media: Media) -> str:
    """Return where a client's file is put."""
    return f"{INCOMING}{_folder(media.subject)}/{media.id}"


def clean_key(media: Media) -> str:
    """Return where the checked file is."""
    extension = limits().types[media.content_type].extension
    return f"clean/{_folder(media.subject)}/{media.id}.{extension}"


def thumbnail_key(media: Media) -> str:
    """Return where a photo's small picture is."""
    return f"clean/{_folder(media.subject)}/{media.id}.small.jpg"


def fetch_incoming(media: Media) -> bytes | None:
    """Return what a client uploaded; None when nothing is there.

    Raises
    ------
    Refused
        It does not have the size that was announced; it is not even read then.
    """
    try:
        answer = client("s3").get_object(**_where(incoming_key(media)))
        if int(answer["ContentLength"]) != media.size:
            raise Refused(Refusal.WRONG_SIZE)
        content: bytes = answer["Body"].read()
    except FAULTS as fault:
        if error_code(fault) in GONE:
            return None
        raise TryAgain from fault
    return content


def keep_clean(media: Media, content: bytes, thumbnail: bytes | None = None) -> None:
    """Put the checked file where it can be read, and its small picture beside it."""
    _put(clean_key(media), content, media.content_type)
    if thumbnail is not None:
        _put(thumbnail_key(media), thumbnail, _THUMBNAIL)


def drop_incoming(media: Media) -> None:
    """Remove what the client uploaded; removing nothing is fine."""
    tried(lambda: client("s3").delete_object(**_where(incoming_key(media))))


def drop_clean(media: Media) -> None:
    """Remove the checked file and its small picture; removing nothing is fine."""
    tried(lambda: client("s3").delete_object(**_where(clean_key(media))))
    if media.content_type.startswith("image/"):
        tried(lambda: client("s3").delete_object(**_where(thumbnail_key(media))))


def enqueue(subject: Subject, media_id: str) -> None:
    """Ask the checker to look for an upload."""
    message = {f"{subject.kind}_id": subject.id, "media_id": media_id}
    queues.send(os.environ["MEDIA_QUEUE_URL"], message)


def _put(key: str, content: bytes, content_type: str) -> None:
    where = _where(key)
    tried(lambda: client("s3").put_object(**where, Body=content, ContentType=content_type))


def _folder(subject: Subject) -> str:
    return f"{FOLDERS[subject.kind]}{subject.id}"


def _where(key: str) -> dict[str, str]:
    return {"Bucket": os.environ["MEDIA_BUCKET"], "Key": key}
