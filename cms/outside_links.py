"""Links to other sites, by page, each with the day on which an editor last said that it leads where it should."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cms.link_rules import wrong_with
from cms.links import Where, is_outside, links_of
from cms.models import ConfirmedLink
from cms.models.base import WrittenPage

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Outside:
    """`wrong` is empty where the address looks right."""

    words: str
    address: str
    wrong: str
    confirmed_on: date | None

    def is_due(self, today: date) -> bool:
        return self.confirmed_on is None or today - self.confirmed_on > YEAR


@dataclass(frozen=True)
class PageLinks:
    page: WrittenPage
    links: tuple[Outside, ...]

    def due(self, today: date) -> int:
        return sum(link.is_due(today) for link in self.links)

    @property
    def wrong(self) -> int:
        return sum(bool(link.wrong) for link in self.links)

    @property
    def oldest(self) -> date | None:
        """The day of the link that has waited longest; None while one was never looked at."""
        days = [link.confirmed_on for link in self.links]
        return min((day for day in days if day), default=None) if all(days) else None


def by_page() -> list[PageLinks]:
    """Every live page that leads to another site."""
    found = of_pages(Where().pages)
    return [each for each in found if each.links]


def of_pages(pages: Iterable[WrittenPage]) -> list[PageLinks]:
    confirmed = dict(ConfirmedLink.objects.values_list("address", "confirmed_on"))
    return [PageLinks(page, tuple(of_page(page, confirmed))) for page in pages]


def of_page(page: WrittenPage, confirmed: Mapping[str, date]) -> list[Outside]:
    """Each address once."""
    found = {link.address: link.words for link in links_of(page) if link.address and is_outside(link.address)}
    return [Outside(words, to, wrong_with(to), confirmed.get(to)) for to, words in found.items()]
