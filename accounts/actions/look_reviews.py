"""A manager marks each stated reason once, never one of her own, and finishes a month once."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.models import LookMark, LookReview, User
from accounts.queries import look_reviews

Verdict = LookMark.Verdict


class LookRefused(Refused):
    pass


@transaction.atomic
def mark(*, line: int, verdict: str, note: str, by: User, at: datetime | None = None) -> LookMark:
    """In order, or something to ask about with what it is."""
    now, words = at or timezone.now(), note.strip()
    found = look_reviews.stated().filter(pk=line).first()
    if found is None:
        raise LookRefused("There is no such reason.")
    if found.by == str(by.pk):
        raise LookRefused("You looked yourself. Another manager reads your reasons.")
    if found.subject in look_reviews.hers(by):
        raise LookRefused("This is about you, or somebody you act for. Another manager reads it.")
    if verdict == Verdict.ASK and not words:
        raise LookRefused("Write what you want to ask.")
    try:
        with transaction.atomic():
            made = LookMark.objects.create(line=line, verdict=verdict, note=words, marked_by=by, marked_at=now)
    except IntegrityError as why:
        raise LookRefused("Somebody has marked this one already.") from why
    audit(action="look.marked", by=by, subject=f"look:{line}", detail={"verdict": verdict}, at=now)
    return made


@transaction.atomic
def finish(*, month: date, by: User, at: datetime | None = None) -> LookReview:
    """Once, when the month is over and nothing in it is left."""
    now, found = at or timezone.now(), look_reviews.month(month)
    if found is None or not found.is_over:
        raise LookRefused("This month is not over.")
    if found.left:
        raise LookRefused(f"There is something left to read: {found.left}.")
    try:
        with transaction.atomic():
            made = LookReview.objects.create(month=month, done_by=by, done_at=now)
    except IntegrityError as why:
        raise LookRefused("This month is finished already.") from why
    audit(action="looks.reviewed", by=by, subject=f"looks:{month:%Y-%m}", detail={"looks": found.looks}, at=now)
    return made
