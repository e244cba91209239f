"""The proof a voucher rests on: it bears a number, and stands in one voucher, or in others for a reason that is said (DOMAIN 16.2; ours)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace

from economy.rules.gates import EconomyGateShut
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text

MOST_VOUCHERS = 20
"""Of one proof that are remembered, the latest."""
_NUMBERED = re.compile(r"[0-9一二三四五六七八九十百]")
_LONG_NUMBER = re.compile(r"[0-9]{10,}")
"""An invoice's number is the same however what stands around it is written."""
_UNSAID = re.compile(r"[\W_]|号|编号|№|no", re.IGNORECASE)


@record
class Paper:
    """Which vouchers of a village rest on a proof: `{village}~{what it comes down to}`, the latest last."""

    id: str
    vouchers: tuple[str, ...] = ()
    version: int = 0


@record
class Noted:
    """That the night looks at a voucher whatever its status: what it does for somebody, or rests on, may come to be seen otherwise."""

    id: str
    village: str
    version: int = 1


class PaperUsed(EconomyGateShut):
    """Another voucher rests on the same proof; `vouchers` are their ids."""

    slug = "paper-used"
    title = Text("原始凭证已使用", "Proof used already")
    said = Text(
        "该原始凭证已附于其他凭证。确需分次使用的，请写明原因。",
        "Another voucher rests on this proof. Where it is used in parts, say why.",
    )
    rests_on = "one_proof"


def paper_id(village: str, paper: str) -> str:
    """Return by what a proof is known in a village, however it is written: width, case, blanks and marks do not count.

    Raises
    ------
    InvalidFields
        It bears no number: one could not be told from the next.
    """
    folded = unicodedata.normalize("NFKC", paper).casefold()
    if not _NUMBERED.search(folded):
        raise InvalidFields.one(
            "paper",
            Text("请写明原始凭证的编号。", "Say the number of the proof."),
        )
    plain = _UNSAID.sub("", folded)
    long = _LONG_NUMBER.search(plain)
    digest = hashlib.sha256((long[0] if long else plain).encode()).hexdigest()
    return f"{village}~{digest[:32]}"


def rests_on(paper: Paper, voucher: str) -> Paper:
    """Return a proof on which one more voucher rests."""
    kept = (*paper.vouchers, voucher)[-MOST_VOUCHERS:]
    return replace(paper, vouchers=kept, version=paper.version + 1)
