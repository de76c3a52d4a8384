"""A line of a plan that points to something on sale: its price of the day, and what is said when it goes."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketplace.actions import plan_lines, plans
from marketplace.actions.moves import Refused
from marketplace.actions.plan_lines import Wanted
from marketplace.models import Listing, PlanLine
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories import plans as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    directory.gazetteer("AM3", 52.0, -1.0)
    return people.person(postcode="AM3 2QT")


@pytest.fixture
def rosa(person):
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def taxi():
    """Near AM3, of the kind "getting-out", £9 a visit."""
    service = directory.service("Ramp Taxi")
    directory.place(service, 52.0, -1.0)
    service.terms.add(directory.term("need", "getting-out", "Getting out"))
    return market.listing(
        service=service, title="A taxi with a ramp", unit="visit", price_pence=900, weekend_price_pence=None,
        minimum_minutes=0,
    )  # fmt: skip


def text(client, name, *args, **query):
    return client.get(reverse(name, args=args), query, follow=True).content.decode()


def go(client, name, data, *args):
    response = client.post(reverse(name, args=args), data)
    return response.status_code, response.headers.get("Location", response.content.decode())


def chosen(person, taxi):
    version = make.draft(person)
    wanted = Wanted("A taxi", plan_lines.costing.Pattern("visit", 0, 2, "week"), 900, listing=taxi)
    return plan_lines.put_line(version=version, outcome=make.outcome(version), wanted=wanted, by=person.user)


def test_chosen_on_the_way_its_price_is_the_seller_s(rosa, person, taxi):
    under = make.outcome(make.draft(person))
    kind = taxi.service.terms.get()
    step = f"/plans/draft/outcomes/{under.pk}/buy/"
    assert go(rosa, "plans-line-add", {"what": "A taxi", "kind": kind.pk}, under.pk) == (302, f"{step}offer/")
    page = text(rosa, "plans-line-add-step", under.pk, "offer")
    assert ("A taxi with a ramp" in page, "£9.00 a visit" in page) == (True, True)
    picked = {"offer": taxi.pk, "price": "1"}
    assert go(rosa, "plans-line-add-step", picked, under.pk, "offer") == (302, f"{step}often/")
    assert go(rosa, "plans-line-add-step", {"times": "2", "every": "week"}, under.pk, "often") == (302, f"{step}check/")
    assert go(rosa, "plans-line-add-step", {}, under.pk, "check") == (302, "/plans/draft/")
    line = PlanLine.objects.get()
    assert (line.listing, line.price_pence, line.listed_on, line.weekly_pence) == (
        taxi, 900, timezone.localdate(), 1800,
    )  # fmt: skip
    assert "its price on" in text(rosa, "plans-draft")


def test_looked_for_by_words_or_none_of_these(rosa, person, taxi):
    under = make.outcome(make.draft(person))
    go(rosa, "plans-line-add", {"what": "Something"}, under.pk)
    assert "Nothing like this is on sale" in text(rosa, "plans-line-add-step", under.pk, "offer")
    assert "A taxi with a ramp" in text(rosa, "plans-line-add-step", under.pk, "offer", q="ramp taxi")
    assert "Nothing like this" in text(rosa, "plans-line-add-step", under.pk, "offer", q="a\0 zeppelin")
    where = reverse("plans-line-add-step", args=[under.pk, "offer"]) + "?q=ramp"
    assert rosa.post(where, {"offer": "none"}).headers["Location"].endswith("/buy/price/")
    assert rosa.post(where, {"offer": "99999"}).status_code == 200


def test_added_from_the_offer_s_own_page(rosa, person, taxi):
    assert "Add to my plan" in text(rosa, "marketplace-listing", taxi.slug)
    assert "Add to my plan" not in text(Client(), "marketplace-listing", taxi.slug)
    assert "There is no plan yet" in text(rosa, "plans-offer", taxi.slug)
    version = make.draft(person)
    assert "Say what matters first" in text(rosa, "plans-offer", taxi.slug)
    under = make.outcome(version)
    assert "I want to go to choir" in text(rosa, "plans-offer", taxi.slug)
    response = rosa.get(reverse("plans-offer", args=[taxi.slug]), {"for": under.pk})
    assert response.headers["Location"] == f"/plans/draft/outcomes/{under.pk}/buy/often/"
    go(rosa, "plans-line-add-step", {"times": "1", "every": "week"}, under.pk, "often")
    go(rosa, "plans-line-add-step", {}, under.pk, "check")
    line = PlanLine.objects.get()
    assert (line.what, line.listing, line.kind) == ("A taxi with a ramp", taxi, taxi.service.terms.get())


def test_a_price_that_is_not_asked_is_refused(person, taxi):
    version = make.draft(person)
    under = make.outcome(version)
    for pence, unit in ((899, "visit"), (900, "day")):
        wanted = Wanted("A taxi", plan_lines.costing.Pattern(unit, 0, 2, "week"), pence, listing=taxi)
        with pytest.raises(Refused) as refused:
            plan_lines.put_line(version=version, outcome=under, wanted=wanted, by=person.user)
        assert (refused.value.code, PlanLine.objects.count()) == ("off_sale", 0)


def test_a_price_written_by_hand_is_nobody_s_offer(rosa, person, taxi):
    line = chosen(person, taxi)
    assert go(rosa, "plans-line-step", {"unit": "visit", "price": "8"}, line.pk, "price")[0] == 302
    assert go(rosa, "plans-line", {}, line.pk) == (302, "/plans/draft/")
    line.refresh_from_db()
    assert (line.price_pence, line.listing, line.listed_on) == (800, None, None)


def test_the_plan_says_when_the_price_changed_or_the_offer_went(rosa, person, taxi):
    chosen(person, taxi)
    Listing.objects.filter(pk=taxi.pk).update(price_pence=1000)
    page = text(rosa, "plans-draft")
    assert ("The price has changed" in page, "£10.00" in page, "£9.00" in page) == (True, True, True)
    Listing.objects.filter(pk=taxi.pk).update(state="paused")
    assert "It is not on sale any more" in text(rosa, "plans-draft")


def test_the_next_version_keeps_the_offer_and_its_day(person, taxi):
    line = chosen(person, taxi)
    version = line.outcome.version
    version.refresh_from_db()
    plans.send(version=version, by=person.user, revision=version.revision)
    plans.send_back(version=version, reasons="Why?", by=make.people.staff(make.Role.PRACTITIONER))
    Listing.objects.filter(pk=taxi.pk).update(state="paused")
    copy = make.draft(person).outcomes.get().lines.get()
    assert (copy.listing, copy.listed_on, copy.price_pence) == (taxi, line.listed_on, 900)
