"""The page of rules against the rules themselves: whoever follows the page gets the order of the code."""

import html
import re
from dataclasses import fields
from datetime import date, timedelta
from itertools import product

import pytest
from django.test import Client

from search import completeness, index, ranking, thesaurus
from search.documents import Document, Place
from search.engines.protocol import CANDIDATES
from search.query import Query, search
from search.ranking import Candidate
from search.synonyms import SameThing
from tests.factories.search import HERE, MILE, a_document

TODAY = date(2026, 4, 1)


@pytest.fixture
def page(db) -> str:
    text = Client().get("/search/how-results-are-ordered/").content.decode()
    text = re.sub(r"<[^>]+>", " ", text[text.index("<main") :])
    return re.sub(r"\s+([.,])", r"\1", re.sub(r"\s+", " ", html.unescape(text)))


def promised(page: str) -> dict[str, object]:
    """What the page says, read as a person would."""
    bands = re.findall(r"Up to (\d+) miles? (\d+)", page)
    months = re.findall(r"(\d+) points? if the details were confirmed in the last (\d+) months", page)
    return {
        "match": int(re.search(r"Your words: up to (\d+) points", page)[1]),
        "other words": int(re.search(r"it gets (\d+) points where your word would get (\d+)", page)[1]),
        "bands": [(int(miles), int(points)) for miles, points in bands],
        "no place": int(re.search(r"all over the county (\d+)", page)[1]),
        "months": [(int(months), int(points)) for points, months in months],
        "enough": int(re.search(r"at least (\d+) of these (\d+)", page)[1]),
        "complete": int(re.search(r"How much it tells you: (\d+) point", page)[1]),
    }


def points_by(rules: dict[str, object], share: float, miles: float | None, months_ago: int | None, said: int) -> int:
    near = next((points for limit, points in rules["bands"] if miles is not None and miles <= limit), 0)
    fresh = next((p for months, p in rules["months"] if months_ago is not None and months_ago <= months), 0)
    return (
        round(rules["match"] * share)
        + (rules["no place"] if miles is None else near)
        + fresh
        + (rules["complete"] if said >= rules["enough"] else 0)
    )


def test_following_the_page_gives_the_points_of_the_code(page):
    rules = promised(page)
    today = TODAY.toordinal()
    tried = product((1.0, 0.5, 0.2, 0.0), (0.5, 1.5, 2.5, 4, 8, 15, 40, None), (1, 8, 20, None), range(6))
    for share, miles, months, said in tried:
        confirmed = 0 if months is None else today - months * 30
        candidate = Candidate(1, share * 7, miles, confirmed, said)
        expected = points_by(rules, share, miles, months, said)
        assert ranking.points(candidate, 7.0, today).total == expected, candidate


def test_another_word_for_the_same_thing_gets_the_points_that_the_page_promises(page, search_index):
    rules = promised(page)
    index.put_many([a_document("Tea"), a_document("Coffee"), a_document("Other")])
    search_index()
    with thesaurus.trying([SameThing("x", ("tea", "coffee"))]):
        for typed, also in (("tea", "Coffee"), ("coffee", "Tea")):
            hits = search(Query(text=typed, today=TODAY)).hits
            found = [(hit.document.title, hit.points.match) for hit in hits]
            assert found == [(typed.capitalize(), rules["match"]), (also, rules["other words"])]


def test_a_phrase_is_looked_for_as_the_page_says(page, search_index, council_words):
    assert "a phrase in it, such as “meals on wheels”, we look for the phrase: its words side by side" in page
    assert "If nothing has the phrase, we look for its words one by one." in page
    index.put(a_document("Wheels for every meal"))
    search_index()
    assert [hit.document.title for hit in search(Query(text="meals on wheels")).hits] == ["Wheels for every meal"]
    index.put(a_document("Meals on wheels"))
    search_index()
    assert [hit.document.title for hit in search(Query(text="meals on wheels")).hits] == ["Meals on wheels"]


def test_every_figure_and_every_part_is_on_the_page(page):
    assert f"more than {CANDIDATES:,} results" in page
    assert all(part in page for part in completeness.PARTS)
    assert re.search(rf"of these {len(completeness.PARTS)}\b", page)
    assert "Support without a place, such as help by phone, gets 3." in page


DECLARED = {  # what may move a result; the page names each
    "title": "words",
    "summary": "words, completeness",
    "body": "words, completeness",
    "keywords": "words",
    "places": "distance, completeness",
    "anywhere": "completeness",
    "price_pence": "completeness: whether, not how much",
    "hours": "completeness: whether, not when",
    "confirmed_on": "freshness",
}
SHOWN_OR_NOT = {"visible_from": TODAY - timedelta(days=9), "visible_until": TODAY + timedelta(days=9)}
OTHERWISE = {  # every other field, as whoever wanted to be higher would fill it in
    "kind": "advice",
    "ref": "0",
    "url": "/a/sponsored/",
    "facets": {"approved": ("cqc", "gold"), "need": ("everything",), "day": ("mon", "sun"), "topic": ("featured",)},
    "price_unit": "a visit",
    "approved_until": date(2099, 1, 1),
    "extra": {"boost": 100, "organisation": "Rich and Large Ltd", "approval": "Checked", "tags": [["Paid", "good"]]},
    **SHOWN_OR_NOT,
}
ELSE_THAN_IT_WAS = {"price_pence": 1, "hours": ((7, "00:00", "23:59"),)}  # said before and after


def test_no_field_of_a_document_is_forgotten_here():
    assert {field.name for field in fields(Document)} == DECLARED.keys() | OTHERWISE.keys()


def stock(search_index, **changes) -> list[str]:
    """Nine much alike, in their order; the fifth has the changes."""
    rows = [
        {
            "title": "Lunch club" if n % 2 else "Club for lunch and company",
            "places": (Place(HERE.lat + n * MILE, HERE.lon),),
        }
        for n in range(9)
    ]
    for n, row in enumerate(rows):
        more = {"price_pence": 900, "hours": ((1, "09:00", "10:00"),), "facets": {"need": ("meal",)}} | row
        index.put(a_document(**{"ref": str(n + 1)} | more | (changes if n == 4 else {})))
    search_index()
    found = search(Query(text="lunch club", near=HERE, today=TODAY)).hits
    return [f"{hit.document.title}, {hit.miles:.0f}" for hit in found]


@pytest.fixture
def usual(db, search_index) -> list[str]:
    order = stock(search_index)
    for ref in range(1, 10):
        index.remove("service", str(ref))
    search_index()
    return order


CHANGES = [{name: value} for name, value in (OTHERWISE | ELSE_THAN_IT_WAS).items()]


@pytest.mark.parametrize(
    "changes", [*CHANGES, OTHERWISE | ELSE_THAN_IT_WAS], ids=[*OTHERWISE, *ELSE_THAN_IT_WAS, "all"]
)
def test_nothing_else_moves_a_result(usual, search_index, changes):
    assert len(usual) == 9
    assert stock(search_index, **changes) == usual


def test_what_is_declared_does_move_it(usual, search_index):
    assert stock(search_index, confirmed_on=TODAY) != usual
