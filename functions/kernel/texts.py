"""Texts for people in Chinese and English, Chinese unless asked otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, NamedTuple, Self, TypeVar

Language = Literal["zh", "en"]
N = TypeVar("N", bound="Named")


class Text(NamedTuple):
    """One text in both languages; `{}` fields are filled by `format`."""

    zh: str
    en: str

    def format(self, **values: object) -> Text:
        """Fill the fields of both languages, each with what a text among the values says in it."""
        return Text(self.zh.format(**_in(values, "zh")), self.en.format(**_in(values, "en")))

    def say(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.en if language == "en" else self.zh


class Named(StrEnum):
    """Members with what they are called where people read them: `HELD = "held", "已预留", "set aside"`."""

    _value_: str
    said: Text

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        """Make a member; its value is the first of the three."""
        member = str.__new__(cls, value)
        member._value_, member.said = value, Text(zh, en)
        return member


def names(kind: type[N]) -> dict[N, Text]:
    """Return what each member is called."""
    return {member: member.said for member in kind}


def _in(values: Mapping[str, object], language: Language) -> dict[str, object]:
    return {
        name: value.say(language) if isinstance(value, Text) else value
        for name, value in values.items()
    }


def preferred(accept_language: str | None) -> Language:
    """Return the language a client prefers; Chinese when it does not say or asks for neither.

    Parameters
    ----------
    accept_language
        An `Accept-Language` header, with or without weights (RFC 9110 section 12.5.4).
    """
    best: tuple[float, Language] | None = None
    for part in (accept_language or "").split(","):
        tag, _, weight = part.strip().partition(";")
        language: Language | None = {"zh": "zh", "en": "en"}.get(tag.strip().lower()[:2])  # type: ignore[assignment]
        if language is None:
            continue
        try:
            quality = float(weight.split("=", 1)[1]) if "=" in weight else 1.0
        except ValueError:
            quality = 0.0
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, language)
    return best[1] if best else "zh"
