"""Addresses signed here are those that botocore would sign."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import boto3
import botocore.auth
import pytest
from botocore.config import Config

from kernel import presigned as signing
from kernel.presigned import presigned

NOW = datetime(2026, 11, 23, 2, 0, 5, tzinfo=UTC)
WHERE = {"Bucket": "sizhi-media-1", "Key": "incoming/140426106201/01KAR1 台账~.jpg"}
PUT = {"ContentLength": 1234, "ContentType": "image/jpeg"}
GET = {"ResponseContentDisposition": "attachment; filename*=UTF-8''%E5%8F%B0%E8%B4%A6.xlsx"}


@pytest.fixture(params=[None, "session/token+=="], ids=["keys", "session"])
def account(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    if request.param:
        monkeypatch.setenv("AWS_SESSION_TOKEN", request.param)
    else:
        monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)

    class At(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # noqa: ARG003
            return NOW

    monkeypatch.setattr(signing, "datetime", At)
    monkeypatch.setattr(
        botocore.auth, "get_current_datetime", lambda *_, **__: NOW.replace(tzinfo=None)
    )


def by_botocore(region: str, operation: str, about: dict[str, Any]) -> str:
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    session = boto3.Session(region_name=region)
    client: Any = session.client("s3", config=config)
    return client.generate_presigned_url(operation, Params={**WHERE, **about}, ExpiresIn=600)


def parts(url: str | None) -> tuple[str, str, dict[str, str]]:
    assert url is not None
    split = urlsplit(url)
    return split.netloc, split.path, dict(parse_qsl(split.query))


@pytest.mark.parametrize("region", ["cn-northwest-1", "cn-north-1", "eu-central-1"])
def test_an_address_to_send_a_file_to_is_signed_as_botocore_does(
    account: None, monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    monkeypatch.setenv("AWS_REGION", region)
    headers = {"content-length": "1234", "content-type": "image/jpeg"}

    ours = presigned("PUT", WHERE, 600, headers)

    assert parts(ours) == parts(by_botocore(region, "put_object", PUT))


@pytest.mark.parametrize("region", ["cn-northwest-1", "cn-north-1", "eu-central-1"])
def test_an_address_to_fetch_a_file_from_is_signed_as_botocore_does(
    account: None, monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    monkeypatch.setenv("AWS_REGION", region)
    query = {"response-content-disposition": GET["ResponseContentDisposition"]}

    ours = presigned("GET", WHERE, 600, query=query)

    assert parts(ours) == parts(by_botocore(region, "get_object", GET))


def test_where_an_endpoint_is_configured_botocore_signs(
    account: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")

    assert presigned("GET", WHERE, 600) is None
