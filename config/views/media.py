"""Pictures on pages, in the demo and while developing.

For real, the server in front of this one serves MEDIA_ROOT/images/ and nothing else of MEDIA_ROOT: documents go through
Wagtail's own addresses, which check who asks, and what people upload through the pages of their room.
"""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_GET
from django.views.static import serve


@require_GET
def picture(request: HttpRequest, path: str) -> HttpResponse | FileResponse | HttpResponseNotModified:
    if not (settings.WAYMARK_DEMO or settings.DEBUG):
        raise Http404
    return serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "images"))
