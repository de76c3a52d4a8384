"""A practitioner writes down that a person cannot decide about this money for now, or can again."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import capacity
from accounts.forms.capacity import CapacityForm
from accounts.models import Person
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.opened import load, shell
from design.formats import day

LOST_LEAD = (
    "This is about this money only, at this time (Mental Capacity Act 2005). First give all the help with deciding "
    "that can be given.",
    "Whomever they chose themselves cannot act for now: a nomination under section 31 of the Care Act 2014 needs their "
    "own capacity. An authorised person under section 32, an attorney or a deputy goes on.",
    "Nothing ends, and no card of their own is frozen by this.",
)
BACK_LEAD = (
    "They decide about this money themselves again.",
    "Somebody whom the council authorised under section 32 of the Care Act 2014 cannot act any longer. Whomever they "
    "chose before stays paused, until they start it again themselves.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AGREE_BUDGETS)
def capacity_page(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    form, is_back = CapacityForm(posted(request)), person.capacity_lost_on is not None
    title = f"{person.name} {'decides about this money again' if is_back else 'cannot decide about this money'}"

    def do() -> str:
        on, reference = form.cleaned_data["on"], form.cleaned_data["reference"]
        if is_back:
            capacity.record_return(person=person, returned_on=on, reference=reference, by=request.user)
            return f"{person.name} decides again, and is told."
        capacity.record_loss(person=person, lost_on=on, reference=reference, by=request.user)
        return f"It is written down, and {person.name} is told."

    def check() -> list[dict[str, Any]]:
        given = form.cleaned_data
        return [
            {"key": "What", "value": title},
            {"key": "Found on", "value": day(given["on"])},
            {"key": "Assessment", "value": given["reference"]},
        ]

    desk = Desk(
        f"Write down that {title}",
        form,
        do,
        then=reverse("staff-person", args=[person.pk]),
        crumbs=shell(person)["breadcrumbs"],
        button="Write it down",
        lead=BACK_LEAD if is_back else LOST_LEAD,
        check=check,
        warning="They are told, in their format, and so is everybody who acts for them.",
    )
    return answer(request, desk)


def who_decides(person: Person) -> dict[str, Any]:
    """For the person's page: since when she cannot, and who does instead."""
    if person.capacity_lost_on is None:
        return {}
    return {"since": person.capacity_lost_on, "instead": [each.delegate.name for each in capacity.deciding(person)]}
