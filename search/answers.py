"""The shapes of the JSON API's lists, with the words and examples that its documentation shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ninja import Field, Schema

from design.registry import Registry
from search.truth import FoundDocument


@dataclass(frozen=True)
class Manner:
    """How a kind is shown to programs, where it is not in the plain way.

    `address` is the path of the answer with everything about one; `whole_miles` says distances in whole miles and no
    finer, for kinds whose exact place is private.
    """

    address: Callable[[FoundDocument], str]
    whole_miles: bool = False


_manners: Registry[Manner] = Registry("manners of kinds")
register = _manners.register
manner_of = _manners.get


class NearOut(Schema):
    """The place that distances are measured from."""

    name: str = Field(description="As we know it", examples=["AM3"])
    kind: str = Field(description="postcode, outward (the first half of one) or town", examples=["outward"])
    from_words: str | None = Field(
        None,
        description="What q calls it, where we read it there: those words are not looked for. null if near says it",
        examples=["am3"],
    )
    anywhere_url: str | None = Field(
        None,
        description="The same question with the place as mere words",
        examples=["https://care.example/api/v1/search?q=freee+lunch+am3&anywhere=1"],
    )


class CorrectionOut(Schema):
    """Words that nobody here has, and the nearest ones, whose results these are."""

    typed: str = Field(description="q as it was sent", examples=["freee lunch am3"])
    meant: str = Field(description="q as we read it", examples=["free lunch am3"])
    exact_url: str = Field(
        description="The same question, with nothing corrected",
        examples=["https://care.example/api/v1/search?q=freee+lunch+am3&exact=1"],
    )


class SuggestionOut(Schema):
    """A filter that the words may mean. Nothing is applied by itself."""

    parameter: str = Field(examples=["cost"])
    values: list[str] = Field(description="What to send: one, or several of which any is enough", examples=[["free"]])
    label: str = Field(description="In words, for a link", examples=["Only what is free"])
    count: int = Field(description="How many results it would leave", examples=[3])
    url: str = Field(
        description="The answer with it, without the words that it stands for",
        examples=["https://care.example/api/v1/search?q=lunch&near=AM3&cost=free"],
    )


class PriceOut(Schema):
    pence: int = Field(description="0 is free", examples=[450])
    unit: str = Field(description="In words", examples=["a visit"])


class FoundOut(Schema):
    """One result."""

    kind: str = Field(examples=["service"])
    title: str = Field(examples=["Alderford lunch club"])
    summary: str = Field(examples=["A hot lunch and company, twice a week."])
    organisation: str = Field("", description="Who offers it, where that is somebody else", examples=["Age Well"])
    url: str = Field(description="The page for people", examples=["https://care.example/directory/lunch-club/"])
    api: str | None = Field(
        None,
        description="Everything about it, where this API has that",
        examples=["https://care.example/api/v1/services/lunch-club"],
    )
    distance_miles: float | None = Field(
        None,
        description="From near to its nearest place, in a straight line. Whole miles for a personal assistant, "
        "measured to the middle of an area they work in",
        examples=[0.8],
    )
    nearest_place: str = Field("", description="The name of that place", examples=["Alderford"])
    anywhere: bool = Field(description="By telephone or online, wherever you live", examples=[False])
    price: PriceOut | None = Field(None, description="The lowest price; null when we do not know one")
    approved: bool = Field(description="We checked it, and the approval holds today", examples=[True])
    approved_until: date | None = Field(None, description="The last day of that approval", examples=["2027-03-31"])
    confirmed_on: date | None = Field(None, description="When its details were last confirmed", examples=["2026-10-01"])
    filters: dict[str, list[str]] = Field(description="Its value in each filter", examples=[{"topic": ["meals"]}])


class ValueOut(Schema):
    value: str = Field(description="What to send", examples=["meals"])
    name: str = Field(description="What people see", examples=["Meals"])
    count: int = Field(description="Results that have it, as if nothing were chosen in this filter", examples=[12])
    chosen: bool = Field(examples=[False])


class FilterOut(Schema):
    """A filter that narrows this answer down."""

    parameter: str = Field(examples=["topic"])
    name: str = Field(examples=["Kind of support"])
    values: list[ValueOut]


class LinksOut(Schema):
    """Addresses of this page and its neighbours. null where there is none."""

    this: str = Field(examples=["https://care.example/api/v1/search?q=freee+lunch+am3&page=2"])
    first: str = Field(examples=["https://care.example/api/v1/search?q=freee+lunch+am3"])
    previous: str | None = Field(None, examples=["https://care.example/api/v1/search?q=freee+lunch+am3"])
    next: str | None = Field(None, examples=["https://care.example/api/v1/search?q=freee+lunch+am3&page=3"])
    last: str = Field(examples=["https://care.example/api/v1/search?q=freee+lunch+am3&page=7"])


class PageOut(Schema):
    """One page of results, and how to narrow them down."""

    total: int = Field(description="Exactly how many there are", examples=[132])
    page: int = Field(examples=[2])
    pages: int = Field(description="How many pages can be read: at most 10,000 results", examples=[7])
    sort: str = Field(description="The order they are in", examples=["relevance"])
    looked_for: str = Field(
        description="The words that were looked for: corrected, and without the place", examples=["free lunch"]
    )
    correction: CorrectionOut | None = Field(None, description="null where the words are as they were sent")
    near: NearOut | None = Field(None, description="null where neither near nor the words say a place")
    suggestions: list[SuggestionOut] = Field(description="Filters that were perhaps meant, up to 3")
    some_words: bool = Field(description="Nothing has all of the words; these have some of them", examples=[False])
    links: LinksOut
    results: list[FoundOut]
    filters: list[FilterOut]


class FaultOut(Schema):
    """One thing to change."""

    parameter: str = Field(examples=["distance"])
    detail: str = Field(examples=["“far” is not a number of miles above 0 and up to 500, or the word any."])


class ProblemOut(Schema):
    """Why there is no answer, as RFC 9457 describes it."""

    type: str = Field(examples=["https://care.example/api/v1/docs#question"])
    title: str = Field(examples=["Something in the question needs to change"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["“far” is not a number of miles above 0 and up to 500, or the word any."])
    errors: list[FaultOut] = Field([], description="Each thing to change, where we can name them")
