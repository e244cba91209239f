"""What a policy, a set of texts or a rule book may hold at most fits into a request, and into the row that keeps it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from incidents.api import API as INCIDENTS
from incidents.model.policies import PolicyDocument
from incidents.store import policies as store
from kernel.http import MAX_BODY_BYTES, MAX_DOCUMENT_BYTES, Api
from kernel.http.request import Request
from notices.api import API as NOTICES
from notices.inbox.model import MessageTexts
from notices.inbox.rules.texts import LONGEST_TEXT
from notices.inbox.rules.told import Told
from points.api import API as POINTS
from points.model.book_requests import BookBody
from points.store.books import packaged

ROW = 400 * 1024
NAME = {"zh": "名" * 60, "en": "n" * 60}


def fullest_texts() -> dict[str, Any]:
    long = "字" * LONGEST_TEXT
    texts = [
        {"event": event, "category": f"category_{number}", "zh": long, "en": "x" * LONGEST_TEXT}
        for number in range(40)
        for event in Told
    ]
    return {"keep_days": 365, "texts": texts[:200]}


def fullest_policy() -> dict[str, Any]:
    document = store.packaged_document()
    codes = [f"category_of_the_county_{number}" for number in range(200)]
    categories = [document["categories"][0] | {"code": code, "name": NAME} for code in codes]
    lists = dict.fromkeys(("complex_items", "grid_items", "personal_items"), codes)
    return document | {"categories": categories, "duties": [], "after_photo_items": []} | lists


def fullest_book() -> dict[str, Any]:
    book = dict(packaged())
    items = [
        book["items"][0] | {"code": f"item_{number}", "name": NAME, "exclusions": [NAME] * 10}
        for number in range(100)
    ]
    return book | {"items": items}


@pytest.mark.parametrize(
    ("api", "route", "model", "document"),
    [
        (NOTICES, "PUT /v1/notices/texts", MessageTexts, fullest_texts()),
        (INCIDENTS, "PUT /v1/incidents/policies", PolicyDocument, fullest_policy()),
        (
            POINTS,
            "POST /v1/points/villages/140426106201/rule-books",
            BookBody,
            fullest_book(),
        ),
    ],
)
def test_the_most_a_document_may_name_fits_into_a_request(
    api: Api, route: str, model: Any, document: dict[str, Any]
) -> None:
    method, path = route.split(" ")
    request = Request("zh", {}, "", path, "", f"{method} ")
    text = json.dumps(document, ensure_ascii=False)

    model.model_validate(document)
    assert MAX_BODY_BYTES < len(text.encode()) <= api._most_bytes_of(request) == MAX_DOCUMENT_BYTES
    assert MAX_DOCUMENT_BYTES < ROW
