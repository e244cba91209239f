"""A county with its registry's table, bucket, queue and key, in process."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from functools import cache
from types import SimpleNamespace

import boto3

from kernel import directory
from kernel.access import Post, Role
from kernel.storage.unit_of_work import carry_out
from registry.service.appoint import appoint
from registry.service.save_person import save_person
from registry.service.save_unit import save_unit
from registry.store import secret
from registry.store.register import Register
from tests.support.county import lambda_context
from tests.support.queue import handed_out

COUNTY = "140426"
TOWN = "140426106"
VILLAGE = "140426106201"
NEXT_VILLAGE = "140426106202"
GRID = "140426106201001"
NEXT_GRID = "140426106201002"
OTHER_TOWN = "140426105"
OTHER_VILLAGE = "140426105201"
OTHER_GRID = "140426105201001"
UNITS = [
    COUNTY,
    TOWN,
    OTHER_TOWN,
    VILLAGE,
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    GRID,
    NEXT_GRID,
    OTHER_GRID,
]
STAFF = {
    "admin": (Role.COUNTY_ADMIN, COUNTY),
    "county": (Role.COUNTY_OFFICER, COUNTY),
    "town": (Role.TOWN_OFFICER, TOWN),
    "village": (Role.VILLAGE_OFFICER, VILLAGE),
    "neighbour": (Role.VILLAGE_OFFICER, NEXT_VILLAGE),
    "chief": (Role.GRID_CHIEF, GRID),
    "worker": (Role.GRID_WORKER, GRID),
    "resident": (Role.RESIDENT, GRID),
    "stranger": (Role.RESIDENT, OTHER_GRID),
}
SINCE = date(2026, 1, 1)
BUCKET = "imports"
SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[113.38, 36.5], [113.39, 36.5], [113.39, 36.51], [113.38, 36.51], [113.38, 36.5]]
    ],
}
# A number nobody has: order code 000 is never given out.
ID_NUMBER = "140426200001010001"
OTHER_ID_NUMBER = "140426200001020007"


# Making a client takes longer than most tests.
client = cache(boto3.client)


class World:
    """The cloud around the registry; time stands still unless a test moves it."""

    def __init__(self, monkeypatch):
        self.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
        secret.id_hash_key.cache_clear()
        self.dynamodb = client("dynamodb")
        self.dynamodb.create_table(
            TableName=directory.RegistryMeta.table_name,
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"}
                for name in ("pk", "sk", "parent", "code")
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "by_parent",
                    "KeySchema": [
                        {"AttributeName": "parent", "KeyType": "HASH"},
                        {"AttributeName": "code", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        self.s3 = client("s3")
        self.s3.create_bucket(Bucket=BUCKET)
        self.sqs = client("sqs")
        self.queue = self.sqs.create_queue(QueueName="imports")["QueueUrl"]
        key = client("secretsmanager").create_secret(
            Name="id-hash", SecretString="a key of the tests"
        )
        monkeypatch.setenv("COUNTY_CODE", COUNTY)
        monkeypatch.setenv("IMPORTS_BUCKET", BUCKET)
        monkeypatch.setenv("IMPORT_QUEUE_URL", self.queue)
        monkeypatch.setenv("ID_HASH_SECRET_ARN", key["ARN"])
        directory.Remembered.forget()

    def people(self):
        """Register the units and one person per role."""

        def register_all(unit_of_work):
            register = Register(unit_of_work)
            for code in UNITS:
                save_unit(register, code, {"name": f"单位{code}", "contact_phone": "000-0000001"})
            for person, (role, unit) in STAFF.items():
                save_person(register, person, {"name": f"演示{person}", "phone": "000-9000001"})
                appoint(register, person, Post(role, unit, SINCE), date(2026, 11, 23))

        carry_out(register_all)

    def call(self, who, method, path, body=None, headers=None, **query):
        """Call the API as a person; the answer has `status`, `body`, `headers` and `text`."""
        from registry.handler import api

        event = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": path,
            "rawQueryString": "&".join(f"{name}={value}" for name, value in query.items()),
            "queryStringParameters": {name: str(value) for name, value in query.items()},
            "headers": {"content-type": "application/json", **(headers or {})},
            "requestContext": {
                "http": {"method": method, "path": path, "sourceIp": "192.0.2.1"},
                "stage": "$default",
                "requestId": "test",
                "authorizer": {"jwt": {"claims": {"username": who}}},
            },
            "body": None if body is None else json.dumps(body),
            "isBase64Encoded": False,
        }
        answer = api(event, lambda_context())
        return SimpleNamespace(
            status=answer["statusCode"],
            body=json.loads(answer["body"]),
            headers=answer["headers"],
            text=answer["body"],
        )

    def items(self):
        """Everything in the table, by key."""
        pages = self.dynamodb.get_paginator("scan").paginate(TableName="registry")
        return {
            (item["pk"]["S"], item["sk"]["S"]): item for page in pages for item in page["Items"]
        }

    def facts(self):
        """What the registry holds, without imports, answers to keys and history."""
        passing = ("IMPORT#", "IDEM#")
        return {
            key: item
            for key, item in self.items().items()
            if not key[0].startswith(passing) and not key[1].startswith(("HIST#", "READ#"))
        }

    def announce(self, kind, content, written="csv"):
        """Announce and upload a file; return the import's id."""
        body = {
            "kind": kind,
            "format": written,
            "file_name": f"file.{written}",
            "size": len(content),
        }
        told = self.call("admin", "POST", "/v1/registry/imports", body).body
        self.upload(told["id"], content, written)
        return told["id"]

    def upload(self, import_id, content, written="csv"):
        """Put the bytes where the presigned address points."""
        self.s3.put_object(Bucket=BUCKET, Key=f"imports/{import_id}.{written}", Body=content)

    def move(self, import_id, action):
        """Ask for the next step of an import."""
        return self.call(
            "admin", "POST", f"/v1/registry/imports/{import_id}/transitions", {"action": action}
        )

    def messages(self, time=1):
        """Take the waiting messages off the queue, as an event for the worker."""
        got = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get(
            "Messages", []
        )
        for message in got:
            self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return handed_out(got, time)

    def work(self):
        """Let the worker work until the queue is empty."""
        from registry.handler import work_imports

        while (event := self.messages())["Records"]:
            assert work_imports(event, lambda_context()) == {"batchItemFailures": []}

    def show(self, import_id):
        """Read an import."""
        return self.call("admin", "GET", f"/v1/registry/imports/{import_id}").body

    def run(self, kind, content, written="csv"):
        """Import a file as far as it goes; return the import as it ended."""
        import_id = self.announce(kind, content, written)
        self.move(import_id, "check")
        self.work()
        if self.show(import_id)["status"] == "checked":
            self.move(import_id, "apply")
            self.work()
        return self.show(import_id)


def table(*rows):
    """Write rows as CSV in UTF-8; the first is the header."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
