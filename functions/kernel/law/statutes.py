"""The catalogue of statutes that anything here cites (`catalogue.json`): what it is, from when to when, and how sure we are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from kernel.record import record
from kernel.texts import Named, Text, names

_CATALOGUE = Path(__file__).parent / "catalogue.json"


class StatuteKind(Named):
    """What a source is."""

    LAW = "law", "法律", "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation", "行政法规", "administrative regulation"
    DEPARTMENT_RULE = "department_rule", "部门规章", "department rule"
    LOCAL_REGULATION = "local_regulation", "地方性法规", "local regulation"
    NOTICE = "notice", "规范性文件", "notice"
    LOCAL_NOTICE = "local_notice", "本地文件", "local notice"
    STANDARD = "standard", "标准", "standard"
    EXAMPLE = "example", "外地示例", "example of another place"
    PRACTICE = "practice", "通行做法", "practice"
    OWN = "own", "系统自定", "our own"


class Confidence(Named):
    """How sure a rule is, surest first: DOMAIN's marks. Only `law` is ever shown as law."""

    LAW = "law", "法定", "law"
    MEASURED = "measured", "实测", "measured"
    MIXED = "mixed", "部分法定", "part law, part unchecked"
    LAW_ELSEWHERE = "law-a", "外地法规，此处仅供参考", "law in another place, a proposal here"
    SEEN = "seen", "有据但非权威", "seen, no authority"
    ASSUMED = "assumed", "未核实", "unchecked"
    DESIGN = "design", "系统设计", "our own choice"

    def no_surer_than(self, other: Confidence) -> Confidence:
        """Return the less sure of the two."""
        return max(self, other, key=list(Confidence).index)


CONFIDENCE_NAMES = names(Confidence)

_SUREST = {
    StatuteKind.EXAMPLE: Confidence.LAW_ELSEWHERE,
    StatuteKind.PRACTICE: Confidence.SEEN,
    StatuteKind.OWN: Confidence.MEASURED,
}
"""What a kind of source can be at most; those not named here are law here where their text was read."""


class UnknownStatute(ValueError):
    """The catalogue has no such statute."""


class UnknownArticle(ValueError):
    """The catalogue has the statute, but not this article of it."""


@record
class Statute:
    """A source that can be cited.

    Attributes
    ----------
    articles
        What is known of each article that is cited: its own name where it has no number, what it says, its own days where they are
        shorter than the statute's, and what took its place.
    confidence
        How sure we are of its text; never surer than its kind allows.
    successor
        The statute that took its place, where one did.
    """

    id: str
    name: Text
    kind: StatuteKind
    issuer: str | None
    number: str | None
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: Confidence
    articles: Mapping[str, Mapping[str, Any]]
    successor: str | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on `day`."""
        return _within(day, self.valid_from, self.valid_to)

    def article_holds_on(self, number: str, day: date) -> bool:
        """Tell whether an article is in force on `day`: it, and its statute.

        Raises
        ------
        UnknownArticle
            The catalogue does not have it.
        """
        own = self._own(number)
        return self.holds_on(day) and _within(
            day, _day(own.get("valid_from")), _day(own.get("valid_to"))
        )

    def last_day_of(self, number: str) -> date | None:
        """Return the last day of an article that ended before its statute; None: as long as the statute."""
        return _day(self._own(number).get("valid_to"))

    def successor_of(self, number: str) -> tuple[str, str] | None:
        """Return the statute and the article that took an article's place, where the catalogue knows them."""
        said = self._own(number).get("successor")
        return (said["law"], said["article"]) if said else None

    def article(self, number: str) -> Text:
        """Return what an article is called, by its number, with the paragraph in brackets: `31(2)`.

        Raises
        ------
        UnknownArticle
            The catalogue does not have it.
        """
        own = self._own(number)
        if "name" in own:
            return Text(own["name"]["zh"], own["name"]["en"])
        article, _, of_it = number.removesuffix(")").partition("(")
        paragraph = f"第{in_chinese(int(of_it))}款" if of_it else ""
        return Text(f"第{in_chinese(int(article))}条{paragraph}", f"art. {number}")

    def _own(self, number: str) -> Mapping[str, Any]:
        """Return what the catalogue has of an article, or of the article a paragraph is in."""
        found = re.fullmatch(r"([^()]+)(?:\((\d+)\))?", number)
        own = self.articles.get(number) or (self.articles.get(found[1]) if found else None)
        if own is None:
            raise UnknownArticle(f"{self.id} has no article {number!r} in the catalogue")
        return own


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """Write a number from 1 to 9,999 as statutes number their articles: 二百零三."""
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(written) and not digit
    return written.removeprefix("一") if written.startswith("一十") else written


def parse(document: Mapping[str, Any]) -> dict[str, Statute]:
    """Return the statutes of a catalogue's document, by id.

    Raises
    ------
    ValueError
        One comes twice, ends before it begins, or claims to be surer than its kind can be.
    """
    found: dict[str, Statute] = {}
    for entry in document["statutes"]:
        one = _statute(entry)
        if one.id in found:
            raise ValueError(f"{one.id} comes twice")
        if one.valid_from and one.valid_to and one.valid_to < one.valid_from:
            raise ValueError(f"{one.id} ends before it begins")
        surest = _SUREST.get(one.kind, Confidence.LAW)
        if one.confidence.no_surer_than(surest) is not one.confidence:
            raise ValueError(f"{one.id} is no {one.confidence}: it is {one.kind}")
        found[one.id] = one
    for one in found.values():
        _refuse_wrong_successors(one, found)
    return found


def _refuse_wrong_successors(one: Statute, known: Mapping[str, Statute]) -> None:
    """Let what takes the place of something be in the catalogue, and begin where that ends."""
    named = [
        one.successor,
        *(said[0] for number in one.articles if (said := one.successor_of(number))),
    ]
    for heir in filter(None, named):
        begins = known[heir].valid_from if heir in known else None
        if begins is None or (
            one.valid_to is not None and begins > one.valid_to + timedelta(days=1)
        ):
            raise ValueError(f"{heir} does not take the place of {one.id}")
    for number in one.articles:
        said = one.successor_of(number)
        if said:
            known[said[0]].article(said[1])


def _statute(entry: Mapping[str, Any]) -> Statute:
    return Statute(
        id=entry["id"],
        name=Text(entry["name"]["zh"], entry["name"]["en"]),
        kind=StatuteKind(entry["kind"]),
        issuer=entry.get("issuer"),
        number=entry.get("number"),
        valid_from=_day(entry["valid_from"]),
        valid_to=_day(entry["valid_to"]),
        source=entry["source"],
        confidence=Confidence(entry["confidence"]),
        articles=entry["articles"],
        successor=entry.get("successor"),
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Statute]:
    """Return every statute by its id."""
    return parse(json.loads(_CATALOGUE.read_bytes()))


def statute(statute_id: str) -> Statute:
    """Return a statute by its id.

    Raises
    ------
    UnknownStatute
        The catalogue has none of this id.
    """
    found = catalogue().get(statute_id)
    if found is None:
        raise UnknownStatute(f"{statute_id!r} is not in the catalogue of statutes")
    return found
