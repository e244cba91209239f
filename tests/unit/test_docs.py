"""What the documents name is there: links, routes, decisions, walks."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.bench import bill

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
ROUTE = re.compile(r"`(?:GET|POST|PUT|PATCH|DELETE) (/(?:v1|open311)/[^`?\s…]*)")
CALLED = re.compile(r"\$API(/[^\s'\"?`]*)")
MODULE = re.compile(r"python -m ((?:infra|tests)[a-z_.]*)")
TARGET = re.compile(r"(?:`|^)make ([a-z]+)(?=[`\s])", re.MULTILINE)
DECISION = re.compile(r"\*\*(Context|Decision|Consequence)(?:, \w+)?\.\*\*")
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

    text = page.read_text()
    named = ROUTE.findall(text)
    called = CALLED.findall(text)

    assert [route for route in named if _shape(route) not in known] == []
    forms = [re.sub(r"\{[^}]*\}", "[^/]+", path) for path in paths]
    assert [path for path in called if not any(re.fullmatch(form, path) for form in forms)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_command_that_a_page_names_is_there(page: Path) -> None:
    text, makefile = page.read_text(), (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))

    assert [
        module for module in MODULE.findall(text) if find_spec(module.rstrip(".")) is None
    ] == []
    assert set(TARGET.findall(text)) <= targets


def test_operations_says_about_what_a_county_year_costs() -> None:
    told = re.search(
        r"^About \$(\d+) for ", (ROOT / "docs/operations.md").read_text(), re.MULTILINE
    )
    units = dict.fromkeys((*bill.LIFE, *bill.TIMED), (5.0, 20.0))

    assert told is not None
    assert sum(line.dollars for line in bill.bill(units)) == pytest.approx(int(told[1]), abs=15)


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=lambda page: page.name
)
def test_a_decision_has_its_context_what_was_decided_and_what_follows(page: Path) -> None:
    parts = list(dict.fromkeys(DECISION.findall(page.read_text())))

    assert parts == ["Context", "Decision", "Consequence"]


def test_the_index_of_decisions_names_each_by_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    lines = (folder / "README.md").read_text().splitlines()

    pages = sorted(folder.glob("0*.md"))

    for page in pages:
        title = page.read_text().splitlines()[0].removeprefix("# ")
        assert title.startswith(page.name[:4])
        assert f"- [{title}]({page.name})" in lines
    assert len({page.name[:4] for page in pages}) == len(pages)


def test_the_picture_of_the_contexts_names_every_package_and_no_other() -> None:
    named = re.findall(
        r"^\| `functions/(\w+)/` \|", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE
    )

    assert sorted(named) == sorted(
        init.parent.name for init in (ROOT / "functions").glob("*/__init__.py")
    )


def test_a_newcomers_page_is_short_and_shows_every_walk() -> None:
    readme = (ROOT / "README.md").read_text()

    assert len(readme.splitlines()) <= NEWCOMERS_PAGE
    for walk in (ROOT / "docs" / "walks").glob("*.sh"):
        assert walk.name == "common.sh" or f"sh docs/walks/{walk.name}" in readme
        assert walk.name == "common.sh" or walk.with_suffix(".txt").exists()


def _shape(path: str) -> str:
    """Return a path with its variables all alike."""
    return re.sub(r"\{[^}]*\}", "{}", path).rstrip("/")
