"""Who replaces something says which version of it he has seen."""

from __future__ import annotations

from kernel.problems import Problem, StaleVersion
from kernel.record import record
from kernel.texts import Text


class VersionRequired(Problem):
    """What is there already is only replaced by somebody who says which version he has seen."""

    status = 428
    slug = "version-required"
    title = Text("须提供版本", "Version required")
    said = Text(
        "内容已存在，修改须在 If-Match 中提供读取时的 ETag。",
        "It exists already: send the ETag you have read as If-Match to replace it.",
    )


@record
class Seen:
    """What a client says it has seen.

    Attributes
    ----------
    is_said
        Whether it says anything.
    versions
        The versions, any of which will do; None: whichever there is.
    """

    is_said: bool = False
    versions: frozenset[int] | None = None

    def refuse_unseen(self, present: int | None) -> None:
        """Let a replacement pass of nothing (None), or of the version that was seen.

        Raises
        ------
        VersionRequired
            There is something, and nothing was said.
        StaleVersion
            Another version was seen.
        """
        if present is not None and not self.is_said:
            raise VersionRequired
        if self.versions is not None and (present or 0) not in self.versions:
            raise StaleVersion(present_version=present or 0)
