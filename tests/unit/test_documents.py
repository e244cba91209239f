"""Documents: templates as data, nothing left open and nothing dropped, laid out as official documents are."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from assembly.store.documents import TEMPLATES
from kernel.documents import PlaceholdersDiffer, load
from kernel.documents.plain import plain
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


# Charts

CHARTED = parse(
    "charted",
    {
        "title": ["简报"],
        "blocks": [
            {"kind": "paragraph", "text": "如图。"},
            *(
                {"kind": "bars", "rows": rows, "caption": said, "label": "{name}", "value": "{n}"}
                for rows, said in (
                    ("times", "次数（次）"),
                    ("none", "件数（件）"),
                    ("cases", "起数"),
                )
            ),
        ],
    },
)
BARS: dict[str, Any] = {
    "times": [{"name": "执法检查 <&>", "n": "37"}, {"name": "执法培训", "n": "6"}],
    "none": [],
    "cases": [{"name": "行政处罚", "n": "4"}, {"name": "调解", "n": "0"}],
}
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def packed() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(render(CHARTED, BARS, AT)))


def related(file: zipfile.ZipFile) -> dict[str, str]:
    told = ET.fromstring(file.read("word/_rels/document.xml.rels"))
    return {one.attrib["Id"]: one.attrib["Target"] for one in told}


def test_a_chart_is_drawn_for_each_list_that_has_entries() -> None:
    file = packed()

    charts = [name for name in file.namelist() if name.startswith("word/charts/")]
    kinds = ET.fromstring(file.read("[Content_Types].xml"))
    declared = [one.attrib.get("PartName") for one in kinds if "chart+xml" in str(one.attrib)]
    assert charts == ["word/charts/chart1.xml", "word/charts/chart2.xml"]
    assert declared == [f"/{name}" for name in charts]


def test_the_text_names_each_chart_where_it_stands_and_says_its_numbers() -> None:
    file = packed()

    body = ET.fromstring(file.read("word/document.xml"))
    targets = [related(file)[one.attrib[f"{_R}id"]] for one in body.iter(f"{_C}chart")]
    said = [one.attrib["descr"] for one in body.iter() if one.tag.endswith("}docPr")]
    numbers = [one.attrib["id"] for one in body.iter() if one.tag.endswith("}docPr")]
    assert targets == ["charts/chart1.xml", "charts/chart2.xml"]
    assert said == [
        "次数（次）：执法检查 <&> 37；执法培训 6",
        "起数：行政处罚 4；调解 0",
    ]
    assert numbers == ["1", "2"]


def test_a_chart_holds_its_labels_and_numbers_and_nothing_to_alter_them_by() -> None:
    file = packed()

    chart = ET.fromstring(file.read("word/charts/chart1.xml"))
    (series,) = chart.iter(f"{_C}ser")
    told = {
        part: [one.text for one in series.find(f"{_C}{part}").iter(f"{_C}v")]  # type: ignore[union-attr]
        for part in ("cat", "val")
    }
    assert told == {"cat": ["执法检查 <&>", "执法培训"], "val": ["37", "6"]}
    axes = [one.attrib["val"] for one in chart.iter(f"{_C}axId")]
    assert axes == ["1", "2", "1", "2"]
    assert not [one for one in chart.iter() if "externalData" in one.tag]
    assert not [name for name in file.namelist() if "embed" in name or "media" in name]
    assert "External" not in file.read("word/_rels/document.xml.rels").decode()


def test_the_line_a_chart_stands_in_is_as_high_as_the_chart() -> None:
    document = Document(io.BytesIO(render(CHARTED, BARS, AT)))

    drawn = [one for one in document.paragraphs if one._element.findall(f".//{qn('w:drawing')}")]

    assert [one.paragraph_format.line_spacing for one in drawn] == [1.0, 1.0]


def test_a_preview_tells_a_chart_as_its_numbers() -> None:
    assert plain(CHARTED, BARS) == [
        *("简报", "如图。"),
        *("次数（次）", "执法检查 <&> | 37", "执法培训 | 6"),
        *("起数", "行政处罚 | 4", "调解 | 0"),
    ]
