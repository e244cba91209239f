"""What no rule book and no deduction may be about: the words are those of `kernel.wording`, for all contexts one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kernel import wording
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text
from kernel.wording import Hit

_EACH = ("zh", "en")


class ForbiddenRule(InvalidFields):
    """The text would do what no village rule may do; `errors` names each place and the law."""

    slug = "forbidden-rule"
    title = Text("规则内容不合法", "Forbidden rule")
    said = Text(
        "有内容不得写入村规积分，请按列出的各项修改。",
        "Some of it may not stand in village rules; see errors.",
    )


def hits(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Hit]]:
    """Give the words of texts (place, text) that point to what a village may not do, each with its place."""
    for field, text in texts:
        yield from ((field, hit) for hit in wording.find(text))


def refuse_forbidden(texts: Iterable[tuple[str, str]]) -> None:
    """Let the words of a record pass that nobody could clear: whoever writes them says it otherwise.

    Raises
    ------
    ForbiddenRule
        One of them may not stand there.
    """
    _refuse(hits(texts))


def _refuse(found: Iterable[tuple[str, Hit]]) -> None:
    errors = [
        FieldError(
            field,
            Text(
                f"“{hit.words}”：{hit.why.zh}（{hit.law.named.zh}）",
                f"“{hit.words}”: {hit.why.en} ({hit.law.named.en})",
            ),
        )
        for field, hit in found
    ]
    if errors:
        raise ForbiddenRule(errors=errors)


def check(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what in a draft points to a conflict with law: flags that the town clears with its reason before it files the version.

    Raises
    ------
    ForbiddenRule
        It sets a fine in so many words.
    InvalidFields
        An item stands in no category of the book, or codes come twice.
    """
    found = list(hits(_texts(document)))
    _refuse((field, hit) for field, hit in found if hit.evident)
    errors: list[FieldError] = []
    categories = [entry["code"] for entry in document["categories"]]
    items = [entry["code"] for entry in document["items"]]
    for field, codes in (("categories", categories), ("items", items)):
        if len(set(codes)) != len(codes):
            errors.append(FieldError(field, Text("代码重复。", "Codes come twice.")))
    for position, entry in enumerate(document["items"]):
        if entry["category"] not in categories:
            errors.append(
                FieldError(
                    f"items.{position}.category", Text("没有此类别。", "There is no such category.")
                )
            )
    if errors:
        raise InvalidFields(errors=errors)
    return [{"place": field, "kind": hit.kind, "words": hit.words} for field, hit in found]


def _texts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for group in ("categories", "items"):
        for position, entry in enumerate(document[group]):
            # An exclusion may name what it keeps out (“因病因残除外”), but not a right it takes away.
            named = {"name": entry["name"]}
            grounds = enumerate(entry.get("exclusions") or ())
            named |= {f"exclusions.{number}": ground for number, ground in grounds}
            for part, name in named.items():
                for language in _EACH:
                    yield f"{group}.{position}.{part}.{language}", name[language]
    yield "note", document.get("note") or ""
