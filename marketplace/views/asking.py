"""What every page that asks something shares."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from accounts.models import Person
from accounts.requests import Request
from accounts.views.desk_form import ASKS as ASKS


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if nothing was filled in; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def person_of(request: Request) -> Person:
    """For whom the page is, where `for_person` has seen that there is somebody."""
    person = request.acting.person
    if person is None:
        raise PermissionDenied
    return person
