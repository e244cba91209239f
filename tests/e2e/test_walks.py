"""The walks of `docs/walks/` show what they say they show, as a newcomer runs them, also a second time the same day."""

from __future__ import annotations

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.local.session import write_curl_settings, write_session
from tests.deployed import DeployedCounty

ROOT = Path(__file__).parents[2]
WALKS = sorted(path.stem for path in (ROOT / "docs" / "walks").glob("*.txt"))


@pytest.fixture
def local(own_cloud: DeployedCounty, tmp_path: Path) -> Path:
    """What `make run` leaves in .local for people to use."""
    folder = tmp_path / "local"
    write_session(own_cloud.session, folder / "session.json")
    write_curl_settings(own_cloud.session, folder / "as")
    return folder


def test_the_walks_go_as_printed_and_can_be_walked_again_the_same_day(local: Path) -> None:
    for _ in range(2):
        # All at once: they wait for clocks most of the time, and touch nothing of each other's.
        with ThreadPoolExecutor() as walkers:
            walked = list(walkers.map(lambda walk: _walked(walk, local), WALKS))

        for walk, lines in zip(WALKS, walked, strict=True):
            expected = (ROOT / "docs" / "walks" / f"{walk}.txt").read_text().splitlines()
            assert _differing(lines, expected) == [], walk


def test_a_walk_without_a_running_county_says_what_to_start(tmp_path: Path) -> None:
    ended = _run("incident", tmp_path)

    assert ended.returncode == 1
    assert "make run" in ended.stderr


def _walked(walk: str, local: Path) -> list[str]:
    ended = _run(walk, local)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout.splitlines()


def _run(walk: str, local: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", f"docs/walks/{walk}.sh"],
        cwd=ROOT,
        env=os.environ | {"SIZHI_LOCAL": str(local)},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def _differing(lines: list[str], expected: list[str]) -> list[tuple[str, str]]:
    """Return the lines that are not as expected; what differs every time is … there."""
    assert len(lines) == len(expected), "\n".join(lines)
    return [
        (line, wanted)
        for line, wanted in zip(lines, expected, strict=True)
        if not re.fullmatch(re.escape(wanted).replace("…", ".*"), line)
    ]
