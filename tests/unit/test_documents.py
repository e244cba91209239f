"""Documents: templates as data, nothing left open and nothing dropped, laid out as official documents are."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from assembly.store.documents import TEMPLATES
from kernel.documents import PlaceholdersDiffer, load
from kernel.documents.rendering import render
from kernel.documents.templates import MalformedTemplate, parse, placeholders

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "title": ["{organ}文件"],
    "number": "{number}",
    "blocks": [
        {"kind": "heading", "text": "一、事由"},
        {"kind": "paragraph", "text": "关于{matter}。"},
        {"kind": "lines", "rows": "points", "text": "（{place}）{text}", "none": "无。"},
        {
            "kind": "table",
            "rows": "sums",
            "columns": [
                {"title": "项目", "text": "{item}", "width": 60},
                {"title": "金额", "text": "{sum}元", "width": 40},
            ],
        },
        {"kind": "signatures", "rows": "signers", "text": "签字：{name}"},
    ],
    "seal": "{organ}（盖章）",
    "date": "{day}",
}
VALUES: dict[str, Any] = {
    "organ": "庄头村", "number": "庄〔2026〕第12号", "matter": "井盖", "day": "2026年11月23日",
    "points": [{"place": "1", "text": "更换"}, {"place": "2", "text": "验收"}],
    "sums": [{"item": "井盖", "sum": "300"}],
    "signers": [{"name": "演示甲"}],
}  # fmt: skip
TEMPLATE = parse("proof", DOCUMENT)


def written(**changes: Any) -> Any:
    return Document(io.BytesIO(render(TEMPLATE, VALUES | changes, AT)))


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_template_is_filled_in_whole() -> None:
    document = written()

    assert texts(document) == [
        *("庄头村文件", "庄〔2026〕第12号", "一、事由", "关于井盖。", "（1）更换", "（2）验收"),
        *("签字：演示甲", "庄头村（盖章）", "2026年11月23日"),
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["项目", "金额"],
        ["井盖", "300元"],
    ]


def without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda values: values.pop(name)


@pytest.mark.parametrize(
    ("spoil", "missing", "unknown"),
    [
        (without("number"), {"number"}, set()),
        (without("sums"), {"sums"}, set()),
        (lambda values: values.update(stranger="x"), set(), {"stranger"}),
        (lambda values: values.update(strangers=[{"x": "y"}]), set(), {"strangers"}),
        (lambda values: values.update(matter=[{"x": "y"}]), {"matter"}, set()),
        (lambda values: values.update(sums="300"), {"sums"}, set()),
        (lambda values: values["sums"].append({"item": "x"}), {"sums.sum"}, set()),
        (
            lambda values: values["sums"].append({"item": "x", "sum": "1", "vat": "2"}),
            set(),
            {"sums.vat"},
        ),
    ],
)
def test_a_missing_or_unknown_placeholder_is_refused(
    spoil: Callable[[dict[str, Any]], None], missing: set[str], unknown: set[str]
) -> None:
    values = json.loads(json.dumps(VALUES))
    spoil(values)

    with pytest.raises(PlaceholdersDiffer) as refused:
        render(TEMPLATE, values, AT)

    assert (refused.value.missing, refused.value.unknown) == (missing, unknown)


def test_a_list_without_entries_says_so() -> None:
    assert "无。" in texts(written(points=[]))
    assert len(written(sums=[]).tables[0].rows) == 1


def test_a_value_of_several_lines_makes_as_many_paragraphs() -> None:
    assert "第二行。" in texts(written(matter="井盖\n第二行"))


@pytest.mark.parametrize("text", ["{organ}", "a{b}", "<w:p/>&amp;", "演示\x00\x0b\ufffe完"])
def test_what_people_wrote_is_text_and_nothing_else(text: str) -> None:
    shown = "".join(one for one in text if one not in "\x00\x0b\ufffe")

    assert f"关于{shown}。" in texts(written(matter=text))


def test_it_is_laid_out_as_official_documents_are() -> None:
    document = written()
    (section,) = document.sections
    title, number, heading, text, *_ = document.paragraphs

    assert abs(section.page_width - Mm(210)) < 1000
    assert abs(section.top_margin - Mm(37)) < 1000
    for paragraph, font in ((title, "黑体"), (number, "仿宋"), (heading, "黑体"), (text, "仿宋")):
        fonts = paragraph.runs[0]._element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == fonts.get(qn("w:ascii")) == font
    assert title.alignment == 1
    assert text.paragraph_format.first_line_indent.pt == 32
    footer = section.footer.paragraphs[0]
    assert footer._element.xpath("string(.//w:instrText)") == "PAGE"
    assert document.core_properties.created.replace(tzinfo=UTC) == AT


@pytest.mark.parametrize("text", ["{", "}", "{}", "{0}", "{a!r}", "{a:>3}", "{a.b}", "{a[0]}"])
def test_braces_that_are_no_placeholder_are_refused(text: str) -> None:
    with pytest.raises(MalformedTemplate):
        placeholders(text)


@pytest.mark.parametrize(
    "change",
    [
        {"title": []},
        {"surprise": 1},
        {"seal": "{0}"},
        {"blocks": [{"kind": "song", "text": "x"}]},
        {"blocks": [{"kind": "paragraph", "words": "x"}]},
        {"blocks": [{"kind": "table", "rows": "x"}]},
        {"blocks": [{"kind": "lines", "rows": "x", "text": "{a!s}", "none": ""}]},
    ],
)
def test_a_template_that_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(MalformedTemplate):
        parse("proof", DOCUMENT | change)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.json")), ids=lambda path: path.stem)
def test_every_packaged_template_can_be_filled_in(path: Any) -> None:
    template = load(TEMPLATES, path.stem)
    values: dict[str, Any] = dict.fromkeys(template.texts, "演示")
    values |= {name: [dict.fromkeys(asked, "演示")] for name, asked in template.lists.items()}

    assert render(template, values, AT)[:2] == b"PK"
    assert {"valid_from", "valid_to"} <= set(json.loads(path.read_bytes()))


def test_a_template_nobody_wrote_is_none() -> None:
    with pytest.raises(LookupError):
        load(TEMPLATES, "minutes-0")
