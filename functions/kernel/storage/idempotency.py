"""The first answer to an `Idempotency-Key` is kept and given again.

The record is written in the same transaction as the effect, so there is no moment in which one exists without the other; of twenty
equal requests at once one wins and the others read its answer (DESIGN 3; ANCHORS 3).
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.problems import IdempotencyKeyReused, InvalidFields
from kernel.storage.rows import Ensure, Key, Row, Write
from kernel.texts import Text

# A phone on a mountain road may come back days later with the request it could not finish.
KEEP = timedelta(days=7)

_PACKED_FROM = 600
"""Characters from which packing saves a kilobyte of the row, in Chinese."""

_SHAPE = re.compile(r"[\x21-\x7e]{1,200}")


class IdempotencyRow(Row):
    """The answer a key was given: `IDEM#{person}#{route}#{key}` / `IDEM`, gone after `KEEP`.

    Each context keeps these rows in its own table: subclass with that table's `Meta`.
    """

    body_hash = UnicodeAttribute()
    status = NumberAttribute()
    answer = UnicodeAttribute(null=True)
    packed = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()


class Answered(NamedTuple):
    """An answer as it goes out: status, JSON text."""

    status: int
    body: str


class IdempotencyKey(NamedTuple):
    """One request that must have its effect once.

    Attributes
    ----------
    model
        The context's own `IdempotencyRow`.
    pk
        Where the answer is kept.
    body_hash
        SHA-256 of what the body says: the same key with another body is refused. How it is written (blanks, the order of members) does
        not count, so that a request is the same one whether it comes by itself or within a batch.
    """

    model: type[IdempotencyRow]
    pk: str
    body_hash: str

    @property
    def key(self) -> Key:
        """Where the answer is kept."""
        return Key(self.model, self.pk, "IDEM")

    def replay(self, row: Any) -> Answered | None:
        """Return the first answer, if there is one.

        Raises
        ------
        IdempotencyKeyReused
            The key came with another body before.
        """
        if row is None:
            return None
        if row.body_hash != self.body_hash:
            raise IdempotencyKeyReused
        return answered_in(row)

    def record(self, answered: Answered, at: datetime) -> Write:
        """Return the write that keeps `answered`; it fails when somebody answered this key first."""
        row = self.model(
            self.pk,
            "IDEM",
            body_hash=self.body_hash,
            status=answered.status,
            expires_at=int((at + KEEP).timestamp()),
        )
        # Every kilobyte of a transaction costs two write units, and hardly any answer is ever asked for again.
        if len(answered.body) < _PACKED_FROM:
            row.answer = answered.body
        else:
            row.packed = _packed(answered.body)
        return Write(row, Ensure.is_new)


def read_idempotency_key(
    model: type[IdempotencyRow], person_id: str, route: str, header: str | None, body: str
) -> IdempotencyKey | None:
    """Read the `Idempotency-Key` header of a request; None when the client sent none.

    Raises
    ------
    InvalidFields
        The key is not 1 to 200 visible ASCII characters.
    """
    if header is None:
        return None
    if not _SHAPE.fullmatch(header):
        raise InvalidFields.one(
            "Idempotency-Key",
            Text("须为 1 至 200 个可见 ASCII 字符。", "Must be 1 to 200 visible ASCII characters."),
        )
    # Keys are the client's: two persons, or two routes, may well choose the same one.
    return IdempotencyKey(
        model,
        f"IDEM#{person_id}#{route}#{header}",
        hashlib.sha256(_as_said(body).encode(errors="surrogatepass")).hexdigest(),
    )


def answered_in(row: IdempotencyRow) -> Answered:
    """Return the answer that a row keeps."""
    return Answered(int(row.status), _unpacked(row.packed) if row.packed else row.answer or "")


def _packed(text: str) -> str:
    # Both are loaded with the first answer that needs them, as where answers are sent.
    from binascii import b2a_base64
    from zlib import compress

    return b2a_base64(compress(text.encode(errors="replace")), newline=False).decode("ascii")


def _unpacked(packed: str) -> str:
    from binascii import a2b_base64
    from zlib import decompress

    return decompress(a2b_base64(packed)).decode()


def _as_said(body: str) -> str:
    try:
        said = json.loads(body)
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    except (ValueError, RecursionError):
        return body
