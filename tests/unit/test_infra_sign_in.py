"""Signing in on one machine is what it is at a county's own provider: a code, a proof, tokens that are used once."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from infra.local.sign_in import SignIn, Somebody

ORIGIN = "http://127.0.0.1:4567"
VERIFIER = "a-verifier-that-only-the-page-knows"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)
ASKED = {
    "response_type": "code",
    "client_id": "web",
    "redirect_uri": f"{ORIGIN}/",
    "state": "s-1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture
def provider() -> SignIn:
    return SignIn(ORIGIN, {"resident": Somebody("t0ken", "演示村民01", "lives in <b>grid 001</b>")})


def authorize(provider: SignIn, who: str = "resident", **asked: str) -> Any:
    query = urlencode({**ASKED, **asked})
    return provider.answer("POST", "/idp/authorize", query, urlencode({"who": who}))


def code_of(answer: Any) -> str:
    [code] = parse_qs(urlsplit(answer.headers["Location"]).query)["code"]
    return code


def grant(provider: SignIn, **asked: str) -> tuple[int, dict[str, Any]]:
    answer = provider.answer("POST", "/idp/token", "", urlencode(asked))
    return answer.status, json.loads(answer.content)


def exchange(provider: SignIn, code: str, **asked: str) -> tuple[int, dict[str, Any]]:
    said = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": "web",
        "redirect_uri": ASKED["redirect_uri"],
        "code_verifier": VERIFIER,
    }
    return grant(provider, **{**said, **asked})


def test_whoever_is_picked_is_sent_back_and_gets_their_token(provider: SignIn) -> None:
    back = authorize(provider)

    assert back.status == 303
    assert back.headers["Location"].startswith(f"{ORIGIN}/?")
    assert parse_qs(urlsplit(back.headers["Location"]).query)["state"] == ["s-1"]
    status, tokens = exchange(provider, code_of(back))
    assert (status, tokens["access_token"]) == (200, "t0ken")


def test_the_page_of_people_names_them_and_runs_nothing_they_say(provider: SignIn) -> None:
    page = provider.answer("GET", "/idp/authorize", urlencode(ASKED), "").content.decode()

    assert "演示村民01" in page
    assert "<b>" not in page
    assert "t0ken" not in page


def test_the_page_of_people_has_them_in_groups_with_where_they_are() -> None:
    people = {
        "county_officer": Somebody("t", "演示县干部01", "", "黎城县", "To begin with"),
        "resident": Somebody("t", "演示居民0001", "", "庄头村", "Villagers"),
        "neighbour": Somebody("t", "演示居民0021", "", "庄头村", "Villagers"),
    }
    provider = SignIn(ORIGIN, people)

    page = provider.answer("GET", "/idp/authorize", urlencode(ASKED), "").content.decode()

    assert re.findall(r"<h2>(.*?)</h2>|value=\"(\w+)\"", page) == [
        ("To begin with", ""),
        ("", "county_officer"),
        ("Villagers", ""),
        ("", "resident"),
        ("", "neighbour"),
    ]
    assert "<small>黎城县 · county_officer</small>" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
        {"response_type": "token"},
        {"redirect_uri": "http://127.0.0.1:45670/"},
        {"redirect_uri": "https://elsewhere.example/"},
    ],
)
def test_nobody_is_sent_back_without_a_challenge_or_to_another_place(
    provider: SignIn, asked: dict[str, str]
) -> None:
    assert authorize(provider, **asked).status == 400
    assert provider.answer("GET", "/idp/authorize", urlencode({**ASKED, **asked}), "").status == 400


def test_somebody_who_is_not_there_cannot_be_picked(provider: SignIn) -> None:
    assert authorize(provider, who="nobody").status == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "another"},
        {"client_id": "another"},
        {"redirect_uri": f"{ORIGIN}/x"},
    ],
)
def test_a_code_is_worth_nothing_without_its_proof(provider: SignIn, wrong: dict[str, str]) -> None:
    code = code_of(authorize(provider))

    assert exchange(provider, code, **wrong) == (400, {"error": "invalid_grant"})
    assert exchange(provider, code)[0] == 400


def test_a_code_is_taken_once(provider: SignIn) -> None:
    code = code_of(authorize(provider))

    assert exchange(provider, code)[0] == 200
    assert exchange(provider, code) == (400, {"error": "invalid_grant"})


def test_a_refresh_token_whose_answer_was_lost_is_taken_again_for_a_moment(
    provider: SignIn,
) -> None:
    _, first = exchange(provider, code_of(authorize(provider)))
    said = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    assert [grant(provider, **said)[0], grant(provider, **said)[0]] == [200, 200]


def test_a_refresh_token_is_used_once_and_followed_by_another(provider: SignIn) -> None:
    provider.grace = 0
    _, first = exchange(provider, code_of(authorize(provider)))
    said = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    status, second = grant(provider, **said)

    assert (status, second["access_token"]) == (200, "t0ken")
    assert second["refresh_token"] != first["refresh_token"]
    assert grant(provider, **said) == (400, {"error": "invalid_grant"})


def test_signing_out_leads_back_to_the_page_and_nowhere_else(provider: SignIn) -> None:
    def leave(there: str) -> int:
        query = urlencode({"post_logout_redirect_uri": there})
        return provider.answer("GET", "/idp/logout", query, "").status

    assert leave(f"{ORIGIN}/") == 303
    assert leave("https://elsewhere.example/") == 400
