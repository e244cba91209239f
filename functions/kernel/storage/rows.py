"""Rows and what a transaction does with them; no call is made here.

Rows are PynamoDB models.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import kernel.deferred  # isort: skip  # noqa: F401  # pyright: ignore[reportUnusedImport] - before PynamoDB

from pynamodb.attributes import JSONAttribute, UnicodeAttribute
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

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


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
