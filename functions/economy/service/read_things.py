"""Things of the economy as they are, and what their histories tell, for routes that prove whose they are."""

from __future__ import annotations

from economy.rules.assets import Asset
from economy.rules.contracts import Contract
from economy.rules.projects import Project
from economy.store import things
from kernel.storage.lists import Listed


def get_asset(asset: str) -> Asset:
    """Return an asset.

    Raises
    ------
    NotFound
        There is none.
    """
    return things.ASSETS.get(asset)


def get_project(project: str) -> Project:
    """Return a project.

    Raises
    ------
    NotFound
        There is none.
    """
    return things.PROJECTS.get(project)


def get_contract(contract: str) -> Contract:
    """Return a contract.

    Raises
    ------
    NotFound
        There is none.
    """
    return things.CONTRACTS.get(contract)


def steps_of_asset(asset: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of an asset's history."""
    return things.ASSETS.steps_of(asset, limit, cursor)


def steps_of_contract(contract: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a contract's history."""
    return things.CONTRACTS.steps_of(contract, limit, cursor)
