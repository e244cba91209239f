"""Reviewing the file of a case: vetoes that the record itself decides, points that reviewers give, and the grade (DOMAIN 5.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache

from enforcement.rules.authority import Item
from enforcement.rules.numbers import document
from kernel.law import Reference
from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text

MOST_REVIEWERS = 10


class FileVeto(Named):
    """What fails a file whatever else is in it."""

    ORGAN = "organ", "执法主体不合法", "the organ had no power"
    CERTIFICATE = "certificate", "执法人员不具备资格", "an officer without a certificate"
    OFFICERS = "officers", "执法人员少于两人", "fewer than two officers"
    FACTS = "facts", "主要事实不清", "the facts are not clear"
    EVIDENCE = "evidence", "主要证据不足", "the evidence does not carry it"
    LAW = "law", "适用依据错误", "the law applied was wrong"
    PROCEDURE = "procedure", "违反法定程序", "the procedure was broken"
    TRANSFER = "transfer", "应当移送而未移送", "a crime was not handed over"


class FileGrade(Named):
    """What a file is worth."""

    EXCELLENT = "excellent", "优秀", "excellent"
    PASS = "pass", "合格", "pass"
    FAIL = "fail", "不合格", "fail"


@record
class Finding:
    """A veto, and what exactly the record shows."""

    veto: FileVeto
    what: Text
    law: Reference


@record
class Material:
    """What is known of a case beside itself.

    Attributes
    ----------
    items
        What the town's authority list has, or had, of the case's item.
    sound
        Whether its record and papers are as they were written.
    forms
        Of which forms it has papers that stand.
    """

    items: Sequence[Item]
    sound: bool
    forms: Collection[str]


@record
class ScoredItem:
    """What reviewers give points for."""

    code: str
    part: str
    name: Text
    points: int


@record
class Sheet:
    """What one reviewer gave.

    Attributes
    ----------
    points
        In the order of the items; `items` names them.
    defects
        Basic defects: with one a file is not excellent.
    """

    case: str
    reviewer: str
    items: tuple[str, ...]
    points: tuple[int, ...]
    defects: tuple[str, ...]
    comment: str
    given_at: datetime
    version: int = 1

    @property
    def total(self) -> int:
        """All points."""
        return sum(self.points)


@record
class Outcome:
    """What the review of a file came to."""

    vetoes: tuple[Finding, ...]
    score: int | None
    grade: FileGrade | None


class NoFileYet(Conflict):
    """A file is reviewed once it was composed."""

    slug = "no-file-yet"
    said = Text("案卷尚未归档，不能评查。", "There is no file yet to be reviewed.")


class PointsDiffer(InvalidFields):
    """Every item gets its points, none more than it has."""

    slug = "points-differ"


class ReviewersFull(Conflict):
    """A file has so many reviewers and no more."""

    slug = "reviewers-full"
    said = Text("评查人员已满。", "The file has as many reviewers as it may have.")


@cache
def scored_items() -> Mapping[str, ScoredItem]:
    """Return what reviewers give points for."""
    return {
        code: ScoredItem(code, said["part"], Text(said["zh"], said["en"]), said["points"])
        for code, said in document("file_review")["items"].items()
    }


def refuse_points(points: Mapping[str, int]) -> None:
    """Let points pass that are given for every item, none more than it has.

    Raises
    ------
    PointsDiffer
        One line for each item that is missing, unknown, or has more than its points.
    """
    known = scored_items()
    errors = [
        FieldError(f"points.{code}", Text("请评分。", "Give its points."))
        for code in known
        if code not in points
    ]
    for code, given in points.items():
        item = known.get(code)
        if item is None:
            errors.append(FieldError(f"points.{code}", Text("没有此项。", "No such item.")))
        elif not 0 <= given <= item.points:
            told = Text(f"0 至 {item.points} 分。", f"From 0 to {item.points}.")
            errors.append(FieldError(f"points.{code}", told))
    if errors:
        raise PointsDiffer(errors[0].message, errors=errors)


def outcome(found: Sequence[Finding], sheets: Sequence[Sheet]) -> Outcome:
    """Return what a review came to: a veto is nothing and fails; else the mean of the sheets, rounded down; None until there is one."""
    if found:
        return Outcome(tuple(found), 0, FileGrade.FAIL)
    if not sheets:
        return Outcome((), None, None)
    score = sum(one.total for one in sheets) // len(sheets)
    limits = document("file_review")["grades"]
    if score < limits["pass"]:
        return Outcome((), score, FileGrade.FAIL)
    good = score >= limits["excellent"] and not any(one.defects for one in sheets)
    return Outcome((), score, FileGrade.EXCELLENT if good else FileGrade.PASS)
