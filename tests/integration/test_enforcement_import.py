"""An authority list as a file: by the registry's own worker, tried out first, applied once, taken line by line."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from enforcement.rules.authority import NoPower, PowerKind
from enforcement.store.powers import item_on
from tests.integration.registry_world import TOWN, World, table

HEADER = (
    "乡镇代码",
    "类别",
    "事项编码",
    "事项名称",
    "法规编号",
    "条款",
    "下放文件",
    "起始日期",
    "截止日期",
)
STRAW = (
    TOWN,
    "行政处罚",
    "straw",
    "露天焚烧秸秆",
    "shanxi-powers-2022",
    "",
    "晋政发〔2022〕1号",
    "2022-10-01",
    "",
)
DAY = date(2026, 11, 23)


def faults(registry: World, *lines: tuple[str, ...]) -> list[tuple[int, str]]:
    told = registry.run("authority_items", table(HEADER, *lines))
    return [(one["row"], one["column"]) for one in told.get("errors", {}).get("items", [])]


def test_a_list_becomes_the_towns_items(registry: World) -> None:
    heaps = (
        TOWN,
        "检查",
        "waste",
        "垃圾倾倒检查",
        "administrative-penalty-law-2021",
        "24、16",
        "晋政发",
        "2022/10/1",
        "",
    )

    told = registry.run("authority_items", table(HEADER, STRAW, heaps))

    assert (told["status"], told["created"]) == ("applied", 2)
    assert item_on(TOWN, "straw", DAY).document == "晋政发〔2022〕1号"
    waste = item_on(TOWN, "waste", DAY, PowerKind.INSPECTION)
    assert waste.law.articles == ("24", "16")
    with pytest.raises(NoPower):
        item_on(TOWN, "straw", date(2022, 9, 30))


def test_a_workbook_is_taken_as_well(registry: World) -> None:
    book, kept = Workbook(), io.BytesIO()
    for line in (HEADER, STRAW):
        book.active.append([*line[:7], line[7], line[8]])
    book.save(kept)

    assert registry.run("authority_items", kept.getvalue(), "xlsx")["status"] == "applied"
    assert item_on(TOWN, "straw", DAY)


def test_the_same_file_again_changes_nothing_and_a_later_one_takes_items_back(registry) -> None:
    registry.run("authority_items", table(HEADER, STRAW))

    again = registry.run("authority_items", table(HEADER, STRAW))
    ended = (*STRAW[:8], "2026-06-30")
    anew = (*STRAW[:6], "晋政发〔2026〕9号", "2026-10-01", "")
    later = registry.run("authority_items", table(HEADER, ended, anew))

    assert (again["unchanged"], again["created"]) == (1, 0)
    assert (later["status"], later["changed"]) == ("applied", 2)
    for day, held in ((date(2026, 6, 30), True), (date(2026, 7, 1), False), (DAY, True)):
        if held:
            assert item_on(TOWN, "straw", day)
        else:
            with pytest.raises(NoPower):
                item_on(TOWN, "straw", day)


@pytest.mark.parametrize(
    ("place", "said", "column"),
    [
        (0, "140427100", "town"),
        (0, "140426199", "town"),
        (1, "行政许可", "kind"),
        (2, "Straw!", "code"),
        (3, "", "name"),
        (4, "no-such-law", ""),
        (5, "999", ""),
        (7, "2022-02-30", "valid_from"),
        (8, "2022-09-30", ""),
    ],
)
def test_a_line_that_does_not_fit_is_told_with_row_and_column(
    registry, place, said, column
) -> None:
    wrong = [*STRAW]
    wrong[place] = said

    assert faults(registry, tuple(wrong)) == [(2, column)]
    with pytest.raises(NoPower):
        item_on(TOWN, "straw", DAY)


def test_times_that_overlap_and_law_of_another_day_are_told(registry: World) -> None:
    overlapping = (*STRAW[:7], "2024-01-01", "")
    old = (TOWN, "处罚", "air", "大气", "air-pollution-law-2018", "119", "晋政发", "2026-09-01", "")

    assert faults(registry, STRAW, overlapping, old) == [(3, ""), (4, "")]


def test_only_the_countys_administrator_imports_it(registry: World) -> None:
    body = {"kind": "authority_items", "format": "csv", "file_name": "x.csv", "size": 10}

    assert registry.call("town", "POST", "/v1/registry/imports", body).status == 403
