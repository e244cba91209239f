"""A county with its registry's table, bucket, queue and key, in process."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from datetime import date
from functools import cache

import boto3

from kernel.access import Post, Role
from kernel.storage.unit_of_work import carry_out
from registry.service.appoint import appoint
from registry.service.save_person import save_person
from registry.service.save_unit import save_unit
from registry.store import secret
from registry.store.register import Register
from tests.support.in_process import Stage, ask, forget, in_process, lambda_context
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


class World(Stage):
    """The cloud around the registry; time stands still unless a test moves it."""

    def __init__(self, monkeypatch):
        super().__init__()
        self.dynamodb = client("dynamodb")
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
        """Call the API as a person."""
        from registry.api import API

        return ask(API, method, path, body, by=who, headers=headers, query=query)

    def items(self):
        """Everything in the table, by key."""
        pages = self.dynamodb.get_paginator("scan").paginate(TableName="registry")
        return {
            (item["pk"]["S"], item["sk"]["S"]): item for page in pages for item in page["Items"]
        }

    def facts(self):
        """What the registry holds, without imports, answers to keys, counts and history."""
        passing = ("IMPORT#", "IDEM#", "RATE#")
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
        from composition.handler import work_imports

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


def forget_everything():
    """Drop what a process remembers between requests."""
    forget()
    secret.id_hash_key.cache_clear()


@contextmanager
def a_registry(monkeypatch):
    """Run the registry in process, with nothing in it."""
    with in_process(
        lambda: World(monkeypatch), ("registry", "enforcement"), forgetting=forget_everything
    ) as world:
        yield world
