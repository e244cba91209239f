"""Records: what a frozen dataclass does, a record does."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import KW_ONLY, FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any

import pytest

from kernel.record import record


@record
class Place:
    """A place on a list."""

    name: str
    rank: int = 1
    notes: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        if self.rank < 1:
            raise ValueError(self.rank)


@record
class Seat:
    """The same fields under another name."""

    name: str
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Model:
    """What `Place` would be as a dataclass."""

    name: str
    rank: int = 1
    notes: dict[str, str] = field(default_factory=dict[str, str])


def test_fields_defaults_and_replace_are_those_of_a_dataclass():
    place = Place("hall", rank=2)

    assert [one.name for one in fields(place)] == [one.name for one in fields(Model)]
    assert asdict(place) == asdict(Model("hall", rank=2))
    assert replace(place, rank=3) == Place("hall", 3, {})
    assert Place("hall").notes is not Place("hall").notes


def test_it_is_shown_as_a_dataclass_is():
    assert repr(Place("hall", 2)) == repr(Model("hall", 2)).replace("Model", "Place")


def test_equal_are_records_of_one_class_with_equal_fields():
    assert Seat("hall") == Seat("hall", 1)
    assert hash(Seat("hall")) == hash(Seat("hall", 1))
    assert Seat("hall") != Seat("hall", 2)
    assert Seat("hall") != Place("hall")
    assert len({Seat("hall"), Seat("hall"), Seat("barn")}) == 2


def test_a_record_stays_as_it_is():
    place: Any = Place("hall")

    for change in (
        lambda: setattr(place, "rank", 2),
        lambda: setattr(place, "other", 2),
        lambda: delattr(place, "rank"),
    ):
        with pytest.raises(FrozenInstanceError):
            change()
    assert not hasattr(place, "__dict__")


@pytest.mark.parametrize("wrong", [{}, {"name": "a", "other": 1}, {"name": "a", "rank": 0}])
def test_what_it_is_not_made_of_is_refused(wrong: dict[str, Any]):
    with pytest.raises((TypeError, ValueError)):
        Place(**wrong)


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))]
)
def test_it_is_copied_and_pickled(again: Callable[[Any], Any]):
    assert again(Place("hall", 2, {"a": "b"})) == Place("hall", 2, {"a": "b"})


def test_patterns_match_by_position():
    match Place("hall", 2):
        case Place("hall", rank):
            assert rank == 2


@record
class Thing:
    """What has a name, said by name."""

    _: KW_ONLY
    name: str
    rank: int = 1


@record
class Guest(Thing):
    """A thing with a seat of its own."""

    _: KW_ONLY
    seat: Seat


def test_fields_after_kw_only_are_said_by_name_also_those_inherited():
    guest = Guest(seat=Seat("a1"), name="hall")

    assert (guest.name, guest.rank, guest.seat) == ("hall", 1, Seat("a1"))
    assert replace(guest, rank=2) == Guest(name="hall", rank=2, seat=Seat("a1"))
    assert pickle.loads(pickle.dumps(guest)) == guest
    with pytest.raises(TypeError):
        Guest("hall", 1, Seat("a1"))  # pyright: ignore[reportCallIssue]


def test_what_makes_records_is_compiled_when_the_first_is_made():
    @record
    class Late:
        """A record that no other test makes."""

        name: str

    class Later(Late):
        """Something that is made as it is."""

    before = Late.__init__

    made = [Later("hall"), Late("hall"), Late(name="hall")]

    assert Late.__init__ is not before
    assert [one.name for one in made] == ["hall"] * 3
    with pytest.raises(TypeError):
        Late()  # pyright: ignore[reportCallIssue]
