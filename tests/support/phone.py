"""A phone in the field: it keeps what it did until it is told, and a copy of what its owner may see."""

from __future__ import annotations

from typing import Any

from tests.support.county import GRID, County
from workspace.sync.api import API

REPORT: dict[str, Any] = {
    "category": "public_facilities",
    "severity": "general",
    "description": "村口井盖破损",
    "unit": GRID,
    "source": "patrol",
}


def op(
    number: int,
    kind: str,
    /,
    *,
    target: str | None = None,
    after: str | None = None,
    version: int | None = None,
    **body: Any,
) -> dict[str, Any]:
    """Return an operation as a phone keeps it; a report is an ordinary one but in what `body` says."""
    said = REPORT | body if kind == "report" else body
    made: dict[str, Any] = {"op_no": number, "op_id": f"op-{number}", "kind": kind}
    made |= {"target": target, "after": after, "version": version}
    made = {name: value for name, value in made.items() if value is not None}
    return made | {"body": {name: value for name, value in said.items() if value is not None}}


def push(
    county: County, *operations: Any, by: str = "worker", context: Any = None
) -> list[dict[str, Any]]:
    """Send a batch that must be taken, and return what became of each."""
    answer = county.go(
        "POST", "/v1/sync", {"operations": list(operations)}, by=by, api=API, context=context
    )
    assert answer.status == 200, answer
    return answer.body["results"]


class Phone:
    """A phone that pulls.

    Attributes
    ----------
    copy
        What it holds, by id, as it was told last.
    order
        The ids in the order in which they came.
    """

    def __init__(self, county: County, owner: str, limit: int = 25) -> None:
        self.county, self.owner, self.limit = county, owner, limit
        self.cursor: str | None = None
        self.copy: dict[str, dict[str, Any]] = {}
        self.order: list[str] = []
        self.pages: list[int] = []
        self.resets = 0
        self.requests = 0

    def step(self) -> bool | None:
        """Ask for one page; tell whether there is more, None when the answer did not come."""
        query = {"limit": self.limit} | ({"cursor": self.cursor} if self.cursor else {})
        answer = self.county.go("GET", "/v1/sync", by=self.owner, api=API, query=query)
        if answer.status == 503:
            return None
        assert answer.status == 200, answer
        self.take(answer.body)
        return answer.body["more"]

    def take(self, page: dict[str, Any]) -> None:
        """Take a page as the description of the route says."""
        self.requests += 1
        self.pages.append(len(page["items"]))
        if page["reset"]:
            self.copy.clear()
            self.resets += 1
        for item in page["items"]:
            self.order.append(item["id"])
            held = self.copy.get(item["id"])
            if item["gone"]:
                self.copy.pop(item["id"], None)
            elif held is None or held["version"] <= item["incident"]["version"]:
                self.copy[item["id"]] = item["incident"]
        self.cursor = page["next_cursor"]

    def pull(self) -> dict[str, dict[str, Any]]:
        """Pull until there is no more; return the copy."""
        for _ in range(200):
            if not self.step():
                return self.copy
        raise AssertionError("the pull never came to an end")
