"""Check your answers, in one address: a form, then what was typed on a page of its own, then done.

The answers travel in hidden boxes, so nothing about a person is kept on the way, and the browser's back button is safe.
"""

from django.forms import Form
from django.http import HttpRequest

BUTTONS = ("confirm", "change", "csrfmiddlewaretoken")


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """All that was typed, as hidden boxes carry it on."""
    return [(name, value) for name, values in request.POST.lists() if name not in BUTTONS for value in values]


def is_ready(request: HttpRequest, form: Form) -> bool:
    """The answers are good, and she did not ask to change them."""
    return request.method == "POST" and "change" not in request.POST and form.is_valid()


def is_confirmed(request: HttpRequest) -> bool:
    return "confirm" in request.POST
