"""What is packed for the web client is what a browser gets: compressed, kept, found again, and allowed nothing it does not need."""

from __future__ import annotations

import base64
import gzip
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra import web
from infra.runtime import BUILT_FOR

Ask = Callable[..., dict[str, Any]]
TOKEN_ENDPOINT = "https://sizhi.auth.us-east-1.amazoncognito.com"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("WebApi")
    assert web.main(str(folder)) == 0
    return folder


@pytest.fixture
def ask(packed: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("COUNTY_NAME", "黎城县")
    monkeypatch.setenv("WEB_ISSUER", "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x")
    monkeypatch.setenv("SIGN_IN_ORIGINS", TOKEN_ENDPOINT)
    monkeypatch.setenv("MEDIA_ORIGIN", "https://media.s3.us-east-1.amazonaws.com")
    named = importlib.util.spec_from_file_location("packed_handler", packed / "handler.py")
    assert named
    assert named.loader
    handler = importlib.util.module_from_spec(named)
    named.loader.exec_module(handler)

    def answered(path: str = "", **headers: str) -> dict[str, Any]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        parameters = {"proxy": path} if path else None
        return handler.answer({"headers": sent, "pathParameters": parameters}, None)

    return answered


def body(answer: dict[str, Any]) -> bytes:
    return base64.b64decode(answer["body"])


def a_script(packed: Path) -> str:
    found = next((packed / "site" / "assets").glob("main-*.js"))
    return f"assets/{found.name}"


def test_the_page_is_served_and_names_scripts_that_are_served_too(packed: Path, ask: Ask) -> None:
    page = ask()

    assert page["statusCode"] == 200
    assert page["headers"]["content-type"].startswith("text/html")
    assert a_script(packed) in body(page).decode()
    assert ask(a_script(packed))["statusCode"] == 200


def test_a_browser_gets_the_smallest_form_it_understands(packed: Path, ask: Ask) -> None:
    plain = ask(a_script(packed))
    zipped = ask(a_script(packed), accept_encoding="gzip, deflate")
    best = ask(a_script(packed), accept_encoding="gzip, deflate, br")
    refused = ask(a_script(packed), accept_encoding="br;q=0, gzip")

    assert "content-encoding" not in plain["headers"]
    assert zipped["headers"]["content-encoding"] == "gzip"
    assert gzip.decompress(body(zipped)) == body(plain)
    assert best["headers"]["content-encoding"] == "br"
    assert len(body(best)) < len(body(zipped)) < len(body(plain)) / 2
    assert refused["headers"]["content-encoding"] == "gzip"


def test_what_a_browser_has_is_not_sent_again(packed: Path, ask: Ask) -> None:
    page = ask(accept_encoding="br")

    again = ask(accept_encoding="br", if_none_match=f'W/"other", {page["headers"]["etag"]}')

    assert again["statusCode"] == 304
    assert "body" not in again


def test_files_named_by_their_content_stay_for_good_and_the_page_is_looked_at_again(
    packed: Path, ask: Ask
) -> None:
    assert "immutable" in ask(a_script(packed))["headers"]["cache-control"]
    assert ask()["headers"]["cache-control"] == "no-cache"


def test_the_page_may_reach_its_own_origin_the_provider_and_the_photos_alone(ask: Ask) -> None:
    said = ask()["headers"]["content-security-policy"].split("; ")
    policy = {name: set(of.split()) for name, _, of in (part.partition(" ") for part in said)}

    assert policy["default-src"] == {"'self'"}
    assert policy["connect-src"] == {
        "'self'",
        "https://cognito-idp.us-east-1.amazonaws.com",
        TOKEN_ENDPOINT,
        "https://media.s3.us-east-1.amazonaws.com",
    }
    assert policy["frame-ancestors"] == {"'none'"}
    assert not any("unsafe" in part for part in said)
    assert ask()["headers"]["x-content-type-options"] == "nosniff"


def test_the_client_is_told_of_its_county(ask: Ask) -> None:
    told = json.loads(body(ask("config.json")))

    assert told["county_name"] == "黎城县"
    assert told["issuer"].startswith("https://cognito-idp.")


def test_an_unknown_route_of_the_api_is_a_problem_and_no_page(ask: Ask) -> None:
    answer = ask("v1/nothing")

    assert answer["statusCode"] == 404
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert json.loads(answer["body"])["type"] == "urn:sizhi:problem:not-found"


@pytest.mark.parametrize("path", ["../handler.py", "handler.py", "assets/none.js", "index.html.br"])
def test_nothing_but_the_files_of_the_client_is_given_out(ask: Ask, path: str) -> None:
    assert ask(path)["statusCode"] == 404


@pytest.mark.parametrize("path", ["", "config.json"])
def test_a_county_without_the_client_serves_none(
    ask: Ask, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_CLIENT", "off")

    assert ask(path)["statusCode"] == 404


def test_the_package_says_for_which_runtime_it_is_and_weighs_little(packed: Path) -> None:
    weight = sum(path.stat().st_size for path in packed.rglob("*") if path.is_file())

    assert (packed / BUILT_FOR).read_text().startswith("python3.")
    assert weight < 3_000_000


@pytest.mark.parametrize("kind", sorted(web.BUDGETS))
def test_a_first_visit_stays_within_its_budget(kind: str) -> None:
    assert web.first_visit(web.built(), kind) <= web.BUDGETS[kind]
