"""What a policy names must be there, and be named once: a mistyped code would silently do nothing, or the wrong thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text

_LISTS = ("complex_items", "grid_items", "after_photo_items", "personal_items")
_CHOICES = (("grounds",), ("suspension", "causes"), ("rating", "answers"))


def check(document: Mapping[str, Any]) -> None:
    """Let a policy pass whose lists name its own categories, each once.

    Parameters
    ----------
    document
        As it was sent: what it leaves out is as packaged and not looked at.

    Raises
    ------
    InvalidFields
        `errors` names every code that is not there or comes twice; and a policy that asks for a photo in every category (国办函〔2026〕12号).
    """
    codes = [entry["code"] for entry in document["categories"]]
    faults = [
        *_twice("categories", codes),
        *(fault for name in _LISTS for fault in _unknown(name, document.get(name) or (), codes)),
        *_faults_of_duties(document.get("duties") or (), codes),
        *_faults_of_choices(document),
    ]
    if set(codes) <= set(document.get("after_photo_items") or ()):
        faults.append(
            FieldError(
                "after_photo_items",
                Text(
                    "不得要求每一类事项都上传处置照片。",
                    "A photo may not be asked for in every category.",
                ),
            )
        )
    if faults:
        raise InvalidFields(faults[0].message, errors=faults)


def filled(document: Mapping[str, Any], packaged: Mapping[str, Any]) -> dict[str, Any]:
    """Return a policy with what it leaves out as packaged, as far as that is about categories it has."""
    codes = {entry["code"] for entry in document["categories"]}
    fitting = {name: [code for code in packaged[name] if code in codes] for name in _LISTS}
    duties = [duty for duty in packaged["duties"] if duty["category"] in codes]
    return {**packaged, **fitting, "duties": duties, **document}


def _unknown(name: str, named: Sequence[str], codes: Sequence[str]) -> Iterator[FieldError]:
    for place, code in enumerate(named):
        if code not in codes:
            yield FieldError(f"{name}.{place}", _no_category(code))
    yield from _twice(name, named)


def _faults_of_duties(
    duties: Sequence[Mapping[str, Any]], codes: Sequence[str]
) -> Iterator[FieldError]:
    for place, duty in enumerate(duties):
        if duty["category"] not in codes:
            yield FieldError(f"duties.{place}.category", _no_category(duty["category"]))
    yield from _twice("duties", [duty["id"] for duty in duties])


def _faults_of_choices(document: Mapping[str, Any]) -> Iterator[FieldError]:
    for path in _CHOICES:
        found: Any = document
        for name in path:
            found = found.get(name) if found else None
        entries: Sequence[Mapping[str, Any]] = found or ()
        yield from _twice(".".join(path), [entry["code"] for entry in entries])


def _twice(name: str, codes: Sequence[str]) -> Iterator[FieldError]:
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield FieldError(name, Text(f"{code} 重复。", f"{code} is named twice."))


def _no_category(code: str) -> Text:
    return Text(f"没有类别 {code}。", f"There is no category {code}.")
