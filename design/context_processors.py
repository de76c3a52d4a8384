"""What every page knows: the council, and what the rooms put into the shell."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from design import display, slots
from design.models import Council


class Shell:
    """The slots of the page, asked only when the shell is drawn."""

    def __init__(self, request: HttpRequest):
        self.request = request

    @property
    def banners(self) -> list[dict[str, Any]]:
        return slots.fill("banner", self.request)

    @property
    def account_links(self) -> list[dict[str, Any]]:
        return slots.fill("account_link", self.request)[:1]

    @property
    def looks(self) -> str:
        """Classes of the whole page."""
        return display.of(self.request).classes

    @property
    def nav(self) -> list[dict[str, Any]]:
        return slots.fill("nav", self.request)


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"council": SimpleLazyObject(Council.current), "shell": Shell(request)}
