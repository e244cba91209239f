"""What a briefing says: its parts as data, with the figures put in where the sentence names them, exactly or with 余."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from kernel.figures import more_than, yuan_of
from kernel.record import record
from kernel.texts import Text
from reports.rules.figures import Definition, FigureUnit

_NAMED: Final = re.compile(r"\{(unit|village|boards)\.([a-z_]+)(?:~(\d+))?\}")
"""A figure of one of the briefing's units; after `~` what it is rounded down to."""
_NAME: Final = "name"


class Slot(NamedTuple):
    """A place in a sentence: a figure, of which of the briefing's units, rounded to what (0: not at all)."""

    whose: str
    figure: str
    step: int


@record
class PartTemplate:
    """A part of a briefing: its heading, and the sentences with figures in them."""

    name: str
    heading: Text
    lines: tuple[Text, ...]


@record
class BriefingTemplate:
    """A briefing as it is laid out."""

    name: str
    title: Text
    parts: tuple[PartTemplate, ...]

    def slots(self) -> list[Slot]:
        """Return every figure it names, once."""
        named = (slot for part in self.parts for line in part.lines for slot in slots_of(line))
        return list(dict.fromkeys(slot._replace(step=0) for slot in named))


class Figures(NamedTuple):
    """What the sentences are filled in with.

    Attributes
    ----------
    names
        What the briefing's units are called.
    exact
        What a figure of one of them came to; None where it is not counted of it.
    """

    names: Mapping[str, Text]
    exact: Callable[[Slot], int | None]
    definitions: Mapping[str, Definition]


def slots_of(line: Text) -> list[Slot]:
    """Return the figures a sentence names."""
    return [
        Slot(whose, figure, int(step or 0))
        for whose, figure, step in _NAMED.findall(line.zh)
        if figure != _NAME
    ]


def said(definition: Definition, exact: int, step: int = 0) -> Text:
    """Return a figure as it is said: money in yuan, and 余 (more than) only where the exact figure is more than the round one."""
    if definition.unit is FigureUnit.FEN:
        return yuan_of(exact, step)
    return more_than(exact, step) if step else Text(f"{exact}", f"{exact}")


def sentences(part: PartTemplate, figures: Figures) -> list[Text]:
    """Return the sentences of a part with their figures; one of which no figure is counted here is left out."""
    return [
        filled
        for line in part.lines
        if all(figures.exact(slot._replace(step=0)) is not None for slot in slots_of(line))
        and (filled := _filled(line, figures)) is not None
    ]


def _filled(line: Text, figures: Figures) -> Text | None:
    def put(found: re.Match[str]) -> Text:
        whose, figure, step = found[1], found[2], int(found[3] or 0)
        if figure == _NAME:
            return figures.names[whose]
        exact = figures.exact(Slot(whose, figure, 0))
        assert exact is not None, "a sentence without its figure is left out"
        return said(figures.definitions[figure], exact, step)

    return Text(
        _NAMED.sub(lambda found: put(found).zh, line.zh),
        _NAMED.sub(lambda found: put(found).en, line.en),
    )
