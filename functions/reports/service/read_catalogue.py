"""Read the catalogue of figures."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.problems import NotFound
from reports.rules.figures import Catalogue, Definition
from reports.store.catalogue import catalogue


def known() -> Catalogue:
    """Return every definition by its figure's name."""
    return catalogue()


def definitions() -> Sequence[Definition]:
    """Return every definition, in the order of the catalogue."""
    return list(catalogue().values())


def definition(figure: str) -> Definition:
    """Return what a figure is.

    Raises
    ------
    NotFound
        There is no such figure.
    """
    found = catalogue().get(figure)
    if found is None:
        raise NotFound
    return found
