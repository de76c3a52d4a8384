"""The page of the open data, and its files as downloads."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from directory import open_data
from directory.openreferral import licence

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
WORDS = {
    "directory.csv": "A spreadsheet. One line for each service or personal assistant.",
    "directory.json": "For programs. Everything, as Open Referral UK writes it.",
}
MAY_BE_OLD = 60 * 60  # seconds


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    made = open_data.latest()
    context = {
        "made": made,
        "files": [(one, WORDS.get(one.name, ""), size(one.size)) for one in made.files] if made else [],
        "licence": licence,
        "breadcrumbs": [("Home", "/"), ("Find support", reverse("directory-find"))],
        "section": "find",
    }
    return render(request, "directory/open_data.html", context)


@require_safe
def download(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file as it is now. Other sites may take it too, and what is known is not sent again."""
    made = open_data.latest()
    file = made.file(name) if made else None
    path = open_data.folder() / file.stored if file else None
    if file is None or path is None or not path.exists():
        raise Http404
    etag, kind = f'"{file.sha256}"', TYPES[name.rpartition(".")[2]]
    known = get_conditional_response(request, etag=etag)
    response = known or FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)
    response["ETag"] = etag
    return _for_all(response)


@require_safe
def checksums(request: HttpRequest) -> HttpResponseBase:
    """As `sha256sum --check` reads them."""
    made = open_data.latest()
    if made is None:
        raise Http404
    lines = "".join(f"{one.sha256}  {one.name}\n" for one in made.files)
    return _for_all(HttpResponse(lines, content_type="text/plain; charset=utf-8"))


def _for_all(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={MAY_BE_OLD}"
    return response


def size(bytes_: int) -> str:
    return f"{bytes_ / 1_000_000:.1f} MB" if bytes_ >= 1_000_000 else f"{max(1, round(bytes_ / 1_000)):,} KB"
