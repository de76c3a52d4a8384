"""How somebody comes to a sign-in of her own: a link or a code, a second proof, once."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import codes, letters
from accounts.actions import invitations, people
from accounts.actions.invitations import Closed, InvitationRefused
from accounts.models import AuditLine, Invitation, Notice, User
from accounts.roles import Basis, Role, Scope
from tests import sessions
from tests.factories import accounts as make
from tests.factories import setting_up

pytestmark = pytest.mark.django_db
BORN, WRONG = setting_up.BORN, date(1948, 4, 1)
PASSWORD = "otter lamp seven"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def edith():
    return setting_up.newcomer()


@pytest.fixture
def by():
    return make.staff(Role.PRACTITIONER, name="Samuel Osei")


def link_of(address: str = "edith@example.org") -> str:
    body = Notice.objects.filter(address=address).latest("pk").body
    return next(word for word in body.split() if "/accounts/invited/link/" in word).removeprefix("http://testserver")


def typed_date(on: date) -> dict[str, int]:
    return {"born_on_day": on.day, "born_on_month": on.month, "born_on_year": on.year}


def test_by_a_link_her_date_of_birth_and_a_password(client, edith, by):
    invitations.by_email(person=edith, email="Edith@Example.org ", by=by)
    assert client.get(link_of()).url == "/accounts/invited/proof/"
    assert client.post("/accounts/invited/proof/", typed_date(BORN)).url == "/accounts/invited/password/"
    assert client.post("/accounts/invited/password/", {"password": PASSWORD}).url == "/money/"
    edith.refresh_from_db()
    assert (edith.user.email, edith.user.name, edith.user.check_password(PASSWORD)) == (
        "edith@example.org",
        "Edith Marlow",
        True,
    )
    assert EmailAddress.objects.get(user=edith.user).verified is True
    assert client.get("/accounts/").context["person"] == edith
    assert client.get("/money/").status_code == 200


def test_neither_link_nor_code_is_kept_as_it_is(edith, by):
    made = invitations.by_email(person=edith, email="edith@example.org", by=by)
    token = link_of().split("/")[-2]
    assert token not in str(Invitation.objects.values_list().get(pk=made.pk))
    assert made.opener == codes.hashed("token", token)
    posted = invitations.by_post(person=edith, by=by)
    assert posted.opener == ""
    code = invitations.print_code(invitation=posted, by=by)
    posted.refresh_from_db()
    assert posted.opener == codes.hashed("code", code.replace("-", ""))
    assert letters.waiting().get().body.count(letters.CODE) == 1
    assert all(code not in str(line.detail) for line in AuditLine.objects.all())


def test_a_link_opens_once(client, edith, by):
    invitations.by_email(person=edith, email="edith@example.org", by=by)
    link = link_of()
    client.get(link)
    client.post("/accounts/invited/proof/", typed_date(BORN))
    client.post("/accounts/invited/password/", {"password": PASSWORD})
    stranger = Client()
    assert stranger.get(link).status_code == 404
    assert client.get("/accounts/invited/password/").status_code == 404


def test_a_link_has_its_time(edith, by):
    made = invitations.by_email(person=edith, email="edith@example.org", by=by)
    token = link_of().split("/")[-2]
    assert invitations.opened_by_token(token, at=made.expires_at - timedelta(seconds=1)) == made
    assert invitations.opened_by_token(token, at=made.expires_at) is None
    with pytest.raises(Closed):
        invitations.accept(invitation=made, password=PASSWORD, at=made.expires_at)


def test_without_the_second_proof_nothing_opens(client, edith, by):
    invitations.by_email(person=edith, email="edith@example.org", by=by)
    client.get(link_of())
    for _ in range(2):
        assert client.get("/accounts/invited/password/").url == "/accounts/invited/proof/"
        assert client.post("/accounts/invited/password/", {"password": PASSWORD}).url == "/accounts/invited/proof/"
        assert client.post("/accounts/invited/proof/", typed_date(WRONG)).status_code == 200
    assert not User.objects.filter(email="edith@example.org").exists()


def test_five_wrong_proofs_end_it(client, edith, by):
    made = invitations.by_email(person=edith, email="edith@example.org", by=by)
    client.get(link_of())
    answers = [client.post("/accounts/invited/proof/", typed_date(WRONG)).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 404]
    assert client.post("/accounts/invited/proof/", typed_date(BORN)).status_code == 404
    assert Client().get(link_of()).status_code == 404
    made.refresh_from_db()
    assert (made.tries, made.ended_at is not None) == (5, True)
    with pytest.raises(Closed):
        invitations.prove(invitation=made, born_on=BORN)


def test_a_newer_link_ends_the_one_before(edith, by):
    invitations.by_email(person=edith, email="edith@example.org", by=by)
    first = link_of().split("/")[-2]
    invitations.by_email(person=edith, email="edith@example.org", by=by)
    assert invitations.opened_by_token(first) is None
    assert invitations.opened_by_token(link_of().split("/")[-2]).person == edith


def test_a_code_on_paper_sends_a_link_to_the_address_that_she_types(client, edith, by):
    posted = invitations.by_post(person=edith, by=by)
    code = invitations.print_code(invitation=posted, by=by)
    assert client.post("/accounts/invited/", {"code": code.lower().replace("-", " ")}).url.endswith("/proof/")
    assert client.post("/accounts/invited/proof/", typed_date(BORN)).url == "/accounts/invited/address/"
    assert client.post("/accounts/invited/address/", {"email": "typo@example.org"}).status_code == 200
    assert client.post("/accounts/invited/address/", {"email": "edith@example.org"}).status_code == 200
    assert Client().get(link_of("typo@example.org")).status_code == 404  # the later one counts
    client.get(link_of())
    assert client.get("/accounts/invited/password/").url == "/accounts/invited/proof/"  # the link asks again
    client.post("/accounts/invited/proof/", typed_date(BORN))
    assert client.post("/accounts/invited/password/", {"password": PASSWORD}).url == "/money/"
    assert invitations.opened_by_code(code) is None


def test_only_the_last_sheet_works(edith, by):
    posted = invitations.by_post(person=edith, by=by)
    first, second = (invitations.print_code(invitation=posted, by=by) for _ in range(2))
    assert (invitations.opened_by_code(first), invitations.opened_by_code(second)) == (None, posted)


def test_an_unprinted_letter_opens_nothing(client, edith, by):
    invitations.by_post(person=edith, by=by)
    for typed in ("", "-", "   "):
        assert client.post("/accounts/invited/", {"code": typed}).status_code == 200
    assert invitations.opened_by_code("") is None


def test_codes_are_not_tried_by_the_thousand(client):
    answers = {client.post("/accounts/invited/", {"code": f"AAAA-AAAA-{n:04d}"}).status_code for n in range(25)}
    assert answers == {200, 429}


def test_taken_back_it_opens_nothing_and_its_letter_is_not_posted(edith, by):
    posted = invitations.by_post(person=edith, by=by)
    code = invitations.print_code(invitation=posted, by=by)
    assert invitations.take_back(invitation=posted, by=by) is True
    assert invitations.take_back(invitation=posted, by=by) is False
    assert (invitations.opened_by_code(code), letters.waiting().count()) == (None, 0)
    with pytest.raises(Closed):
        invitations.print_code(invitation=posted, by=by)


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ({"born_on": None}, "Enter the person’s date of birth first"),
        ({"address": "", "postcode": ""}, "Enter the person’s address first"),
    ],
)
def test_what_is_missing_is_said(by, details, why):
    person = setting_up.newcomer(**details)
    with pytest.raises(InvitationRefused, match=why):
        invitations.by_post(person=person, by=by)


def test_who_signs_in_already_is_not_invited(by):
    with pytest.raises(InvitationRefused, match="can sign in already"):
        invitations.by_email(person=make.person(born_on=BORN), email="x@example.org", by=by)


def test_an_address_is_one_human_beings(edith, by):
    rosa = make.person("Rosa Alvarez")
    for address in (rosa.user.email, rosa.user.email.upper(), setting_up.named().email):
        with pytest.raises(InvitationRefused, match="an address of their own"):
            invitations.by_email(person=edith, email=address, by=by)


def test_who_has_a_sign_in_with_that_address_joins_it(edith, by):
    known = make.user("Edith Marlow", "edith@example.org", PASSWORD)
    invitations.by_email(person=edith, email=known.email, by=by)
    client, password = Client(), "/accounts/invited/password/"
    client.get(link_of())
    client.post("/accounts/invited/proof/", typed_date(BORN))
    for answer in (client.get(password), client.post(password, {"password": PASSWORD})):
        assert answer.url == f"/accounts/login/?next={password}"
    edith.refresh_from_db()
    assert edith.user is None  # a password that she typed here is no sign-in
    client.force_login(known)
    assert "Join them" in client.get(password).content.decode()
    assert client.post(password).url == "/money/"
    edith.refresh_from_db()
    assert edith.user == known


def test_somebody_else_who_is_signed_in_does_not_join(edith, by):
    make.user("Edith Marlow", "edith@example.org")
    made = invitations.by_email(person=edith, email="edith@example.org", by=by)
    other = make.user("Other")
    with pytest.raises(Closed):
        invitations.accept_as(invitation=made, user=other)
    made.refresh_from_db()
    assert made.used_at is None


def test_a_delegate_gives_the_number_that_was_told(client, by):
    user = setting_up.named()
    joan = make.person("Joan Whitfield")
    make.mandate(joan, user, Scope.SEE_BALANCE, basis=Basis.NOMINATED)
    told = invitations.of_sign_in(user=user, by=by)
    client.get(link_of("nia@example.org"))
    assert client.post("/accounts/invited/proof/", typed_date(BORN)).status_code == 200
    wrong = f"{(int(told.number) + 1) % 1_000_000:06d}"
    assert client.post("/accounts/invited/proof/", {"number": wrong}).status_code == 200
    spaced = f"{told.number[:3]} {told.number[3:]}"
    assert client.post("/accounts/invited/proof/", {"number": spaced}).url == "/accounts/invited/password/"
    assert client.post("/accounts/invited/password/", {"password": PASSWORD}).url == "/money/acting/"
    user.refresh_from_db()
    assert (user.is_active, user.check_password(PASSWORD)) == (True, True)


def test_a_locked_sign_in_opens_by_no_other_door(client, mailoutbox):
    user = setting_up.named()
    client.post("/accounts/password/reset/", {"email": user.email})
    assert [mail for mail in mailoutbox if "/password/reset/key/" in mail.body] == []
    assert client.post("/accounts/login/", {"login": user.email, "password": ""}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_another_signed_in_browser_is_not_slid_into(edith, by):
    """On a shared computer: whoever was signed in is signed out, and nothing of theirs stays."""
    rosa = make.person("Rosa Alvarez")
    client = sessions.enter(Client(), rosa.user)
    invitations.by_email(person=edith, email="edith@example.org", by=by)
    client.get(link_of())
    client.post("/accounts/invited/proof/", typed_date(BORN))
    client.post("/accounts/invited/password/", {"password": PASSWORD})
    edith.refresh_from_db()
    assert client.session["_auth_user_id"] == str(edith.user_id)


def test_a_link_is_not_in_the_logs():
    from config.logs import clean

    token = codes.token()
    address = reverse("accounts-invited-link", args=[token])
    assert token not in clean(f"GET {address} 302")


def test_a_password_is_looked_at(client, edith, by):
    invitations.by_email(person=edith, email="edith@example.org", by=by)
    client.get(link_of())
    client.post("/accounts/invited/proof/", typed_date(BORN))
    for weak, why in (("short", "at least 12 characters"), ("", "Enter a password")):
        assert why in client.post("/accounts/invited/password/", {"password": weak}).content.decode()
    assert people.User.objects.filter(email="edith@example.org").exists() is False


def test_the_address_goes_once_the_link_was_sent(edith, by, mailoutbox):
    from accounts import notices

    invitations.by_email(person=edith, email="edith@example.org", by=by)
    notice = Notice.objects.get(address="edith@example.org")
    assert notices.deliver(notice) is True
    notice.refresh_from_db()
    assert (notice.address, notice.body, mailoutbox[0].to) == ("", "", ["edith@example.org"])
    assert timezone.now() - notice.sent_at < timedelta(minutes=5)
