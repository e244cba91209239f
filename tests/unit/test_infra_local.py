"""A county on this machine comes up again whatever happened to it, and says truly what was kept."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.exclusive import alone
from infra.local import clean, county, demo, progress, run, setup
from infra.local.cloud import LocalCloud
from infra.local.progress import together
from infra.local.session import write_curl_settings

ROOT = Path(__file__).parents[2]


class Cloud:
    """A local cloud that keeps its notes and counts how often it began anew."""

    endpoint_url = "http://127.0.0.1:4566"

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}
        self.has_state_of_before = self.was_cut = False
        self.erased = 0

    def start(self) -> None:
        pass

    def stop_and_start(self) -> None:
        self.has_state_of_before = True

    def erase(self) -> None:
        self.notes, self.has_state_of_before = {}, False
        self.erased += 1


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    made = Cloud()

    def deploy(*_: Any) -> str:
        made.notes["deployed"] = "now"
        return "deployment"

    monkeypatch.setattr(county, "deploy", deploy)
    monkeypatch.setattr(county, "open_session", lambda *_: {"personas": {}})
    return made


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the demo county was filled."""
    times: list[str] = []
    monkeypatch.setattr(demo, "load", lambda *_: times.append("filled"))
    return times


def bring_up(cloud: Any) -> None:
    county.bring_up(cloud)


def interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def test_a_county_cut_while_it_was_filled_is_made_anew(
    cloud: Cloud, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(demo, "load", interrupt)
        with pytest.raises(KeyboardInterrupt):
            bring_up(cloud)
    cloud.stop_and_start()

    bring_up(cloud)
    cloud.stop_and_start()
    bring_up(cloud)

    assert (cloud.erased, filled) == (1, ["filled"])


def test_a_county_cut_while_it_was_deployed_is_made_anew(cloud: Cloud, filled: list[str]) -> None:
    cloud.stop_and_start()

    bring_up(cloud)

    assert (cloud.erased, filled) == (1, ["filled"])


def test_changed_demo_files_leave_a_filled_county_as_it_is(
    cloud: Cloud,
    filled: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bring_up(cloud)
    cloud.stop_and_start()
    capsys.readouterr()
    monkeypatch.setattr(demo, "fingerprint", lambda: "after git pull")

    bring_up(cloud)

    assert (cloud.erased, filled) == (0, ["filled"])
    assert "yours is kept as it is" in capsys.readouterr().out


def test_a_run_that_ended_without_saving_is_told_at_the_next_one(
    cloud: Cloud, filled: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.was_cut = True

    bring_up(cloud)

    assert filled
    assert "since the last clean stop is lost" in capsys.readouterr().out


def test_what_has_not_begun_is_dropped_at_an_interruption() -> None:
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        together(work, range(1000))

    assert len(begun) < 1000


def test_work_done_together_keeps_its_order_and_is_counted() -> None:
    counts: list[int] = []

    assert together(str, range(6), counts.append) == ["0", "1", "2", "3", "4", "5"]
    assert counts == [1, 2, 3, 4, 5, 6]


def test_what_takes_its_time_is_never_silent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "SIGN_OF_LIFE", 0.001)
    told = threading.Event()
    monkeypatch.setattr(progress.Step, "say", lambda _: told.set())

    with progress.step("saving"):
        assert told.wait(60)

    assert "saving … done" in capsys.readouterr().out


def test_an_interruption_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyboardInterrupt), progress.step("filling"):
        interrupt()

    assert "filling … interrupted" in capsys.readouterr().out


@pytest.mark.parametrize("port", ["99999", "0", "-1", "eighty", "４５６６"])
def test_a_port_that_cannot_be_is_one_clear_line(
    port: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PORT", port)
    monkeypatch.setattr(run, "HOME", tmp_path / "cloud")
    monkeypatch.setattr("signal.signal", lambda *_: None)

    assert run.main() == 1

    said = capsys.readouterr().err.strip()
    assert said == f"PORT={port} is not a port number: 1 to 65535"


class Endpoint(http.server.BaseHTTPRequestHandler):
    answer = (
        b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
        b"<Account>000000000000</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
    )

    def do_POST(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    log_message: Callable[..., None] = lambda self, *parts: None  # noqa: ARG005


@pytest.fixture
def endpoint() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_the_loopback_is_reached_past_any_proxy(
    endpoint: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    told = LocalCloud(tmp_path, endpoint).client("sts").get_caller_identity()

    assert told["Account"] == "000000000000"


def test_curl_as_a_persona_goes_past_any_proxy(
    tmp_path: Path,
) -> None:
    persona = {"person_id": "p", "posts": [], "unit": None, "token": "t0ken"}
    session: Any = {"personas": {"resident": persona}}

    write_curl_settings(session, tmp_path / "as")

    settings = (tmp_path / "as" / "resident").read_text().splitlines()
    assert 'noproxy = "127.0.0.1"' in settings
    assert 'header = "Authorization: Bearer t0ken"' in settings


def test_printed_lines_hold_nothing_that_another_shell_stumbles_over() -> None:
    session: Any = {
        "api_url": "http://127.0.0.1:4566/_aws/execute-api/abc",
        "endpoint_url": "http://127.0.0.1:4566",
        "personas": {"grid_worker": {"unit": "140426106201001"}},
    }

    printed = run._what_next(session, "http://127.0.0.1:1/", run.HOME / "cloud.log")

    lines = printed.partition("copy these lines")[2].splitlines()
    assert not [line for line in lines if line.lstrip().startswith("#")]
    assert "date -d" not in printed


def test_a_running_county_is_not_cleaned_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = tmp_path / ".venv" / "bin"
    environment.mkdir(parents=True)

    with alone(tmp_path / ".local" / "run.lock"):
        assert clean.main(tmp_path) == 1

    assert environment.exists()
    assert "stop it with Ctrl-C" in capsys.readouterr().err
    assert clean.main(tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_an_environment_that_is_kept_elsewhere_is_let_go_and_not_emptied(tmp_path: Path) -> None:
    elsewhere = tmp_path / "shared"
    (elsewhere / "bin").mkdir(parents=True)
    here = tmp_path / "here"
    here.mkdir()
    (here / ".venv").symlink_to(elsewhere)

    assert clean.main(here) == 0

    assert not (here / ".venv").is_symlink()
    assert (elsewhere / "bin").exists()


@pytest.mark.parametrize(
    ("said", "origins"),
    [
        ("", {}),
        ("http://localhost:5173", {"CorsOrigins": "http://localhost:5173"}),
        (
            "https://a.example, https://b.example",
            {"CorsOrigins": "https://a.example,https://b.example"},
        ),
    ],
)
def test_origins_of_web_clients_are_named_when_a_county_is_run(
    said: str, origins: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORS", said)

    assert run._cors() == origins


@pytest.mark.parametrize("said", ["*", "localhost:5173", "http://localhost:5173/", "http://a b"])
def test_what_is_no_origin_is_refused_in_one_line(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORS", said)

    with pytest.raises(run.Unusable, match="is not an origin"):
        run._cors()


def test_a_space_in_the_path_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "ROOT", tmp_path / "my projects")

    assert setup.main([]) == 1

    said = capsys.readouterr().err
    assert "has a space in its path" in said
    assert "空格" in said


@pytest.mark.parametrize("version", [(3, 9, 6), (3, 10, 1), (3, 15, 0)])
def test_set_up_with_a_python_that_lambda_has_no_wheels_for_looks_for_another(
    version: tuple[int, int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "python3.13"
    other.write_text('#!/bin/sh\n[ "$1" = "-c" ] && exit 0\n[ "$2" = "cloud" ] && exit 42\n')
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.version_info", version)

    assert setup.main(["cloud"]) == 42


def test_the_whole_environment_serves_where_a_part_of_it_would_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lock in ("run", "dev"):
        (tmp_path / "locks").mkdir(exist_ok=True)
        (tmp_path / "locks" / f"{lock}.txt").write_text(f"# {lock}\n")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    (tmp_path / ".venv").mkdir()
    stamp = tmp_path / ".venv" / ".locked"

    stamp.write_text(setup._digest("dev"))
    setup._bring_up_to_date("run")

    assert stamp.read_text() == setup._digest("dev")


def test_what_make_run_needs_is_a_part_of_what_the_tests_need() -> None:
    def pinned(lock: str) -> set[str]:
        lines = (ROOT / "locks" / f"{lock}.txt").read_text().splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and line[0].isalnum()}

    assert pinned("run") < pinned("dev")
    assert len(pinned("run")) <= len(pinned("dev")) / 2


@pytest.mark.parametrize("folder", sorted({where for where, _, _ in setup.PACKAGES.values()}))
def test_packages_of_npm_are_pinned_by_hash_and_to_no_registry(folder: str) -> None:
    told = json.loads((ROOT / folder / "package.json").read_text())
    wanted = {**told.get("dependencies", {}), **told["devDependencies"]}
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    packages = {place: one for place, one in lock["packages"].items() if place}

    assert all(version[0].isdigit() for version in wanted.values())
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())


def test_make_without_a_word_says_what_there_is() -> None:
    told = subprocess.run(
        ["make", "--silent"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert all(f"make {word} " in told for word in ("run", "test", "lint", "deploy", "clean"))


def test_set_up_parses_on_the_python_that_a_mac_comes_with() -> None:
    # 3.9 must get as far as looking for a newer one.
    import ast

    for name in ("infra/local/setup.py", "infra/exclusive.py"):
        assert ast.parse((ROOT / name).read_text(), feature_version=(3, 9))


def test_a_set_up_started_as_a_script_finds_the_project() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "infra/local/setup.py", "nothing"],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, "no such environment: nothing" in ran.stdout) == (2, True)
