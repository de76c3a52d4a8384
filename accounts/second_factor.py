"""Who needs a second step at sign-in, and whether this session has taken it.

Rooms add their own people: `required_for("providers", fn)`, `fn(user) -> bool`. It is offered to everybody.
"""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpRequest

from accounts.models import User
from accounts.permissions import mandates_of, roles_of
from accounts.roles import Basis, Scope
from design.registry import Registry

_required: Registry[Callable[[User], bool]] = Registry("second factor")
required_for = _required.register


def council_staff(user: User) -> bool:
    return user.is_staff or user.is_superuser or bool(roles_of(user))


def may_pay_for_another(user: User) -> bool:
    """Brokers, and delegates whose mandate lets them pay."""
    return any(Scope.PAY in mandate.scopes or mandate.basis == Basis.BROKER for mandate in mandates_of(user))


required_for("council_staff", council_staff)
required_for("delegates", may_pay_for_another)


def required(user: User) -> bool:
    return any(fn(user) for fn in _required.values())


def is_set_up(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def passed(request: HttpRequest) -> bool:
    """Whether this session's user has given a code in it."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def mark_passed(request: HttpRequest) -> None:
    """Note in the session that the second step was taken: after a code, or by the demo's sign-in page."""
    record_authentication(request, request.user, "mfa", type="totp")


def set_totp(user: User, secret: str) -> None:
    """Give somebody an authenticator with a known secret (base 32), in place of the one they had."""
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
