"""Many visits recorded at once: each by the action that records one, in its own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from marketplace import words
from marketplace.actions import visits
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Visit
from marketplace.queries import truths
from marketplace.states import VisitState


@dataclass(frozen=True)
class Wanted:
    """What a page said of one visit. `version` is that of the visit on the page: sent again, nothing happens twice."""

    visit: Visit
    minutes: int
    version: int


@dataclass(frozen=True)
class Outcome:
    visit: Visit
    recorded: bool
    words: str


def record_many(*, wanted: Iterable[Wanted], by: User, at: datetime | None = None, send: bool = True) -> list[Outcome]:
    """One that cannot be recorded holds back no other. Raises NotYours where somebody may record none of them."""
    return [_record(one, by, at, send) for one in wanted]


def _record(one: Wanted, by: User, at: datetime | None, send: bool) -> Outcome:
    visit = one.visit
    agreed = visit.minutes
    try:
        visits.deliver(visit=visit, minutes=one.minutes, shown_version=one.version, by=by, at=at, send=send)
    except Overtaken:
        visit.refresh_from_db()
        return Outcome(visit, False, overtaken(visit))
    except Refused as refused:
        return Outcome(visit, False, refused.words)
    return Outcome(visit, True, done(visit, one.minutes, agreed))


def done(visit: Visit, minutes: int, agreed: int) -> str:
    if visit.order.is_hourly and minutes > agreed:
        first = visit.order.person.first_name
        more = words.length(minutes - agreed)
        return f"{words.length(agreed)} recorded. We asked {first} about {more} more: it is only paid with a yes."
    return f"{words.length(visit.delivered_minutes or 0)} recorded." if visit.order.is_hourly else "Recorded."


def overtaken(visit: Visit) -> str:
    """Why a visit is not recorded now: above all because it was before."""
    if visit.state == VisitState.DELIVERED:
        return "Recorded already. Nothing was recorded twice."
    if visit.state == VisitState.PLANNED:
        return "Something about this visit changed just now. Look at it and record it again."
    return truths.of_visit(visit)
