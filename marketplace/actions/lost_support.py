"""The council spoke with somebody whose booked support lost its registration, and writes down what was agreed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.models import Person, User
from accounts.permissions import has_part_in, may
from accounts.roles import Permission
from directory.models import Service
from marketplace.models import SupportTalk


@transaction.atomic
def spoke(*, person: Person, service: Service, words: str, by: User, at: datetime | None = None) -> SupportTalk:
    """Nothing that is booked changes by it. The same words sent twice are one talk."""
    now = at or timezone.now()
    if not may(by, Permission.KEEP_SUPPORT_GOING) or has_part_in(by, person):
        raise Refused("Somebody at the council writes this down who has no part in it.")
    if not words.strip():
        raise Refused("Write what you agreed.")
    given = {"person": person, "service": service, "words": words.strip(), "by": by}
    last = SupportTalk.objects.filter(person=person, service=service).first()
    if last and (last.words, last.by_id) == (words.strip(), by.pk):
        return last
    talk = SupportTalk.objects.create(**given, at=now)
    detail = {"person": person.pk, "service": service.pk}
    audit(action="support.talked", by=by, subject=f"support-talk:{talk.pk}", detail=detail, at=now)
    return talk
