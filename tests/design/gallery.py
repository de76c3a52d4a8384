"""The gallery at an address that only tests can reach, open to everybody."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from design.gallery import Everything, page

__all__ = ["Everything"]


def gallery(request: HttpRequest, screen: str = "everything") -> HttpResponse:
    return page(request, screen)


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [
    path("gallery/breaks/", breaks),
    path("gallery/<slug:screen>/", gallery),
    path("", include("config.urls")),
]
