"""What the documents name is there: links, routes, decisions, walks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
ROUTE = re.compile(r"`(?:GET|POST|PUT|PATCH|DELETE) (/(?:v1|open311)/[^`?\s…]*)")
NEWCOMERS_PAGE = 110


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_to_something(page: Path) -> None:
    links = LINK.findall(page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.name != "CHANGELOG.md"],  # it names what was
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_a_route_that_a_page_names_is_one(page: Path) -> None:
    paths = json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"]
    known = {_shape(path) for path in paths}

    named = ROUTE.findall(page.read_text())

    assert [route for route in named if _shape(route) not in known] == []


def test_the_index_of_decisions_names_each_by_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    lines = (folder / "README.md").read_text().splitlines()

    pages = sorted(folder.glob("0*.md"))

    for page in pages:
        title = page.read_text().splitlines()[0].removeprefix("# ")
        assert title.startswith(page.name[:4])
        assert f"- [{title}]({page.name})" in lines
    assert len({page.name[:4] for page in pages}) == len(pages)


def test_a_newcomers_page_is_short_and_shows_every_walk() -> None:
    readme = (ROOT / "README.md").read_text()

    assert len(readme.splitlines()) <= NEWCOMERS_PAGE
    for walk in (ROOT / "docs" / "walks").glob("*.sh"):
        assert walk.name == "common.sh" or f"sh docs/walks/{walk.name}" in readme
        assert walk.name == "common.sh" or walk.with_suffix(".txt").exists()


def _shape(path: str) -> str:
    """Return a path with its variables all alike."""
    return re.sub(r"\{[^}]*\}", "{}", path).rstrip("/")
