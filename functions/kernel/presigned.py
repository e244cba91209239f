"""Addresses of S3 that carry their signature (AWS Signature Version 4 in the query): nothing is asked of anybody to make one.

botocore builds its client of S3 out of the service's description first, two thirds of a bare client's start, for a line of text.
`tests/unit/test_presigned.py` holds these against botocore's own.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from kernel.wire import keys_of_the_environment, signature_of

_SETTINGS = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3")


def presigned(
    method: str,
    where: Mapping[str, str],
    seconds: int,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> str | None:
    """Return an address, or None where an endpoint is configured or credentials are not in the environment: then botocore knows better.

    Parameters
    ----------
    where
        `Bucket` and `Key`.
    seconds
        For how long it is good.
    headers
        Headers that whoever uses it has to send, by their names in lower case.
    query
        What the address says besides.
    """
    keys, region = keys_of_the_environment(), os.environ.get("AWS_REGION")
    if keys is None or not region or any(os.environ.get(name) for name in _SETTINGS):
        return None
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    host = f"{where['Bucket']}.s3.{region}.{suffix}"
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{at[:8]}/{region}/s3/aws4_request"
    signed = dict(sorted({**(headers or {}), "host": host}.items()))
    said = {
        **(query or {}),
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{keys.access_key}/{scope}",
        "X-Amz-Date": at,
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": ";".join(signed),
        **({"X-Amz-Security-Token": keys.token} if keys.token else {}),
    }
    plain = "&".join(f"{_quoted(name)}={_quoted(said[name])}" for name in sorted(said))
    path = "/" + quote(where["Key"], safe="/~")
    lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
    canonical = f"{method}\n{path}\n{plain}\n{lines}\n{';'.join(signed)}\nUNSIGNED-PAYLOAD"
    to_sign = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return f"https://{host}{path}?{plain}&X-Amz-Signature={signature_of(keys.secret_key, scope, to_sign)}"


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")
