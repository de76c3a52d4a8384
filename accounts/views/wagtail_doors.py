"""Wagtail's own sign-in pages lead to ours: theirs know no second step and no limit on tries."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def sign_in(request: HttpRequest) -> HttpResponse:
    """Whatever is sent here, GET or POST: nothing of it is read but where to go afterwards."""
    going = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(going, {request.get_host()}, request.is_secure()):
        going = reverse("wagtailadmin_home") if request.path.startswith("/admin/") else "/"
    return redirect_to_login(going)
