"""The article's year as a briefing: every figure counted, written on in prose alone, signed, corrected beside."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kernel.addressees import person, unit
from kernel.documents import load
from kernel.documents.rendering import render
from kernel.storage.dynamo import read
from notices.inbox.rules.entries import read_entry
from notices.inbox.rules.told import Told
from notices.inbox.store.histories import ReportsEntryRow, read_entries
from reports.rules.figures import DRAWN, FigureUnit
from reports.store.briefings import BRIEFINGS
from reports.store.table import TEMPLATES, DocumentRow
from tests.support.article import VILLAGE, call, count, did, page_of, the_article
from tests.support.county import COUNTY, TOWN, County

SAID = {"unit": TOWN, "first": "2026-01-01", "last": "2026-12-31", "village": VILLAGE}
TOWN_OFFICER = "p-to-01"
NOW = datetime(2026, 12, 31, tzinfo=UTC)


@pytest.fixture(scope="module")
def article() -> Iterator[County]:
    """The county at the end of the article's year; tests draw briefings of it, and leave its year as it is."""
    with the_article() as county:
        yield county


def drawn(county: County) -> dict[str, Any]:
    made = did(county, TOWN_OFFICER, "POST", "reports/briefings", SAID)
    count()
    return read_again(county, made)


def read_again(county: County, briefing: dict[str, Any]) -> dict[str, Any]:
    return did(county, TOWN_OFFICER, "GET", f"reports/briefings/{briefing['id']}")


def moved(county: County, briefing: dict[str, Any], **said: Any) -> dict[str, Any]:
    path = f"reports/briefings/{briefing['id']}/transitions"
    return did(county, TOWN_OFFICER, "POST", path, said)


def exact(briefing: dict[str, Any]) -> dict[str, int]:
    return {one["figure"]: one["exact"] for one in briefing["figures"]}


def told(briefing: dict[str, Any]) -> str:
    return "".join(line for part in briefing["parts"] for line in part["lines"])


def test_the_articles_year_gives_the_articles_own_figures(article: County) -> None:
    figures = exact(drawn(article))

    assert figures.pop("law_activities") > 0
    assert figures == {
        "villages_with_law_site": 26,
        "grids": 15,
        "people_served": 577,
        "disputes_mediated": 4,
        "errands_delivered": 12,
        "inspections": 37,
        "problems_handled": 6,
        "penalties": 4,
        "fines_fen": 2_040_000,
        "training_sessions": 6,
        "economic_value_fen": 1_772_000,
        "red_households": 5,
        "black_households": 5,
        "systems_in_force": 10,
        "matters_decided": 1,
        "incidents_reported": 0,
        "incidents_confirmed": 0,
    }


def test_only_what_is_more_than_its_round_number_is_printed_with_it(article: County) -> None:
    said = told(drawn(article))

    for sentence in (
        "26个村建有法治长廊",
        "划分网格15个，服务577人",
        "调解矛盾纠纷4起，代办服务10余件",
        "产生经济价值17700余元",
        "施行执法制度10项，组织执法人员培训6次",
        "执法检查37次，发现并处理问题6件，作出行政处罚4起，罚款20400元",
        "红榜5户、黑榜（帮促榜）5户",
    ):
        assert sentence in said


def test_a_draft_is_written_on_in_its_prose_and_in_nothing_else(article: County) -> None:
    briefing = drawn(article)
    path = f"reports/briefings/{briefing['id']}/transitions"

    written = moved(article, briefing, action="write", prose={"next_steps": "继续推进四治融合。"})
    with_figure = {"action": "write", "prose": {"lead": "好"}, "figures": {"penalties": 3}}
    unknown = {"action": "write", "prose": {"penalties": "3"}}
    personal = {"action": "write", "prose": {"lead": "联系人电话13812345678"}}

    assert next(one for one in written["parts"] if one["part"] == "next_steps")["prose"]
    assert exact(written) == exact(briefing)
    for body in (with_figure, unknown, personal):
        assert call(article, TOWN_OFFICER, "POST", path, body).status == 422, body
    taken = moved(article, written, action="write", prose={"next_steps": None})
    assert all(one["prose"] is None for one in taken["parts"])


def test_it_is_not_signed_before_its_figures_are_counted(article: County) -> None:
    made = did(article, TOWN_OFFICER, "POST", "reports/briefings", SAID)
    path = f"reports/briefings/{made['id']}/transitions"

    early = call(article, TOWN_OFFICER, "POST", path, {"action": "sign"})
    anew = call(article, TOWN_OFFICER, "POST", path, {"action": "recount"})

    assert (early.status, early.problem) == (409, "briefing-not-counted")
    assert (anew.status, anew.problem) == (409, "briefing-still-counting")
    assert (made["done"], made["figures"], told(made)) == (0, [], "")
    count()


def test_a_signed_briefing_has_its_number_its_paper_and_no_step_that_leads_on(
    article: County,
) -> None:
    signed = moved(article, drawn(article), action="sign")
    path = f"reports/briefings/{signed['id']}"

    assert re.search(r"简报〔2026〕第\d+期", signed["number"])
    assert signed["actions"] == []
    for action in ("write", "recount", "discard"):
        prose = {"prose": {"lead": "改"}} if action == "write" else {}
        body = {"action": action, "reason": "改"} | prose
        assert call(article, TOWN_OFFICER, "POST", f"{path}/transitions", body).status in (409, 422)
    row: Any = read([DocumentRow.key(signed["id"])])[0]
    assert "罚款20400元" in str(row.values["enforcement"])
    assert {"name": "行政处罚", "said": "4"}.items() <= next(
        one for one in row.values["figures"] if one["name"] == "行政处罚"
    ).items()
    assert did(article, TOWN_OFFICER, "GET", f"{path}/document")["status"] == "queued"


def test_its_paper_draws_what_its_page_draws(article: County) -> None:
    signed = moved(article, drawn(article), action="sign")
    row: Any = read([DocumentRow.key(signed["id"])])[0]

    file = zipfile.ZipFile(io.BytesIO(render(load(TEMPLATES, row.template), row.values, NOW)))

    charts = [name for name in file.namelist() if name.startswith("word/charts/")]
    page = page_of(TOWN_OFFICER, f"reports/briefings/{signed['id']}/page")
    assert len(charts) == page.count("<svg") > 2
    drawn_numbers = [
        number
        for name in charts
        for number in re.findall(r"<c:v>(\d+)</c:v>", file.read(name).decode())
    ]
    assert {"37", "12"} <= set(drawn_numbers)
    for counted in FigureUnit:
        assert (f"bars_{counted}" in row.values) == (counted in DRAWN)


def test_whoever_drew_it_its_unit_and_the_one_above_hear_that_it_is_signed(article: County) -> None:
    briefing = drawn(article)
    moved(article, briefing, action="sign")

    entries = [read_entry(one) for one in BRIEFINGS.steps_of(briefing["id"], 10, None).rows]
    (told,) = [one for one in entries if one]
    assert told.own is told.office is Told.BRIEFING_SIGNED
    assert set(told.addressees) == {person(TOWN_OFFICER), unit(TOWN), unit(COUNTY)}


def correct(county: County, by: str, briefing: dict[str, Any], **more: Any) -> Any:
    path = f"reports/briefings/{briefing['id']}/corrections"
    said = {"figure": "penalties", "note": "处罚决定被撤销"} | more
    return call(county, by, "POST", path, said)


def test_everybody_who_heard_of_the_signature_hears_of_a_correction(article: County) -> None:
    briefing = moved(article, drawn(article), action="sign")

    assert correct(article, TOWN_OFFICER, briefing).status == 202

    steps = BRIEFINGS.steps_of(briefing["id"], 10, None).rows
    rows = read_entries(ReportsEntryRow, [(one.pk, one.sk) for one in steps])
    *_, signed, corrected = [one for one in map(read_entry, rows) if one]
    assert corrected.own is corrected.office is Told.BRIEFING_CORRECTED
    assert corrected.thing_id == briefing["id"]
    assert corrected.village == TOWN
    assert set(corrected.addressees) == set(signed.addressees)
    count()


def test_the_unit_above_corrects_by_an_entry_that_is_seen_to_be_its_own(article: County) -> None:
    briefing = moved(article, drawn(article), action="sign")

    own = correct(article, TOWN_OFFICER, briefing).body
    above = correct(article, "county", briefing).body
    count()

    assert (own["standing"], own["by_unit"]) == ("office", TOWN)
    assert (above["standing"], above["by_unit"]) == ("above", COUNTY)
    page = page_of(TOWN_OFFICER, f"reports/briefings/{briefing['id']}/page")
    assert page.count("签发时为4") == 2
    assert page.count(f"由{above['by_unit_name']}更正为4") == 1
    assert exact(read_again(article, briefing)) == exact(briefing)


def test_two_tiers_up_nobody_corrects_and_nobody_of_a_village_what_its_town_signed(
    article: County,
) -> None:
    of_village = {"unit": VILLAGE, "first": "2026-01-01", "last": "2026-12-31"}
    made = did(article, "p-vo-01", "POST", "reports/briefings", of_village)
    count()
    path = f"reports/briefings/{made['id']}/transitions"
    signed = did(article, "p-vo-01", "POST", path, {"action": "sign"})
    of_town = moved(article, drawn(article), action="sign")
    figure = {"figure": "law_activities"}

    assert correct(article, "county", signed, **figure).status == 403
    assert correct(article, TOWN_OFFICER, signed, **figure).body["standing"] == "above"
    assert correct(article, "p-vo-01", signed, **figure).body["standing"] == "office"
    assert correct(article, "p-vo-01", of_town).status == 403
    count()


def test_no_personal_number_stands_in_the_note_of_a_correction(article: County) -> None:
    briefing = moved(article, drawn(article), action="sign")

    refused = correct(article, TOWN_OFFICER, briefing, note="当事人电话13812345678")

    assert (refused.status, refused.wrong_fields) == (422, ["note"])


def test_it_prints_with_charts_drawn_here_and_nothing_from_elsewhere(article: County) -> None:
    briefing = moved(article, drawn(article), action="write", prose={"lead": "<b>四治</b>融合"})

    page = page_of(TOWN_OFFICER, f"reports/briefings/{briefing['id']}/page")

    assert "<svg" in page
    assert "&lt;b&gt;四治&lt;/b&gt;融合" in page
    assert "17700余元" in page
    fetched = re.findall(r"(?:src|href|url|@import|@font-face|<script)[^>]*", page)
    assert fetched == []
    assert set(re.findall(r'https?://[^"]+', page)) == {"http://www.w3.org/2000/svg"}


def test_a_figure_opens_to_the_events_it_is_the_sum_of_by_who_may_see_them(article: County) -> None:
    briefing = drawn(article)
    path = f"reports/counts/{briefing['count']}/events"

    def opened(by: str, figure: str, unit: str) -> Any:
        return call(article, by, "GET", path, query={"figure": figure, "unit": unit})

    fines = opened("p-eo-01", "fines_fen", TOWN).body["items"]
    value = opened("p-bk-01", "economic_value_fen", VILLAGE).body["items"]

    assert sum(one["amount"] for one in fines) == 2_040_000
    assert len({one["subject"] for one in fines}) == 4
    assert sum(one["amount"] for one in value) == 1_772_000
    assert opened("p-bk-01", "fines_fen", TOWN).status == 403
    assert opened("p-vo-01", "fines_fen", TOWN).status == 403
    assert opened("p-eo-01", "grids", TOWN).status == 403


def test_who_is_of_another_unit_reads_and_draws_nothing(article: County) -> None:
    briefing = drawn(article)

    for method, path, body in (
        ("POST", "reports/briefings", SAID),
        ("GET", f"reports/briefings/{briefing['id']}", None),
        ("GET", f"reports/briefings/{briefing['id']}/page", None),
        (
            "POST",
            f"reports/briefings/{briefing['id']}/corrections",
            {"figure": "penalties", "note": "撤销"},
        ),
    ):
        assert call(article, "next_town", method, path, body).status == 403, path
    # The county reads it; only an officer of the town itself signs it.
    path = f"reports/briefings/{briefing['id']}"
    assert did(article, "county", "GET", path)["actions"] == []
    assert call(article, "county", "POST", f"{path}/transitions", {"action": "sign"}).status == 403


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"first": "2026-01-01", "last": "2027-01-02"}, "last"),
        ({"first": "2026-12-02", "last": "2026-12-01"}, "last"),
        ({"village": f"{COUNTY}107201"}, "village"),
        ({"boards": TOWN}, "boards"),
    ],
)
def test_a_period_is_a_year_at_most_and_a_village_one_of_the_unit(
    article: County, said: dict[str, str], field: str
) -> None:
    answer = call(article, TOWN_OFFICER, "POST", "reports/briefings", SAID | said)

    assert answer.status == 422
    assert [one["field"] for one in answer.body["errors"]] == [field]
