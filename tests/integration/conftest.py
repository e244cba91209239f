"""What the tests of stores and handlers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from kernel import clock
from tests.integration.registry_world import World
from tests.support.assembly import Village
from tests.support.county import County, a_county


@pytest.fixture
def county() -> Iterator[County]:
    """A small county in process, on a working Monday at ten."""
    with a_county() as county:
        yield county


@pytest.fixture
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The registry's table, bucket and queue, with nothing in them."""
    with mock_aws():
        world = World(monkeypatch)
        with clock.told_by(lambda: world.now):
            yield world


@pytest.fixture
def registry(empty_registry: World) -> World:
    """A small county with one person per role, in the registry alone."""
    empty_registry.people()
    return empty_registry


@pytest.fixture
def village(county: County) -> Village:
    """A village that governs itself, with no bodies yet."""
    return Village(county)
