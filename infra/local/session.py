"""Who one can be in the local cloud: a Cognito user and a token for each persona of the demo county, in `session.json`."""

from __future__ import annotations

import base64
import contextlib
import csv
import json
import secrets
import shutil
from pathlib import Path
from typing import Any, TypedDict

from infra.local import people
from infra.local.cloud import HOST, REGION, ROOT, LocalCloud
from infra.local.deploy import STACK, Deployment
from infra.local.progress import together
from infra.local.sign_in import Somebody

PERSONAS = ROOT / "infra" / "reference" / "demo" / "personas.json"
POSTS = PERSONAS.with_name("posts.csv")


class Persona(TypedDict):
    """One of the people to be, as `session.json` names them."""

    person_id: str
    posts: list[dict[str, str | None]]
    unit: str | None
    token: str


class Session(TypedDict):
    """What a client needs to know of a running local cloud."""

    api_url: str
    endpoint_url: str
    region: str
    stack: str
    outputs: dict[str, str]
    personas: dict[str, Persona]


def open_session(cloud: LocalCloud, deployment: Deployment) -> Session:
    """Make a Cognito user of every persona (the user name is the person_id) and fetch its token.

    Tokens live as long as the app client of `infra/identity.yaml` says: 12 hours.
    """
    entries: list[dict[str, Any]] = json.loads(PERSONAS.read_text())

    posts: dict[str, list[dict[str, str | None]]] = {}
    with POSTS.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            held = {name: row[name] or None for name in ("role", "unit", "valid_from", "valid_to")}
            posts.setdefault(row["person_id"], []).append(held)

    def persona(entry: dict[str, Any]) -> tuple[str, Persona]:
        person_id = entry["person_id"]
        return entry["persona"], {
            "person_id": person_id,
            "posts": posts.get(person_id, []),
            "unit": entry["unit"],
            "token": issue_token(cloud, deployment, person_id),
        }

    personas = dict(together(persona, entries))
    return {
        "api_url": deployment.api_url,
        "endpoint_url": deployment.endpoint_url,
        "region": REGION,
        "stack": STACK,
        "outputs": deployment.outputs,
        "personas": personas,
    }


def issue_token(cloud: LocalCloud, deployment: Deployment, person_id: str) -> str:
    """An access token for the person, whose Cognito user is made if there is none yet."""
    cognito = cloud.client("cognito-idp")
    pool, client = deployment.identity["UserPoolId"], deployment.identity["ClientId"]
    password = "Aa1!" + secrets.token_urlsafe(24)
    with contextlib.suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(UserPoolId=pool, Username=person_id, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=person_id, Password=password, Permanent=True
    )
    answer = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": person_id, "PASSWORD": password},
    )
    return answer["AuthenticationResult"]["AccessToken"]


def somebodies(session: Session) -> dict[str, Somebody]:
    """Return who may be picked when signing in on this machine."""
    return people.somebodies({name: one["token"] for name, one in session["personas"].items()})


def write_session(session: Session, path: Path) -> None:
    """Write the session where tools and people look for it; its tokens are for the owner's eyes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(session, ensure_ascii=False, indent=2) + "\n")


def write_curl_settings(session: Session, folder: Path) -> None:
    """Write a file per persona that curl reads with -K, so that lines to copy stay short and show no token."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    for name, persona in session["personas"].items():
        settings = folder / name
        settings.touch(mode=0o600)
        settings.write_text(
            f'silent\nshow-error\nnoproxy = "{HOST}"\n'
            f'header = "Authorization: Bearer {persona["token"]}"\n'
            'header = "Content-Type: application/json"\n'
        )


def claims(token: str) -> dict[str, Any]:
    """What a token says, unverified."""
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
