"""The rule book: what it may not contain, which version counts on which day, by which steps it comes into force."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path

import pytest

from kernel.law import reference, references
from kernel.problems import InvalidFields
from kernel.states import IllegalMove
from kernel.wording import cites_of
from points.model.book_requests import BookBody, MoveBook
from points.rules import book as books
from points.rules import book_checks
from points.rules.book import Period, Published
from points.rules.book_checks import ForbiddenRule
from points.rules.book_states import Action, Status
from points.store.books import packaged

TODAY = date(2026, 11, 23)
FLOORS = json.loads((Path(books.__file__).parents[1] / "floors.json").read_bytes())


def sample(**item: object) -> dict:
    """The packaged book with its first item changed."""
    document = copy.deepcopy(dict(packaged()))
    document["items"][0] |= item
    return document


def test_the_packaged_book_is_one_a_village_may_pass():
    document = dict(packaged())

    BookBody.model_validate(document)
    book_checks.check(document)
    book = books.parse(document, 1)

    assert set(book.categories) == {
        "law",
        "elders",
        "environment",
        "honesty",
        "customs",
        "public",
        "neighbours",
        "industry",
    }
    assert {item.category for item in book.items.values()} == set(book.categories)
    assert {str(item.sign) for item in book.items.values()} == {"plus", "minus"}


def test_every_parameter_of_the_packaged_book_has_one_source_in_the_catalogue():
    document = packaged()
    told = [of for of, _ in references(document["sources"])]

    assert {f"parameters.{name}" for name in document["parameters"]} <= set(told)
    assert len(told) == len(set(told))


@pytest.mark.parametrize("text", ["乱倒垃圾罚款50元", "罚 款", "Pay a fine of 50"])
def test_a_fine_is_refused_with_the_law(text: str):
    with pytest.raises(book_checks.ForbiddenRule) as refused:
        book_checks.check(sample(name={"zh": text, "en": text}))

    assert {error.field for error in refused.value.more["errors"]} == {
        "items.0.name.zh",
        "items.0.name.en",
    }
    assert refused.value.status == 422


@pytest.mark.parametrize(
    "text",
    [
        "不参加会议的取消低保",
        "扣发粮补",
        "罚扫大街",
        "取消困难户资格",
        "出嫁女不得分红",
        "断水断电",
        "被行政拘留的扣10分",
        "网格员每日打卡",
        "loses the pension",
    ],
)
def test_what_may_go_against_law_is_flagged_where_it_stands(text: str):
    exclusion = {"zh": text, "en": "x"} if not text.isascii() else {"zh": "其他", "en": text}

    flags = book_checks.check(sample(name={"zh": text, "en": "x"}, exclusions=[exclusion]))

    language = "en" if text.isascii() else "zh"
    assert {flag["place"] for flag in flags} == {
        "items.0.name.zh",
        f"items.0.exclusions.0.{language}",
    }
    assert all(reference(cites_of(flag["kind"])) for flag in flags)


@pytest.mark.parametrize(
    "text",
    ["庭院整洁", "参加普法学习", "停水通知及时公布", "扣除成本后分红", "refined manners"],
)
def test_what_a_village_may_rule_passes(text: str):
    assert book_checks.check(sample(name={"zh": text, "en": text})) == []


def test_a_note_is_held_to_the_same_law():
    flags = book_checks.check({**packaged(), "note": "积分低的户暂缓发放救助金"})

    assert [flag["place"] for flag in flags] == ["note"]


def version(status: Status = Status.PASSED, flags: tuple = ()) -> books.Version:
    return books.Version("v", 1, status, {}, {"flags": flags}, 1)


def test_the_town_files_flagged_words_only_with_its_reason():
    flag = {"place": "note", "kind": "fine", "words": "押金"}
    kept = version(flags=(flag,))
    file = MoveBook(action=Action.FILE, filing_no="F-1")

    with pytest.raises(books.NotCleared) as refused:
        books.moved(kept, file, lambda _: True, TODAY)

    assert [error.field for error in refused.value.more["errors"]] == ["reason", "note"]
    with_reason = MoveBook(action=Action.FILE, filing_no="F-1", reason="引用合同约定")
    assert books.moved(kept, with_reason, lambda _: True, TODAY) is Status.FILED
    assert books.moved(version(), file, lambda _: True, TODAY) is Status.FILED


def test_points_are_good_for_goods_and_honour_alone():
    with pytest.raises(ValueError, match="uses"):
        BookBody.model_validate({**packaged(), "uses": ["low_income_allowance"]})


LEAST = {
    "verifiers": 2,
    "neighbours_plus": 1,
    "neighbours_minus": 1,
    "objection_days": 5,
    "answer_days": 3,
    "public_days": 15,
    "board_least": 10,
}


@pytest.mark.parametrize(("name", "least"), LEAST.items())
def test_what_protects_a_household_has_a_floor_no_book_goes_below(name: str, least: int):
    def book(number: int) -> dict:
        return {**packaged(), "parameters": {**packaged()["parameters"], name: number}}

    BookBody.model_validate(book(least))
    with pytest.raises(ValueError, match=name):
        BookBody.model_validate(book(least - 1))


def test_an_item_stands_in_a_category_of_the_book():
    with pytest.raises(InvalidFields):
        book_checks.check(sample(category="other"))


def test_codes_come_once():
    document = sample()
    document["items"].append(document["items"][0])

    with pytest.raises(InvalidFields):
        book_checks.check(document)


@pytest.mark.parametrize(("day", "version"), [(10, 1), (11, 2), (30, 2)])
def test_a_version_counts_from_its_day_on_also_in_the_middle_of_a_month(day: int, version: int):
    published = [Published(1, date(2026, 11, 1)), Published(2, date(2026, 11, 11))]

    assert books.in_force(published, date(2026, 11, day)) == version


def test_before_the_first_version_nothing_is_in_force():
    with pytest.raises(books.NoBookInForce):
        books.in_force([Published(1, date(2026, 11, 2))], date(2026, 11, 1))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", Action)
def test_a_book_goes_from_the_meeting_to_the_town_to_the_public(status: Status, action: Action):
    onward = {
        (Status.DRAFT, Action.PASS): Status.PASSED,
        (Status.PASSED, Action.FILE): Status.FILED,
        (Status.FILED, Action.PUBLISH): Status.PUBLISHED,
        (Status.DRAFT, Action.WITHDRAW): Status.WITHDRAWN,
        (Status.PASSED, Action.WITHDRAW): Status.WITHDRAWN,
        (Status.FILED, Action.WITHDRAW): Status.WITHDRAWN,
    }
    said = MoveBook(
        action=action,
        vote_id="V-1",
        voted_on="2026-11-20",
        filing_no="F-1",
        valid_from="2026-11-23",
        reason="更正",
    )
    if (status, action) in onward:
        assert books.moved(version(status), said, lambda _: True, TODAY) is onward[status, action]
    else:
        with pytest.raises(IllegalMove):
            books.moved(version(status), said, lambda _: True, TODAY)


@pytest.mark.parametrize(
    ("per", "name"),
    [(Period.MONTH, "2026-11"), (Period.QUARTER, "2026-Q4"), (Period.YEAR, "2026")],
)
def test_periods_are_named_by_the_calendar(per: Period, name: str):
    assert per.of(date(2026, 11, 30)) == name


def test_the_first_quarter_ends_with_march():
    assert Period.QUARTER.of(date(2026, 3, 31)) == "2026-Q1"
    assert Period.QUARTER.of(date(2026, 4, 1)) == "2026-Q2"


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [(name, said["least"], said["most"]) for name, said in FLOORS["parameters"].items()],
)
def test_no_village_goes_below_a_floor_or_above_a_bound(name: str, least: int, most: int):
    def with_value(value: int) -> dict:
        return {**packaged(), "parameters": {**packaged()["parameters"], name: value}}

    for value in (least, most):
        BookBody.model_validate(with_value(value))
    for value in (least - 1, most + 1):
        with pytest.raises(ValueError, match=name):
            BookBody.model_validate(with_value(value))


def test_a_refusal_names_the_statute_it_follows_from():
    with pytest.raises(ForbiddenRule) as refused:
        book_checks.refuse_forbidden([("note", "罚款五十元")])

    (told,) = refused.value.more["errors"]
    assert told.message.zh.endswith("（行政处罚法（2021年修订）第四条、第十六条）")
