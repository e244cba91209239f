"""What a policy, a set of texts or a rule book may hold at most fits into a request, and into the row that keeps it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from assembly.api import API as ASSEMBLY
from assembly.model.publications import NewPublication
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
from points.model.shop_requests import ShopBody
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
    return {**document, "categories": categories, "duties": [], "after_photo_items": [], **lists}


def fullest_book() -> dict[str, Any]:
    book = dict(packaged())
    items = [
        book["items"][0] | {"code": f"item_{number}", "name": NAME, "exclusions": [NAME] * 10}
        for number in range(100)
    ]
    return book | {"items": items}


def fullest_shop() -> dict[str, Any]:
    keepers = [f"person-{number:02d}-{'k' * 50}" for number in range(20)]
    merchants = [
        {"id": f"m-{number}", "name": "店" * 200, "keepers": keepers} for number in range(50)
    ]
    open_days = {"weekdays": [1, 2], "opens": "08:30", "closes": "18:00"}
    return {"name": "积分超市", "merchants": merchants} | open_days


def fullest_publication() -> dict[str, Any]:
    return {
        "village": "140426106201",
        "kind": "other",
        "title": "题" * 200,
        "content": "公" * 20_000,
        "attachments": ["附" * 200] * 20,
    }


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
        (POINTS, "PUT /v1/points/villages/140426106201/shop", ShopBody, fullest_shop()),
        (ASSEMBLY, "POST /v1/assembly/publications", NewPublication, fullest_publication()),
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


@pytest.mark.parametrize(
    "other",
    [
        {"weekdays": [1, 1]},
        {"dates": ["2026-12-01", "2026-12-01"]},
        {"merchants": [{"id": "m-1", "name": "店"}, {"id": "m-1", "name": "店二"}]},
    ],
)
def test_a_shop_names_no_day_and_no_merchant_twice(other: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ShopBody.model_validate(fullest_shop() | other)
