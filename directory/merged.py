"""Where an address leads whose record was merged into another."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from directory.models import Merge


def leads_on_or_404(kind: str, slug: str) -> HttpResponse:
    """For now: a merge may be undone, so nobody remembers it for ever."""
    merges = Merge.objects.filter(undone_at=None, **{f"{kind}_gone__slug": slug})
    merged = merges.select_related(f"{kind}_kept").first()
    if merged is None:
        raise Http404
    return redirect(f"directory-{kind}", merged.kept.slug)
