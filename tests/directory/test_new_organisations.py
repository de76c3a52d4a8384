"""An organisation that is not in the directory: told, shown, looked at; nothing public before (issue 8, §1)."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine, Notice
from directory import public
from directory.actions import moderation, new_organisations, proposals
from directory.claim_rules import Way
from directory.models import NewOrganisation, Organisation, OrganisationMember, Service
from directory.queries import alike
from directory.refusals import Moved, Refused
from tests import sessions
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")
TOLD = {"name": "Weir Street Gardeners", "description": "Gardening together"}
POSTED = TOLD | {"address_1": "4 Quay Lane", "city": "Saltmarsh", "postcode": "AM7 1AA"}


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def kim():
    return accounts.user("Kim Lee")


@pytest.fixture
def browser(kim):
    return sessions.enter(Client(), kim)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def asked(by, told=TOLD, way=Way.COUNCIL, **more):
    return new_organisations.ask(told=told, way=way, by=by, **more)


def test_she_checks_her_answers_and_the_council_makes_it_with_a_page_nobody_sees(browser, kim):
    given = {**TOLD, "way": "council", "words": "I run it", "charity_number": "999 0017"}
    assert "Check your answers" in text(browser.post(reverse("provider-new"), given))
    assert not NewOrganisation.objects.exists()
    browser.post(reverse("provider-new"), {**given, "confirm": "1"})
    new = NewOrganisation.objects.get()
    assert not Organisation.objects.exists()
    desk = sessions.enter(Client(), pages.moderator())
    assert "Weir Street Gardeners" in text(desk.get(reverse("staff-claims")))
    where = reverse("staff-new-organisation", args=[new.pk])
    assert "I run it" in text(desk.get(where))
    assert "Check your answer" in text(desk.post(where, {"answer": "yes"}))
    assert not Organisation.objects.exists()
    desk.post(where, {"answer": "yes", "confirm": "1"})
    organisation = Organisation.objects.get()
    assert OrganisationMember.objects.get(organisation=organisation).user == kim
    assert not public.public_organisations().exists()
    assert Notice.objects.get(to=kim).template.endswith("new_organisation_agreed")
    assert AuditLine.objects.filter(action__startswith="new_organisation.").count() == 2


def test_its_first_page_is_public_only_after_a_moderator_looked_at_that_too(kim):
    editor = pages.moderator()
    organisation = new_organisations.approve(new=asked(kim), by=editor)
    page = Service.objects.get(organisation=organisation)
    draft = proposals.write(subject=page, of=organisation, values={"summary": "Gardening on Thursdays"}, by=kim)
    sent = proposals.send(proposal=draft, by=kim)
    assert not public.public_organisations().exists()
    moderation.approve(proposal=sent, by=editor)
    assert public.public_organisations().get() == organisation


def test_by_e_mail_a_code_to_its_own_domain_comes_before_the_council_looks(browser, kim):
    given = {**TOLD, "way": "email", "website": "https://weir.example", "email": "kim@other.example"}
    assert "Enter an address that ends in @weir.example" in text(browser.post(reverse("provider-new"), given))
    browser.post(reverse("provider-new"), {**given, "email": "kim@weir.example", "confirm": "1"})
    new, notice = NewOrganisation.objects.get(), Notice.objects.get()
    code = CODE.search(notice.body)[0]
    assert (notice.address, code in str(vars(new)), "Weir" in notice.subject) == ("kim@weir.example", False, False)
    with pytest.raises(Moved):
        new_organisations.approve(new=new, by=pages.moderator())
    browser.post(reverse("provider-new-one", args=[new.pk]), {"code": code})
    new.refresh_from_db()
    assert (new.state, new.proved_at is not None, Organisation.objects.count()) == ("waiting", True, 0)


def test_a_website_where_anybody_gets_a_page_is_no_way_to_show_it(browser):
    given = {**TOLD, "way": "email", "website": "https://weir.wixsite.com", "email": "kim@weir.wixsite.com"}
    assert "or choose another way" in text(browser.post(reverse("provider-new"), given))


def test_by_post_the_letter_with_the_code_is_shown_once_for_printing(browser, kim):
    assert "the letter goes there" in text(browser.post(reverse("provider-new"), {**TOLD, "way": "post"}))
    new = asked(kim, POSTED, Way.POST)
    desk = sessions.enter(Client(), pages.moderator())
    assert "Letter to print and post" in text(desk.get(reverse("staff-claims")))
    answer = desk.post(reverse("staff-new-organisation-letter", args=[new.pk]))
    paper = text(answer)
    assert ("4 Quay Lane" in paper, answer.headers["Cache-Control"]) == (True, "no-store")
    assert f"type it at {settings.SITE_URL}{reverse('provider-new-one', args=[new.pk])}" in paper
    new_organisations.enter(new=new, typed=CODE.search(paper)[0], by=kim)
    new.refresh_from_db()
    assert new.state == "waiting"


def test_five_wrong_codes_end_it_and_nobody_else_types_it(kim):
    new, editor = asked(kim, POSTED, Way.POST), pages.moderator()
    code = new_organisations.print_code(new=new, by=editor)
    with pytest.raises(Moved):
        new_organisations.enter(new=new, typed=code, by=accounts.user("Sam Field"))
    for _ in range(5):
        with pytest.raises(Refused):
            new_organisations.enter(new=new, typed="AAAA", by=kim)
    with pytest.raises(Moved):
        new_organisations.enter(new=new, typed=code, by=kim)


def test_a_posted_code_is_over_after_28_days(kim):
    new = asked(kim, POSTED, Way.POST)
    code = new_organisations.print_code(new=new, by=pages.moderator())
    with pytest.raises(Moved):
        new_organisations.enter(new=new, typed=code, by=kim, at=timezone.now() + timedelta(days=28, minutes=1))


def test_what_may_be_the_same_is_shown_first_with_a_way_to_claim_it(browser):
    there = pages.page(organisation=make.organisation("The Weir Street Gardeners Ltd")).organisation
    make.organisation("Weir Street Gardeners (not public)")
    said = browser.post(reverse("provider-new"), {**TOLD, "way": "council"}).content.decode()
    assert reverse("provider-claim", args=[there.slug]) in said
    assert ("It is none of these" in said, "not public" in said) == (True, False)
    assert len(alike.to(TOLD, all_of_them=True)) == 2  # a moderator sees both


def test_another_name_is_not_the_same(browser):
    pages.page(organisation=make.organisation("Weir Street Surgery"))
    assert alike.to({"name": "Alderford Lunch Friends"}) == []


def test_a_registration_number_is_there_once(browser, kim):
    make.organisation("Elsewhere", charity_number="9990017")
    told = TOLD | {"charity_number": "999 0017"}
    said = text(browser.post(reverse("provider-new"), {**told, "way": "council"}))
    assert ("cannot add it again" in said, "Elsewhere" in said) == (True, False)
    with pytest.raises(Refused):
        asked(kim, told)


def test_a_number_that_came_in_since_stops_the_yes(kim):
    new = asked(kim, TOLD | {"company_number": "0123"})
    make.organisation("Elsewhere", company_number="0123")
    with pytest.raises(Refused), transaction.atomic():
        new_organisations.approve(new=new, by=pages.moderator())


def test_declined_she_reads_why_and_nothing_is_made(browser, kim):
    new = asked(kim)
    desk = sessions.enter(Client(), pages.moderator())
    where = reverse("staff-new-organisation", args=[new.pk])
    assert "Say why" in text(desk.post(where, {"answer": "no"}))
    desk.post(where, {"answer": "no", "reasons": "We do not find you", "confirm": "1"})
    assert "We do not find you" in text(browser.get(reverse("provider-new-one", args=[new.pk])))
    assert not Organisation.objects.exists()


def test_nobody_agrees_to_her_own(kim):
    editor = pages.moderator()
    with pytest.raises(Refused):
        new_organisations.approve(new=asked(editor), by=editor)


def test_one_at_a_time_the_one_before_is_over(kim):
    first = asked(kim)
    asked(kim, TOLD | {"name": "Other"})
    first.refresh_from_db()
    with pytest.raises(Moved):
        new_organisations.approve(new=first, by=pages.moderator())


def test_two_of_one_name_get_addresses_of_their_own(kim):
    editor = pages.moderator()
    made = [new_organisations.approve(new=asked(kim), by=editor) for _ in range(2)]
    assert [one.slug for one in made] == ["weir-street-gardeners", "weir-street-gardeners-2"]


def test_somebody_elses_is_not_there(kim):
    new = asked(kim)
    other = sessions.enter(Client(), accounts.user("Sam Field"))
    assert other.get(reverse("provider-new-one", args=[new.pk])).status_code == 404


def test_where_no_letter_comes_she_asks_for_another_after_a_week_or_cancels(browser, kim):
    new, editor = asked(kim, POSTED, Way.POST), pages.moderator()
    page, again = reverse("provider-new-one", args=[new.pk]), reverse("provider-new-letter", args=[new.pk])
    assert "posts it to 4 Quay Lane, Saltmarsh, AM7 1AA" in text(browser.get(page))
    assert "We cannot send another letter yet" in text(browser.post(again, follow=True))
    first = new_organisations.print_code(new=new, by=editor, at=timezone.now() - timedelta(days=8))
    assert "We print another letter" in text(browser.post(again, follow=True))
    with pytest.raises(Moved):
        new_organisations.enter(new=new, typed=first, by=kim)
    browser.post(reverse("provider-new-cancel", args=[new.pk]))
    assert "This is over" in text(browser.get(page))
    with pytest.raises(Moved):
        new_organisations.cancel(new=new, by=kim)
