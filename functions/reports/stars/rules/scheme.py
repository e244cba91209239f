"""By what stars are given: each star has items, and each item the figure that bears it out. A county sets it as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kernel.problems import FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Text
from kernel.units import Level
from reports.rules.figures import Catalogue, Definition
from reports.stars.rules.terms import amount


class StarSchemeDoesNotHold(InvalidFields):
    """A scheme names every star and every item once, and figures that are counted of villages."""

    slug = "star-scheme-does-not-hold"


@record
class Item:
    """What is looked at for a star.

    Attributes
    ----------
    figure
        The figure of the catalogue that bears it out.
    at_least
        What that comes to where the item is met; None: whoever checks judges, with the figure before them.
    """

    code: str
    name: Text
    figure: str
    at_least: int | None = None


@record
class Star:
    """A star a village may hold."""

    code: str
    name: Text
    items: tuple[Item, ...]


class Shortfall(NamedTuple):
    """An item that its figure does not bear out."""

    star: str
    item: Item
    exact: int


@record
class StarScheme:
    """The stars there are."""

    stars: tuple[Star, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Those of the stars, in their order."""
        return tuple(one.code for one in self.stars)

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures that are counted of a village, each once."""
        return tuple(dict.fromkeys(item.figure for star in self.stars for item in star.items))

    def star(self, code: str) -> Star:
        """Return a star by its code."""
        return next(one for one in self.stars if one.code == code)

    def in_order(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return stars in the order of the scheme, each as often as it is named."""
        return tuple(sorted(codes, key=self.codes.index))

    def refuse_unknown(self, codes: Iterable[str], field: str = "stars") -> None:
        """Let stars pass that there are, each named once.

        Raises
        ------
        InvalidFields
            One is not of the scheme, or comes twice.
        """
        named = list(codes)
        if not set(named) <= set(self.codes) or len(set(named)) < len(named):
            said = Text("须为评定办法中的星，且不得重复。", "Stars of the scheme, each once.")
            raise InvalidFields.one(field, said)

    def shortfalls(self, codes: Iterable[str], figures: Mapping[str, int]) -> list[Shortfall]:
        """Return the items of stars that their figures do not bear out."""
        return [
            Shortfall(code, item, figures[item.figure])
            for code in codes
            for item in self.star(code).items
            if item.at_least is not None and figures[item.figure] < item.at_least
        ]


def parse(document: Mapping[str, Any], version: int) -> StarScheme:  # noqa: ARG001 - as settings are read
    """Read a complete document.

    Raises
    ------
    StarSchemeDoesNotHold
        A star or an item of one comes twice, a star has no item, or there are too many.
    """
    stars = tuple(
        Star(
            said["code"],
            Text(**said["name"]),
            tuple(
                Item(one["code"], Text(**one["name"]), one["figure"], one["at_least"])
                for one in said["items"]
            ),
        )
        for said in document["stars"]
    )
    wrong = [
        f"stars.{number}.items"
        for number, star in enumerate(stars)
        if not 0 < len({one.code for one in star.items}) == len(star.items) <= amount("items_most")
    ]
    if not 0 < len({one.code for one in stars}) == len(stars) <= amount("stars_most"):
        wrong.append("stars")
    if wrong:
        said = Text("编码不得重复，且每颗星须有项目。", "Codes differ, and every star has items.")
        raise StarSchemeDoesNotHold(said, errors=[FieldError(one, said) for one in wrong])
    return StarScheme(stars)


def refuse_uncounted(scheme: StarScheme, catalogue: Catalogue) -> None:
    """Let a scheme pass whose figures are all counted of villages: nothing is ever typed in.

    Raises
    ------
    StarSchemeDoesNotHold
        A figure is not in the catalogue, or is not counted of villages.
    """
    said = Text("须为按村统计的指标。", "A figure that is counted of villages.")
    errors = [
        FieldError(f"stars.{number}.items.{place}.figure", said)
        for number, star in enumerate(scheme.stars)
        for place, item in enumerate(star.items)
        if not _is_counted_of_villages(catalogue.get(item.figure))
    ]
    if errors:
        raise StarSchemeDoesNotHold(said, errors=errors)


def _is_counted_of_villages(found: Definition | None) -> bool:
    return found is not None and found.is_counted and Level.VILLAGE in found.levels
