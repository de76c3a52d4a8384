"""Results as a page shows them: read from the truth, so a copy that lags never shows what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from design.formats import clock
from design.formats import miles as miles_words
from search import documents, truth
from search.geo import miles_between
from search.places import Near
from search.ranking import Candidate
from search.truth import FoundDocument, FoundPlace


@dataclass(frozen=True)
class Hit:
    """One result. `miles` and `place` are of its nearest place to `near`, when it was asked near somewhere.

    `hours_today` are today's opening times as (opens, closes) pairs; None when it says nothing about its hours.
    """

    document: FoundDocument
    near: str
    miles: float | None
    place: str
    places: int
    approved: bool
    hours_today: tuple[tuple[str, str], ...] | None

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
    def today_in_words(self) -> str:
        """ "Open today 9am to midday, 1pm to 5pm", "Closed today", or nothing when it does not say."""
        if self.hours_today is None:
            return ""
        spans = [f"{clock(time.fromisoformat(a))} to {clock(time.fromisoformat(b))}" for a, b in self.hours_today]
        return f"Open today {', '.join(spans)}" if spans else "Closed today"

    @property
    def facts(self) -> str:
        """The line under the title: how far, whose, what, and whether it is open."""
        extra = self.document.extra
        about = extra.get("about") or ()
        about = about if isinstance(about, str) else ", ".join(about)
        parts = [self.distance_in_words, str(extra.get("organisation") or ""), about, self.today_in_words]
        return " · ".join(part for part in parts if part)


def hydrated(found: Sequence[Candidate], today: date | None, near: Near | None) -> tuple[Hit, ...]:
    """Two statements for a whole page."""
    assert today is not None  # noqa: S101 - search() has filled it in
    ids = [one.id for one in found]
    rows, places = truth.shown(ids, today), truth.places_of(ids)
    return tuple(_hit(rows[number], places.get(number, []), today, near) for number in ids if number in rows)


def _hit(row: FoundDocument, places: Sequence[FoundPlace], today: date, near: Near | None) -> Hit:
    miles, place = _nearest(places, near)
    return Hit(
        document=row,
        near=near.label if near else "",
        miles=miles,
        place=place.label if place else "",
        places=len(places),
        approved=row.approved_until is not None and row.approved_until >= today,
        hours_today=hours_on(row.hours, today),
    )


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
