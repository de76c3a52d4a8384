"""One person's page opened by a practitioner: who may, and that the person can read who did.

Any practitioner of the council may open any person's page, since somebody must answer when her own is away; so each
opening is written down where the person reads it (/accounts/who-looked/), once in half an hour for each of them. Nobody
opens her own page here, nor that of somebody she acts for.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts import flags
from accounts.desks import STAFF
from accounts.models import Person
from accounts.permissions import has_part_in
from accounts.queries import looks, setting_up
from accounts.requests import Request

PEOPLE = [*STAFF, ("People", "/staff/people/")]
WHERE = "Practitioner. Your page at the council"
KEY = "pages_opened"
HOLDS = timedelta(minutes=30)


def load(request: Request, pk: int, where: str = WHERE) -> Person:
    found = (
        setting_up.with_facts(Person.objects.select_related("user", "practitioner", "needs_asked_by"))
        .filter(pk=pk)
        .first()
    )
    if found is None or has_part_in(request.user, found):
        raise Http404
    _note(request, found, where)
    flags.raise_for(request, found)
    return found


def _note(request: Request, person: Person, where: str) -> None:
    now, until = timezone.now(), request.session.get(KEY, {})
    if str(person.pk) in until and now < datetime.fromisoformat(until[str(person.pk)]):
        return
    looks.record(person=person, by=request.user, where=where, action=looks.PAGE)
    still = {pk: end for pk, end in until.items() if now < datetime.fromisoformat(end)}
    request.session[KEY] = {**still, str(person.pk): (now + HOLDS).isoformat()}


def shell(person: Person, **more: Any) -> dict[str, Any]:
    """What every page about one person begins with."""
    crumbs = [*PEOPLE, (person.name, reverse("staff-person", args=[person.pk]))]
    return {"section": "staff", "breadcrumbs": crumbs, "person": person, **more}
