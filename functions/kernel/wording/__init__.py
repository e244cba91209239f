"""What no rule, advice or deduction of a village may be about: one list of words for all contexts (`forbidden.json`).

Words are searched in folded text, by roots and combinations; what denies a fine, names a law or tells of a broken water main is taken out
before (DOMAIN 19). A hit is for a person to judge; an evident fine is one whatever else stands around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kernel import characters
from kernel.law import Reference, reference
from kernel.texts import Text


class Hit(NamedTuple):
    """Words that point to something a village may not do.

    Attributes
    ----------
    evident
        Whether it needs nobody's judgement.
    """

    kind: str
    words: str
    evident: bool
    why: Text
    law: Reference


class _Kind(NamedTuple):
    kind: str
    searched: tuple[tuple[bool, bool, re.Pattern[str]], ...]
    """Whether it is evident, whether it reads blanks, and the pattern."""
    why: Text
    law: Reference


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).parent / "forbidden.json"
    return json.loads(path.read_text(encoding="utf-8"))


def _joined(patterns: Collection[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns))


@cache
def _harmless() -> re.Pattern[str]:
    return _joined(_table()["harmless"])


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(_kind(entry) for entry in _table()["kinds"])


def _kind(entry: dict[str, Any]) -> _Kind:
    searched = (
        (True, False, entry.get("evident")),
        (True, True, [entry["english_evident"]] if "english_evident" in entry else None),
        (False, False, entry["patterns"]),
        (False, True, [entry["english"]]),
    )
    return _Kind(
        entry["kind"],
        tuple((evident, blanks, _joined(given)) for evident, blanks, given in searched if given),
        Text(entry["why"]["zh"], entry["why"]["en"]),
        reference(entry["cites"]),
    )


@cache
def _simplified() -> dict[int, int]:
    return str.maketrans(_table()["traditional"], _table()["simplified"])


def folded(text: str, *, blanks: bool = False) -> str:
    """Return a text as words are searched in it: compatibility forms and case folded, nothing invisible, simplified characters.

    Parameters
    ----------
    blanks
        Whether blanks stay, one for several: words of alphabets need them.
    """
    words = text.split() if blanks else [text]
    return " ".join(filter(None, map(characters.folded, words))).translate(_simplified())


def find(text: str, kinds: Collection[str] | None = None) -> Iterator[Hit]:
    """Give what a text says that it may not, once for each kind, what is evident first.

    Parameters
    ----------
    kinds
        Of which kinds; None: of all.
    """
    # Something stays in the place of what is taken out, lest its two sides read as one.
    read = {False: _harmless().sub("，", folded(text)), True: folded(text, blanks=True)}
    for one in _kinds():
        if kinds is not None and one.kind not in kinds:
            continue
        for evident, blanks, pattern in one.searched:
            found = pattern.search(read[blanks])
            if found:
                yield Hit(one.kind, found[0], evident, one.why, one.law)
                break


def cites_of(kind: str) -> dict[str, Any]:
    """Return what a kind follows from, as data cites it (`kernel.law`)."""
    return next(entry["cites"] for entry in _table()["kinds"] if entry["kind"] == kind)
