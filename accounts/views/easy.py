"""Easy Read on a screen: asked for by `?easy=1` or on /display/, or the way in which somebody is told things.

What she asked for is kept in a cookie (`accounts.middleware.EasyReadMiddleware`), so that it holds for each step of a
journey, through links, forms and redirects, until she asks for the usual words or closes her browser.
`easy` is in every template, and costs nothing where no page asks.
"""

from typing import Any, TypeVar

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.acting import Acting
from accounts.models import ContactFormat
from design import display
from design.easy import Words, reworded

CHOICES = ("0", "1")
Form = TypeVar("Form", bound=BaseForm)


def is_easy(request: HttpRequest) -> bool:
    request.easy_was_asked = True  # type: ignore[attr-defined] # for the middleware: the page differs by cookie
    for said in (asked(request), request.COOKIES.get(settings.EASY_READ_COOKIE_NAME, "")):
        if said in CHOICES:
            return said == "1"
    return display.of(request).is_easy or told_in(request) == ContactFormat.EASY_READ


def told_in(request: HttpRequest) -> str:
    """The way in which she is told things who reads for herself; of somebody who acts for her it says nothing."""
    acting: Acting | None = getattr(request, "acting", None)
    return "" if acting is None or acting.person is None or acting.for_another else acting.person.contact_format


def asked(request: HttpRequest) -> str:
    said = request.GET.get("easy", "")
    return said if said in CHOICES else ""


def kept(request: HttpRequest) -> str:
    """What she asked for, for the next address: for whoever's browser keeps no cookies."""
    return f"?easy={asked(request)}" if asked(request) else ""


def in_templates(request: HttpRequest) -> dict[str, Any]:
    return {"easy": SimpleLazyObject(lambda: is_easy(request))}


def in_words_of(request: HttpRequest, form: Form, words: Words) -> Form:
    """The same form, in Easy Read where she reads that."""
    return reworded(form, words) if is_easy(request) else form
