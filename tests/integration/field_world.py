"""The county with the bucket and the queue of its photos and recordings, and with what the cloud does between them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import boto3

from composition.field import API
from incidents import handler
from tests.support.county import Answer, County, lambda_context
from tests.support.queue import saying

BUCKET = "media"

# Making a client takes longer than most tests.
client = cache(boto3.client)


class Field:
    """Clients in the field, and the checker."""

    def __init__(self, county: County, monkeypatch: Any) -> None:
        self.county = county
        self.s3: Any = client("s3")
        self.s3.create_bucket(Bucket=BUCKET)
        self.sqs: Any = client("sqs")
        self.queue = self.sqs.create_queue(QueueName="media")["QueueUrl"]
        monkeypatch.setenv("MEDIA_BUCKET", BUCKET)
        monkeypatch.setenv("MEDIA_QUEUE_URL", self.queue)

    def go(self, method: str, path: str, body: Any = None, **how: Any) -> Answer:
        """Send a request to the field's routes."""
        return self.county.go(method, path, body, api=API, **how)

    def announce(
        self,
        incident: str,
        content: bytes,
        *,
        by: str = "worker",
        kind: str = "before",
        content_type: str = "image/jpeg",
        key: str | None = None,
        **more: Any,
    ) -> Answer:
        """Announce a file."""
        said = {"kind": kind, "content_type": content_type, "size": len(content)} | more
        headers = {"idempotency-key": key} if key else None
        return self.go("POST", f"/v1/media/incidents/{incident}", said, by=by, headers=headers)

    def upload(self, media: dict[str, Any], content: bytes) -> None:
        """Put a file where its address leads."""
        key = f"incoming/{media['incident_id']}/{media['id']}"
        assert key in media["upload"]["url"]
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=content)

    def told(self, media: dict[str, Any]) -> dict[str, Any]:
        """What the bucket tells the queue of an upload."""
        key = f"incoming/{media['incident_id']}/{media['id']}"
        return {"Records": [{"s3": {"bucket": {"name": BUCKET}, "object": {"key": key}}}]}

    def check(self, message: dict[str, Any], time: int = 1) -> list[Any]:
        """Hand a message to the checker for the `time`-th time; return what it failed on."""
        return handler.check_media(saying(message, time), lambda_context())["batchItemFailures"]

    def attached(self, incident: str, content: bytes, **how: Any) -> dict[str, Any]:
        """Announce, upload and check a file; return how it stands then."""
        media = self.announce(incident, content, **how).body
        self.upload(media, content)
        assert self.check(self.told(media)) == []
        return self.show(media, by=how.get("by", "worker")).body

    def show(self, media: dict[str, Any], by: str = "worker") -> Answer:
        """Read something attached."""
        return self.go("GET", f"/v1/media/incidents/{media['incident_id']}/{media['id']}", by=by)

    def delete(self, media: dict[str, Any], by: str = "worker", **how: Any) -> Answer:
        """Delete something attached."""
        path = f"/v1/media/incidents/{media['incident_id']}/{media['id']}"
        return self.go("DELETE", path, by=by, **how)

    def seen(self, incident: str, by: str) -> list[str]:
        """The kinds of what somebody sees on an incident."""
        answer = self.go("GET", f"/v1/media/incidents/{incident}", by=by)
        assert answer.status == 200, answer
        return [item["kind"] for item in answer.body["items"]]

    def sweep(self) -> dict[str, int]:
        """Let the sweep run."""
        return handler.sweep_field({}, lambda_context())

    def messages(self) -> list[dict[str, Any]]:
        """Take the waiting messages off the queue."""
        got = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        for message in got.get("Messages", []):
            self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in got.get("Messages", [])]

    def objects(self) -> dict[str, bytes]:
        """Everything the bucket holds."""
        kept = self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {
            each["Key"]: self.s3.get_object(Bucket=BUCKET, Key=each["Key"])["Body"].read()
            for each in kept
        }
