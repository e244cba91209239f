"""What the values of every enumeration are called, beside its `enum`: `x-names`, by language and value.

A name stands once: at the member of its enumeration (`kernel.texts.Named`), in the state table, in dated data, or at the field
(`kernel.fields.called`). They are gathered when the contract is made; no function carries the gathering.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from importlib import import_module
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from assembly.rules.bodies import table as bodies
from assembly.rules.bodies.kinds import BodyKind
from incidents.rules.names import EVENT_NAMES
from infra.contract.names import Schema, each_schema
from infra.state_tables import TABLES
from kernel import clock
from kernel.access import ROLE_NAMES, Role
from kernel.problem_model import TYPE_PREFIX
from kernel.problems import Problem
from kernel.texts import Named, Text, names
from workspace.sync.parts import OPERATIONS

Names = Mapping[str, Text]
NAMES = "x-names"
_PARAMETER = re.compile(r"\{\w+\}")


class NamelessChoice(ValueError):
    """Somebody would read a code where a name belongs."""


@contextmanager
def told_by_their_own() -> Iterator[None]:
    """Let whatever schema is made meanwhile tell what the members of its enumerations are called."""
    listed, literal = GenerateJsonSchema.enum_schema, GenerateJsonSchema.literal_schema

    def of_enumeration(self: GenerateJsonSchema, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        return _with_names(listed(self, schema), schema["cls"], schema["members"])

    def of_literal(self: GenerateJsonSchema, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        said = schema["expected"]
        return _with_names(literal(self, schema), type(said[0]), said)

    GenerateJsonSchema.enum_schema = of_enumeration
    GenerateJsonSchema.literal_schema = of_literal
    try:
        yield
    finally:
        GenerateJsonSchema.enum_schema = listed
        GenerateJsonSchema.literal_schema = literal


def _with_names(
    schema: JsonSchemaValue, kind: type[Any], members: Iterable[Any]
) -> JsonSchemaValue:
    said = _names_of(kind) if issubclass(kind, Enum) else None
    return {**schema, NAMES: as_names(said, map(str, members))} if said else schema


def as_names(said: Names, values: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what some values are called, as the contract says it."""
    listed = list(values)
    return {
        "zh": {value: said[value].zh for value in listed},
        "en": {value: said[value].en for value in listed},
    }


def _names_of(kind: type[Any]) -> Names | None:
    if issubclass(kind, Named):
        return {str(one): said for one, said in names(kind).items()}
    if kind is Role:
        return {str(role): said for role, said in ROLE_NAMES.items()}
    if kind is BodyKind:
        return {str(rule.kind): rule.name for rule in bodies.all_rules(clock.today())}
    return _tabled().get(kind)


def _tabled() -> dict[type[Any], Names]:
    """Return what the state tables call their statuses and actions."""
    found: dict[type[Any], Names] = {}
    for place in TABLES.values():
        module, _, name = place.partition(":")
        table = getattr(import_module(module), name)
        for said in (table.statuses, table.actions):
            found[type(next(iter(said)))] = {str(one): text for one, text in said.items()}
    return found


def name_choices(whole: Schema) -> None:
    """Give every enumeration that has no names yet those of what it stands for.

    Raises
    ------
    NamelessChoice
        A value has no name, or not in both languages.
    """
    known = _Known(whole)
    each_schema(whole, _sink)
    each_schema(whole, known.name)
    nameless = list(_nameless(whole))
    if nameless:
        raise NamelessChoice(f"no name in both languages for {'; '.join(nameless)}")


def _sink(schema: Schema) -> None:
    """Put names that stand at a field to the way of it that is an enumeration."""
    if NAMES in schema and "enum" not in schema and "const" not in schema:
        ways = [one for one in schema.get("anyOf", ()) if "enum" in one]
        for one in ways:
            one[NAMES] = schema[NAMES]
        del schema[NAMES]


class _Known:
    """The names of enumerations that are lists of texts in the code."""

    def __init__(self, whole: Schema) -> None:
        self._exact: dict[tuple[str, ...], Names] = {}
        for kind in _below(Named):
            said = _names_of(kind) or {}
            if self._exact.setdefault(tuple(said), said) != said:
                self._exact[tuple(said)] = {}
        self._exact[tuple(OPERATIONS)] = _operations(whole)
        titles = {TYPE_PREFIX + one.slug: one.title for one in _below(Problem)}
        self._some: tuple[Names, ...] = (titles, EVENT_NAMES)

    def name(self, schema: Schema) -> None:
        values = schema.get("enum")
        if values is None or NAMES in schema:
            return
        said = self._exact.get(tuple(values)) or next(
            (one for one in self._some if one.keys() >= set(values)), None
        )
        if said:
            schema[NAMES] = as_names(said, values)


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _operations(whole: Schema) -> Names:
    """Return what operations of the offline sync are called: as the routes they stand for."""
    routes = {_PARAMETER.sub("{}", path): ways for path, ways in whole["paths"].items()}
    told: dict[str, Text] = {}
    for kind, one in OPERATIONS.items():
        way = _PARAMETER.sub("{}", one.way.path)
        en, _, zh = routes[way]["post"]["summary"].partition(" / ")
        told[kind] = Text(zh, en)
    return told


def _nameless(whole: Schema) -> Iterator[str]:
    found: list[str] = []

    def look(schema: Schema) -> None:
        for value in schema.get("enum", ()):
            said = schema.get(NAMES, {})
            if not all(said.get(language, {}).get(value) for language in ("zh", "en")):
                found.append(f"{value!r} of {schema.get('title', schema['enum'])}")

    each_schema(whole, look)
    yield from found
