"""Puts the ideas that come with Waymark into the ideas bank, each by its slug; a second run changes nothing."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import Outcome, User
from directory.models import TaxonomyTerm
from marketplace import costing, documents
from marketplace.costing import Every, Pattern
from marketplace.models import Idea
from marketplace.pricing import Unit

FILE = Path(__file__).resolve().parent.parent / "content" / "ideas.toml"


def read() -> list[dict[str, Any]]:
    ideas: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["idea"]
    return ideas


@transaction.atomic
def load(*, by: User | None = None, at: datetime | None = None) -> int:
    """Put in what is not there yet; how many that was. An outcome that the council does not have is made."""
    now = at or timezone.now()
    there = set(Idea.objects.values_list("slug", flat=True))
    kinds = {term.slug: term for term in TaxonomyTerm.objects.filter(taxonomy__slug="need")}
    new = [data for data in read() if data["slug"] not in there]
    for position, data in enumerate(new, len(there)):
        _make(position, data, kinds, now)
    documents.refresh_ideas(len(new))
    if new:
        audit(action="ideas.loaded", by=by, subject="ideas", detail={"count": len(new)}, at=now)
    return len(new)


def _make(position: int, data: dict[str, Any], kinds: dict[str, TaxonomyTerm], now: datetime) -> Idea:
    outcome, _ = Outcome.objects.get_or_create(name=data["outcome"])
    pattern = Pattern(Unit(data["unit"]), data.get("minutes", 0), data["times"], Every(data["every"]))
    return Idea.objects.create(
        slug=data["slug"],
        title=data["title"],
        outcome=outcome,
        summary=data["summary"],
        story=data["story"].strip(),
        tip=data.get("tip", ""),
        what=data["what"],
        unit=pattern.unit,
        price_pence=data["price_pence"],
        minutes=pattern.minutes,
        times=pattern.times,
        every=pattern.every,
        weekly_pence=costing.weekly_pence(pattern, data["price_pence"]),
        kind=kinds.get(data.get("kind", "")),
        position=position,
        loaded_at=now,
    )
