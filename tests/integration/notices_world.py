"""A county with its notices' table, topics and mailboxes, in process."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import boto3

from kernel import aws, clock
from kernel.storage import dynamo
from tests.support.in_process import Stage, forget, http_event, in_process
from tests.unit.test_notices_rules import COUNTY, GRID, TOWN, VILLAGE, Now, history_row

NEXT_VILLAGE = "140426106202"
REGION = "us-east-1"
STAFF = {
    "worker": ("grid_worker", GRID),
    "chief": ("grid_chief", GRID),
    "village": ("village_officer", VILLAGE),
    "neighbour": ("village_officer", NEXT_VILLAGE),
    "town": ("town_officer", TOWN),
    "county": ("county_officer", COUNTY),
    "admin": ("county_admin", COUNTY),
    "resident": ("resident", GRID),
}


@dataclass
class Incidents:
    """Where incidents stand, as their context would tell."""

    present: dict[str, Now] = field(default_factory=dict)
    followed: dict[str, Any] = field(default_factory=dict)
    asked: int = 0

    def present_state(self, thing_id):
        self.asked += 1
        return self.present.get(thing_id)

    def following(self, incident_id):
        return self.followed.get(incident_id)

    def category_name(self, code, thing_id=None):  # noqa: ARG002 - named by its policy alone here
        from kernel.texts import Text

        return {"environment": Text("生态环境", "environment")}.get(code)


class World(Stage):
    """The cloud around the notices."""

    def __init__(self):
        super().__init__()
        self.incidents = Incidents({"01JD": Now()})
        self.sns: Any = boto3.client("sns", region_name=REGION)
        self.sqs: Any = boto3.client("sqs", region_name=REGION)
        for tier in ("village", "town", "county"):
            os.environ[f"{tier.upper()}_TOPIC_ARN"] = self.sns.create_topic(Name=tier)["TopicArn"]
        os.environ |= {
            "ROBOT_QUEUE_URL": self.sqs.create_queue(QueueName="robots")["QueueUrl"],
            "NOTICE_DEAD_LETTERS_URL": self.sqs.create_queue(QueueName="dead-letters")["QueueUrl"],
            "NOTICES_KEY": boto3.client("kms", region_name=REGION).create_key()["KeyMetadata"][
                "Arn"
            ],
            "CASE_LINK_BASE": "https://sizhi.licheng.gov.cn/cases/",
        }
        units = {COUNTY: "黎城县", TOWN: "洪井镇", VILLAGE: "庄头村", GRID: "第一网格"}
        self.settle(units, STAFF)

    def tell(self):
        return self.now

    def passes(self, **time):
        self.advance(**time)

    def queue(self, name):
        url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        return self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])[
            "Attributes"
        ]["QueueArn"]

    def listening(self, tier, name="inbox", **policy):
        arn = self.queue(name)
        attributes = {"FilterPolicy": json.dumps(policy)} if policy else {}
        self.sns.subscribe(
            TopicArn=os.environ[f"{tier.upper()}_TOPIC_ARN"],
            Protocol="sqs",
            Endpoint=arn,
            Attributes=attributes,
        )
        return name

    def received(self, name="inbox"):
        url = self.sqs.get_queue_url(QueueName=name)["QueueUrl"]
        bodies = []
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                bodies.append(json.loads(message["Body"]))
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def dead_letters(self):
        """What was set aside, without taking it away."""
        url = self.sqs.get_queue_url(QueueName="dead-letters")["QueueUrl"]
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [json.loads(one["Body"]) for one in answer.get("Messages", [])]

    def hints(self):
        """How many hints at robots were given, delayed still or not."""
        url = self.sqs.get_queue_url(QueueName="robots")["QueueUrl"]
        told = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return sum(int(told[f"ApproximateNumberOfMessages{kind}"]) for kind in ("", "Delayed"))

    def rows(self, prefix):
        plain: list[dict[str, Any]] = [
            {name: next(iter(value.values())) for name, value in item.items()}
            for item in self.kept("notices")
        ]
        return [row for row in plain if row["sk"].startswith(prefix)]

    def expires(self, prefix):
        """Take away the rows whose time to live ends one day, as DynamoDB does then."""
        table = boto3.resource("dynamodb", region_name=REGION).Table("notices")
        for row in self.rows(prefix):
            if "expires_at" in row:
                table.delete_item(Key={"pk": row["pk"], "sk": row["sk"]})

    def subscriptions(self, tier):
        topic = os.environ[f"{tier.upper()}_TOPIC_ARN"]
        return self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]

    def filter_of(self, tier):
        (one,) = self.subscriptions(tier)
        attributes = self.sns.get_subscription_attributes(SubscriptionArn=one["SubscriptionArn"])[
            "Attributes"
        ]
        return json.loads(attributes["FilterPolicy"])


def forget_clients():
    forget()
    for remembered in (dynamo.client, aws.client):
        remembered.cache_clear()


@contextmanager
def a_world():
    """Run the notices in process; what the functions are told of their surroundings ends with it."""
    before = dict(os.environ)
    os.environ |= {"AWS_REGION": REGION, "COUNTY_CODE": COUNTY}
    try:
        with in_process(World, ("registry", "notices"), forgetting=forget_clients) as world:
            yield world
    finally:
        os.environ.clear()
        os.environ.update(before)


def record(number=1, **changes):
    """One stream record of a history row."""
    row = history_row(seq=str(number), **changes)
    about = row.pop("subject", "inc").upper()
    row["pk"] = f"{about}#{row.pop('incident_id')}"
    row["sk"] = f"HIST#{number:06d}"
    numbers = {"seq", "epoch"}
    image = {
        name: {"NULL": True} if value is None else {"N": value} if name in numbers else {"S": value}
        for name, value in row.items()
    }
    return {
        "eventName": "INSERT",
        "dynamodb": {
            "Keys": {"pk": image["pk"], "sk": {"S": row["sk"]}},
            "NewImage": image,
            "SequenceNumber": f"{number:021d}",
        },
    }


def request(method, path, body=None, *, person, headers=None, query=None):
    """One API Gateway event."""
    return http_event(
        method,
        path,
        by=person,
        query=query or {},
        raw_query=urlencode(query or {}),
        headers={"content-type": "application/json", **(headers or {})},
        body=None if body is None else json.dumps(body, ensure_ascii=False),
    )


__all__ = [
    "COUNTY",
    "GRID",
    "NEXT_VILLAGE",
    "TOWN",
    "VILLAGE",
    "Now",
    "World",
    "a_world",
    "clock",
    "forget_clients",
    "record",
    "request",
]
