"""The parts of the design system, for council staff who write pages or ask for new ones. To others it is not there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import roles_of
from design import gallery


@require_safe
def screen(request: HttpRequest, screen: str = "everything") -> HttpResponse:
    if not roles_of(request.user) or screen not in gallery.SCREENS:
        raise Http404
    return gallery.page(request, screen)
