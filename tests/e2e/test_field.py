"""Photos and rounds in the deployed county: signed uploads, the checker behind the bucket, and who reads what."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError
from PIL import Image

from infra.local.cloud import REGION
from tests.deployed import DeployedCounty, eventually
from tests.e2e.people import GRID, report
from tests.support import media as made

PHOTO = made.jpeg(orientation=6)


def announce(county: DeployedCounty, incident: dict[str, Any]) -> dict[str, Any]:
    said = {"kind": "before", "content_type": "image/jpeg", "size": len(PHOTO)}
    answer = county.post("grid_worker", f"/v1/media/incidents/{incident['id']}", json=said)
    assert answer.status_code == 201, answer.text
    return answer.json()


def put(upload: dict[str, Any], content: bytes, **headers: str) -> httpx.Response:
    sent = {**upload["headers"], **headers}
    return httpx.put(upload["url"], content=content, headers=sent, trust_env=False)


def test_a_photo_goes_up_by_its_address_and_comes_down_without_its_position(
    cloud: DeployedCounty,
) -> None:
    incident = report(cloud, category="road_traffic")
    announced = announce(cloud, incident)
    path = f"/v1/media/incidents/{incident['id']}/{announced['id']}"

    assert put(announced["upload"], PHOTO).status_code == 200

    def ready() -> Any:
        shown = cloud.get("village_officer", path)
        return shown.status_code == 200 and shown.json()

    shown = eventually(ready, "the photo was checked")
    file = httpx.get(shown["download"]["url"], trust_env=False)
    assert (file.status_code, file.headers["content-type"]) == (200, "image/jpeg")
    photo = Image.open(BytesIO(file.content))
    assert (photo.size, dict(photo.getexif())) == ((32, 64), {})
    assert b"GPS" not in file.content
    kept = cloud.client("s3").list_objects_v2(Bucket=cloud.outputs["MediaBucketName"])
    assert not [
        each
        for each in kept["Contents"]
        if announced["id"] in each["Key"] and "incoming" in each["Key"]
    ]
    assert cloud.get("foreign_village_officer", path).status_code == 404


def test_an_address_takes_only_the_file_that_was_announced_and_nobody_reads_it_there(
    cloud: DeployedCounty,
) -> None:
    announced = announce(cloud, report(cloud, category="road_traffic"))
    upload = announced["upload"]

    longer = put(upload, PHOTO + b"x", **{"Content-Length": str(len(PHOTO) + 1)})
    other = put(upload, PHOTO, **{"Content-Type": "text/html"})
    read = httpx.get(upload["url"], trust_env=False)

    assert [answer.status_code for answer in (longer, other, read)] == [403, 403, 403]
    bucket, s3 = cloud.outputs["MediaBucketName"], _all_powerful(cloud)
    for key in ("incoming/x", "clean/x"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    assert s3.get_object(Bucket=bucket, Key="clean/x")["Body"].read() == b"x"
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.get_object(Bucket=bucket, Key="incoming/x")


def _all_powerful(county: DeployedCounty) -> Any:
    """The store as somebody sees it who may do everything in the account."""
    iam = county.client("iam")
    iam.create_user(UserName="powerful")
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [everything]})
    iam.put_user_policy(UserName="powerful", PolicyName="all", PolicyDocument=policy)
    key = iam.create_access_key(UserName="powerful")["AccessKey"]
    return boto3.client(
        "s3",
        endpoint_url=county.endpoint_url,
        region_name=REGION,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )


def test_a_round_with_a_finding_settled_on_the_spot_is_confirmed_by_the_chief(
    cloud: DeployedCounty,
) -> None:
    begun = cloud.post("grid_worker", "/v1/patrols", json={"grids": [GRID]})
    assert begun.status_code == 201, begun.text
    path = f"/v1/patrols/{begun.json()['id']}"
    said = {
        "category": "public_facilities",
        "severity": "general",
        "description": "路障",
        "handled": True,
        "done": "已移除",
    }

    found = cloud.post("grid_worker", f"{path}/findings", json=said).json()

    assert (found["status"], found["confirm_stage"]) == ("resolved", "chief")
    confirm = cloud.post(
        "grid_chief", f"/v1/incidents/{found['id']}/transitions", json={"action": "confirm"}
    )
    ended = cloud.post("grid_worker", f"{path}/transitions", json={"action": "end"})
    assert (confirm.status_code, ended.status_code) == (200, 200), (confirm.text, ended.text)
    seen = cloud.get("grid_chief", f"/v1/patrols?unit={GRID}").json()["items"]
    assert [line["findings"] for line in seen if line["id"] == begun.json()["id"]] == [1]
