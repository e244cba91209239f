"""Settings that a county sets as a whole document: every version is kept, and the packaged one holds until there is another."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.directory import Remembered
from kernel.in_force import PACKAGED, InForce
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.storage import dynamo
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork, carry_out

Value = TypeVar("Value")


class VersionRow(Row):
    """A version of a document: `{subject}` / `V#{version}`, and a copy of the newest under `{subject}` / `CURRENT`.

    Each document has rows of its own: subclass with the table's `Meta` and the `subject`.
    """

    subject: ClassVar[str]

    version = NumberAttribute()
    document = UnicodeAttribute()
    set_by = UnicodeAttribute()
    set_at = UnicodeAttribute()
    change_id = UnicodeAttribute(null=True)

    @classmethod
    def current(cls) -> Key:
        """Return where the newest version is."""
        return Key(cls, cls.subject, "CURRENT")

    @classmethod
    def key(cls, version: int) -> Key:
        """Return where a version is."""
        return Key(cls, cls.subject, f"V#{version:06d}")


class Settings(Generic[Value]):
    """The versions of one document.

    Parameters
    ----------
    model
        Its rows.
    packaged
        The file with version 0, or what puts its document together.
    parse
        Reads a complete document, given its version.
    complete
        Fills what a county leaves out of its own document from the packaged one; None: a document is complete.
    """

    def __init__(
        self,
        model: type[VersionRow],
        packaged: Path,
        parse: Callable[[Mapping[str, Any], int], Value],
        complete: Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]] | None = None,
    ) -> None:
        self._model = model
        self._parse, self._complete = parse, complete
        self._packaged_document = packaged
        self._packaged = lru_cache(maxsize=1)(self._read_packaged)
        self._read = lru_cache(maxsize=32)(self._read_version)

    def packaged(self) -> InForce[Value]:
        """Return version 0."""
        return self._packaged()

    def current(self) -> InForce[Value]:
        """Return the newest version, up to half a minute old."""
        key = self._model.current()
        return self.of(Remembered.recall([key])[key])

    def newest(self) -> InForce[Value]:
        """Return the newest version as it is now."""
        return self.of(dynamo.read([self._model.current()], consistent=True)[0])

    def version(self, number: int) -> InForce[Value] | None:
        """Return a version; None when there is none."""
        if number == 0:
            return self._packaged()
        row: VersionRow | None = dynamo.read([self._model.key(number)], consistent=True)[0]
        return self.of(row) if row else None

    def read(self, number: int | None = None) -> InForce[Value]:
        """Return the newest version as it is now, or another one.

        Raises
        ------
        NotFound
            There is no such version.
        """
        kept = self.newest() if number is None else self.version(number)
        if kept is None:
            raise NotFound
        return kept

    def put(self, document: Mapping[str, Any], expected: Versions, set_by: str) -> InForce[Value]:
        """Keep a document as the next version.

        Raises
        ------
        StaleVersion
            The newest is none of `expected`, or somebody set one at the same time: a document is a whole, and nobody's is replaced unseen.
        """
        key = self._model.current()
        replaceable = expected

        def decide(work: UnitOfWork) -> VersionRow:
            nonlocal replaceable
            work.load([key])
            seen = work.version(key)
            refuse_stale(replaceable, seen)
            replaceable = frozenset({seen})
            kept: dict[str, Any] = {
                "version": seen + 1,
                "document": json.dumps(document, ensure_ascii=False, separators=(",", ":")),
                "set_by": set_by,
                "set_at": clock.iso(clock.now()),
                "change_id": work.change_id,
            }
            newest = self._model(key.pk, key.sk, **kept)
            work.save(newest)
            work.add(self._model(*self._model.key(seen + 1)[1:], **kept))
            work.afterwards(Remembered.forget)
            return newest

        written = carry_out(decide).result
        assert written is not None
        return self.of(written)

    def of(self, row: VersionRow | None) -> InForce[Value]:
        """Return what a row of the newest version holds; the packaged one where there is none."""
        if row is None:
            return self._packaged()
        return self._read(int(row.version), row.document, row.set_by, row.set_at)

    def _read_version(self, number: int, text: str, set_by: str, set_at: str) -> InForce[Value]:
        document: Mapping[str, Any] = json.loads(text)
        if self._complete:
            document = self._complete(document, self._packaged().document)
        return InForce(number, self._parse(document, number), document, set_by, set_at)

    def _read_packaged(self) -> InForce[Value]:
        document = json.loads(self._packaged_document.read_text(encoding="utf-8"))
        return InForce(0, self._parse(document, 0), document, PACKAGED, "")
