"""What the directory hands to the content room and to the staff page."""

import pytest

from accounts import daily, desks, second_factor
from accounts.roles import Role
from cms import counts, support
from directory import offers
from directory.actions import services
from tests.directory.test_find import approved
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


def test_an_advice_page_offers_what_fits_its_words(search_index):
    service = make.service("Lunch club", organisation=make.organisation("Village Meals"))
    make.cost(service, 450, "visit")
    services.publish(service=service, by=None)
    search_index()
    [offer] = [one for one in support.offers(support.Wanted("lunch")) if "/directory/" in one.url]
    [found] = offer.found
    assert (found.title, found.text) == ("Lunch club", "Village Meals · £4.50 a visit")
    assert (offer.total, offer.label, offer.url) == (1, "See it in the directory", "/directory/?q=lunch")


def test_personal_assistants_on_offer_are_approved_today(search_index):
    approved("Ben Okafor")
    approved("Ada Quill")
    make.assistant("Not Checked")
    search_index()
    [offer] = support.offers(support.Wanted("", kind="personal_assistant"))
    assert {found.title for found in offer.found} == {"Ben Okafor", "Ada Quill"}
    assert (offer.label, offer.url) == ("See all 2 personal assistants", "/personal-assistants/")


def test_the_address_repeats_the_question():
    assert (
        offers.offer(support.Wanted("help at home", "personal_assistant")).url == "/personal-assistants/?q=help+at+home"
    )


def test_nothing_that_fits_is_no_offer(search_index):
    search_index()
    assert support.offers(support.Wanted("zebra")) == []


def test_the_home_page_counts_what_can_be_found():
    services.publish(service=make.service(), by=None)
    make.service()
    approved()
    assert (counts.counted()["services"], counts.counted()["personal_assistants"]) == (1, 1)


def test_only_approvers_have_the_desk():
    make.approval()
    mine = [desk.title for desk in desks.of(make.decider())]
    assert ("Approvals" in mine, [d.line for d in desks.of(make.decider()) if d.title == "Approvals"]) == (
        True,
        ["1 to check. 0 with something that ends within 60 days. 0 lapsed."],
    )
    assert "Approvals" not in [desk.title for desk in desks.of(accounts.staff(Role.FINANCE))]


def test_providers_and_assistants_need_a_second_step():
    manager, ben, rosa = accounts.user(), accounts.user(), accounts.user()
    make.member(make.organisation(), manager)
    make.assistant(user=ben, status="published")
    make.assistant("Ada Quill", user=rosa)  # who only applies, so far
    assert [second_factor.required(user) for user in (manager, ben, rosa)] == [True, True, False]


def test_the_lapse_is_part_of_the_day():
    approval = approved(ends_in=0).approvals.get()
    said = {key: line for key, line, _ in daily.run(make.NOON.replace(year=2099))}
    assert said["approvals"] == "1 lapsed, 0 reminded"
    approval.refresh_from_db()
    assert approval.state == "lapsed"
