"""`request.acting`, what stays in Easy Read, the second step for who needs one, and who gets into Wagtail's admin."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from accounts import acting, second_factor
from accounts.views import easy

Handler = Callable[[HttpRequest], HttpResponse]

# What somebody needs before the second step: setting it up, and leaving.
BEFORE_THE_SECOND_STEP = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_email",
        "account_confirm_email",
        "account_email_verification_sent",
        "accounts-second-step",
        "accounts-activate",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "javascript-catalog",
        "wagtailadmin_logout",
    }
)
# Under Wagtail's admin, but not behind its door.
BEFORE_THE_ADMIN = frozenset(
    {"accounts-admin-login", "wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
)
OPEN_PATHS = ("/static/", "/health/", "/api/")  # the same answer for everybody, whoever asks


class ActingMiddleware:
    """For whom somebody acts, worked out only where a page asks."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = SimpleLazyObject(lambda: acting.read(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class EasyReadMiddleware:
    """What she chose by `?easy=1` holds for the next pages too, until she closes her browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.view_name == "account_logout" and request.method == "POST":
            response.delete_cookie(settings.EASY_READ_COOKIE_NAME, samesite="Lax")
        elif getattr(request, "easy_was_asked", False):
            patch_vary_headers(response, ["Cookie"])
            if said := easy.asked(request):
                secure = settings.SESSION_COOKIE_SECURE
                response.set_cookie(settings.EASY_READ_COOKIE_NAME, said, secure=secure, httponly=True, samesite="Lax")
        return response


class SecondFactorMiddleware:
    """Nobody who needs a second step gets past the first without it, whichever door they came in by."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in BEFORE_THE_SECOND_STEP or request.path.startswith(OPEN_PATHS):
            return None
        if not request.user.is_authenticated or second_factor.passed(request):
            return None
        if not second_factor.required(request.user):
            return None
        return redirect_to_login(request.get_full_path(), resolve_url("accounts-second-step"))


class AdminDoorMiddleware:
    """Signed in, and not for the admin: told so. Wagtail sends them to sign in, which sends them back, for ever."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> None:
        match = request.resolver_match
        if match is None or match.view_name in BEFORE_THE_ADMIN:
            return
        if not request.path.startswith(reverse("wagtailadmin_home")) or not request.user.is_authenticated:
            return
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
