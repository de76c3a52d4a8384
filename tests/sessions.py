"""Signing in without the form: a session as it stands after password and second step."""

from importlib import import_module

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import Client

from accounts import acting as acting_for
from accounts import second_factor
from accounts.models import Mandate, User


def session(user: User, *, acting: Mandate | None = None, second_step: bool = True) -> SessionBase:
    """Saved, for this user; `session.session_key` is the cookie's value."""
    made = import_module(settings.SESSION_ENGINE).SessionStore()
    made[SESSION_KEY] = str(user.pk)
    made[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    made[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request = HttpRequest()
    request.session, request.user = made, user
    record_authentication(request, user, "password", email=user.email, reauthenticated=True)
    if second_step:
        second_factor.mark_passed(request)
    if acting:
        made[acting_for.SESSION_KEY] = acting.pk
    made.create()
    return made


def carry(client: Client, made: SessionBase) -> Client:
    client.cookies[settings.SESSION_COOKIE_NAME] = made.session_key or ""
    return client


def enter(client: Client, user: User, *, acting: Mandate | None = None, second_step: bool = True) -> Client:
    return carry(client, session(user, acting=acting, second_step=second_step))
