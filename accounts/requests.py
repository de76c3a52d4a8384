"""A request as our views see it: with somebody signed in, and for whom she acts (`accounts.middleware`)."""

from django.http import HttpRequest

from accounts.acting import Acting
from accounts.models import User


class Request(HttpRequest):
    """For type checkers; no request is ever made of it."""

    user: User
    acting: Acting
