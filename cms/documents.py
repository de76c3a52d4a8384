"""Advice pages as search sees them: only what is live and open to everybody."""

from collections.abc import Collection, Iterator

from cms import figures
from cms.blocks import words
from cms.models import AdvicePage
from cms.prose import joined
from search.documents import Document, Kind

KIND = "advice"


def load(refs: Collection[str] | None = None) -> Iterator[Document]:
    pages = AdvicePage.objects.live().public().order_by("path")
    for page in pages if refs is None else pages.filter(pk__in=refs):
        yield document(page)


def document(page: AdvicePage) -> Document:
    return Document(
        kind=KIND,
        ref=str(page.pk),
        title=page.title,
        url=page.url or "",
        summary=figures.in_text(page.summary),
        body=joined(words(page.body, quotes=True)),
        keywords=page.keywords,
        anywhere=True,
        confirmed_on=page.reviewed_on,
        extra={"note": f"Advice, checked by {page.owner_team}"},
    )


kind = Kind(name=KIND, label="Advice", plural="advice pages", load=load, rank=10)
