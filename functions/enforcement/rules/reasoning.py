"""Why a penalty is what it is: subjective fault, circumstances, harm; and the grade of the benchmark it comes from (处罚法 Art. 34)."""

from __future__ import annotations

from datetime import date

from enforcement.rules.choice_of_law import Fine
from enforcement.rules.liability import Leniency
from enforcement.rules.numbers import amount, law_of
from enforcement.rules.refusals import GateShut, parts_left_empty
from kernel.problems import FieldError
from kernel.record import record
from kernel.texts import Text


@record
class Grade:
    """A grade of a benchmark of discretion, for an item and from a day to a day."""

    code: str
    name: Text
    fine: Fine
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@record
class Reasoning:
    """What a decision weighs.

    Attributes
    ----------
    grade
        The grade of the benchmark; None where the item has none, said in `off_benchmark`.
    off_benchmark
        Why the decision leaves the grade.
    """

    fault: str
    circumstances: str
    harm: str
    grade: Grade | None
    off_benchmark: str | None = None

    @property
    def text(self) -> Text:
        """How the decision says it."""
        grade = self.grade.name if self.grade else Text("无", "none")
        left = f"；偏离理由：{self.off_benchmark}" if self.off_benchmark else ""
        left_en = f"; left because: {self.off_benchmark}" if self.off_benchmark else ""
        return Text(
            f"主观过错：{self.fault}；违法情节：{self.circumstances}；危害后果：{self.harm}；裁量档次：{grade.zh}{left}。",
            f"Fault: {self.fault}; circumstances: {self.circumstances}; harm: {self.harm}; grade: {grade.en}{left_en}.",
        )


class NotReasoned(GateShut):
    """A decision weighs fault, circumstances and harm, and cites its grade or says why not."""

    slug = "not-reasoned"
    title = Text("裁量说理不完整", "Not reasoned")
    said = Text(
        "须说明主观过错、违法情节、危害后果，并引用裁量档次或说明偏离理由。",
        "Weigh fault, circumstances and harm, and cite the grade or say why it is left.",
    )
    rests_on = "benchmark"


class OutsideTheRange(GateShut):
    """A fine lies within what the norm provides; below it only where the law is milder."""

    slug = "outside-the-range"
    title = Text("超出法定幅度", "Outside the range")
    rests_on = "benchmark"


_UNSAID = Text("未说明{part}。", "The {part} is not weighed.")
_FACTORS = {
    "fault": Text("主观过错", "fault"),
    "circumstances": Text("违法情节", "circumstances"),
    "harm": Text("危害后果", "harm"),
}


def refuse_unreasoned(reasoning: Reasoning, fine: int, day: date) -> None:
    """Let a fine be decided that is reasoned.

    Raises
    ------
    NotReasoned
        One line for each factor that is missing; or the grade is not in force, or left without a word.
    """
    missing = parts_left_empty(reasoning, _UNSAID, _FACTORS)
    grade = reasoning.grade
    fits = grade and grade.holds_on(day) and grade.fine.least <= fine <= grade.fine.most
    if not fits and not (reasoning.off_benchmark or "").strip():
        text = Text("须引用有效档次或说明偏离理由。", "Cite a grade in force, or why it is left.")
        missing.append(FieldError("grade", text))
    if missing:
        raise NotReasoned(errors=missing)


def refuse_outside(fine: int, allowed: Fine, leniency: Leniency, *, optional: bool) -> None:
    """Let a fine be decided within the norm's range.

    Parameters
    ----------
    leniency
        Lighter lets it be below the least (减轻) and no more than the middle of the range (从轻, assumed); where it may be spared,
        nothing is a fine too.
    optional
        The norm says *may*: no fine at all is within it.

    Raises
    ------
    OutsideTheRange
        It is above the most; or below the least, and nothing allows that.
    """
    spared = fine == 0 and (optional or leniency is Leniency.MAY_BE_SPARED)
    is_lighter = leniency is Leniency.LIGHTER
    below = fine < allowed.least and not is_lighter and not spared
    most = allowed.most
    if is_lighter:
        most = allowed.least + (allowed.most - allowed.least) * amount("lighter_share") // 100
    if fine > most or below or fine < 0:
        if allowed.most >= fine > most:
            told = Text(
                f"应当从轻或者减轻处罚，最高{most / 100:.2f}元。",
                f"It must be lighter: {most / 100:.2f} yuan at most.",
            )
            law = law_of("lighter_share")
            raise OutsideTheRange(told, least=allowed.least, most=most, citation=law)
        told = Text(
            f"法定幅度为{allowed.least / 100:.2f}至{allowed.most / 100:.2f}元。",
            f"The norm provides {allowed.least / 100:.2f} to {allowed.most / 100:.2f} yuan.",
        )
        raise OutsideTheRange(told, least=allowed.least, most=most)
