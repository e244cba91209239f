"""What people do in the deployed county, in the words of the tests."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from tests.deployed import DeployedCounty, eventually

GRID = "140426106201001"
VILLAGE = "140426106201"
TOWN = "140426106"
COUNTY = "140426"
TIERS = ("village", "town", "county")
# A demo limit is ten seconds a tier; a loaded machine may take as long again to notice.
A_TIER = 30


def report(county: DeployedCounty, who: str = "grid_worker", **said: Any) -> dict[str, Any]:
    """Report an incident of the category whose limits are seconds; return it."""
    body = {
        "category": "demo",
        "severity": "general",
        "description": "村口井盖破损 𠮷",
        "unit": GRID,
        "source": "patrol",
        **said,
    }
    if "location" in said and "unit" not in said:
        del body["unit"]
    answer = county.post(who, "/v1/incidents", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def move(
    county: DeployedCounty, who: str, incident: dict[str, Any], action: str, **said: Any
) -> Any:
    """Take a step; return the answer as it came."""
    return county.post(
        who, f"/v1/incidents/{incident['id']}/transitions", json={"action": action, **said}
    )


def read(county: DeployedCounty, incident: dict[str, Any]) -> dict[str, Any]:
    """Read the incident as the county administrator."""
    answer = county.get("county_admin", f"/v1/incidents/{incident['id']}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def timeline(
    county: DeployedCounty, incident: dict[str, Any], who: str = "county_admin"
) -> list[dict[str, Any]]:
    """Read every step of the incident."""
    answer = county.get(who, f"/v1/incidents/{incident['id']}/timeline")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def events(county: DeployedCounty, incident: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the steps as (event, tier afterwards)."""
    return [(step["event"], step["to_tier"]) for step in timeline(county, incident)]


def wait_until(
    county: DeployedCounty, incident: dict[str, Any], within: float, **wanted: Any
) -> dict[str, Any]:
    """Wait until the incident is as wanted; return it."""

    def look() -> dict[str, Any] | None:
        now = read(county, incident)
        return now if all(now[name] == value for name, value in wanted.items()) else None

    return eventually(look, f"{incident['id']} is {wanted}")


def settle(county: DeployedCounty, incident: dict[str, Any], officer: str) -> dict[str, Any]:
    """Let an officer solve the incident and the grid worker confirm it."""
    solved = move(county, officer, incident, "resolve", done="已更换井盖")
    assert solved.status_code == 200, solved.text
    confirmed = move(county, "grid_worker", incident, "confirm")
    assert confirmed.status_code == 200, confirmed.text
    return confirmed.json()


class Inbox:
    """A queue that an officer has subscribed to the notices of a unit."""

    def __init__(self, county: DeployedCounty, officer: str, unit: str) -> None:
        self._sqs = county.client("sqs")
        self._url = self._sqs.create_queue(QueueName=f"inbox-{uuid.uuid4().hex}")["QueueUrl"]
        named = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])
        arn = named["Attributes"]["QueueArn"]
        allow = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "sns.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": arn,
                }
            ],
        }
        self._sqs.set_queue_attributes(QueueUrl=self._url, Attributes={"Policy": json.dumps(allow)})
        answer = county.post(
            officer,
            "/v1/notices/subscriptions",
            json={"protocol": "sqs", "endpoint": arn, "unit": unit},
        )
        assert answer.status_code == 201, answer.text
        self._kept: list[dict[str, Any]] = []

    def take(self) -> list[dict[str, Any]]:
        """Take what has arrived; return everything that ever did, each notice once, in order of arrival."""
        while messages := self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                notice = json.loads(message["Body"])
                if "Message" in notice:
                    self._keep(notice)
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        return self._kept

    def about(self, incident: dict[str, Any]) -> list[dict[str, str]]:
        """Return the attributes of the notices about an incident, in order of arrival."""
        return [told for told in self.take() if told.get("case_code") == incident["case_code"]]

    def _keep(self, notice: dict[str, Any]) -> None:
        told = {name: attribute["Value"] for name, attribute in notice["MessageAttributes"].items()}
        told["text"] = notice["Message"]
        if told["notice_id"] not in [kept["notice_id"] for kept in self._kept]:
            self._kept.append(told)


def heard(
    inbox: Inbox, incident: dict[str, Any], wanted: Iterable[str], within: float
) -> list[dict[str, str]]:
    """Wait until the inbox has heard of exactly these events of the incident, in any number; return the notices."""
    names = list(wanted)

    def look() -> list[dict[str, str]] | None:
        told = inbox.about(incident)
        return told if [one["event"] for one in told][: len(names)] == names else None

    return eventually(look, f"the inbox hears {names} of {incident['case_code']}")


Look = Callable[[], Any]
