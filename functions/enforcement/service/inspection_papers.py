"""The papers that come of the steps of an inspection: what each says is taken from the inspection as it is then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from enforcement.rules.authority import PowerKind
from enforcement.rules.inspections import ResultKind
from enforcement.rules.papers import day_in_chinese
from enforcement.rules.visits import Visit
from enforcement.service.papers import settle_paper
from enforcement.store import officers, powers
from kernel import clock
from kernel.actors import Actor
from kernel.clock import day_of
from kernel.law import reference
from kernel.storage.unit_of_work import UnitOfWork

_FOLLOWS = {
    ResultKind.NO_PROBLEM: "未发现问题，无需处理。",
    ResultKind.CORRECTED: "问题已当场改正。",
    ResultKind.CASE_OPENED: "已立案，依法调查处理。",
}


def issue(work: UnitOfWork, visit: Visit, form: str, by: Actor, now: datetime) -> None:
    """Issue a paper of an inspection: numbered, with its text fixed, on its record.

    Raises
    ------
    ItemMissing
        It lacks what its form must hold.
    """
    values = _FILLED[form](work, visit)
    settle_paper(
        work,
        subject_key=f"INSPECTION#{visit.id}",
        organ=visit.town,
        form=form,
        values={name: value for name, value in values.items() if value},
        by=by,
        now=now,
    )


def _approval(work: UnitOfWork, visit: Visit) -> Mapping[str, Any]:
    return {
        **_subject(work, visit),
        "kind": visit.kind.said.zh,
        "reason": visit.reason,
        "officers": _officers(work, visit, visit.planned),
        "planned_on": _day(visit.planned_on),
        "approval": "同意检查（事后补办）。" if visit.begun_at else "同意检查。",
    }


def _notice(work: UnitOfWork, visit: Visit) -> Mapping[str, Any]:
    return {
        **_subject(work, visit),
        "officers": _officers(work, visit, visit.planned),
        "planned_on": _day(visit.planned_on),
    }


def _record(work: UnitOfWork, visit: Visit) -> Mapping[str, Any]:
    checks = zip(visit.checklist, visit.checked, strict=True)
    law = visit.law and reference({"law": visit.law, "articles": visit.articles}).named.zh
    return {
        "firm": _party(visit),
        "code": visit.code,
        "held_at": _moment(visit),
        "place": visit.place,
        "officers": _officers(work, visit, visit.officers),
        "checks": [{"item": item, "result": found, "note": "／"} for item, found in checks],
        "findings": visit.record,
        "law_explained": "：".join(filter(None, (law, visit.explained))),
        "refusal": visit.refusal,
    }


def _result(_: UnitOfWork, visit: Visit) -> Mapping[str, Any]:
    assert visit.result is not None, "it was recorded"
    return {
        "firm": _party(visit),
        "code": visit.code,
        "held_at": _moment(visit),
        "result": visit.result.said.zh,
        "handling": _FOLLOWS.get(visit.result) or f"责令于{_limit(visit)}前改正：{visit.order}",
    }


def _order(work: UnitOfWork, visit: Visit) -> Mapping[str, Any]:
    return {
        "party": f"{_party(visit)}（{visit.place}）",
        "facts": visit.record,
        "basis": _basis(work, visit)[1],
        "correction": visit.order,
        "correct_by": _limit(visit),
    }


_FILLED: Mapping[str, Callable[[UnitOfWork, Visit], Mapping[str, Any]]] = {
    "inspection_approval": _approval,
    "inspection_notice": _notice,
    "inspection_record": _record,
    "inspection_result": _result,
    "correction_order": _order,
}


# What several papers say


def _subject(work: UnitOfWork, visit: Visit) -> Mapping[str, Any]:
    contents, basis = _basis(work, visit)
    return {"firm": _party(visit), "code": visit.code, "contents": contents, "basis": basis}


def _basis(work: UnitOfWork, visit: Visit) -> tuple[str, str]:
    """Return what is looked at, and by what the town may."""
    day = day_of(visit.begun_at) if visit.begun_at else clock.today()
    known = [
        one
        for one in powers.items_of(visit.town, visit.items, work)
        if one.kind is PowerKind.INSPECTION
    ]
    items = [one for one in known if one.holds_on(day)] or known
    names = dict.fromkeys(one.name.zh for one in items)
    laws = dict.fromkeys(one.law.named.zh for one in items)
    return "；".join(names), "；".join(laws)


def _party(visit: Visit) -> str:
    return f"{visit.party}（统一社会信用代码 {visit.firm}）" if visit.firm else visit.party


def _officers(work: UnitOfWork, visit: Visit, persons: Iterable[str]) -> str:
    """Return officers by name and certificate."""
    named, on = tuple(persons), day_of(visit.begun_at) if visit.begun_at else clock.today()
    held = officers.certificates_of(named, on, work)
    names = officers.names_of(work, named)
    return "；".join(
        f"{names[one]}（执法证号 {held[one].number}）" if one in held else names[one]
        for one in named
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(visit: Visit) -> str:
    assert visit.begun_at is not None, "it was made"
    local = visit.begun_at.astimezone(clock.SHANGHAI)
    return f"{day_in_chinese(visit.begun_at)}{local.hour}时{local.minute}分"


def _limit(visit: Visit) -> str:
    return day_in_chinese(visit.limit) if visit.limit else ""
