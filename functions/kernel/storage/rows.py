"""Rows and what a transaction does with them; no call is made here.

Rows are PynamoDB models.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

import kernel.deferred  # isort: skip  # noqa: F401  # pyright: ignore[reportUnusedImport] - before PynamoDB

from pynamodb.attributes import JSONAttribute, MapAttribute, UnicodeAttribute
from pynamodb.exceptions import AttributeNullError
from pynamodb.models import Model

from kernel.problems import Problem


class TableMeta:
    """What every model's `Meta` inherits; the table's name comes from the environment of the function."""

    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")


class DocumentAttribute(JSONAttribute):
    """A JSON document, with Chinese as it is: escaped it would weigh twice as much, of a row that holds 400 KB."""

    def serialize(self, value: Any) -> str | None:
        """Write a document."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class SparseDocumentAttribute(DocumentAttribute):
    """A JSON document of which what is nothing is left out."""

    def serialize(self, value: Any) -> str | None:
        """Write what a document says."""
        return super().serialize(_said(value))


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _said(one) for name, one in value.items() if one is not None}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [_said(one) for one in value]  # pyright: ignore[reportUnknownVariableType]
    return value


class Row(Model):
    """A row with the keys every table of Sizhi has."""

    if TYPE_CHECKING:
        Meta: ClassVar[Any]  # each row has one of its own, which PynamoDB completes

    written_once: ClassVar[bool] = False
    """Whether it is never changed or deleted, so that what was read beforehand holds, and that it was not there is proved by adding it."""

    counted_in_place: ClassVar[tuple[str, ...]] = ()
    """Numbers that others count up without a version (`Alter`): whoever saves the row must have seen how far."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def from_raw_data(cls, data: Mapping[str, Any]) -> Self:
        """Make a row of what is stored of it.

        PynamoDB asks for every attribute there could be, an incident's sixty, of which most rows have half (decision 0053).
        """
        kept = _kept_by(cls)
        row = cls.__new__(cls)
        row.attribute_values = {
            name: default() if callable(default) else default for name, default in kept.defaults
        }
        for stored, typed in data.items():
            if stored in kept.names:
                name = kept.names[stored]
                attribute = kept.attributes[name]
                value = attribute.deserialize(attribute.get_value(typed))
                if isinstance(attribute, MapAttribute):
                    setattr(row, name, value)  # which makes a map of it
                else:
                    row.attribute_values[name] = value
        return row

    def serialize(self, null_check: bool = True) -> dict[str, dict[str, Any]]:
        """Return what is stored of a row; what is nothing is not.

        Raises
        ------
        AttributeNullError
            Something is missing that every such row has.
        """
        kept = _kept_by(type(self))
        stored: dict[str, dict[str, Any]] = {}
        for name, value in self.attribute_values.items():
            attribute = kept.attributes[name]
            said = None if value is None else attribute.serialize(value)
            if said is not None:
                stored[attribute.attr_name] = {attribute.attr_type: said}
        if null_check and not kept.required <= stored.keys():
            raise AttributeNullError(min(kept.required - stored.keys()))
        return stored


class _Kept(NamedTuple):
    """What rows of a model keep.

    Attributes
    ----------
    attributes
        By the names they have here.
    names
        Those names, by the names they are stored by.
    required
        As what every row has something stored.
    defaults
        What is there without being stored.
    """

    attributes: Mapping[str, Any]
    names: Mapping[str, str]
    required: frozenset[str]
    defaults: Sequence[tuple[str, Any]]


@cache
def _kept_by(model: Any) -> _Kept:
    attributes: Mapping[str, Any] = model.get_attributes()
    return _Kept(
        attributes,
        {one.attr_name: name for name, one in attributes.items()},
        frozenset(one.attr_name for one in attributes.values() if not one.null),
        [(name, one.default) for name, one in attributes.items() if one.default is not None],
    )


class ConditionFailed(Exception):
    """A write met another state than it was decided on; nothing of the transaction was written.

    Parameters
    ----------
    failed
        The positions of the writes, in the order they were handed to `write`, whose condition did not hold.
    """

    def __init__(self, failed: Sequence[int]) -> None:
        self.failed = tuple(failed)
        super().__init__(f"condition failed on writes {self.failed}")


class Key(NamedTuple):
    """Where one row is."""

    model: type[Row]
    pk: str
    sk: str


class Write(NamedTuple):
    """One write of a transaction: the row to put under a condition, or None for no condition.

    Attributes
    ----------
    otherwise
        The refusal when this condition does not hold, where it says something that deciding again would not change; None: decide again.
    """

    row: Row
    condition: Any = None
    otherwise: Callable[[], Problem] | None = None

    @property
    def key(self) -> Key:
        """Where the row is."""
        return Key(type(self.row), self.row.pk, self.row.sk)


class Alter(NamedTuple):
    """One change in place of a transaction: for a row many people change at once, where a version would make them wait.

    Attributes
    ----------
    add
        What is added to which number; a row or number that is not there yet counts as 0.
    put
        What other attributes become.
    condition
        What must hold before, or None.
    otherwise
        As with `Write`.
    """

    key: Key
    add: Mapping[str, int]
    put: Mapping[str, str | int] = MappingProxyType({})
    condition: Any = None
    otherwise: Callable[[], Problem] | None = None


class Check(NamedTuple):
    """A row that is only looked at: the transaction holds if its condition does.

    Attributes
    ----------
    otherwise
        As with `Write`.
    """

    key: Key
    condition: Any
    otherwise: Callable[[], Problem] | None = None


class Ensure:
    """Conditions that come back again and again."""

    is_new: ClassVar[Any] = Row.pk.does_not_exist()
