"""What somebody sends who means no good: names that spoil an e-mail or a page, made-up addresses, links of old."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from directory import ages, claim_rules
from directory.actions import freshness, new_organisations
from directory.claim_rules import Way
from directory.models import ConfirmationAsk, NewOrganisation, Service
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
LURE = "You owe the council £90\nPay at https://evil.example"


def told(**more):
    fields = ("company_number", "charity_number", "cqc_provider_id", "address_1", "city", "postcode", "words")
    return dict.fromkeys(fields, "") | {"name": "Ash", "description": "Meals", "website": "https://ash.example"} | more


def test_a_code_carries_no_words_of_whoever_asked_for_it():
    """Anybody may have it sent to any address: it is no way to write to people in the council's name."""
    new_organisations.ask(told=told(name=LURE), way=Way.EMAIL, email="info@ash.example", by=accounts.user("Eve"))
    body = Notice.objects.get().body
    assert ("ash.example" in body, "evil" in body, "£90" in body) == (True, False, False)


@pytest.mark.parametrize("odd", ["Ash\nGrove", "Ash \u202eGrove", "Ash\u2066 Grove", "Ash\x07 Grove", "Ash\r\n\tGrove"])
def test_a_name_is_one_line_that_reads_in_one_direction(client, odd):
    accounts.sign_in(client, accounts.user("Eve"))
    given = told(name=odd) | {"way": "council", "email": "", "confirm": "1"}
    client.post(reverse("provider-new"), given)
    assert NewOrganisation.objects.get().name == "Ash Grove"


@pytest.mark.parametrize("host", ["blueyonder.co.uk", "tiscali.co.uk", "msn.com", "proton.me", "gmx.co.uk", "nhs.net"])
def test_an_address_that_anybody_has_shows_nothing(host):
    assert not claim_rules.fits(f"eve@{host}", f"https://www.{host}/~ash")


@pytest.fixture
def ask():
    club = pages.page("Lunch club")
    grace = pages.writer(club.organisation)
    return ConfirmationAsk.objects.create(
        service=club, kind="reminder", to=grace, is_written=True, asked_at=timezone.now()
    )


def test_the_link_ends_with_the_work_of_whoever_got_it(client, ask):
    address = reverse("directory-still-right", args=[ages.token(ask)])
    assert client.get(address).status_code == 200
    member = ask.service.organisation.members.get()
    member.ended_at, member.ended_by = timezone.now(), accounts.user("Other")
    member.save()
    assert client.post(address).status_code == 410
    assert Service.objects.get().confirmed_on is None


def test_one_answer_ends_the_links_of_the_other_managers_too(client, ask):
    """Of the same day as well: a link that lies about is not a way to say in a year that all is right."""
    colleague = pages.writer(ask.service.organisation, name="Colleague")
    second = ConfirmationAsk.objects.create(
        service=ask.service, kind="reminder", to=colleague, is_written=True, asked_at=ask.asked_at
    )
    freshness.answer(ask=ask)
    assert client.get(reverse("directory-still-right", args=[ages.token(second)])).status_code == 410


@pytest.mark.parametrize(
    "carried",
    [
        "[[Infinity, {}]]",
        "[[1e999, {}]]",
        pytest.param("[" * 50_000, id="deep"),
        '[["1", 5]]',
        "{}",
        "5",
        "null",
        "[1]",
        "[[1]]",
    ],
)
def test_a_sheet_that_somebody_made_up_is_refused(client, carried):
    of = make.organisation()
    accounts.sign_in(client, pages.writer(of))
    assert client.post(reverse("provider-sheet", args=[of.pk]), {"carried": carried}).status_code == 400


def test_a_number_beyond_all_numbers_is_nobodys(client):
    accounts.sign_in(client, make.decider())
    for name in ("approvals-check-json", "approvals-check-one", "staff-approval", "staff-paper", "approvals-renew"):
        assert client.get(reverse(name, args=[10**30])).status_code in (200, 404)
    accounts.sign_in(client, pages.moderator())
    for name in ("staff-moderation-one", "staff-claim", "staff-new-organisation", "staff-successor"):
        assert client.get(reverse(name, args=[10**30])).status_code in (403, 404)
    accounts.sign_in(client, pages.writer(make.organisation()))
    assert client.get(reverse("provider-page", args=["service", 10**30])).status_code == 404
    assert client.get(reverse("provider-sheet", args=[10**30])).status_code == 404


def test_json_of_a_sheet_with_a_nought_sign_is_left_out(client):
    club = pages.page("Lunch club")
    accounts.sign_in(client, pages.writer(club.organisation))
    row = [2, {"page": str(club.pk), "version": "v", "telephone": "01632 960001, a\x00b"}]
    assert (
        client.post(reverse("provider-sheet", args=[club.organisation_id]), {"carried": json.dumps([row])}).status_code
        == 302
    )
