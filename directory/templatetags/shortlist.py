"""`{% shortlist_button "service" service.pk service.name %}`: keeps it, or takes it off again."""

from typing import Any

from django import template
from django.urls import reverse

from directory import shortlist
from directory.shortlist import Kept

LONGEST_WAY_BACK = 500  # it stands beside every result
register = template.Library()


@register.inclusion_tag("directory/_shortlist_button.html", takes_context=True)
def shortlist_button(context: Any, kind: str, pk: Any, name: str) -> dict[str, Any]:
    request = context["request"]
    kept = Kept(kind, int(pk))
    here = request.get_full_path()
    here = here if len(here) <= LONGEST_WAY_BACK else request.path
    listed = request.path == reverse("directory-shortlist")  # where everything is on it: said once, above
    return {"kept": kept, "name": name, "here": here, "on_it": kept in shortlist.read(request), "listed": listed}
