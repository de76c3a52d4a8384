"""A file that was kept, sent as what we know it to be: a private one that somebody saves, or a photo for a page."""

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse


def attachment(file: FieldFile, *, name: str, content_type: str) -> HttpResponse:
    """Never opened in the page, and kept by nobody on the way. Raises Http404 where it has gone."""
    response = _sent(file, content_type, "private, no-store")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def photo(file: FieldFile, *, keep: str) -> HttpResponse:
    """One that we drew ourselves (`directory.photos`). `keep` says who may, and how long. Raises Http404."""
    return _sent(file, "image/jpeg", keep)


def _sent(file: FieldFile, content_type: str, keep: str) -> HttpResponse:
    if not file:
        raise Http404
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = keep
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
