"""A private file that somebody saves: never opened in the page, of a type that we wrote, kept by nobody on the way."""

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse


def attachment(file: FieldFile, *, name: str, content_type: str) -> HttpResponse:
    """Raises Http404 where it has gone."""
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
