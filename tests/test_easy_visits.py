"""What she does about one visit is whole in Easy Read: the same facts, the same questions, the same deed.

Issue 7 §7: buy, pay, choose, consent, complain are each complete in Easy Read, with the same data and actions.
"""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.actions import proposals
from marketplace.models import Proposal, Query
from marketplace.states import Party
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.test_easy_facts import both, main, same

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return market.coming(pot=market.pot(people.person("Rosa Alvarez")), weeks=3).visits.get(number=2)


@pytest.fixture
def rosa(visit):
    client = Client()
    client.force_login(visit.order.person.user)
    return client


def page(visit, do):
    return reverse(f"marketplace-visit-{do}", args=[visit.order.reference, visit.number])


def moved(visit, reason=""):
    by = market.seller_user(visit.order.listing)
    given = {"starts_at": market.soon(16), "minutes": 180, "by": by, "party": Party.PROVIDER}
    return proposals.propose(visit=visit, reason=reason, **given)


@pytest.mark.parametrize("do", ["reschedule", "cancel"])
def test_a_visit_to_come(rosa, visit, do):
    same(rosa, page(visit, do), visit.order.seller_name)


def test_another_time_is_asked_for(rosa, visit):
    same(rosa, page(visit, "reschedule"), visit.order.seller_name)
    new = market.soon(15)
    day = {"on_day": new.day, "on_month": new.month, "on_year": new.year, "start": "10am", "minutes": 120}
    rosa.post(page(visit, "reschedule"), {**day, "reason": ""})
    assert Proposal.objects.get().party == Party.PERSON


@pytest.mark.parametrize("yes", ["yes", "no"])
def test_a_new_time_is_answered(rosa, visit, yes):
    asked = moved(visit)
    same(rosa, page(visit, "answer"))
    rosa.post(page(visit, "answer"), {"answer": yes})
    asked.refresh_from_db()
    assert asked.state == ("accepted" if yes == "yes" else "declined")


def test_why_a_new_time_is_asked_for_is_in_their_words(rosa, visit):
    """Words that were typed are not Easy Read: they are set apart, with an offer to have them explained."""
    moved(visit, "The bus does not run")
    _, easy = both(rosa, page(visit, "answer"))
    assert f"{visit.order.seller_name} wrote: The bus does not run Is this hard to read? We can explain it" in easy


def test_something_was_wrong_is_found_from_the_order_and_told():
    made = market.recorded(pot=market.pot(people.person("Rosa Alvarez")))
    client = Client()
    client.force_login(made.order.person.user)
    order = client.get(made.order.get_absolute_url(), {"easy": "1"}).content.decode()
    can = order.partition("What you can do")[2]
    assert "Was something wrong?" in can and page(made, "query") in can
    same(client, page(made, "query"), made.order.seller_name)
    refused = main(client.post(page(made, "query"), {"reason": ""}, query_params={"easy": "1"}))
    assert "Write what was wrong" in refused
    client.post(page(made, "query"), {"reason": "They left early"})
    assert Query.objects.get().reason == "They left early"


def test_where_nothing_can_be_wrong_yet_no_way_leads_there(rosa, visit):
    assert "Was something wrong?" not in main(rosa.get(visit.order.get_absolute_url(), {"easy": "1"}))
