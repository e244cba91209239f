"""A town that enforces, in a county of tests: its people with certificates, its authority list, and clients that move cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from enforcement.api import API
from enforcement.rules.authority import Item, PowerKind
from enforcement.rules.case import Case
from enforcement.rules.case_duties import balance
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.certificates import KeptCertificate
from enforcement.rules.officers import Certificate
from enforcement.rules.training import Exam, ExamSubject
from enforcement.store import cases, officers, powers, training
from escalation.store import obligations
from escalation.store.obligation_rows import ObligationRow
from kernel.clock import day_of
from kernel.law import reference
from kernel.storage.unit_of_work import carry_out
from kernel.texts import Text
from tests.support.county import COUNTY, GRID, NEXT_TOWN, TOWN, VILLAGE, Answer, County

STRAW = "straw"
PEOPLE = {
    "eo1": ("enforcement_officer", TOWN),
    "eo2": ("enforcement_officer", TOWN),
    "eo3": ("enforcement_officer", TOWN),
    "boss": ("enforcement_head", TOWN),
    "lawyer": ("legal_reviewer", TOWN),
    "chair": ("hearing_chair", TOWN),
    "justice": ("justice_supervisor", COUNTY),
    "wang": ("resident", GRID),
    "far_eo": ("enforcement_officer", NEXT_TOWN),
    "far_boss": ("enforcement_head", NEXT_TOWN),
    "watcher": ("grid_worker", GRID),
}
"""Who has a part in the town's cases; `wang` is the party."""

LAW = [{"law": "ecological-code-2026", "articles": ["1131"]}]
SEIZURE_LAW = [{"law": "administrative-coercion-law-2011", "articles": ["25"]}]
CRIME_LAW = [{"law": "crime-transfer-regulation-2020", "articles": ["5"]}]
PARTY = {
    "kind": "person",
    "name": "王某",
    "person": "wang",
    "birth_year": 1980,
    "birth_month": 1,
    "birth_day": 1,
}
ACT = {"codes": ["burning-straw"], "done_on": "2026-11-22"}
WEIGHED = {
    "fault": "明知禁烧规定",
    "circumstances": "面积约一亩",
    "harm": "未成灾",
    "off_benchmark": "该事项无裁量基准",
}
FINE = {"fine": 60000}
WORDS: Mapping[CaseAction, Mapping[str, Any]] = {
    CaseAction.PROPOSE_FILING: {"item": STRAW, "facts": "焚烧秸秆", "party": PARTY, "act": ACT},
    CaseAction.REFUSE_FILING: {"reason": "未发现违法事实"},
    CaseAction.APPROVE_FILING: {"officers": ["eo1", "eo2"]},
    CaseAction.PENALISE_ON_THE_SPOT: {
        "item": STRAW,
        "facts": "焚烧秸秆",
        "party": PARTY,
        "act": ACT,
        "basis": LAW,
        "defence": "无异议",
        "penalty": {"warning": True},
        "reasoning": WEIGHED,
        "officers": ["eo2"],
        "shown": True,
        "facts_certain": True,
        "handed_over": True,
    },
    CaseAction.ADD_EVIDENCE: {"kind": "on_site", "source": "现场检查笔录", "proves": "焚烧现场"},
    CaseAction.VERIFY_EVIDENCE: {},
    CaseAction.EXCLUDE_EVIDENCE: {"reason": "取证程序违法"},
    CaseAction.KEEP_EVIDENCE: {"reason": "可能灭失", "shown": True},
    CaseAction.SEIZE: {
        "goods": ["三轮车一辆"],
        "basis": SEIZURE_LAW,
        "shown": True,
        "emergency": True,
    },
    CaseAction.APPROVE_COERCION: {"reason": "同意"},
    CaseAction.EXTEND_SEIZURE: {"reason": "情况复杂"},
    CaseAction.LIFT: {"reason": "无需继续"},
    CaseAction.ASK_RECUSAL: {"person": "eo1", "reason": "与当事人有亲属关系"},
    CaseAction.DECIDE_RECUSAL: {"person": "eo1", "recused": False, "reason": "查无此情"},
    CaseAction.SUSPEND: {"basis": CRIME_LAW, "reason": "等待公安机关意见"},
    CaseAction.RESUME: {"reason": "鉴定已出"},
    CaseAction.END_INVESTIGATION: {"outcome": "penalty", "report": "事实清楚", "shown": True},
    CaseAction.REVIEW: {"passed": True, "opinion": "同意"},
    CaseAction.DISCUSS: {"minutes": "集体讨论同意"},
    CaseAction.RETURN: {"reason": "补充证据"},
    CaseAction.NOTIFY: {
        "penalty": FINE,
        "facts": "焚烧秸秆",
        "reason": "违反禁烧规定",
        "basis": LAW,
    },
    CaseAction.DEFEND: {"defence": "初次违法，请从轻"},
    CaseAction.REQUEST_HEARING: {},
    CaseAction.CALL_HEARING: {"chair": "chair"},
    CaseAction.CLOSE_HEARING: {"minutes": "听证笔录", "opinion": "维持", "checked": "已复核"},
    CaseAction.END_DEFENCE: {"checked": "采纳从轻意见"},
    CaseAction.CLEAR: {"outcome": "unproven", "reason": "证据不足", "education": "已教育"},
    CaseAction.DECIDE: {"penalty": FINE, "reasoning": WEIGHED, "basis": LAW},
    CaseAction.SERVE: {"way": "in_person", "receipt": "送达回证1号"},
    CaseAction.CHOOSE_PUBLICATION: {"public": True, "reason": "有社会影响", "name_masked": True},
    CaseAction.TAKE_DOWN: {"reason": "决定已撤销"},
    CaseAction.FILE_DECISION: {"paper": "备案1号"},
    CaseAction.COLLECT: {
        "paid": 60000,
        "collected_for": "remote",
        "asked_by_party": True,
        "receipt": "票据1",
    },
    CaseAction.HAND_IN: {},
    CaseAction.BANK_IN: {},
    CaseAction.ASK_TIME: {"reason": "经济困难"},
    CaseAction.GRANT_TIME: {"reason": "确有困难"},
    CaseAction.RECORD_PAYMENT: {"paid": 60000},
    CaseAction.RECORD_REMEDY: {"remedy": "review"},
    CaseAction.DEMAND: {},
    CaseAction.APPLY_TO_COURT: {"basis": SEIZURE_LAW},
    CaseAction.REST_EXECUTION: {"rests": "hardship", "reason": "确无能力"},
    CaseAction.CLOSE: {"report": "结案报告", "ended": "dead", "paper": "死亡证明、无遗产说明"},
    CaseAction.REPORT_CRIME: {"report": "涉嫌失火罪"},
    CaseAction.REFUSE_TRANSFER: {"reason": "不构成犯罪"},
    CaseAction.TRANSFER: {"reason": "涉嫌犯罪"},
    CaseAction.SEND_TO_POLICE: {"receipt": "回执1"},
    CaseAction.RECORD_POLICE: {"taken": True},
    CaseAction.TAKE_BACK: {"reason": "公安不予立案"},
    CaseAction.HAND_OVER: {"reason": "职权已收回"},
    CaseAction.WITHDRAW: {"ground": "no_act", "reason": "没有违法事实", "paper": "终止调查报告"},
    CaseAction.REVOKE: {"reason": "适用法律错误", "basis": LAW},
    CaseAction.CORRECT: {"reason": "笔误", "paper": "更正1号"},
}
"""What each step says where nothing else is wanted."""


class Enforcement:
    """The town that enforces.

    Parameters
    ----------
    county
        The stage it plays on.
    """

    def __init__(self, county: County) -> None:
        self.county = county
        with county.quietly():
            county.appoint(**PEOPLE)
            for number, name in enumerate(("eo1", "eo2", "eo3", "far_eo"), 1):
                self.certify(name, f"晋{number:04d}")
            self.qualify("lawyer")
            for town in (TOWN, NEXT_TOWN):
                for kind in (PowerKind.PENALTY, PowerKind.COERCION):
                    self.give_power(town, kind)

    def certify(self, name: str, number: str, **other: Any) -> None:
        """Give somebody a certificate."""
        usual: dict[str, Any] = {
            "organ": PEOPLE[name][1],
            "fields": (),
            "valid_from": date(2024, 5, 1),
            "valid_to": date(2029, 4, 30),
            "checked": frozenset({2025, 2026, 2027}),
        }
        kept = KeptCertificate(Certificate(number, name, **usual | other))
        carry_out(lambda work: officers.add(work, kept))

    def qualify(self, name: str) -> None:
        """Let it be on record that somebody may review legally."""
        subject = ExamSubject.LEGAL_QUALIFICATION
        exam = Exam(f"exam-{name}", name, subject, date(2019, 9, 1), 0, True, "justice", "A2010")
        carry_out(lambda work: training.add_exam(work, exam))

    def give_power(self, town: str, kind: PowerKind, valid_to: date | None = None) -> None:
        """Let a town hold the item of straw burning."""
        item = Item(
            town,
            STRAW,
            Text("露天焚烧秸秆", "burning straw"),
            kind,
            reference({"law": "shanxi-powers-2022"}),
            date(2022, 10, 1),
            "晋政发〔2022〕",
            valid_to,
            acts=("burning-straw", "dumping-household-waste", "wild-fire"),
        )

        def keep(work: Any) -> None:
            powers.find(work, town, kind, STRAW)
            powers.save(work, [item])

        carry_out(keep)

    # Clients

    def go(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: str,
        key: str | None = None,
        version: int | None = None,
        **query: Any,
    ) -> Answer:
        """Call a route of enforcement as somebody."""
        headers = {"idempotency-key": key} if key else {}
        if version is not None:
            headers["if-match"] = f'"{version}"'
        path = f"/v1/enforcement/{path}"
        how = {"by": by, "api": API, "headers": headers, "query": query}
        return self.county.go(method, path, body, **how)

    def clue(self, by: str = "watcher", unit: str = GRID, **more: Any) -> str:
        """Give a clue; return the case's id."""
        answer = self.go(
            "POST", "cases", {"unit": unit, "clue": "村东地头有人烧秸秆"} | more, by=by
        )
        assert answer.status == 201, answer
        return answer.body["id"]

    def move(self, case: str, action: CaseAction | str, by: str, **said: Any) -> Answer:
        """Ask for a step of a case, with what it says where nothing else is wanted."""
        how = {name: said.pop(name) for name in ("key", "version") if name in said}
        body = {"action": str(action)} | self.words(case, CaseAction(action)) | said
        body = {name: value for name, value in body.items() if value is not None}
        return self.go("POST", f"cases/{case}/moves", body, by=by, **how)

    def words(self, case: str, action: CaseAction) -> dict[str, Any]:
        """Return what a step says: the usual, with what is of this case and this day."""
        known, now = self.load(case), self.county.now
        return {**WORDS[action], **_of_things(known, action), **_of_days(known, action, now)}

    def did(self, case: str, action: CaseAction | str, by: str, **said: Any) -> Any:
        """Take a step that must succeed; return the case."""
        answer = self.move(case, action, by, **said)
        assert answer.status == 200, (action, by, answer)
        return answer.body

    def see(self, case: str, by: str = "boss") -> Any:
        """Return a case as somebody sees it."""
        answer = self.go("GET", f"cases/{case}", by=by)
        assert answer.status == 200, answer
        return answer.body

    def load(self, case: str) -> Case:
        """Return a case as it is kept."""
        with self.county.quietly():
            found = cases.load(case)
        assert found is not None
        return found

    # Ways to where a test begins

    def walk(self, case: str, *steps: tuple[Any, ...]) -> Any:
        """Take steps: action, by whom, and what it says beside the usual."""
        seen: Any = None
        for action, by, *said in steps:
            seen = self.did(case, action, by, **(said[0] if said else {}))
        return seen

    def filed(self, **party: Any) -> str:
        """Return a case being investigated by eo1 and eo2."""
        case = self.clue()
        self.did(case, CaseAction.PROPOSE_FILING, "eo1", party=PARTY | party)
        self.did(case, CaseAction.APPROVE_FILING, "boss")
        return case

    def proposed(self, **said: Any) -> str:
        """Return a case investigated, with evidence and the proposal of a penalty."""
        case = self.filed()
        self.did(case, CaseAction.ADD_EVIDENCE, "eo1")
        self.did(case, CaseAction.VERIFY_EVIDENCE, "eo2")
        self.did(case, CaseAction.END_INVESTIGATION, "eo1", **said)
        return case

    def notified(self, **said: Any) -> str:
        """Return a case announced to its party."""
        case = self.proposed()
        self.did(case, CaseAction.NOTIFY, "eo1", **said)
        return case

    def to_decide(self, **said: Any) -> str:
        """Return a case to be decided, its time for defence over."""
        case = self.notified(**said)
        self.county.advance(days=8)
        self.did(case, CaseAction.END_DEFENCE, "eo1")
        return case

    def decided(self) -> str:
        """Return a case decided with a fine of 600 yuan."""
        case = self.to_decide()
        self.did(case, CaseAction.DECIDE, "boss")
        return case

    def served(self) -> str:
        """Return a case served on its party."""
        case = self.decided()
        self.did(case, CaseAction.SERVE, "eo1")
        return case

    def keepsake(self) -> Callable[[], None]:
        """Return what brings the tables back to what they hold now."""
        return self.county.keepsake("enforcement", "obligations")

    def rows(self) -> dict[tuple[str, str], Any]:
        """Return everything the table of enforcement holds."""
        return self.county.by_place("enforcement")

    # What is owed

    def owed(self, case: str) -> dict[tuple[str, str], Any]:
        """Return the obligations that run for a case, by the step they are for."""
        known = self.load(case)
        with self.county.quietly():
            kept = obligations.load_all([one.id for one in known.duties])
        return {one.step: kept[one.id] for one in known.duties}

    def running(self) -> list[Any]:
        """Return every obligation of cases and supervision papers that is open in the table, whoever keeps its id."""
        rows = self.county.kept("obligations")
        found = [ObligationRow.from_raw_data(row) for row in rows if row["sk"]["S"] == "OBLIGATION"]
        of_cases = ("case_", "supervision_")
        return [one for one in found if one.status == "open" and one.kind.startswith(of_cases)]


def kinds(owed: Mapping[tuple[str, str], Any]) -> Sequence[str]:
    """Return the kinds of what is owed, in order."""
    return sorted(kind for kind, _ in owed)


def _waiting_for(known: Case, action: CaseAction) -> list[str]:
    """Return the evidence a step has something to do with."""
    done = {
        CaseAction.VERIFY_EVIDENCE: lambda one: one.verified,
        CaseAction.EXCLUDE_EVIDENCE: lambda one: one.excluded_for,
        CaseAction.KEEP_EVIDENCE: lambda one: known.was_kept(one.id),
    }[action]
    return [one.id for one in known.evidence if not done(one)]


def _of_things(known: Case, action: CaseAction) -> dict[str, Any]:
    """Return what a step says of the things of a case it is about."""
    held = [one for one in known.held if one.lifted_at is None]
    match action:
        case CaseAction.VERIFY_EVIDENCE | CaseAction.EXCLUDE_EVIDENCE | CaseAction.KEEP_EVIDENCE:
            return {"evidence": _last(_waiting_for(known, action))}
        case CaseAction.SEIZE:
            named = "三轮车一辆" if not known.held else f"第{len(known.held) + 1}辆三轮车"
            return {"goods": [named]}
        case CaseAction.APPROVE_COERCION:
            return {"goods": [_last(one.id for one in held if one.on_the_spot)]}
        case CaseAction.EXTEND_SEIZURE:
            return {"goods": [_last(one.id for one in held if one.hold == "seized")]}
        case CaseAction.LIFT:
            return {"goods": [_last(one.id for one in held)]}
        case CaseAction.DECIDE_RECUSAL:
            asked = (one.person for one in known.recusals if one.recused is None)
            return {"person": _last(asked)}
        case CaseAction.BANK_IN | CaseAction.RECORD_PAYMENT:
            return {"voucher": f"{action}-{known.id}"}
        case CaseAction.CHOOSE_PUBLICATION:
            return {"public": known.fine > 0}
        case CaseAction.RECORD_REMEDY if known.pending:
            return {"remedy": str(known.pending.remedy), "outcome": "upheld"}
        case _:
            return {}


def _of_days(known: Case, action: CaseAction, now: datetime) -> dict[str, Any]:
    """Return what a step says of days and of what is owed on them."""
    today = day_of(now)
    rest = balance(known, today).rest if known.fine else 1
    match action:
        case CaseAction.CALL_HEARING:
            return {"held_at": (now + timedelta(days=20)).isoformat()}
        case CaseAction.SERVE | CaseAction.DEMAND:
            return {"received_at": now.isoformat()}
        case CaseAction.CLOSE_HEARING:
            return {"most": known.notice.fine if known.notice else 0}
        case CaseAction.RECORD_PAYMENT:
            return {"paid_at": str(today), "paid": rest}
        case CaseAction.COLLECT:
            return {"paid": rest}
        case CaseAction.GRANT_TIME:
            return {"instalments": [{"fen": known.fine or 1, "due_on": "2027-03-31"}]}
        case _:
            return {}


def _last(names: Iterable[str]) -> str:
    """Return the last of some ids; one that is none where there are none."""
    return [NO_ID, *names][-1]


NO_ID = "0" * 26

__all__ = [
    "ACT",
    "FINE",
    "LAW",
    "PARTY",
    "PEOPLE",
    "VILLAGE",
    "WEIGHED",
    "WORDS",
    "Enforcement",
    "kinds",
]
