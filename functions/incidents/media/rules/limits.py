"""The limits of uploads, as `limits.json` has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kernel.record import record


class FileType(NamedTuple):
    """A type that is taken: how its files are named, and how large they may be, in bytes."""

    extension: str
    most_bytes: int


@record
class Limits:
    """The numbers of `limits.json`."""

    types: Mapping[str, FileType]
    most_pixels: int
    most_scans: int
    thumbnail_pixels: int
    thumbnail_bytes: int
    most_seconds: float
    on_an_incident: int
    by_a_person_on_it: int
    by_a_person_a_day: int
    ever_by_a_person_on_it: int
    upload_link: timedelta
    look_again: timedelta
    upload_within: timedelta
    read_link: timedelta


@cache
def limits() -> Limits:
    """Return the limits as packaged."""
    text = (Path(__file__).parent / "limits.json").read_text(encoding="utf-8")
    return parse_limits(json.loads(text))


def parse_limits(document: Mapping[str, Any]) -> Limits:
    """Return the limits a document describes."""
    count, time = document["count"], document["time"]
    return Limits(
        types={
            name: FileType(said["extension"], said["bytes"])
            for name, said in document["types"].items()
        },
        most_pixels=document["photo"]["pixels"],
        most_scans=document["photo"]["scans"],
        thumbnail_pixels=document["thumbnail"]["pixels"],
        thumbnail_bytes=document["thumbnail"]["bytes"],
        most_seconds=document["voice"]["seconds"],
        on_an_incident=count["on_an_incident"],
        by_a_person_on_it=count["by_a_person_on_it"],
        by_a_person_a_day=count["by_a_person_a_day"],
        ever_by_a_person_on_it=count["ever_by_a_person_on_it"],
        upload_link=timedelta(minutes=time["upload_link_minutes"]),
        look_again=timedelta(minutes=time["look_again_minutes"]),
        upload_within=timedelta(hours=time["upload_within_hours"]),
        read_link=timedelta(seconds=time["read_link_seconds"]),
    )
