"""Whoever wants a briefing to say what was not counted, or to do what a text does not do: through the API, and refused or printed as typed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kernel.documents import load
from kernel.documents.rendering import render
from kernel.storage.dynamo import read
from reports.store.table import TEMPLATES, DocumentRow
from tests.integration.test_reports_briefing import (
    NOW,
    SAID,
    TOWN_OFFICER,
    correct,
    drawn,
    exact,
    moved,
    read_again,
    told,
)
from tests.support.article import VILLAGE, VILLAGES, call, count, did, page_of, the_article
from tests.support.county import TOWN, County

TYPED = [
    "{unit.penalties}",
    "{{unit.fines_fen}}",
    "{village.errands_delivered~10}",
    "{title} {0} {figures[0][said]} %s ${penalties}",
    "</w:t></w:r><w:p>假</w:p>",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "&罚款&amp;20400元 \" ' ]]>",
]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def article() -> Iterator[County]:
    """The county at the end of the article's year; tests draw briefings of it, and leave its year as it is."""
    with the_article() as county:
        county.appoint(next_village=("village_officer", VILLAGES[1]))
        yield county


def paragraphs(briefing: dict[str, Any]) -> list[str]:
    """Return what the paper of a signed briefing says, as a reader of Word reads it."""
    row: Any = read([DocumentRow.key(briefing["id"])])[0]
    file = zipfile.ZipFile(io.BytesIO(render(load(TEMPLATES, row.template), row.values, NOW)))
    for name in file.namelist():
        if name.endswith(".xml"):
            ET.fromstring(file.read(name))
    body = ET.fromstring(file.read("word/document.xml"))
    return [
        "".join(text.text or "" for text in one.iter(f"{WORD}t")) for one in body.iter(f"{WORD}p")
    ]


def test_what_people_typed_stands_on_paper_and_page_as_they_typed_it(article: County) -> None:
    briefing = drawn(article)
    before = exact(briefing), told(briefing)
    written = moved(article, briefing, action="write", prose={"lead": "\n".join(TYPED)})

    assert (exact(written), told(written)) == before
    signed = moved(article, written, action="sign")
    assert set(TYPED) <= set(paragraphs(signed))
    page = page_of(TOWN_OFFICER, f"reports/briefings/{signed['id']}/page")
    body = ET.fromstring(page.replace("<!doctype html>", "").replace('<meta charset="utf-8">', ""))
    assert set(TYPED) <= {one.text for one in body.iter("p")}
    assert {one.tag for one in body.iter()} & {"script", "img"} == set()


@pytest.mark.parametrize(
    "more",
    [
        {"values": [{"figure": "penalties", "exact": 1}]},
        {"count": "01M8323B80ZASBGN3Q5V2DNX69"},
        {"template": "briefing-1"},
        {"lines": {"enforcement": ["无处罚"]}},
        {"prose": {"enforcement": {"lines": []}}},
        {"prose": {"village~10": "12"}},
        {"unit": VILLAGE},
        {"village": VILLAGE},
        {"last": "2026-06-30"},
        {"cut_off": "2026-01-01T00:00:00+08:00"},
    ],
)
def test_no_step_takes_a_figure_a_period_or_a_sentence_along(
    article: County, more: dict[str, Any]
) -> None:
    briefing = drawn(article)
    path = f"reports/briefings/{briefing['id']}/transitions"

    for begun in ({"action": "write", "prose": {"lead": "好"}}, {"action": "sign"}):
        said = begun | more
        assert call(article, TOWN_OFFICER, "POST", path, said).status == 422, said

    assert read_again(article, briefing) == briefing


def test_nothing_is_written_along_with_a_signature_where_it_would_be_lost(article: County) -> None:
    briefing = drawn(article)
    path = f"reports/briefings/{briefing['id']}/transitions"

    refused = call(
        article, TOWN_OFFICER, "POST", path, {"action": "sign", "prose": {"lead": "最后一句"}}
    )

    assert (refused.status, refused.wrong_fields) == (422, ["prose"])
    assert read_again(article, briefing)["status"] == "draft"


@pytest.mark.parametrize("more", [{"now": 3}, {"was": 5}, {"exact": 3}, {"count": "x"}])
def test_no_correction_types_what_the_figure_is_now(article: County, more: dict[str, Any]) -> None:
    signed = moved(article, drawn(article), action="sign")

    assert correct(article, TOWN_OFFICER, signed, **more).status == 422


def test_nothing_is_corrected_that_was_not_signed_with(article: County) -> None:
    draft = drawn(article)
    assert correct(article, TOWN_OFFICER, draft).status == 409
    moved(article, draft, action="discard", reason="重起")
    assert correct(article, TOWN_OFFICER, draft).status == 409
    signed = moved(article, drawn(article), action="sign")

    for wrong in (
        {"figure": "collective_income_fen"},
        {"figure": "incidents_open"},
        {"unit": VILLAGES[1]},
        {"figure": "disputes_mediated"},
    ):
        assert correct(article, TOWN_OFFICER, signed, **wrong).status == 422, wrong
    assert correct(article, TOWN_OFFICER, signed, note="   ").status == 422


def test_a_figure_the_briefing_tells_of_its_village_is_corrected_for_that_village(
    article: County,
) -> None:
    signed = moved(article, drawn(article), action="sign")

    made = correct(article, TOWN_OFFICER, signed, figure="disputes_mediated", unit=VILLAGE)
    count()

    assert made.status == 202
    path = f"reports/briefings/{signed['id']}/corrections"
    (kept,) = did(article, TOWN_OFFICER, "GET", path)["items"]
    assert (kept["unit"], kept["was"], kept["now"]) == (VILLAGE, 4, 4)


@pytest.mark.parametrize("by", ["next_village", "p-gw-01", "p-vr-02", "p-bk-01", "p-js-01", None])
def test_a_briefing_of_a_village_is_nobodys_but_its_officers_and_those_above(
    article: County, by: str | None
) -> None:
    of_village = {"unit": VILLAGE, "first": "2026-01-01", "last": "2026-12-31"}
    made = did(article, "p-vo-01", "POST", "reports/briefings", of_village)
    count()
    path = f"reports/briefings/{made['id']}"
    asked: list[tuple[str, str, Any]] = [
        ("POST", "reports/briefings", of_village),
        ("GET", f"reports/briefings?unit={VILLAGE}", None),
        ("GET", path, None),
        ("GET", f"{path}/page", None),
        ("GET", f"{path}/history", None),
        ("GET", f"{path}/corrections", None),
        ("GET", f"{path}/document", None),
        ("POST", f"{path}/document", {}),
        ("POST", f"{path}/transitions", {"action": "sign"}),
        ("POST", f"{path}/corrections", {"figure": "penalties", "note": "改"}),
    ]

    for method, where, body in asked:
        at, _, unit = where.partition("?unit=")
        query = {"unit": unit} if unit else {}
        answer = call(article, by, method, at, body, query=query)
        assert answer.status in (401, 403), (by, method, where, answer)


def test_a_village_of_the_town_neither_signs_nor_writes_on_what_the_town_draws(
    article: County,
) -> None:
    briefing = drawn(article)
    path = f"reports/briefings/{briefing['id']}"

    for said in ({"action": "sign"}, {"action": "write", "prose": {"village": "先进"}}):
        assert call(article, "p-vo-01", "POST", f"{path}/transitions", said).status == 403
    assert call(article, "p-vo-01", "POST", "reports/briefings", SAID).status == 403
    assert call(article, "p-vo-01", "GET", path).status == 403


def test_a_briefing_is_signed_as_it_was_read_and_not_as_somebody_else_wrote_since(
    article: County,
) -> None:
    briefing = drawn(article)
    moved(article, briefing, action="write", prose={"lead": "后写的话"})
    path = f"reports/briefings/{briefing['id']}/transitions"

    headers = {"if-match": f'"{briefing["version"]}"'}
    late = call(article, TOWN_OFFICER, "POST", path, {"action": "sign"}, headers=headers)

    assert late.status == 412
    assert read_again(article, briefing)["status"] == "draft"
    assert briefing["unit"] == TOWN
