"""The yearly card statement writes itself, once, after 31 March."""

from datetime import datetime

from django.utils import timezone

from accounts.models import YearlyStatement
from accounts.queries import yearly


def write_due(at: datetime) -> str | None:
    """That of the last year that is over. Again: nothing, for what is published stays as it is."""
    today = timezone.localdate(at)
    year = today.year if (today.month, today.day) >= (4, 1) else today.year - 1
    if YearlyStatement.objects.filter(year=year).exists():
        return None
    tables = yearly.as_json(yearly.of(year, at), yearly.in_words(year, at))
    _, is_new = YearlyStatement.objects.get_or_create(year=year, defaults={"written_at": at, "tables": tables})
    return f"card statement {year} written" if is_new else None
