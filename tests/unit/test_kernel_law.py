"""Statutes and citations: what may be shown as law, and when."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kernel.law import (
    Confidence,
    StatuteKind,
    UnknownArticle,
    UnknownStatute,
    catalogue,
    cite,
    reference,
)
from kernel.law.statutes import in_chinese, parse

FUNCTIONS = Path(__file__).parents[2] / "functions"
DAY = date(2026, 11, 23)
# A village's own records and the notices themselves, which a county sends and gets back, are no citations.
OWN_SOURCES = {"kernel/calendars/2025.json", "kernel/calendars/2026.json"}


def documents() -> Iterator[tuple[str, Any]]:
    for path in sorted(FUNCTIONS.rglob("*.json")):
        name = str(path.relative_to(FUNCTIONS))
        if not name.startswith("kernel/law/") and "open311" not in name:
            yield name, json.loads(path.read_bytes())


def cited(value: Any) -> Iterator[dict[str, Any]]:
    """Every reference to the catalogue in a document, wherever it stands."""
    if isinstance(value, dict):
        if "law" in value and isinstance(value["law"], str):
            yield value
        for inner in value.values():
            yield from cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cited(inner)


DOCUMENTS = dict(documents())
CITED = [(name, said) for name, document in DOCUMENTS.items() for said in cited(document)]


def test_a_citation_says_source_article_confidence_and_validity() -> None:
    said = cite("village-committee-law-2025", "art. 29", on=DAY)

    assert said.is_law
    assert said.view("zh") == {
        "source": "村民委员会组织法（2025年修订）",
        "article": "第二十九条",
        "confidence": "law",
        "valid_from": "2025-10-28",
        "valid_to": None,
        "note": None,
    }
    assert said.view("en")["article"] == "art. 29"


@pytest.mark.parametrize(
    ("day", "is_law"),
    [("2025-10-27", False), ("2025-10-28", True), ("2026-11-23", True)],
)
def test_a_statute_is_law_from_the_day_it_is_in_force(day: str, is_law: bool) -> None:
    said = cite("village-committee-law-2025", "29", on=date.fromisoformat(day))

    assert said.is_law is is_law


def test_a_statute_that_was_superseded_is_law_on_its_last_day_and_unchecked_after() -> None:
    last = cite("social-assistance-measures-2014", "11", on=date(2026, 6, 30))
    after = cite("social-assistance-measures-2014", "11", on=date(2026, 7, 1))

    assert last.confidence is Confidence.LAW
    assert after.confidence is Confidence.ASSUMED
    assert cite("social-assistance-law-2026", "45", on=date(2026, 7, 1)).is_law


@pytest.mark.parametrize(
    ("said", "confidence"),
    [
        ({"law": "tangshan-12345-2025", "articles": ["23"]}, "law-a"),
        ({"law": "tangshan-12345-2025", "articles": ["20"], "confidence": "assumed"}, "assumed"),
        ({"law": "village-committee-law-2025", "articles": ["17"], "analogy": True}, "assumed"),
        ({"law": "village-committee-law-2025", "confidence": "mixed"}, "mixed"),
        ({"law": "four-deliberations"}, "seen"),
        ({"law": "four-deliberations", "confidence": "law"}, "seen"),
        ({"law": "county-rule", "note": "县委办〔2026〕1号"}, "seen"),
        ({"law": "own-assumption"}, "assumed"),
        ({"law": "own-choice"}, "design"),
    ],
)
def test_another_places_law_practice_analogy_and_our_own_are_never_law(
    said: dict[str, Any], confidence: str
) -> None:
    assert reference(said).on(DAY).confidence == confidence


def test_an_unknown_statute_or_article_is_refused_at_load() -> None:
    with pytest.raises(UnknownStatute):
        reference({"law": "law-of-nowhere"})
    with pytest.raises(UnknownArticle):
        reference({"law": "village-committee-law-2025", "articles": ["99"]})
    with pytest.raises(UnknownArticle):
        cite("civil-code", "art. 9999", on=DAY)


def test_a_paragraph_is_named_as_statutes_name_it() -> None:
    said = reference({"law": "village-committee-law-2025", "articles": ["31(2)", "35(4)"]})

    assert said.named.zh == "村民委员会组织法（2025年修订）第三十一条第二款、第三十五条第四款"
    assert said.named.en.endswith("art. 31(2), art. 35(4)")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *((4, "四"), (10, "十"), (16, "十六"), (20, "二十"), (37, "三十七"), (100, "一百")),
        *((136, "一百三十六"), (203, "二百零三"), (1024, "一千零二十四"), (1242, "一千二百四十二")),
    ],
)
def test_articles_are_numbered_in_chinese(number: int, written: str) -> None:
    assert in_chinese(number) == written


def test_what_is_kept_of_a_reference_is_read_back_as_it_was() -> None:
    said = {"law": "civil-code", "articles": ["203"], "confidence": "mixed", "note": "n"}

    assert reference(said).document == said


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "id": "x", "name": {"zh": "x", "en": "x"}, "kind": "law", "issuer": None, "number": None,
        "valid_from": "2026-01-01", "valid_to": None, "source": "s", "confidence": "law", "articles": {},
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        [entry(), entry()],
        [entry(valid_to="2025-12-31")],
        [entry(kind="example")],
        [entry(kind="practice", confidence="law")],
        [entry(kind="hearsay")],
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(wrong: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match=r"twice|ends before|is no|hearsay"):
        parse({"statutes": wrong})


def test_what_is_law_elsewhere_or_our_own_is_law_nowhere_here() -> None:
    elsewhere = {StatuteKind.EXAMPLE, StatuteKind.PRACTICE, StatuteKind.OWN}

    assert not [
        one.id
        for one in catalogue().values()
        if one.kind in elsewhere and one.confidence is Confidence.LAW
    ]


@pytest.mark.parametrize(("name", "said"), CITED, ids=lambda one: str(one)[:60])
def test_every_citation_of_the_data_is_in_the_catalogue(name: str, said: dict[str, Any]) -> None:
    assert reference(said).on(DAY).source.zh


def test_every_statute_is_cited_or_is_kept_for_what_it_replaced() -> None:
    used = {said["law"] for _, said in CITED} | {
        rule["citation"]["law"]
        for rule in json.loads((FUNCTIONS / "kernel/law/rules.json").read_bytes())["rules"]
    }
    kept = {
        "village-committee-law-2018",
        "county-rule",
        "holiday-notice-2025",
        "holiday-notice-2026",
    }

    assert set(catalogue()) - used <= kept


@pytest.mark.parametrize("name", sorted({name for name, _ in CITED}))
def test_a_document_that_cites_says_from_when_to_when_it_holds(name: str) -> None:
    document = DOCUMENTS[name]
    parts = (
        [document]
        if "valid_from" in document
        else [one for group in ("bodies", "types") for one in document.get(group, ())]
    )

    assert parts
    assert all({"valid_from", "valid_to"} <= set(part) for part in parts)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_no_document_has_a_citation_form_of_its_own(name: str) -> None:
    def own(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "source" in value or ("confidence" in value and "law" not in value):
                yield str(value)
            for inner in value.values():
                yield from own(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from own(inner)

    assert name in OWN_SOURCES or not list(own(DOCUMENTS[name]))


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_packaged_calendar_is_the_notice_the_catalogue_has(year: int) -> None:
    notice = DOCUMENTS[f"kernel/calendars/{year}.json"]
    kept = catalogue()[f"holiday-notice-{year}"]

    assert notice["source"]["title"] == kept.name.zh
    assert notice["source"]["document"] == kept.number
    assert notice["source"]["url"] == kept.source
    assert (notice["valid_from"], notice["valid_to"]) == (
        str(kept.valid_from),
        str(kept.valid_to),
    )


def test_what_was_wrongly_shown_as_law_is_not() -> None:
    """The order of the four deliberations, urgent county limit, hand-over hours, other cities' numbers, analogies."""
    policy = {one["for"]: one for one in DOCUMENTS["incidents/default_policy.json"]["sources"]}
    book = {one["for"]: one for one in DOCUMENTS["points/default_book.json"]["sources"]}
    limits = DOCUMENTS["assembly/data/limits.json"]["limits"]
    order = DOCUMENTS["assembly/data/matters.json"]["order"]["cites"]

    assert reference(order).on(DAY).confidence == "seen"
    assert reference(policy["limits.urgent.county"]).on(DAY).confidence == "assumed"
    assert reference(policy["handover.dispatch"]).on(DAY).confidence == "assumed"
    assert reference(policy["handover.sign"]).on(DAY).confidence == "law-a"
    assert reference(limits["objection_answer"]["cites"]).on(DAY).confidence == "assumed"
    assert reference(book["parameters.objection_days"]).on(DAY).confidence == "assumed"
    assert not [of for of, said in policy.items() if reference(said).on(DAY).is_law]


# What takes the place of what


def _law(number: str, valid_from: str, valid_to: str | None, **more: Any) -> dict[str, Any]:
    usual = {
        "name": {"zh": number, "en": number},
        "kind": "law",
        "source": "s",
        "confidence": "law",
    }
    days = {"valid_from": valid_from, "valid_to": valid_to}
    return {"id": number, **usual, **days, "articles": {"1": {"says": {}}}, **more}


def test_an_article_names_what_took_its_place() -> None:
    old = reference({"law": "air-pollution-law-2018", "articles": ["119"]})

    assert old.valid_to == date(2026, 8, 14)
    assert old.successor is not None
    assert old.successor.named.zh == "生态环境法典第一千一百三十一条"
    assert old.successor.holds_on(date(2026, 8, 15))
    assert not old.successor.holds_on(date(2026, 8, 14))


def test_without_an_article_known_the_statute_names_what_took_its_place() -> None:
    old = reference({"law": "social-assistance-measures-2014", "articles": ["11"]})

    assert old.successor is not None
    assert old.successor.statute.id == "social-assistance-law-2026"
    assert old.successor.successor is None


def test_an_article_may_end_before_its_statute() -> None:
    short = {"says": {}, "valid_from": "2022-01-01", "valid_to": "2023-12-31"}
    one = parse(
        {"statutes": [_law("a", "2020-01-01", None, articles={"1": short, "2": {"says": {}}})]}
    )["a"]

    days = [date(2021, 12, 31), date(2022, 1, 1), date(2023, 12, 31), date(2024, 1, 1)]
    assert [one.article_holds_on("1", day) for day in days] == [False, True, True, False]
    assert one.article_holds_on("1(2)", days[1])
    assert all(one.article_holds_on("2", day) for day in days)
    assert one.last_day_of("1") == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("heir", "fits"),
    [
        (_law("b", "2024-01-01", None), True),
        (_law("b", "2023-06-01", None), True),
        (_law("b", "2024-01-02", None), False),
        (_law("c", "2024-01-01", None), False),
    ],
    ids=["the day after", "before it ended", "a gap", "unknown"],
)
def test_what_takes_a_statutes_place_is_known_and_leaves_no_gap(heir: Any, fits: bool) -> None:
    statutes = {"statutes": [_law("a", "2020-01-01", "2023-12-31", successor="b"), heir]}

    if fits:
        assert parse(statutes)["a"].successor == "b"
        return
    with pytest.raises(ValueError, match="does not take the place of a"):
        parse(statutes)


def test_an_article_that_takes_anothers_place_is_in_the_catalogue() -> None:
    gone = {"1": {"says": {}, "successor": {"law": "b", "article": "9"}}}
    statutes = [_law("a", "2020-01-01", "2023-12-31", articles=gone), _law("b", "2024-01-01", None)]

    with pytest.raises(UnknownArticle):
        parse({"statutes": statutes})


# Both languages


@pytest.mark.parametrize(
    ("name", "note"),
    sorted({(name, said["note"]) for name, said in CITED if said.get("note")}),
    ids=lambda value: value[:40],
)
def test_a_packaged_note_is_told_in_both_languages(name: str, note: str) -> None:
    zh, en = (
        reference({"law": "own-assumption", "note": note}).tell(say)["note"] for say in ("zh", "en")
    )

    assert zh != en, f"{name}: enter it in kernel/law/notes.json"
    assert note in (zh, en)
    assert any("一" <= letter <= "鿿" for letter in str(zh))


def test_what_a_county_wrote_itself_is_told_as_it_was_written() -> None:
    said = reference({"law": "county-rule", "note": "黎政办发〔2026〕3号"})

    assert {said.tell("zh")["note"], said.tell("en")["note"]} == {"黎政办发〔2026〕3号"}


ARTICLE = re.compile(r"第[一二三四五六七八九十百零、]+条|\bArts?\. ?\d|Articles? \d")


def test_no_description_of_the_api_names_an_article_but_by_the_catalogue() -> None:
    named = [
        f"{path.relative_to(FUNCTIONS)}:{node.lineno}"
        for path in sorted(FUNCTIONS.rglob("*.py"))
        if {"api", "model", "api.py", "model.py"} & set(path.relative_to(FUNCTIONS).parts)
        for node in _texts_of(ast.parse(path.read_text(encoding="utf-8")))
        if ARTICLE.search(str(node.value))
    ]

    assert named == []


def _texts_of(module: ast.Module) -> Iterator[ast.Constant]:
    """Yield the texts of a module that are no docstrings."""
    documented = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    # What people would write themselves is no description.
    examples = {
        id(inner)
        for node in ast.walk(module)
        if isinstance(node, ast.keyword) and node.arg == "examples"
        for inner in ast.walk(node.value)
    }
    documented |= examples
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documented
        ):
            yield node
