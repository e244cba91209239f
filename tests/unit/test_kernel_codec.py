"""Records as the attributes of a row, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple

import pytest

from kernel.law import Reference, reference
from kernel.record import record
from kernel.storage.codec import Codec, UnknownKind


class Colour(StrEnum):
    RED = "red"


@record
class Gate:
    id: str
    colour: Colour
    painted_at: datetime | None
    built_on: date
    wide: float
    language: Literal["zh", "en"]
    names: tuple[str, ...] = ()
    locked: bool = False
    bars: int = 3
    note: str | None = None


GATE = Gate(
    "g-1",
    Colour.RED,
    datetime(2026, 11, 23, 2, tzinfo=UTC),
    date(2026, 1, 25),
    2.5,
    "zh",
    ("东门", "老门"),
    locked=True,
)
CODEC = Codec(Gate, kept_as={"id": "gate_id"})


def row_of(gate: Gate, codec: Any = CODEC) -> SimpleNamespace:
    row = SimpleNamespace()
    codec.put(row, gate)
    return row


def test_what_is_put_is_what_is_taken() -> None:
    assert CODEC.take(row_of(GATE)) == GATE


def test_a_row_holds_what_a_store_can_keep() -> None:
    assert vars(row_of(GATE)) == {
        "gate_id": "g-1",
        "colour": "red",
        "painted_at": "2026-11-23T02:00:00.000Z",
        "built_on": "2026-01-25",
        "wide": 2.5,
        "language": "zh",
        "names": ["东门", "老门"],
        "locked": True,
        "bars": 3,
        "note": None,
    }


def test_nothing_is_nothing_and_what_was_never_stored_is_its_default() -> None:
    row = row_of(GATE)
    row.painted_at = row.bars = row.names = None

    taken = CODEC.take(row)

    assert (taken.painted_at, taken.bars, taken.names) == (None, 3, ())


def test_a_field_with_a_way_of_its_own_is_given() -> None:
    codec = Codec(Gate, but=["id"])
    row = row_of(GATE, codec)

    assert not hasattr(row, "id")
    assert codec.take(row, id="g-2").id == "g-2"


@record
class Odd:
    inner: bytes


def test_a_field_no_attribute_holds_is_a_fault_of_the_program() -> None:
    with pytest.raises(UnknownKind):
        Codec(Odd).put(SimpleNamespace(), Odd(b""))


@record
class Bolt:
    side: str
    thick: int | None = None


@record
class House:
    front: Gate
    back: Gate | None
    bolts: tuple[Bolt, ...]
    keys: Mapping[Colour, tuple[str, ...]]
    visits: tuple[tuple[str, bool], ...]
    law: Mapping[str, Any]
    bare: Bolt = Bolt("left")


HOUSE = House(
    GATE,
    None,
    (Bolt("left", 3), Bolt("right")),
    {Colour.RED: ("k-1", "k-2")},
    (("2026-11-23", True),),
    {"articles": [1, 2]},
)


def test_a_record_of_records_is_the_same_after_it_was_a_document() -> None:
    told = json.loads(json.dumps(Codec(House).document(HOUSE)))

    assert Codec(House).thing(told) == HOUSE


def test_a_document_says_nothing_where_nothing_is() -> None:
    told = Codec(House).document(HOUSE)

    assert told["back"] is None
    assert told["bolts"] == [{"side": "left", "thick": 3}, {"side": "right", "thick": None}]


def test_what_a_document_does_not_say_is_left_to_its_default() -> None:
    told = Codec(House).document(HOUSE)
    del told["bare"], told["back"]

    assert Codec(House).thing(told) == HOUSE


class Side(NamedTuple):
    name: str
    since: date | None = None


@record
class Sworn:
    parts: frozenset[str]
    side: Side
    cites: Reference


def test_sets_named_tuples_and_what_keeps_itself_come_back_as_they_were() -> None:
    law = reference({"law": "administrative-penalty-law-2021", "articles": ["42"]})
    sworn = Sworn(frozenset({"b", "a"}), Side("li", date(2026, 11, 23)), law)
    codec = Codec(Sworn)

    kept = codec.document(sworn)

    assert kept == {"parts": ["a", "b"], "side": ["li", "2026-11-23"], "cites": law.document}
    assert codec.thing(kept) == sworn
    assert codec.thing({**kept, "side": ["li"]}).side == Side("li")
