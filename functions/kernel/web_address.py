"""Where pages of the web client are: what a code on a plate or a slip leads to."""

from __future__ import annotations

import os


def page_at(host: str, *path: str) -> str:
    """Return the address of a page of the web client.

    The client is served at the API's own address unless the stack says otherwise (`WEB_ORIGIN`). What follows `#` stays in the browser:
    no server and no log on the way reads the token of a plate or the code of a redemption.

    Parameters
    ----------
    host
        The API's, as the request names it.
    path
        The parts of the page's own address, of letters, digits, `-` and `_`.
    """
    origin = os.environ.get("WEB_ORIGIN") or f"https://{host}"
    return f"{origin.rstrip('/')}/#/{'/'.join(path)}"
