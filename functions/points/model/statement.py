"""The year's statement of a household, as a workbook and as a page to print.

Its library is heavy and rarely needed, so it is loaded where a workbook is asked for.
"""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from kernel.texts import Language, Text
from points.model.ledger_answers import EntryView

_HEADINGS = (
    Text("日期", "Day"),
    Text("类型", "Kind"),
    Text("事由", "Reason"),
    Text("分值", "Points"),
    Text("可用余额", "Spendable after"),
    Text("累计积分", "Honour after"),
    Text("分录编号", "Entry"),
)
_TITLE = Text(
    "{household} 户 {year} 年积分对账单", "Points statement {year}, household {household}"
)
_SUMS = (
    Text("全年入账", "Earned in the year"),
    Text("全年扣分", "Deducted in the year"),
    Text("全年兑换", "Redeemed in the year"),
    Text("全年到期", "Expired in the year"),
)
_FOOT = Text(
    "积分仅用于积分超市兑换与荣誉评定，不与任何法定权利挂钩。",
    "Points are good for the supermarket and for honour; no statutory right depends on them.",
)


class Statement(NamedTuple):
    """A year of a household: the entries as the API answers them, oldest first, and the sums."""

    household: str
    year: int
    entries: Sequence[EntryView]

    @property
    def sums(self) -> tuple[int, int, int, int]:
        """Points earned, deducted, redeemed and expired."""
        return tuple(  # type: ignore[return-value]
            sum(abs(entry["points"]) for entry in self.entries if entry["kind"] in kinds)
            for kinds in (("award",), ("deduct",), ("hand_over",), ("lot_expired", "year_end"))
        )

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the table's rows."""
        return [
            (
                entry["at"][:10],
                entry["kind_name"],
                entry["reason"],
                entry["points"],
                entry["balances"]["spendable"],
                entry["balances"]["honour"],
                entry["id"],
            )
            for entry in self.entries
        ]


def as_workbook(statement: Statement, language: Language) -> bytes:
    """Write a statement as XLSX; a reason that looks like a formula stays text."""
    from xlsxwriter import Workbook  # pyright: ignore[reportMissingTypeStubs]

    kept = io.BytesIO()
    book: Any = Workbook(
        kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(str(statement.year))
    for column, width in enumerate((12, 22, 44, 8, 12, 12, 30)):
        sheet.set_column(column, column, width)
    title = _TITLE.format(household=statement.household, year=statement.year).say(language)
    lines: list[tuple[Any, ...]] = [(title,), ()]
    lines.append(tuple(heading.say(language) for heading in _HEADINGS))
    lines += statement.rows()
    lines.append(())
    lines += [
        (name.say(language), points) for name, points in zip(_SUMS, statement.sums, strict=True)
    ]
    lines.append((_FOOT.say(language),))
    for row, line in enumerate(lines):
        sheet.write_row(row, 0, line)
    book.close()
    return kept.getvalue()


def as_page(statement: Statement, language: Language) -> str:
    """Write a statement as a page to print: no script, nothing fetched from elsewhere."""
    title = html.escape(
        _TITLE.format(household=statement.household, year=statement.year).say(language)
    )
    head = "".join(f"<th>{html.escape(heading.say(language))}</th>" for heading in _HEADINGS)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(value))}</td>" for value in row) + "</tr>"
        for row in statement.rows()
    )
    sums = "".join(
        f"<li>{html.escape(name.say(language))}: {points}</li>"
        for name, points in zip(_SUMS, statement.sums, strict=True)
    )
    tongue = "en" if language == "en" else "zh-CN"
    style = (
        "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse;width:100%}"
        "td,th{border:1px solid #999;padding:.3em .5em;text-align:left}"
        "@media print{body{margin:0}thead{display:table-header-group}tr{break-inside:avoid}}"
    )
    return (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body><h1>{title}</h1><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table><ul>{sums}</ul><p>{html.escape(_FOOT.say(language))}</p></body></html>"
    )
