"""What an officer says of a party and an act, held against what is on record: nobody's word opens a gate that a fact shuts."""

from __future__ import annotations

from collections.abc import Collection

from enforcement.rules.case_parts import PartyOfCase
from enforcement.rules.liability import Act
from enforcement.rules.numbers import document
from kernel.ages import Born
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text


class ClaimRefuted(InvalidFields):
    """Something said of the party or the act is not so, by what is on record."""

    slug = "claim-refuted"
    title = Text("与登记事实不符", "Refuted by the record")


def may_endanger(code: str) -> bool:
    """Tell whether an act can harm life, health or the safety of finance, so that five years hold for it (处罚法 Art. 36; which ones is ours)."""
    return any(one["code"] == code and one.get("grave") for one in document("acts")["acts"])


def refuse_claims(
    party: PartyOfCase,
    act: Act,
    codes: Collection[str],
    *,
    born: Born | None,
    penalised_before: bool,
) -> None:
    """Let what is said of a party and an act stand that no fact on record speaks against.

    Parameters
    ----------
    born
        When the registry has the party as born, if it is registered.
    penalised_before
        Whether a decision in force has penalised the party before, as the same account or credit code.

    Raises
    ------
    ClaimRefuted
        Five years for an act that cannot be grave, or that was slight or harmless; a first breach of somebody penalised before; another
        birthday than the registry's.
    """
    said = party.born
    known = born or Born(None)
    other = any(
        one is not None and mine is not None and one != mine
        for one, mine in zip(known, said, strict=True)
    )
    cannot = not any(may_endanger(one) for one in codes)
    refuted = {
        "act.grave": act.grave and (cannot or act.slight or act.harmless),
        "act.first": act.first and penalised_before,
        "party.birth_year": other,
    }
    wrong = [FieldError(name, _SAID[name]) for name, holds in refuted.items() if holds]
    if wrong:
        raise ClaimRefuted(wrong[0].message, errors=wrong)


_SAID = {
    "act.grave": Text(
        "该行为不属于涉及生命健康、金融安全且有危害后果的情形。",
        "This act is none that harmed life, health or the safety of finance.",
    ),
    "act.first": Text("该当事人已受过行政处罚。", "This party was penalised before."),
    "party.birth_year": Text("与人口登记的出生日期不一致。", "The registry has another birthday."),
}
