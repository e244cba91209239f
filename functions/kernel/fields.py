"""Field types of request models: what a client may send, with refusals in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar, cast

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WrapValidator,
    model_validator,
)

from kernel.characters import holds_hidden, holds_line_break, tidy
from kernel.field_errors import ANY_INSTANT, HIDDEN, TextualValueError
from kernel.ids import ID_PATTERN
from kernel.texts import Text
from kernel.units import is_code, is_place

EARLIEST = date(1949, 10, 1)
LATEST = date(2099, 12, 31)
"""Days and instants beyond these are slips of the pen, and beyond what can be counted with."""

_UNSEEN = Text("没有可见的文字。", "Holds nothing that can be seen.")
_ONE_LINE = Text("只能是一行，不得换行。", "Must be one line, without line breaks.")
_DAY = Text(
    f"须为 {EARLIEST} 至 {LATEST} 之间的日期，格式 YYYY-MM-DD。",
    f"Must be a date from {EARLIEST} to {LATEST}, written YYYY-MM-DD.",
)
_INSTANT = Text(
    f"须为 {EARLIEST} 至 {LATEST} 之间、带时区的时间，如 2026-03-01T08:00:00+08:00。",
    f"Must be an instant from {EARLIEST} to {LATEST} with its zone, such as 2026-03-01T08:00:00+08:00.",
)


def called(names: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Return what a field adds to its schema where it takes some texts: what each is called, in Chinese and in English.

    Members of an enumeration say it themselves (`kernel.texts.Named`).
    """
    return {
        "x-names": {
            "zh": {value: zh for value, (zh, _) in names.items()},
            "en": {value: en for value, (_, en) in names.items()},
        }
    }


class Model(BaseModel):
    """A request model: unknown fields are refused, blanks around texts are dropped, no text holds what nobody can see."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, defer_build=True, frozen=True
    )

    @model_validator(mode="before")
    @classmethod
    def _holds_nothing_hidden(cls, given: Any) -> Any:
        """Refuse control characters and turned directions in whatever text there is, patterns and choices included."""
        places = _hidden_in(cast("dict[str, Any]", given)) if isinstance(given, dict) else []
        if places:
            raise ValidationError.from_exception_data(
                cls.__name__,
                [
                    {
                        "type": "value_error",
                        "loc": place,
                        "input": None,
                        "ctx": {"error": TextualValueError(HIDDEN)},
                    }
                    for place in places
                ],
            )
        return cast("Any", given)


def _hidden_in(given: dict[str, Any]) -> list[tuple[str | int, ...]]:
    places: list[tuple[str | int, ...]] = []
    for name, value in given.items():
        if isinstance(value, str):
            if holds_hidden(value):
                places.append((name,))
        elif isinstance(value, list):
            places += [
                (name, number)
                for number, one in enumerate(cast("list[Any]", value))
                if isinstance(one, str) and holds_hidden(one)
            ]
    return places


def visible(text: str) -> str:
    """Return `text` as it is kept, if it holds something that can be seen and nothing that is hidden.

    Raises
    ------
    TextualValueError
        It holds NUL, another control character, or a mark that turns the writing direction; or nobody can see anything of it.
    """
    if holds_hidden(text):
        raise TextualValueError(HIDDEN)
    kept = tidy(text)
    if not kept:
        raise TextualValueError(_UNSEEN)
    return kept


def one_line(text: str) -> str:
    """Return `text` as it is kept, if it is one line that can be seen.

    Raises
    ------
    TextualValueError
        It is not.
    """
    kept = visible(text)
    if holds_line_break(kept):
        raise TextualValueError(_ONE_LINE)
    return kept


_Listed = TypeVar("_Listed", bound=list[Any])


def once_each(values: _Listed) -> _Listed:
    """Return a list if nothing stands in it twice.

    Raises
    ------
    TextualValueError
        Something does; says what.
    """
    twice = sorted({str(value) for value in values if values.count(value) > 1})
    if twice:
        raise TextualValueError(
            Text(f"重复：{'、'.join(twice[:5])}。", f"Named twice: {', '.join(twice[:5])}.")
        )
    return values


def day(given: Any) -> date:
    """Return a day that is written as one.

    Raises
    ------
    TextualValueError
        It is a number (which would be taken for seconds since 1970), no day of the calendar, or beyond `EARLIEST` and `LATEST`.
    """
    found: date | None = None
    if isinstance(given, date) and not isinstance(given, datetime):
        found = given
    elif isinstance(given, str) and len(given) == 10:
        try:
            found = date.fromisoformat(given)
        except ValueError:
            found = None
    if found is None or not EARLIEST <= found <= LATEST:
        raise TextualValueError(_DAY)
    return found


def _read_as_instant(text: Text) -> Any:
    """Read an instant that is written as one, and say of whatever else the same, in `text`: not why a library could not read it."""

    def read(given: Any, parse: Any) -> datetime:
        # A number would be taken for seconds since 1970, a day alone for its midnight.
        is_written = isinstance(given, datetime) or (
            isinstance(given, str) and "T" in given.upper()
        )
        try:
            if is_written:
                return parse(given)
        except ValidationError:
            pass
        raise TextualValueError(text)

    return WrapValidator(read, json_schema_input_type=AwareDatetime)


def _sensible(at: datetime) -> datetime:
    # At the ends of the calendar an instant cannot even be moved to another zone.
    bare = at.replace(tzinfo=UTC).date()
    if not EARLIEST < bare < LATEST:
        raise TextualValueError(_INSTANT)
    return at


Day = Annotated[
    date,
    BeforeValidator(day, json_schema_input_type=date),
    Field(description="Day in Asia/Shanghai / 日期（北京时间）", examples=["2026-01-01"]),
]
DayText = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d{2}-\d{2}$",
        examples=["2026-11-23"],
        json_schema_extra={"format": "date"},
    ),
    AfterValidator(lambda text: day(text).isoformat()),
]
"""A day that stays text, in its one written form."""
Instant = Annotated[
    AwareDatetime,
    _read_as_instant(_INSTANT),
    AfterValidator(_sensible),
    Field(examples=["2026-11-23T09:40:00+08:00"]),
]

AnyInstant = Annotated[
    AwareDatetime,
    _read_as_instant(ANY_INSTANT),
    Field(examples=["2026-11-23T09:40:00+08:00"]),
]
"""An instant of any year: what a clock that is wrong may say, where that is no reason to refuse what else is said."""


def unit_code(text: str) -> str:
    """Return `text` if it has the grammar of a place's code (6, 9, 12 or 15 digits)."""
    if not is_place(text):
        raise TextualValueError(
            Text(
                "须为 6、9、12 或 15 位单位代码。", "Must be a unit code of 6, 9, 12 or 15 digits."
            )
        )
    return text


UnitCode = Annotated[
    str,
    Field(
        description="Unit code: county 6, town 9, village 12, grid 15 digits / 单位代码：县6位、乡镇9位、村12位、网格15位",
        examples=["140426106201001"],
        pattern=r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11}|[1-9]\d{14})$",
    ),
    AfterValidator(unit_code),
]


def owner_code(text: str) -> str:
    """Return `text` if it has the grammar of a place's or a department's code."""
    if not is_code(text):
        raise TextualValueError(
            Text(
                "须为 6、9、12 或 15 位单位代码，或部门代码（如 140426-SLJ）。",
                "Must be a unit code of 6, 9, 12 or 15 digits, or a department's such as 140426-SLJ.",
            )
        )
    return text


OwnerCode = Annotated[
    str,
    Field(
        description="Unit code, or a department: office code, hyphen, three capitals or digits / 单位代码，或部门代码：县或乡镇代码加连字符和三位大写字母数字",
        examples=["140426106", "140426-SLJ"],
        pattern=r"^([1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11}|[1-9]\d{14}|[1-9]\d{5}(\d{3})?-[A-Z0-9]{3})$",
    ),
    AfterValidator(owner_code),
]
VillageCode = Annotated[
    str,
    Field(pattern=r"^[1-9]\d{11}$", examples=["140426106201"], description="Village / 村代码"),
]
ThingId = Annotated[str, Field(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]
Words = Annotated[str, AfterValidator(visible)]
"""Text of several lines, of whatever length its field allows."""
OneLine = Annotated[str, AfterValidator(one_line)]
ShortText = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(one_line)]
LongText = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(visible)]


def counts(*figures: str, description: str | None = None) -> Any:
    """Say of a number in an answer by which definitions of the catalogue of figures it is counted (`reports/data/figures.json`).

    Parameters
    ----------
    figures
        One; several where the answer says itself which of them it is.
    """
    named: Any = figures[0] if len(figures) == 1 else list(figures)
    return Field(description=description, json_schema_extra={"x-sizhi-figure": named})
