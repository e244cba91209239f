"""Citations: what a rule rests on, and whether that is law here on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kernel import clock
from kernel.law.notes import note_of
from kernel.law.statutes import Confidence, Statute, statute
from kernel.law.views import CitationView
from kernel.record import record
from kernel.texts import Language, Text


@record
class Citation:
    """What a rule rests on, as it stands on a day.

    Attributes
    ----------
    confidence
        How sure that is on the day: `law` only where it is law here and in force then, else what is left of it.
    note
        How the source is read, or why our own choice is as it is.
    """

    source: Text
    article: Text | None
    confidence: Confidence
    valid_from: date | None
    valid_to: date | None
    note: str | None = None

    @property
    def is_law(self) -> bool:
        """Whether it may be shown to anybody as law."""
        return self.confidence is Confidence.LAW

    def view(self, language: Language) -> CitationView:
        """Return it as every answer shows a citation."""
        return {
            "source": self.source.say(language),
            "article": self.article.say(language) if self.article else None,
            "confidence": self.confidence,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "note": note_of(self.note).say(language) if self.note else None,
        }


@record
class Reference:
    """What a datum cites, whatever the day: a statute and articles of the catalogue.

    Attributes
    ----------
    confidence
        How sure the reading is; the statute may make it less sure, never surer.
    """

    statute: Statute
    articles: tuple[str, ...] = ()
    confidence: Confidence = Confidence.LAW
    note: str | None = None

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Reference:
        """Return what a datum cites (`reference`)."""
        return reference(document)

    @property
    def article(self) -> Text | None:
        """What the articles are called, together."""
        named = [self.statute.article(each) for each in self.articles]
        if not named:
            return None
        return Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))

    @property
    def named(self) -> Text:
        """How a sentence names it: 《村民委员会组织法》第二十九条."""
        article, name = self.article, self.statute.name
        if article is None:
            return name
        return Text(f"{name.zh}{article.zh}", f"{name.en}, {article.en}")

    def is_among(self, others: Iterable[Reference]) -> bool:
        """Tell whether one of others names the same articles, whatever is remarked on either."""
        named = self.statute.id, self.articles
        return any((one.statute.id, one.articles) == named for one in others)

    def holds_on(self, day: date) -> bool:
        """Tell whether the statute and every article cited are in force on a day."""
        return self.statute.holds_on(day) and all(
            self.statute.article_holds_on(each, day) for each in self.articles
        )

    @property
    def valid_to(self) -> date | None:
        """The last day on which all of it is in force; None until further notice."""
        lasts = [self.statute.valid_to, *map(self.statute.last_day_of, self.articles)]
        return min(filter(None, lasts), default=None)

    @property
    def successor(self) -> Reference | None:
        """What took its place, as far as the catalogue knows: article for article, else the statute as a whole."""
        heirs = [heir for each in self.articles if (heir := self.statute.successor_of(each))]
        if heirs:
            return Reference(statute(heirs[0][0]), tuple(article for _, article in heirs))
        return Reference(statute(self.statute.successor)) if self.statute.successor else None

    def on(self, day: date) -> Citation:
        """Return it as it stands on a day.

        What is cited beyond its validity is unchecked for that day: nobody has said what took its place.
        """
        said = self.confidence.no_surer_than(self.statute.confidence)
        if not self.holds_on(day):
            said = said.no_surer_than(Confidence.ASSUMED)
        return Citation(
            self.statute.name,
            self.article,
            said,
            self.statute.valid_from,
            self.statute.valid_to,
            self.note,
        )

    def tell(self, language: Language) -> CitationView:
        """Return it as an answer of today shows it."""
        return self.on(clock.today()).view(language)

    @property
    def document(self) -> dict[str, Any]:
        """Return it as a row keeps it."""
        kept: dict[str, Any] = {"law": self.statute.id}
        if self.articles:
            kept["articles"] = list(self.articles)
        if self.confidence is not Confidence.LAW:
            kept["confidence"] = str(self.confidence)
        return kept | ({"note": self.note} if self.note else {})


def agreed(
    said: str, valid_from: date | None, valid_to: date | None, note: str | None = None
) -> Citation:
    """Return a citation of what no catalogue has: a village's own agreement, a notice a county loaded; seen, and never law."""
    return Citation(Text(said, said), None, Confidence.SEEN, valid_from, valid_to, note)


def cite(statute_id: str, article: str | None = None, *, on: date) -> Citation:
    """Return a citation of the catalogue as it stands on a day: `cite("village-committee-law-2025", "art. 29", on=day)`.

    Raises
    ------
    UnknownStatute, UnknownArticle
        The catalogue does not have it.
    """
    articles = [article.removeprefix("art. ")] if article else []
    return reference({"law": statute_id, "articles": articles}).on(on)


def reference(document: Mapping[str, Any]) -> Reference:
    """Return what a datum cites: `{"law": id, "articles": ["29"], "confidence": "seen", "note": "…"}`, all but `law` where it is said.

    An analogy says `"analogy": true` and is never surer than assumed (DOMAIN 19).

    Raises
    ------
    UnknownStatute, UnknownArticle
        The catalogue does not have it.
    """
    said = Confidence(document.get("confidence") or Confidence.LAW)
    if document.get("analogy"):
        said = said.no_surer_than(Confidence.ASSUMED)
    of = statute(document["law"])
    articles = tuple(document.get("articles") or ())
    for each in articles:
        of.article(each)
    return Reference(of, articles, said, document.get("note"))


def references(sources: Iterable[Mapping[str, Any]]) -> list[tuple[str, Reference]]:
    """Return what each entry of a document's `sources` is for, and what it cites."""
    return [(entry["for"], reference(entry)) for entry in sources]
