"""What the tests of stores and handlers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.registry_world import World, a_registry
from tests.support.county import County, a_county
from tests.support.refusals import watched
from tests.support.village import World as Village
from tests.support.village import a_village


@pytest.fixture(autouse=True)
def declared_refusals() -> Iterator[None]:
    """Let no route refuse with a type of problem that it does not declare: whoever reads the contract must know them all."""
    with watched() as undeclared:
        yield
    assert not undeclared, "declare these in the route's `problems`"


@pytest.fixture
def county() -> Iterator[County]:
    """A small county in process, on a working Monday at ten."""
    with a_county() as county:
        yield county


@pytest.fixture
def village() -> Iterator[Village]:
    """A village with a rule book in force, on a working Monday at ten."""
    with a_village() as village:
        village.adopt()
        yield village


@pytest.fixture
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The registry's table, bucket and queue, with nothing in them."""
    with a_registry(monkeypatch) as world:
        yield world


@pytest.fixture
def registry(empty_registry: World) -> World:
    """A small county with one person per role, in the registry alone."""
    empty_registry.people()
    return empty_registry
