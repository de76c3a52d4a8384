"""Searches that people save, and telling them when something new appears."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import notices
from accounts.audit import audit
from accounts.models import User
from cms import saved_searches
from cms.models import SavedSearch
from search import news
from search.query import search

MOST = 20  # of one person
BETWEEN_LOOKS = timedelta(hours=23)  # so that a run at the same time each day never misses one


class TooMany(Exception):
    """Somebody has as many as she may."""


@transaction.atomic
def save(*, owner: User, name: str, asked: str, at: datetime | None = None) -> SavedSearch:
    """Keep a search. The same one again is the one that is there, with e-mails on again."""
    User.objects.select_for_update().get(pk=owner.pk)  # two at once must not both be the last one allowed
    mine = SavedSearch.objects.filter(owner=owner)
    known = mine.filter(asked=asked).first()
    if known:
        return _kept(known, name)
    if mine.count() >= MOST:
        raise TooMany
    at, newest = at or timezone.now(), news.newest()
    dates = {"created_at": at, "looked_at": at}
    saved = SavedSearch.objects.create(owner=owner, name=name, asked=asked, seen=newest, news_after=newest, **dates)
    audit(action="saved_search.saved", by=owner, subject=f"saved_search:{saved.pk}", at=at)
    return saved


@transaction.atomic
def set_emails(*, saved: SavedSearch, on: bool, by: User | None, at: datetime | None = None) -> None:
    """What appears while they are off is not told afterwards."""
    news_from = {"seen": max(saved.seen, news.newest())} if on and not saved.emails else {}
    if SavedSearch.objects.filter(pk=saved.pk, emails=not on).update(emails=on, **news_from):
        done = "told_again" if on else "stopped"
        audit(action=f"saved_search.{done}", by=by, subject=f"saved_search:{saved.pk}", at=at)


@transaction.atomic
def delete(*, saved: SavedSearch, by: User, at: datetime | None = None) -> None:
    subject = f"saved_search:{saved.pk}"
    if SavedSearch.objects.filter(pk=saved.pk).delete()[0]:
        audit(action="saved_search.deleted", by=by, subject=subject, at=at)


def clear(before: datetime) -> int:
    """Those of which nobody wants to hear, saved before then."""
    return SavedSearch.objects.filter(emails=False, created_at__lt=before).delete()[0]


def tell_due(at: datetime) -> int:
    """Look once a day at each search somebody wants to hear of; answers how many e-mails were written."""
    latest = news.heard()
    due = SavedSearch.objects.filter(
        emails=True, owner__is_active=True, looked_at__lte=at - BETWEEN_LOOKS, seen__lt=latest
    )
    return sum(look(saved, latest=latest, at=at) for saved in due.select_related("owner").order_by("pk"))


def look(saved: SavedSearch, *, latest: int, at: datetime) -> bool:
    """Tell of what was first seen since the last look. True when there was something to tell."""
    query = saved_searches.query(saved)
    found = search(news.since(query, saved.seen)) if query else None
    if found and not found.ready:
        return False  # looked at again next time
    total = found.total if found else 0
    return _looked(saved, total, latest, at)


@transaction.atomic
def _looked(saved: SavedSearch, total: int, latest: int, at: datetime) -> bool:
    """By whoever moves the mark first: two runs side by side never tell twice."""
    told = {"told_at": at, "news_after": saved.seen} if total else {}
    unmoved = SavedSearch.objects.filter(pk=saved.pk, seen=saved.seen, emails=True)
    if not unmoved.update(seen=latest, looked_at=at, **told) or not total:
        return False
    link, stop = f"/your-searches/{saved.pk}/", saved_searches.stop_address(saved)
    context = {"count": total, "link": link, "stop": stop}
    notices.queue(to=saved.owner, template="cms/emails/saved_search", context=context, at=at, stop=stop)
    return True


def _kept(known: SavedSearch, name: str) -> SavedSearch:
    known.name = name
    known.save(update_fields=["name"])
    set_emails(saved=known, on=True, by=known.owner)
    return known
