"""A village stands surety for nobody (村委会法 Art. 13): what proposes it is refused, by the words in `data/matters.json`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assembly.rules.routing import document
from kernel.law import reference
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text


class NoGuarantees(InvalidFields):
    """A village, a special legal person, gives no guarantees; no body of it decides to."""

    slug = "no-guarantees"


def refuse_guarantees(**texts: str) -> None:
    """Let a matter be entered that is no guarantee.

    Raises
    ------
    NoGuarantees
        It is one.
    """
    law = reference(document()["guarantees"]["cites"])
    for field, text in texts.items():
        found = guarantee_in(text)
        if found:
            told = Text(
                f"村民委员会不得对外提供担保（{found}；{law.named.zh}）。",
                f"A village gives no guarantees ({found}; {law.named.en}).",
            )
            raise NoGuarantees(told, errors=[FieldError(field, told)], citation=law)


def guarantee_in(text: str) -> str | None:
    """Return the words that propose a guarantee; None where there are none, or they deny one."""
    wanted, harmless = _patterns()
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    found = wanted.search(harmless.sub("，", folded))
    return found[0] if found else None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    said = document()["guarantees"]
    folded = [unicodedata.normalize("NFKC", each) for each in (*said["patterns"], said["harmless"])]
    return re.compile("|".join(folded[:-1])), re.compile(folded[-1])
