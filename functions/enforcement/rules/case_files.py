"""One case, one file: what is in it, in which order, once the case has ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from enforcement.rules.case import Case
from enforcement.rules.case_steps import ENDED
from enforcement.rules.exhibits import Exhibit
from enforcement.rules.numbers import document
from enforcement.rules.papers import IssuedPaper, day_in_chinese
from kernel.numbering import Series
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Text

OWN_FORMS = frozenset({"file_cover", "file_index"})
_EVIDENCE = "EVIDENCE"


@record
class CaseFileRecord:
    """The file of a case.

    Attributes
    ----------
    cover, index
        The papers that are its cover and its index.
    holds
        How many papers and pieces of evidence it holds.
    """

    case: str
    number: str
    cover: str
    index: str
    holds: int
    composed_by: str
    composed_at: datetime
    version: int = 1


class NotEnded(Conflict):
    """A file is composed once its case has ended."""

    slug = "case-not-ended"
    said = Text("案件尚未办结，不能归档。", "The case has not ended: there is no file of it yet.")


def refuse_open(case: Case) -> None:
    """Let the file of a case be composed that has ended.

    Raises
    ------
    NotEnded
        It has not.
    """
    if case.status not in ENDED:
        raise NotEnded


def series() -> Series:
    """Return how files are numbered."""
    return Series("case_file", document("file_order")["number"])


@cache
def _order() -> Mapping[str, int]:
    return {code: place for place, code in enumerate(document("file_order")["order"])}


def index_of(
    papers: Iterable[IssuedPaper], exhibits: Iterable[Exhibit]
) -> Sequence[Mapping[str, str]]:
    """Return the lines of the index: every paper and piece of evidence, what is void or excluded too, in the order of a file."""
    order, last = _order(), len(_order())
    lines: list[tuple[int, str, dict[str, str]]] = []
    for paper in papers:
        if paper.form in OWN_FORMS:
            continue
        line = {
            "name": paper.title + _mark(paper),
            "number": paper.number or "",
            "on": day_in_chinese(paper.issued_at),
        }
        lines.append((order.get(paper.form, last), paper.id, line))
    for one in exhibits:
        mark = "（已排除）" if one.excluded_for else ""
        line = {
            "name": f"证据{one.place}：{one.name}（{one.kind.said.zh}）{mark}",
            "number": "",
            "on": day_in_chinese(one.made_at),
        }
        lines.append((order[_EVIDENCE], f"{one.place:04d}", line))
    ordered = [line for _, _, line in sorted(lines, key=lambda each: each[:2])]
    return [{"place": str(place), **line} for place, line in enumerate(ordered, 1)]


def _mark(paper: IssuedPaper) -> str:
    if paper.voided_at:
        return "（作废）"
    return "（已更正）" if paper.corrected_by else ""


def cover_of(
    case: Case, number: str, cause: str, officers: Sequence[str], holds: int, now: datetime
) -> dict[str, Any]:
    """Return what the cover says.

    Parameters
    ----------
    cause
        What it is about.
    officers
        The names of those who handled it.
    """
    ended = case.updated_at if case.status in ENDED else None
    return {
        "file_number": number,
        "cause": cause,
        "party": case.party.name if case.party else "（未立案，当事人未确定）",
        "filed_on": day_in_chinese(case.filed_at or case.reported_at),
        "closed_on": day_in_chinese(ended) if ended else "",
        "result": result_of(case),
        "officers": "、".join(officers) or "（未指定）",
        "archived_on": day_in_chinese(now),
        "papers": str(holds),
    }


def result_of(case: Case) -> str:
    """Return in a few words what became of a case."""
    made = case.decision
    if made is None:
        return case.status.said.zh
    if not made.is_penalty:
        return made.outcome.said.zh
    fine = f"罚款{case.fine / 100:.2f}元" if case.fine else "给予行政处罚"
    return f"{fine}（{case.status.said.zh}）"
