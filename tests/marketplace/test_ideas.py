"""The ideas bank: loaded from its file, browsed by anybody, added to a plan."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Basis, Scope
from marketplace.actions import ideas as actions
from marketplace.models import Idea, PlanLine, PlanVersion
from marketplace.queries import ideas
from search.models import IndexedDocument
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories import plans as make

pytestmark = pytest.mark.django_db


def text(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def test_loaded_once_with_their_costs_and_found_by_search():
    assert (actions.load(), actions.load(), Idea.objects.count()) == (30, 0, 30)
    choir = Idea.objects.get(slug="choir-with-company")
    assert (choir.outcome.name, choir.weekly_pence, choir.often) == ("Getting out", 3300, "2 hours, once a week")
    assert IndexedDocument.objects.get(kind="idea", ref=str(choir.pk)).title == choir.title
    assert IndexedDocument.objects.filter(kind="idea").count() == 30


def test_every_idea_costs_something_and_is_about_an_outcome():
    actions.load()
    assert [idea.slug for idea in Idea.objects.all() if not idea.weekly_pence or len(idea.story) < 150] == []


def test_anybody_looks_by_outcome_and_by_words():
    actions.load()
    client = Client()
    assert "30 ideas" in text(client, "ideas-home")
    eating = ideas.outcomes().get(name="Eating well")
    assert "4 ideas for “Eating well”" in text(client, "ideas-home", outcome=eating.pk)
    assert [idea.slug for idea in ideas.found("choir bus")] == ["choir-with-company"]
    assert "No idea has all of these words" in text(client, "ideas-home", q="zeppelin")
    for odd in ({"outcome": "x"}, {"outcome": "99999999999999999999"}, {"page": "x"}, {"q": "a\0b"}):
        assert client.get(reverse("ideas-home"), odd).status_code == 200


def test_before_any_is_loaded():
    assert "There are no ideas yet" in text(Client(), "ideas-home")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same(number, django_assert_num_queries):
    actions.load()
    Idea.objects.exclude(pk__in=list(Idea.objects.values_list("pk", flat=True)[:number])).delete()
    client = Client()
    text(client, "ideas-home")
    with django_assert_num_queries(4):
        text(client, "ideas-home")


def test_added_to_a_draft_under_its_outcome():
    actions.load()
    version = make.written()
    client = Client()
    client.force_login(version.plan.person.user)
    assert "Add this to my plan" in text(client, "ideas-idea", "choir-with-company")
    for slug in ("choir-with-company", "lunch-club"):
        assert client.post(reverse("ideas-add", args=[slug])).headers["Location"] == "/plans/draft/"
    version.refresh_from_db()
    said = [(line.outcome.outcome.name, line.what) for line in PlanLine.objects.order_by("outcome", "pk")]
    assert said == [
        ("Getting out", "Somebody to go with me"),
        ("Getting out", "A personal assistant to go to choir with me"),
        ("Eating well", "A lunch club with transport"),
    ]
    assert version.weekly_pence == 6600 + 3300 + 2300


def test_without_a_draft_nothing_is_added():
    actions.load()
    person = people.person()
    client = Client()
    assert "Find this near you" in text(client, "ideas-idea", "lunch-club")
    client.force_login(person.user)
    assert "Add this to my plan" not in text(client, "ideas-idea", "lunch-club")
    assert client.post(reverse("ideas-add", args=["lunch-club"])).headers["Location"] == "/plans/"
    assert PlanVersion.objects.count() == 0


def test_an_outcome_of_the_council_keeps_its_own_words():
    getting_out = market.outcome("Getting out")
    actions.load()
    assert Idea.objects.get(slug="film-night").outcome.name == "Seeing people"
    assert Idea.objects.filter(outcome=getting_out).count() == 5


def test_an_idea_leads_to_what_there_is_near_the_reader():
    actions.load()
    Idea.objects.filter(slug="lunch-club").update(kind=directory.term("need", "meals"))
    client, person = Client(), people.person(postcode="AM3 2QT")
    assert 'name="need" value="meals"' in text(client, "ideas-idea", "lunch-club")
    client.force_login(person.user)
    page = text(client, "ideas-idea", "lunch-club")
    assert ('name="near" type="text" value="AM3"' in page, "2QT" in page) == (True, False)
    assert client.get(reverse("directory-find"), {"need": "meals", "near": "AM3"}).status_code == 200


def test_the_way_to_plans_is_under_your_details():
    person, priya = people.person(), people.user("Priya")
    client = Client()
    client.force_login(person.user)
    assert 'href="/plans/">Your support plan' in text(client, "accounts-details")
    people.mandate(person, priya, Scope.PROPOSE, basis=Basis.BROKER)
    sessions.enter(client := Client(), priya)
    assert 'href="/plans/cases/"' in text(client, "accounts-details")
    assert 'href="/plans/cases/"' in text(client, "money-acting")
    cousin = people.mandate(person, people.user("Cousin"), Scope.SEE_BALANCE).delegate
    assert "/plans/cases/" not in text(sessions.enter(Client(), cousin), "money-acting")
