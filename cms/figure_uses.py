"""Which pages name which figures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cms import figure_names
from cms.models import AdviceIndexPage, AdvicePage, HomePage, StandardPage, TopicPage
from cms.models.base import SitePage, WrittenPage

MODELS: Sequence[type[SitePage]] = (AdvicePage, TopicPage, StandardPage, AdviceIndexPage, HomePage)


def every_page() -> Iterator[SitePage]:
    """Live or not: what is not live yet will be. One query for each kind of page."""
    for model in MODELS:
        yield from model.objects.order_by("path")


def names_on(page: SitePage) -> list[str]:
    texts = [getattr(page, name) or "" for name in page.plain_texts]
    if isinstance(page, WrittenPage):
        texts = list(page.texts())
    return figure_names.names("\n".join(texts))


def uses() -> Mapping[str, Sequence[SitePage]]:
    """The pages by the name of the figure; also where there is no such figure."""
    found: dict[str, list[SitePage]] = defaultdict(list)
    for page in every_page():
        for name in names_on(page):
            found[name].append(page)
    return found


def naming(name: str) -> Sequence[SitePage]:
    return uses().get(name, ())
