"""A small OpenID Connect provider for the local county: its sign-in page is a list of the demo county's people.

The web client signs in here exactly as it does at a county's own provider: authorization code with PKCE, refresh tokens that rotate. The
access tokens are those that the local cloud's user pool has issued, so the gateway checks them as everywhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Mapping
from html import escape
from itertools import groupby
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

CODE_LIVES = 60
"""Seconds within which a code has to be exchanged."""
GRACE = 10.0
"""Seconds for which a refresh token that was used is taken again, as providers do: on a bad line the answer may be lost."""
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>登录 · Sign in</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 0 auto; padding: 16px; max-width: 720px; color: #1c2733 }}
h1 {{ font-size: 22px }}
h2 {{ font-size: 17px; margin: 24px 0 8px }}
button {{ display: block; width: 100%; text-align: left; font: inherit; padding: 10px 14px; margin: 0 0 8px; min-height: 44px;
  background: #fff; border: 1px solid #77828d; border-radius: 6px; cursor: pointer }}
button:hover, button:focus {{ border-color: #0f4c92; outline: 2px solid #0f4c92 }}
small {{ display: block; color: #56616c }}
</style></head>
<body><h1>演示县：您是哪一位？ · Who are you?</h1>
<p>数据全为虚构。 All data is invented.</p>
<form method="post" action="/idp/authorize?{query}">{people}</form></body></html>"""


class Somebody(NamedTuple):
    """One who may be picked."""

    token: str
    name: str = ""
    note: str = ""
    place: str = ""
    group: str = ""
    """The heading below which the page has them; those of one follow each other."""


class Answer(NamedTuple):
    """What is answered over HTTP."""

    status: int
    kind: str = ""
    content: bytes = b""
    headers: Mapping[str, str] | None = None


class _Begun(NamedTuple):
    """A code that was given out: for whom, to which address, against which challenge, and until when it holds."""

    who: str
    client_id: str
    redirect_uri: str
    challenge: str
    until: float


class _Held(NamedTuple):
    """A refresh token: whose it is and, once it was used, until when it is still taken."""

    who: str
    used_until: float | None = None


def _button(name: str, one: Somebody) -> str:
    said = " · ".join(escape(part) for part in dict.fromkeys((one.place, name, one.note)) if part)
    return f'<button name="who" value="{escape(name)}">{escape(one.name or name)}<small>{said}</small></button>'


class SignIn:
    """The provider: what it has given out lives as long as the process.

    Parameters
    ----------
    origin
        Where it and the page are served; it sends people back nowhere else.
    """

    def __init__(self, origin: str, people: Mapping[str, Somebody]) -> None:
        self.issuer = f"{origin}/idp"
        self.token_lives = 3600
        """Seconds that a client is told a token lives; shorter for those who want to see it renewed."""
        self.grace = GRACE
        self._origin = origin
        self._people = people
        self._codes: dict[str, _Begun] = {}
        self._refresh: dict[str, _Held] = {}
        self._one_at_a_time = threading.Lock()

    def answer(self, method: str, path: str, query: str, body: str) -> Answer:
        """Answer a request below `/idp/`."""
        asked = dict(parse_qsl(query))
        match method, path.removeprefix("/idp"):
            case "GET", "/.well-known/openid-configuration":
                return _json(200, self._described())
            case "GET", "/authorize":
                return self._offer(asked)
            case "POST", "/authorize":
                return self._send_back(asked, dict(parse_qsl(body)).get("who", ""))
            case "POST", "/token":
                return self._grant(dict(parse_qsl(body)))
            case "GET", "/logout":
                return self._to(asked.get("post_logout_redirect_uri", ""), {})
            case _:
                return Answer(404)

    def end_all(self) -> None:
        """Forget every refresh token: whoever is signed in has to sign in again when the access token ends."""
        self._refresh.clear()

    def _described(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "end_session_endpoint": f"{self.issuer}/logout",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
        }

    def _refused(self, asked: Mapping[str, str]) -> str:
        """Why somebody may not sign in like this; empty: they may."""
        if asked.get("response_type") != "code":
            return "unsupported_response_type"
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            return "invalid_request: PKCE with S256 is asked for"
        if not self._ours(asked.get("redirect_uri", "")):
            return "invalid_request: redirect_uri"
        return ""

    def _ours(self, address: str) -> bool:
        return address == self._origin or address.startswith(self._origin + "/")

    def _offer(self, asked: Mapping[str, str]) -> Answer:
        if reason := self._refused(asked):
            return Answer(400, "text/plain; charset=utf-8", reason.encode())
        groups = groupby(self._people.items(), key=lambda item: item[1].group)
        people = "".join(
            (f"<h2>{escape(group)}</h2>" if group else "")
            + "".join(_button(name, one) for name, one in members)
            for group, members in groups
        )
        page = _PAGE.format(query=escape(urlencode(asked)), people=people)
        return Answer(200, "text/html; charset=utf-8", page.encode())

    def _send_back(self, asked: Mapping[str, str], who: str) -> Answer:
        reason = self._refused(asked) or ("" if who in self._people else "access_denied")
        if reason:
            return Answer(400, "text/plain; charset=utf-8", reason.encode())
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Begun(
            who,
            asked.get("client_id", ""),
            asked["redirect_uri"],
            asked["code_challenge"],
            time.monotonic() + CODE_LIVES,
        )
        return self._to(asked["redirect_uri"], {"code": code, "state": asked.get("state", "")})

    def _to(self, address: str, said: Mapping[str, str]) -> Answer:
        if not self._ours(address):
            return Answer(400, "text/plain; charset=utf-8", b"invalid_request")
        where = f"{address}?{urlencode(said)}" if said else address
        return Answer(303, headers={"Location": where})

    def _grant(self, asked: Mapping[str, str]) -> Answer:
        with self._one_at_a_time:
            match asked.get("grant_type"):
                case "authorization_code":
                    who = self._exchanged(asked)
                case "refresh_token":
                    who = self._renewed(asked.get("refresh_token", ""))
                case _:
                    return _json(400, {"error": "unsupported_grant_type"})
            if who is None:
                return _json(400, {"error": "invalid_grant"})
            refresh = secrets.token_urlsafe(24)
            self._refresh[refresh] = _Held(who)
        return _json(
            200,
            {
                "access_token": self._people[who].token,
                "token_type": "Bearer",
                "expires_in": self.token_lives,
                "refresh_token": refresh,
            },
        )

    def _renewed(self, refresh: str) -> str | None:
        """For whom a refresh token is good; used once, it is followed by another and ends."""
        held, now = self._refresh.get(refresh), time.monotonic()
        if held is None or (held.used_until is not None and now >= held.used_until):
            return None
        if held.used_until is None:
            self._refresh[refresh] = held._replace(used_until=now + self.grace)
        return held.who

    def _exchanged(self, asked: Mapping[str, str]) -> str | None:
        begun = self._codes.pop(asked.get("code", ""), None)
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        right = (
            begun is not None
            and begun.until > time.monotonic()
            and begun.client_id == asked.get("client_id")
            and begun.redirect_uri == asked.get("redirect_uri")
            and secrets.compare_digest(begun.challenge, challenge)
        )
        return begun.who if begun and right else None


def _json(status: int, told: Mapping[str, object]) -> Answer:
    return Answer(
        status, "application/json", json.dumps(told).encode(), {"Cache-Control": "no-store"}
    )
