"""The characters people write: what in a text nobody can see, what ends a line, and the one folded form in which texts are compared and searched.

Names, texts, words that are looked for and numbers that are masked all go through here (DOMAIN 19).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# C0 and C1 controls but tab and line breaks, the marks that turn the direction of what follows (Unicode TR 36), half characters and
# what is no character: invisible in a list, they make a text read differently from what it is.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LINE_BREAKS = re.compile("[\t\n\r\u2028\u2029]")

# Fillers: soft hyphen, grapheme joiner, Hangul and Khmer fillers, zero-width blank and byte order mark, word joiner and other
# invisible operators, deprecated format marks, annotation marks, invisible musical marks, tags; and the blank of Braille.
_FILLERS = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_FILLER = re.compile(f"[{_FILLERS}]")
# Joiners shape what some scripts and pictures look like; beside Latin or Chinese characters, or at an end, they shape nothing.
_PLAIN = "\u0000-\u024f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_UNSEEN = re.compile(f"[{_FILLERS}\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef\\s]+")


@cache
def _idle_joiner() -> re.Pattern[str]:
    # Dear to compile, and hardly a text has one.
    return re.compile(f"(?:(?<=[{_PLAIN}])|^)[\u200c\u200d]+|[\u200c\u200d]+(?=[{_PLAIN}]|$)")


def holds_hidden(text: str) -> bool:
    """Tell whether a text holds NUL, another control character, or a mark that turns the writing direction."""
    return _FORBIDDEN.search(text) is not None


def holds_line_break(text: str) -> bool:
    """Tell whether a text is more than one line: a tab counts, as a list shows it like one."""
    return _LINE_BREAKS.search(text) is not None


def tidy(text: str) -> str:
    """Return a text as it is kept: letters composed (NFC), without fillers, idle joiners and blanks of any kind around it.

    A text that nobody can see is empty.
    """
    if not text.isascii():
        text = _FILLER.sub("", unicodedata.normalize("NFC", text))
        if "\u200c" in text or "\u200d" in text:
            text = _idle_joiner().sub("", text)
        if not _UNSEEN.sub("", text):
            return ""
    return text.strip()


def folded(text: str) -> str:
    """Return the form in which texts are compared and words are looked for: width and case folded, nothing unseen, no blanks."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def is_unseen(character: str) -> bool:
    """Tell whether nobody can see a character: blanks of every kind count."""
    return _UNSEEN.fullmatch(character) is not None
