"""Many visits recorded at once: what was done is said exactly, and sent twice it is done once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from marketplace.actions import records, visits
from marketplace.actions.records import Wanted
from marketplace.models import Proposal, Visit
from marketplace.permissions import NotYours
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories.marketplace import TUESDAY

pytestmark = pytest.mark.django_db
PAGE = "/provider/week/record/"


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def pot():
    return market.pot(people.person())


@pytest.fixture
def user(listing):
    return market.seller_user(listing)


@pytest.fixture
def ben(user):
    return sessions.enter(Client(), user)


@pytest.fixture
def three(listing, pot):
    return [market.started(listing, pot, first=market.soon(-2) + timedelta(hours=2 * n)) for n in range(3)]


def sent(*each, **more):
    """As the page sends it: (visit, hours, minutes), those without a length not chosen."""
    data = {"visit": [str(visit.pk) for visit, *_ in each], **more}
    for visit, *length in each:
        data[f"visit-{visit.pk}-version"] = str(visit.version)
        hours, minutes = length or ("2", "0")
        data |= {f"visit-{visit.pk}-hours": hours, f"visit-{visit.pk}-minutes": minutes}
        if length:
            data[f"visit-{visit.pk}-pick"] = "on"
    return data


def states():
    return list(Visit.objects.order_by("starts_at").values_list("state", "delivered_minutes"))


def test_one_page_a_check_and_what_happened(ben, three):
    first = ben.get(PAGE)
    assert [row["pick"].value() for row in first.context["rows"]] == [False, False, False]
    assert [row["pick"].value() for row in ben.get(f"{PAGE}?all=1").context["rows"]] == [True, True, True]
    data = sent((three[0], "2", "0"), (three[1], "1", "30"), (three[2],))
    checked = ben.post(PAGE, data)
    assert checked.context["count"] == "2 visits"
    assert "1 hour 30 minutes (agreed: 2 hours)" in checked.content.decode()
    assert states() == [("planned", None)] * 3
    done = ben.post(PAGE, {**data, "step": "sure"})
    assert "2 visits recorded" in done.content.decode()
    assert states() == [("delivered", 120), ("delivered", 90), ("planned", None)]


def test_what_is_checked_is_what_is_owed(ben, three):
    data = sent((three[0], "2", "0"), (three[1], "1", "0"))
    pence = ben.post(PAGE, data).context["pence"]
    ben.post(PAGE, {**data, "step": "sure"})
    assert pence == sum(Visit.objects.values_list("owed_pence", flat=True))


def test_sent_twice_it_is_recorded_once(ben, three):
    data = sent((three[0], "2", "0"), (three[1], "2", "0"), step="sure")
    ben.post(PAGE, data)
    before = list(Visit.objects.order_by("pk").values_list("version", "delivered_at"))
    again = ben.post(PAGE, data)
    assert [line["words"] for line in again.context["refused"]] == ["Recorded already. Nothing was recorded twice."] * 2
    assert "Nothing was recorded" in again.content.decode()
    assert list(Visit.objects.order_by("pk").values_list("version", "delivered_at")) == before
    assert Notice.objects.filter(template__endswith="visit_to_check").count() == 2


def test_one_that_cannot_be_recorded_holds_back_no_other(ben, user, pot, three):
    data = sent((three[0], "2", "0"), (three[1], "2", "0"), step="sure")
    visits.miss(visit=three[0], by=pot.person.user)
    answer = ben.post(PAGE, data)
    assert [line["name"].split(",")[0] for line in answer.context["recorded"]] == ["Rosa Alvarez"]
    assert "We were told that nobody came" in answer.context["refused"][0]["words"]
    assert [state for state, _ in states()] == ["missed", "delivered", "planned"]


def test_more_time_than_agreed_is_asked_for_and_not_paid(ben, three):
    data = sent((three[0], "3", "0"))
    assert "We ask Rosa about the extra time" in ben.post(PAGE, data).content.decode()
    answer = ben.post(PAGE, {**data, "step": "sure"})
    words = "2 hours recorded. We asked Rosa about 1 hour more: it is only paid with a yes."
    assert [line["words"] for line in answer.context["recorded"]] == [words]
    assert Proposal.objects.get().minutes == 180


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "0"), "Enter the hours"),
        (("x", "0"), "Enter whole hours, like 2"),
        (("0", "0"), "Enter how long the visit lasted"),
        (("25", "0"), "Enter hours between 0 and 24"),
        (("1", "60"), "Enter minutes between 0 and 59"),
    ],
)
def test_what_makes_no_sense_is_asked_again_and_the_rest_is_kept(ben, three, typed, said):
    data = sent((three[0], *typed), (three[1], "1", "15"))
    for more in ({}, {"step": ""}):
        answer = ben.post(PAGE, {**data, **more})
        (problem,) = answer.context["problems"]
        assert problem[1].startswith("Rosa Alvarez, ") and problem[1].endswith(said)
        assert f'id="{problem[0]}"' in answer.content.decode()
        assert [row["hours"].value() for row in answer.context["rows"]] == [typed[0], "1"]
    assert states() == [("planned", None)] * 3


def test_a_wrong_row_sent_as_sure_says_why_and_the_others_are_recorded(ben, three):
    answer = ben.post(PAGE, sent((three[0], "x", "0"), (three[1], "2", "0"), step="sure"))
    assert [line["words"] for line in answer.context["refused"]] == ["Enter whole hours, like 2"]
    assert [state for state, _ in states()] == ["planned", "delivered", "planned"]


def test_a_visit_that_is_not_over_yet(ben, listing, pot):
    at = timezone.now() - timedelta(minutes=30)
    visit = market.started(listing, pot, first=at.replace(second=0, microsecond=0), at=at - timedelta(days=3))
    answer = ben.post(PAGE, sent((visit, "2", "0")))
    assert "have passed since the visit was to start" in answer.context["problems"][0][1]


def test_nothing_chosen(ben, three):
    assert ben.post(PAGE, sent((three[0],))).context["problems"] == [("visits", "Choose at least one visit to record")]


def test_changing_keeps_what_was_typed(ben, three):
    answer = ben.post(PAGE, sent((three[0], "1", "20"), step="change"))
    row = answer.context["rows"][0]
    assert (row["pick"].value(), row["hours"].value(), row["minutes"].value()) == (True, "1", "20")


def test_another_sellers_visits_are_not_recorded(three):
    rival = market.seller_user(market.listing(personal_assistant=market.assistant("Ada Quill")))
    answer = sessions.enter(Client(), rival).post(PAGE, sent((three[0], "2", "0"), step="sure"))
    assert (answer.context["recorded"], answer.context["refused"], states()[0]) == ([], [], ("planned", None))
    with pytest.raises(NotYours):
        records.record_many(wanted=[Wanted(three[0], 120, three[0].version)], by=rival)


@pytest.mark.parametrize("numbers", [["x"], ["-1"], ["99999999"], ["9" * 30], ["9" * 5000], ["²"], []])
def test_numbers_that_are_none_are_left_out(ben, numbers):
    assert ben.post(PAGE, {"visit": numbers, "step": "sure"}).status_code == 200


def test_a_price_by_the_visit_needs_no_length(pot):
    offer = market.listing(service=directory.service(), unit="visit")
    visit = market.started(offer, pot)
    grace = sessions.enter(Client(), market.seller_user(offer))
    data = {"visit": [visit.pk], f"visit-{visit.pk}-version": visit.version, f"visit-{visit.pk}-pick": "on"}
    assert "hours" not in grace.get(PAGE).context["rows"][0].fields
    grace.post(PAGE, {**data, "step": "sure"})
    assert Visit.objects.get().state == "delivered"


def test_the_clock_of_the_past(listing, pot, user):
    visit = market.planned(listing, pot)
    at = TUESDAY + timedelta(hours=3)
    (done,) = records.record_many(wanted=[Wanted(visit, 120, visit.version)], by=user, at=at, send=False)
    assert (done.recorded, done.words, done.visit.delivered_at) == (True, "2 hours recorded.", at)


def test_a_colleague_who_keeps_no_diary(pot):
    service = directory.service()
    clerk = directory.member(service.organisation, people.user("Clerk"), role="finance").user
    assert sessions.enter(Client(), clerk).get(reverse("provider-week-record")).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same(ben, three, number, django_assert_num_queries):
    Visit.objects.exclude(pk__in=[visit.pk for visit in three[:number]]).update(starts_at=market.soon(9))
    ben.get(PAGE)
    with django_assert_num_queries(9):
        ben.get(PAGE)
