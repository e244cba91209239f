"""What requests and answers of this context share: fields, lines of lists, steps of histories, and what is shown of people."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Annotated, Any, TypeVar, cast, get_args, overload

from pydantic import Field
from typing_extensions import TypedDict, is_typeddict

from assembly.model.line_names import status_name, type_name
from kernel import clock
from kernel.fields import ShortText
from kernel.ids import ID_PATTERN
from kernel.texts import Language

PERSON_ID = "^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$"
ID = f"^{ID_PATTERN}$"
BODY_ID = r"^[1-9]\d{11}~[a-z_]{1,40}(~[0-9]{1,3})?$"

PersonId = Annotated[str, Field(pattern=PERSON_ID, examples=["p-re-01"])]
ThingId = Annotated[str, Field(pattern=ID, examples=["01M8323B80ZASBGN3Q5V2DNX65"])]
BodyId = Annotated[str, Field(pattern=BODY_ID, examples=["140426106201~representatives_assembly"])]
TypeCode = Annotated[
    str,
    Field(
        min_length=1,
        max_length=40,
        pattern=r"^[a-z][a-z0-9_]*$",
        examples=["dilapidated_housing"],
        description="See GET /v1/assembly/matter-types / 见事项目录",
    ),
]
HouseholdId = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Number = Annotated[int, Field(ge=0, le=1_000_000)]
Attachments = Annotated[
    list[ShortText],
    Field(
        default_factory=list,
        max_length=20,
        description="References to papers or photos / 附件编号或链接",
    ),
]

SOMEBODY = "—"


class AssemblyLine(TypedDict):
    """Anything in a list."""

    id: str
    village: str
    kind: str
    title: str | None
    type: Annotated[str | None, Field(description="Of what type within its kind / 类别")]
    type_name: str | None
    status: Annotated[str | None, Field(description="As in its kind's own answer / 状态")]
    status_name: str | None
    due_at: str | None
    overdue: bool
    version: int
    created_at: str
    updated_at: str


class AssemblyList(TypedDict):
    """One page of a list."""

    items: list[AssemblyLine]
    next_cursor: str | None


class AssemblyStep(TypedDict):
    """One step of a history; persons are named to staff only."""

    at: str
    event: str
    actor: str | None
    actor_role: str | None
    actor_unit: str | None
    details: dict[str, Any]


class AssemblyHistory(TypedDict):
    """The steps of something, oldest first."""

    items: list[AssemblyStep]
    next_cursor: str | None


@overload
def local(stored: str) -> str: ...
@overload
def local(stored: str | None) -> str | None: ...
def local(stored: str | None) -> str | None:
    """Return a stored instant as the API answers it (+08:00)."""
    return clock.local_iso(clock.from_iso(stored)) if stored else stored


def named(person: str | None, *, names: bool, own: str | None = None) -> str | None:
    """Return a person's id to those who may know it, and the own one to oneself; others see that somebody did."""
    return person if names or not person or person == own else SOMEBODY


_PERSONS = frozenset(
    {
        "answered_by",
        "by",
        "chair",
        "cleared_by",
        "done_by",
        "drafted_by",
        "proposed_by",
        "published_by",
        "raised_by",
        "recorder",
        "registered_by",
        "responsible",
        "set_by",
        "taken_down_by",
    }
)
_View = TypeVar("_View")


def shown(
    view: type[_View], thing: object, *, names: bool, own: str | None = None, **said: object
) -> _View:
    """Return what a view names of a thing, and nothing else: what it does not name does not go out.

    Instants are told as the API answers them; people to those who may know them, and to themselves (`own`); what a thing holds in turn
    as the view of it that is named there.

    Parameters
    ----------
    said
        What stands in the view otherwise than in the thing, or in the view alone.
    """
    told: dict[str, Any] = {}
    for name, hint in view.__annotations__.items():
        if name in said:
            told[name] = said[name]
        elif hasattr(thing, name):
            told[name] = _told(name, getattr(thing, name), hint, names=names, own=own)
    return cast("_View", told)


def _told(name: str, value: Any, hint: Any, *, names: bool, own: str | None) -> Any:
    if is_dataclass(value):
        return shown(_view_in(hint), value, names=names, own=own)
    if isinstance(value, tuple):
        many = cast("tuple[Any, ...]", value)
        return [_told(name, each, hint, names=names, own=own) for each in many]
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value)
        return {key: _told(name, each, hint, names=names, own=own) for key, each in pairs.items()}
    if name in _PERSONS:
        return named(value, names=names, own=own)
    is_instant = name == "at" or name.endswith(("_at", "_since", "_until"))
    return local(value) if is_instant else value


def _view_in(hint: Any) -> Any:
    """Return the view that a field is of, be it one, one or none, or many."""
    inside: Iterator[Any] = filter(None, map(_view_in, get_args(hint)))
    return hint if is_typeddict(hint) else next(inside, None)


def line(item: Mapping[str, Mapping[str, Any]], now: str, language: Language) -> AssemblyLine:
    """Return an index item as a line of a list."""

    def text(name: str) -> str | None:
        return item[name]["S"] if name in item else None

    due, kind = text("due_at"), item["kind"]["S"].lower()
    return {
        "id": item["id"]["S"],
        "village": item["village"]["S"],
        "kind": kind,
        "title": text("title"),
        "type": text("label"),
        "type_name": type_name(kind, text("label"), language),
        "status": text("status"),
        "status_name": status_name(kind, text("status"), language),
        "due_at": local(due),
        "overdue": due is not None and due < now,
        "version": int(item["version"]["N"]),
        "created_at": local(str(item["created_at"]["S"])),
        "updated_at": local(str(item["updated_at"]["S"])),
    }


def page(
    items: Sequence[Mapping[str, Any]], next_cursor: str | None, now: str, language: Language
) -> AssemblyList:
    """Return a page of index items."""
    return {"items": [line(item, now, language) for item in items], "next_cursor": next_cursor}


def step(row: Any, language: Language, *, names: bool, nobody: bool = False) -> AssemblyStep:
    """Return a history row as a step; of `nobody` not even role and unit are told."""
    from kernel.access import ROLE_NAMES, Role

    role = ROLE_NAMES[Role(row.actor_role)].say(language) if row.actor_role else None
    actor = row.actor if names or row.actor == "clock" else None
    return {
        "at": local(str(row.at)),
        "event": row.event,
        "actor": None if nobody else actor,
        "actor_role": None if nobody else role,
        "actor_unit": None if nobody else row.actor_unit,
        "details": _details(row.details or {}, names=names),
    }


_PEOPLE = frozenset({"by", "voter", "person", "responsible"})


def _details(details: Mapping[str, Any], *, names: bool) -> dict[str, Any]:
    """Return what a step tells: a flat document, in which only these fields are people."""
    return {
        name: named(str(value), names=names) if name in _PEOPLE and value else value
        for name, value in clock.as_answered(details).items()
    }
