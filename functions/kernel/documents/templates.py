"""Templates of documents, as data: what stands where, and which values they ask for.

A template is a JSON file (`assembly/data/documents/minutes-1.json`). A version that was used stays, since documents name it. Where it says
`{name}` a value is filled in; a block of kind `table` or `lines` is repeated for each entry of a list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, TypeAlias

from kernel.record import record

Values: TypeAlias = Mapping[str, str | Sequence[Mapping[str, str]]]
"""What a template is filled in with: texts, and lists of entries that are texts by name."""


class MalformedTemplate(ValueError):
    """The template cannot be one."""


class PlaceholdersDiffer(ValueError):
    """What was given is not what the template asks for.

    Attributes
    ----------
    missing, unknown
        Placeholders without a value, and values without a placeholder; those of entries as `results.item`.
    """

    def __init__(self, template: str, missing: set[str], unknown: set[str]) -> None:
        self.missing, self.unknown = missing, unknown
        super().__init__(f"{template}: missing {sorted(missing)}, unknown {sorted(unknown)}")


@record
class Paragraph:
    """Text; a value of several lines makes as many paragraphs."""

    text: str


@record
class Heading:
    """The heading of a part."""

    text: str


@record
class Lines:
    """A paragraph for each entry of a list; `none` where there is none."""

    rows: str
    text: str
    none: str


@record
class Column:
    """A column of a table; `width` in millimetres."""

    title: str
    text: str
    width: int


@record
class Table:
    """A row for each entry of a list."""

    rows: str
    columns: tuple[Column, ...]


@record
class Signatures:
    """A line to sign for each entry of a list, with what is signed as."""

    rows: str
    text: str


@record
class Bars:
    """A bar for each entry of a list, with its whole number; nothing where there is no entry."""

    rows: str
    caption: str
    label: str
    value: str


Block: TypeAlias = Paragraph | Heading | Lines | Table | Signatures | Bars


@record
class Template:
    """A document as it is laid out.

    Attributes
    ----------
    title
        Lines of the title.
    number
        The line of the document's number under the title.
    seal, date
        Who seals it, and of which day it is: the last lines, to the right.
    """

    name: str
    title: tuple[str, ...]
    number: str | None
    blocks: tuple[Block, ...]
    seal: str | None
    date: str | None

    @property
    def texts(self) -> set[str]:
        """The texts it asks for."""
        said = [*self.title, *(one for one in (self.number, self.seal, self.date) if one)]
        said += [block.text for block in self.blocks if isinstance(block, Paragraph | Heading)]
        return set[str]().union(*map(placeholders, said))

    @property
    def lists(self) -> dict[str, set[str]]:
        """The lists it asks for, with what it asks of each entry."""
        found: dict[str, set[str]] = {}
        for block in self.blocks:
            if isinstance(block, Table):
                asked = set[str]().union(*(placeholders(one.text) for one in block.columns))
            elif isinstance(block, Lines | Signatures):
                asked = placeholders(block.text)
            elif isinstance(block, Bars):
                asked = placeholders(block.label) | placeholders(block.value)
            else:
                continue
            found[block.rows] = found.get(block.rows, set()) | asked
        return found

    def refuse_other(self, values: Values) -> None:
        """Let values pass that are those the template asks for.

        Raises
        ------
        PlaceholdersDiffer
            One is missing, or nobody asked for it.
        """
        texts, lists = self.texts, self.lists
        missing = {name for name in texts if not isinstance(values.get(name), str)}
        unknown = set(values) - texts - set(lists)
        for name, asked in lists.items():
            entries = values.get(name)
            if entries is None or isinstance(entries, str):
                missing.add(name)
                continue
            for entry in entries:
                missing |= {f"{name}.{one}" for one in asked - entry.keys()}
                unknown |= {f"{name}.{one}" for one in entry.keys() - asked}
        if missing or unknown:
            raise PlaceholdersDiffer(self.name, missing, unknown)


def placeholders(text: str) -> set[str]:
    """Return what a text asks for.

    Raises
    ------
    MalformedTemplate
        Its braces are no placeholders: they do not close, have no name, or say how to write a value.
    """
    names: set[str] = set()
    try:
        for _, name, form, conversion in Formatter().parse(text):
            if name is None:
                continue
            if not name.isidentifier() or form or conversion:
                raise MalformedTemplate(f"no placeholder: {{{name}}}")
            names.add(name)
    except ValueError as fault:
        raise MalformedTemplate(f"{text!r}: {fault}") from fault
    return names


def parse(name: str, document: Mapping[str, Any]) -> Template:
    """Return the template a document describes.

    Raises
    ------
    MalformedTemplate
        It has no title, a block of no known kind, or braces that are no placeholders.
    """
    known = {"title", "number", "blocks", "seal", "date", "valid_from", "valid_to", "note"}
    if strange := set(document) - known:
        raise MalformedTemplate(f"{name}: {sorted(strange)}")
    if not document.get("title"):
        raise MalformedTemplate(f"{name} has no title")
    template = Template(
        name,
        tuple(document["title"]),
        document.get("number"),
        tuple(_block(entry) for entry in document["blocks"]),
        document.get("seal"),
        document.get("date"),
    )
    # What cannot be read as placeholders is refused now, not when the first document is written.
    _ = template.texts, template.lists
    return template


def _block(entry: Mapping[str, Any]) -> Block:
    said = dict(entry)
    kind = said.pop("kind", None)
    try:
        match kind:
            case "paragraph":
                return Paragraph(**said)
            case "heading":
                return Heading(**said)
            case "lines":
                return Lines(**said)
            case "signatures":
                return Signatures(**said)
            case "bars":
                return Bars(**said)
            case "table":
                columns = tuple(Column(**column) for column in said.pop("columns"))
                return Table(columns=columns, **said)
            case _:
                raise MalformedTemplate(f"no kind of block: {kind}")
    except (TypeError, KeyError) as fault:
        raise MalformedTemplate(f"{kind}: {fault}") from fault


@lru_cache(maxsize=32)
def load(folder: Path, name: str) -> Template:
    """Return a template of a folder by its name.

    Raises
    ------
    LookupError
        There is none of this name.
    """
    path = folder / f"{name}.json"
    if not path.is_file():
        raise LookupError(f"there is no template {name!r}")
    return parse(name, json.loads(path.read_bytes()))
