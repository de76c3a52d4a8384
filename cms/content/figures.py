"""Puts our own figures into a site, each one once, as pages are (loading.py)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import User
from cms.figure_names import first_year
from cms.models import Figure, LoadedFigure

from . import reading


@transaction.atomic
def load_figures(*, at: datetime | None = None, by: User | None = None) -> int:
    """Load those that are not known yet; how many that was. ValueError or ValidationError where the file is wrong."""
    known = set(LoadedFigure.objects.values_list("name", flat=True))
    missing = [data for data in reading.figures() if data["name"] not in known]
    for data in missing:
        put_in(figure(data), at or timezone.now(), by)
    return len(missing)


def figure(data: dict[str, Any]) -> Figure:
    """One of the file's, each field looked at."""
    fields = dict(data)
    made = Figure(tax_year=first_year(fields.pop("year")), **fields)
    made.clean_fields()
    return made


def put_in(figure: Figure, at: datetime, by: User | None) -> None:
    """One of that name which an editor made already stays as it is."""
    LoadedFigure.objects.create(name=figure.name, loaded_at=at)
    if not Figure.objects.filter(name=figure.name).exists():
        figure.save()
        figure.save_revision(user=by, clean=False)
        log(instance=figure, action="wagtail.create", user=by)
