"""Leading those who need a second step to it, and back to where they were going."""

from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe

from accounts import homes, second_factor
from accounts.requests import Request

NEXT = "after_second_step"


@login_required
@require_safe
def second_step(request: Request) -> HttpResponse:
    """Explain it to those who have none; ask those who have one for a code; send the rest on their way."""
    remember(request)
    if second_factor.passed(request) or not second_factor.required(request.user):
        return redirect(request.session.pop(NEXT, "") or homes.of(request.user))
    if second_factor.is_set_up(request.user):
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")
    return render(request, "accounts/second_step.html")


def remember(request: Request) -> None:
    """Where she was going, if it is a page of ours."""
    going = request.GET.get("next", "")
    if going and url_has_allowed_host_and_scheme(going, {request.get_host()}, request.is_secure()):
        request.session[NEXT] = going


class ActivateView(ActivateTOTPView):
    """Whoever has just typed a code from a new app has taken the second step of this session."""

    def form_valid(self, form: object) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.mark_passed(self.request)
        return response


activate_totp = ActivateView.as_view()
