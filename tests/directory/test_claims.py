"""Somebody claims an organisation by its e-mail domain, by post, or by the council (issue 8, §1)."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from directory import claim_rules
from directory.actions import claims
from directory.claim_rules import Way
from directory.models import OrganisationClaim, OrganisationMember
from directory.refusals import Moved, Refused
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def organisation():
    of = make.organisation("Hollybank", website="https://www.hollybank.example/about")
    make.place(pages.page(organisation=of))
    return of


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def by_email(organisation, by):
    claim = claims.ask(organisation=organisation, way=Way.EMAIL, email="grace@hollybank.example", by=by)
    return claim, CODE.search(Notice.objects.latest("pk").body)[0]


def is_manager(user):
    return OrganisationMember.objects.filter(user=user, role="manager", ended_at=None).exists()


@pytest.mark.parametrize(
    ("email", "website", "fits"),
    [
        ("grace@hollybank.example", "https://www.hollybank.example/about", True),
        ("GRACE@Hollybank.example ", "https://hollybank.example", True),
        ("grace@nothollybank.example", "https://hollybank.example", False),
        ("grace@hollybank.example.evil.example", "https://hollybank.example", False),
        ("grace@hollybank.example", "", False),
        ("grace@gmail.com", "https://gmail.com/hollybank", False),
        ("grace@hollybank.wixsite.com", "https://hollybank.wixsite.com", False),
    ],
)
def test_an_address_fits_at_the_websites_own_domain_and_not_where_anybody_gets_one(email, website, fits):
    assert claim_rules.fits(email, website) is fits


def test_the_code_goes_to_the_organisations_own_domain_and_lets_her_in(client, organisation):
    grace = accounts.user("Grace Hollis")
    accounts.sign_in(client, grace)
    where = reverse("provider-claim", args=[organisation.slug])
    wrong = client.post(where, {"way": "email", "email": "grace@other.example"})
    assert "Enter an address that ends in @hollybank.example" in text(wrong)
    client.post(where, {"way": "email", "email": "grace@hollybank.example"})
    notice, claim = Notice.objects.get(), OrganisationClaim.objects.get()
    assert notice.address == "grace@hollybank.example"
    code = CODE.search(notice.body)[0]
    assert code not in text(client.get(reverse("provider-claim-code", args=[claim.pk])))
    client.post(reverse("provider-claim-code", args=[claim.pk]), {"code": code.lower().replace("-", " ")})
    assert is_manager(grace)
    assert client.get(reverse("provider-pages")).status_code == 200


def test_the_code_is_kept_only_as_a_hash(organisation):
    claim, code = by_email(organisation, accounts.user())
    claim.refresh_from_db()
    assert code not in str(vars(claim))


def test_five_wrong_codes_end_it(organisation):
    grace = accounts.user()
    claim, code = by_email(organisation, grace)
    claim.refresh_from_db()
    for _ in range(5):
        with pytest.raises(Refused):
            claims.enter(claim=claim, typed="AAAA", by=grace)
    with pytest.raises(Moved):
        claims.enter(claim=claim, typed=code, by=grace)
    assert not is_manager(grace)


def test_a_code_is_over_after_a_day_and_opens_nothing_for_somebody_else(organisation):
    grace = accounts.user()
    claim, code = by_email(organisation, grace)
    claim.refresh_from_db()
    with pytest.raises(Moved):
        claims.enter(claim=claim, typed=code, by=accounts.user("Sam Field"))
    with pytest.raises(Moved):
        claims.enter(claim=claim, typed=code, by=grace, at=timezone.now() + timedelta(days=1, minutes=1))
    assert not OrganisationMember.objects.exists()


def test_where_there_is_a_manager_only_the_council_lets_another_in(organisation):
    grace = accounts.user()
    claim, code = by_email(organisation, grace)
    pages.writer(organisation)
    claim.refresh_from_db()
    assert claims.ways(organisation) == [Way.COUNCIL]
    with pytest.raises(Refused):
        by_email(organisation, accounts.user("Sam Field"))
    with pytest.raises(Moved):
        claims.enter(claim=claim, typed=code, by=grace)
    assert not is_manager(grace)


def test_by_post_the_code_is_made_when_it_is_printed_and_goes_to_the_address_on_record(client, organisation):
    grace, editor = accounts.user("Grace Hollis"), pages.moderator()
    claim = claims.ask(organisation=organisation, way=Way.POST, by=grace)
    accounts.sign_in(client, editor)
    assert "Letter to print and post" in text(client.get(reverse("staff-claims")))
    paper = text(client.post(reverse("staff-claim-letter", args=[claim.pk])))
    assert ("1 High Street" in paper, "AM3 2QT" in paper) == (True, True)
    assert f"type it at {settings.SITE_URL}{reverse('provider-claim-code', args=[claim.pk])}" in paper
    claim.refresh_from_db()
    claims.enter(claim=claim, typed=CODE.search(paper)[0], by=grace)
    assert is_manager(grace)


def waits(client, claim):
    return text(client.get(reverse("provider-claim-code", args=[claim.pk])))


def test_where_no_letter_comes_she_asks_for_another_after_a_week_and_the_first_code_is_over(client, organisation):
    grace, editor, now = accounts.user("Grace Hollis"), pages.moderator(), timezone.now()
    claim = claims.ask(organisation=organisation, way=Way.POST, by=grace)
    accounts.sign_in(client, grace)
    again = reverse("provider-claim-letter", args=[claim.pk])
    page = waits(client, claim)
    assert ("prints it and posts it to 1 High Street" in page, "Send another letter" in page) == (True, False)
    assert "an address that ends in @hollybank.example" in page
    code = claims.print_code(claim=claim, by=editor, at=now - timedelta(days=6))
    assert ("We printed your letter on" in waits(client, claim), "Send another" in waits(client, claim)) == (
        True,
        False,
    )
    assert "We cannot send another letter yet" in text(client.post(again, follow=True))
    code = claims.print_code(claim=claim, by=editor, at=now - timedelta(days=8))
    assert "Send another letter" in waits(client, claim)
    assert "We print another letter" in text(client.post(again, follow=True))
    claim.refresh_from_db()
    assert (claim.is_printed, "Send another letter" in waits(client, claim)) == (False, False)
    with pytest.raises(Moved):
        claims.enter(claim=claim, typed=code, by=grace)
    claims.enter(claim=claim, typed=claims.print_code(claim=claim, by=editor), by=grace)
    assert is_manager(grace)


def test_she_cancels_it_and_the_code_on_its_way_opens_nothing(client, organisation):
    grace = accounts.user("Grace Hollis")
    claim, code = by_email(organisation, grace)
    accounts.sign_in(client, grace)
    assert "works until" in waits(client, claim)
    where = reverse("provider-claim-cancel", args=[claim.pk])
    client.get(where)
    assert OrganisationClaim.objects.get().state == "open"
    assert "Cancelled" in text(client.post(where, follow=True))
    assert "This is over" in waits(client, claim)
    with pytest.raises(Moved):
        claims.enter(claim=claim, typed=code, by=grace)
    with pytest.raises(Moved):
        claims.cancel(claim=claim, by=grace)


def test_without_a_domain_or_an_address_the_council_looks(client):
    organisation = pages.page().organisation
    assert claims.ways(organisation) == [Way.COUNCIL]
    grace = accounts.user("Grace Hollis")
    claim = claims.ask(organisation=organisation, way=Way.COUNCIL, words="I run it", by=grace)
    accounts.sign_in(client, pages.moderator())
    where = reverse("staff-claim", args=[claim.pk])
    assert "I run it" in text(client.get(where))
    assert "Say why" in text(client.post(where, {"answer": "no"}))
    assert "Yes, let them in as its manager" in text(client.post(where, {"answer": "yes"}))
    assert not is_manager(grace)
    client.post(where, {"answer": "yes", "confirm": "1"})
    assert (is_manager(grace), Notice.objects.get().template.rpartition("/")[2]) == (True, "claim_agreed")


def test_declined_she_reads_why(client, organisation):
    grace = accounts.user("Grace Hollis")
    claim = claims.ask(organisation=organisation, way=Way.COUNCIL, by=grace)
    claims.decline(claim=claim, reasons="They do not know you", by=pages.moderator())
    accounts.sign_in(client, grace)
    assert "They do not know you" in text(client.get(reverse("provider-claim-code", args=[claim.pk])))
    assert not is_manager(grace)


def test_nobody_agrees_to_her_own_claim(organisation):
    editor = pages.moderator()
    claim = claims.ask(organisation=organisation, way=Way.COUNCIL, by=editor)
    with pytest.raises(Refused):
        claims.approve(claim=claim, by=editor)
    assert not is_manager(editor)


def test_somebody_elses_claim_is_not_there(client, organisation):
    claim, _ = by_email(organisation, accounts.user())
    accounts.sign_in(client, accounts.user("Sam Field"))
    assert client.get(reverse("provider-claim-code", args=[claim.pk])).status_code == 404
