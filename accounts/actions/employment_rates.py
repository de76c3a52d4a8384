"""Add the rates of a tax year, or put a year right by a version that follows. Nothing is edited."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.employing import Rates
from accounts.models import EmploymentRates, User


class RatesRefused(Refused):
    pass


@transaction.atomic
def add(*, rates: Rates, sources: str, by: User, at: datetime | None = None) -> EmploymentRates:
    """A version from now on. What is there already, figure by figure, is not added again."""
    now, words = at or timezone.now(), sources.strip().replace("\r\n", "\n")
    last = EmploymentRates.objects.filter(starts_on=rates.starts_on).order_by("-version").first()
    if not words:
        raise RatesRefused("Write where the figures come from.")
    if last and last.sources == words and all(getattr(last, name) == value for name, value in asdict(rates).items()):
        raise RatesRefused(f"These are the rates of {rates.label} already. Change a figure or its source first.")
    version = last.version + 1 if last else 1
    try:
        with transaction.atomic():
            made = EmploymentRates.objects.create(
                **asdict(rates), version=version, sources=words, added_by=by, added_at=now
            )
    except IntegrityError as why:
        raise RatesRefused("Somebody else has just added rates of this year. Look at them first.") from why
    subject = f"employment_rates:{rates.starts_on}:{version}"
    audit(action="employment_rates.added", by=by, subject=subject, detail={"version": version}, at=now)
    return made
