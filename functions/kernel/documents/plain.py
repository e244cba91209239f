"""A filled-in template as lines of text: what a preview shows, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kernel.documents.templates import (
    Bars,
    Block,
    Heading,
    Lines,
    Paragraph,
    Signatures,
    Table,
    Template,
    Values,
)


def plain(template: Template, values: Values) -> list[str]:
    """Return a document's lines; a row of a table is a line, its cells apart by bars.

    Raises
    ------
    PlaceholdersDiffer
        A value is missing, or nobody asked for it.
    """
    template.refuse_other(values)
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    said = [*template.title, *([template.number] if template.number else [])]
    lines = [line.format(**texts) for line in said]
    for block in template.blocks:
        lines += _lines_of(block, values, texts)
    lines += [line.format(**texts) for line in (template.seal, template.date) if line]
    return lines


def _lines_of(block: Block, values: Values, texts: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Paragraph() | Heading():
            yield from block.text.format(**texts).splitlines() or [""]
        case Lines():
            entries = _entries(values, block.rows)
            yield from (block.text.format(**entry) for entry in entries)
            if not entries:
                yield block.none
        case Signatures():
            yield from (block.text.format(**entry) for entry in _entries(values, block.rows))
        case Bars():
            entries = _entries(values, block.rows)
            yield from [block.caption] if entries else []
            for entry in entries:
                yield f"{block.label.format(**entry)} | {block.value.format(**entry)}"
        case Table():
            yield " | ".join(column.title for column in block.columns)
            for entry in _entries(values, block.rows):
                yield " | ".join(column.text.format(**entry) for column in block.columns)


def _entries(values: Values, name: str) -> Sequence[Mapping[str, str]]:
    entries = values[name]
    assert not isinstance(entries, str), "the values are those the template asks for"
    return entries
