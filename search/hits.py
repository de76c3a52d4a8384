"""Results as a page shows them: read from the truth, so a copy that lags never shows what is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from design.formats import day as day_words
from design.formats import miles as miles_words
from design.formats import open_hours, pounds
from search import completeness, documents, fresh, passages, ranking, reasons, truth
from search.analysis import Group
from search.engines.protocol import CANDIDATES, DISTANCE, MATCH, NAME, PRICE, RECENT
from search.geo import miles_between
from search.passages import Piece, Reading
from search.places import Near
from search.ranking import Candidate, Points
from search.reasons import Reason
from search.truth import FoundDocument, FoundPlace
from search.windows import Window


@dataclass(frozen=True)
class Asked:
    """What all results of one answer have in common. `best` is the best match's score, where words gave the order."""

    today: date
    near: Near | None = None
    groups: tuple[Group, ...] = ()
    order: str = MATCH
    best: float = 0.0
    window: Window | None = None


@dataclass(frozen=True)
class Hit:
    """One result. What a page says of it is worked out when it is said.

    `more` is what higher rooms say of it on a page (`documents.also_say`).
    """

    document: FoundDocument
    asked: Asked
    candidate: Candidate
    all_places: tuple[FoundPlace, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _nearest(self) -> tuple[float | None, FoundPlace | None]:
        return _nearest(self.all_places, self.asked.near)

    @property
    def miles(self) -> float | None:
        """To its nearest place, when it was asked near somewhere."""
        return self._nearest[0]

    @property
    def place(self) -> str:
        """The name of that place, or of its first one."""
        return self._nearest[1].label if self._nearest[1] else ""

    @property
    def place_names(self) -> tuple[str, ...]:
        return tuple(place.label for place in self.all_places)

    @property
    def approved(self) -> bool:
        until = self.document.approved_until
        return until is not None and until >= self.asked.today

    @cached_property
    def hours_today(self) -> tuple[tuple[str, str], ...] | None:
        """Today's opening times as (opens, closes) pairs; None when it says nothing about its hours."""
        return hours_on(self.document.hours, self.asked.today)

    @cached_property
    def points(self) -> Points | None:
        """Why it is where it is; None where another order was asked for."""
        if self.asked.order != MATCH or self.asked.best <= 0:
            return None
        return ranking.points(self.candidate, self.asked.best, self.asked.today.toordinal(), fresh.steps())

    @property
    def near(self) -> str:
        return self.asked.near.label if self.asked.near else ""

    @property
    def places(self) -> int:
        return len(self.all_places)

    @property
    def open_today(self) -> bool:
        return bool(self.hours_today)

    @property
    def kind(self) -> documents.Kind | None:
        return documents.kind(self.document.kind)

    @property
    def templates(self) -> list[str]:
        """Its kind's own card, or the plain one."""
        return [*([self.kind.template] if self.kind else []), documents.PLAIN_CARD]

    @property
    def distance_in_words(self) -> str:
        if self.miles is None or not self.near:
            return ""
        return f"{miles_words(self.miles)} from {self.near}"

    @property
    def where_in_words(self) -> str:
        """ "0.8 miles from AM3 2QT (Alderford, +2 more places)", "Alderford", "By phone"."""
        others = f"+{self.places - 1} more place{'' if self.places == 2 else 's'}" if self.places > 1 else ""
        named = ", ".join(part for part in (self.place, others) if part)
        if self.distance_in_words:
            return f"{self.distance_in_words} ({named})" if named else self.distance_in_words
        return named or str(self.document.extra.get("reach") or "")

    @property
    def today_in_words(self) -> str:
        """ "Open today 9am to midday, 1pm to 5pm", "Open 24 hours", "Closed today"; nothing when it does not say."""
        if self.hours_today is None:
            return ""
        spans = [open_hours(time.fromisoformat(a), time.fromisoformat(b)) for a, b in self.hours_today]
        if spans == ["24 hours"]:
            return "Open 24 hours"
        return f"Open today {', '.join(spans)}" if spans else "Closed today"

    @property
    def facts(self) -> str:
        """The line under the title: how far, whose, what, and whether it is open."""
        extra = self.document.extra
        about = extra.get("about") or ()
        about = about if isinstance(about, str) else ", ".join(about)
        parts = [self.where_in_words, str(extra.get("organisation") or ""), about, self.today_in_words]
        return " · ".join(part for part in parts if part)

    @property
    def title(self) -> SafeString:
        return in_html(self._reading.whole("title"))

    @property
    def passage(self) -> SafeString:
        """What of it shows best that it is what was asked for: of the summary, or of the body."""
        return in_html(self._reading.best("summary", "body"))

    @property
    def reasons(self) -> list[Reason]:
        """Why it is where it is: the points, or the one thing that gives the order."""
        if self.points is None:
            return reasons.by_order(self._matched if self.asked.groups else "", self._deciding)
        confirmed = day_words(self.document.confirmed_on)
        return reasons.by_points(self.points, self._matched, self._distance_reason, confirmed, self._said)

    @property
    def total_points(self) -> int:
        return reasons.total(self.points, has_place=bool(self.near)) if self.points else 0

    @property
    def _matched(self) -> str:
        rest = len(self.document.body) >= passages.LOOKED_THROUGH  # the others may be further down
        return reasons.matched(self._reading.found_in(), 0 if rest else len(self.asked.groups))

    @property
    def _deciding(self) -> str:
        """What alone gives the order, where points do not."""
        document, confirmed = self.document, day_words(self.document.confirmed_on)
        cost = "Free" if document.price_pence == 0 else pounds(document.price_pence)
        return {
            DISTANCE: f"{self._distance_reason} The nearest comes first, and last what has no place.",
            PRICE: f"{cost}. The lowest price comes first." if cost else "It shows no price, so it comes last.",
            NAME: "By name, from A to Z.",
            RECENT: f"Confirmed {confirmed or 'never'}. The most lately confirmed comes first.",
            MATCH: f"After the first {CANDIDATES:,} results, the best match of your words comes first.",
        }[self.asked.order]

    @property
    def _distance_reason(self) -> str:
        if not self.near:
            return ""
        if self.distance_in_words:
            return f"{self.distance_in_words}."
        return "You can have it wherever you are." if self.document.anywhere else "It does not say where it is."

    @property
    def _said(self) -> Mapping[str, bool]:
        document = self.document
        return completeness.parts(
            summary=document.summary,
            body=document.body,
            price_pence=document.price_pence,
            hours=document.hours,
            places=self.place_names,
            anywhere=document.anywhere,
        )

    @cached_property
    def _reading(self) -> Reading:
        document = self.document
        fields = {"title": document.title, "summary": document.summary, "body": document.body}
        fields["keywords"] = " ".join([document.keywords, *self.place_names])
        return passages.read(fields, self.asked.groups)


def in_html(pieces: Sequence[Piece]) -> SafeString:
    """Everything escaped; what was asked for in <mark>."""
    return format_html_join("", "{}", ((_marked(piece),) for piece in pieces))


def _marked(piece: Piece) -> str:
    return format_html("<mark>{}</mark>", piece.text) if piece.marked else piece.text


def hydrated(found: Sequence[Candidate], asked: Asked) -> tuple[Hit, ...]:
    """Two statements for a whole page."""
    each = list(found)
    ids = [one.id for one in each]
    rows, places = truth.shown(ids, asked.today), truth.places_of(ids)
    return tuple(Hit(rows[one.id], asked, one, tuple(places.get(one.id, ()))) for one in each if one.id in rows)


def _nearest(places: Sequence[FoundPlace], near: Near | None) -> tuple[float | None, FoundPlace | None]:
    if near is None or not places:
        return None, next(iter(places), None)
    measured = [(miles_between(near.lat, near.lon, place.lat, place.lon), place) for place in places]
    return min(measured, key=lambda one: one[0])


def hours_on(hours: Sequence[Sequence[int | str]], day: date) -> tuple[tuple[str, str], ...] | None:
    """Today's opening times from the weekly ones; () is closed today, None is not known."""
    if not hours:
        return None
    today = [(str(opens), str(closes)) for weekday, opens, closes in hours if weekday == day.isoweekday()]
    return tuple(sorted(today))
