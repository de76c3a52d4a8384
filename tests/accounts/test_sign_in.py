"""The way in: password, second step, and every other door shut."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache

from accounts import second_factor
from accounts.models import User
from accounts.roles import Basis, Role, Scope
from tests.factories.accounts import PASSWORD, mandate, person, staff, user

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_limits():
    """allauth counts tries, and remembers used codes, in the cache."""
    cache.clear()
    yield
    cache.clear()


def code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client, who: User, password: str = PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": who.email.upper(), "password": password, **extra})


def with_password(who: User) -> User:
    who.set_password(PASSWORD)
    who.save()
    return who


def test_a_resident_signs_in_by_email_and_comes_to_her_money(client):
    rosa = person("Rosa Alvarez", signs_in=False)
    rosa.user = user("Rosa Alvarez", password=PASSWORD)
    rosa.save()
    response = sign_in(client, rosa.user)
    assert (response.status_code, response.url) == (302, "/money/")
    assert client.get("/money/").status_code == 200


def test_a_wrong_password_says_so_and_keeps_the_address(client):
    rosa = user("Rosa Alvarez", password=PASSWORD)
    response = sign_in(client, rosa, "not-the-password")
    page = response.content.decode()
    assert response.status_code == 200
    assert "That email address and password do not go together" in page
    assert rosa.email.upper() in page
    assert "Error: Sign in" in page
    assert "not-the-password" not in page


def test_the_sixth_wrong_password_is_not_even_tried(client):
    rosa = user("Rosa Alvarez", password=PASSWORD)
    for _ in range(5):
        sign_in(client, rosa, "not-the-password")
    response = sign_in(client, rosa)
    assert "You have tried too many times" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_in_goes_where_one_was_going_but_never_to_another_site(client):
    rosa = user("Rosa Alvarez", password=PASSWORD)
    assert sign_in(client, rosa, next="/accounts/").url == "/accounts/"
    client.logout()
    assert sign_in(client, rosa, next="https://evil.example/").url == "/"


def test_staff_give_a_code_and_come_to_their_desks(client):
    member = with_password(staff(Role.FINANCE))
    second_factor.set_totp(member, SECRET)
    assert sign_in(client, member).url == "/accounts/2fa/authenticate/"
    assert client.get("/staff/").status_code == 302  # not signed in yet
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "That code is not right" in wrong.content.decode()
    spaced = f"{code()[:3]} {code()[3:]}"
    response = client.post("/accounts/2fa/authenticate/", {"code": spaced})
    assert (response.status_code, response.url) == (302, "/staff/")
    assert client.get("/staff/").status_code == 200


def test_a_code_works_once(client):
    member = with_password(staff(Role.FINANCE))
    second_factor.set_totp(member, SECRET)
    used = code()
    sign_in(client, member)
    client.post("/accounts/2fa/authenticate/", {"code": used})
    client.post("/accounts/logout/")
    sign_in(client, member)
    again = client.post("/accounts/2fa/authenticate/", {"code": used})
    assert "That code is not right" in again.content.decode()


def test_a_spare_code_lets_one_in(client):
    member = with_password(staff(Role.FINANCE))
    second_factor.set_totp(member, SECRET)
    spare = Authenticator.objects.get(user=member, type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, member)
    assert client.post("/accounts/2fa/authenticate/", {"code": spare}).url == "/staff/"


def needs_one():
    joan = person("Joan Whitfield")
    payer, broker, looker = user("Amira Whitfield"), user("Priya Nair"), user("Neighbour")
    mandate(joan, payer, Scope.SEE_BALANCE, Scope.PAY)
    mandate(joan, broker, Scope.PROPOSE, basis=Basis.BROKER)
    mandate(joan, looker, Scope.SEE_BALANCE, basis=Basis.VIEWER)
    return payer, broker, looker, joan.user


def test_who_needs_a_second_step():
    payer, broker, looker, resident = needs_one()
    asked = [*(staff(role) for role in Role), payer, broker, looker, resident]
    assert [second_factor.required(who) for who in asked] == [True] * (len(Role) + 2) + [False, False]


@pytest.mark.parametrize(
    "address", ["/staff/", "/money/", "/money/acting/", "/accounts/", "/admin/", "/accounts/password/change/"]
)
def test_without_the_second_step_one_is_led_to_it_from_every_page(client, address):
    client.force_login(staff(Role.EDITOR))
    response = client.get(address)
    assert (response.status_code, response.url) == (302, f"/accounts/second-step/?next={address}")
    assert client.post(address).status_code == 302


def test_setting_it_up_leads_back_to_where_one_was_going(client):
    member = with_password(staff(Role.EDITOR))
    assert sign_in(client, member).url == "/staff/"
    page = client.get("/staff/", follow=True)
    assert "One more step to keep people safe" in page.content.decode()
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked.url.startswith("/accounts/reauthenticate/")
    client.post(asked.url, {"password": PASSWORD})
    secret = re.search(r'wm-key">([A-Z2-7]+)<', client.get("/accounts/2fa/totp/activate/").content.decode())[1]
    response = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert response.url == "/accounts/2fa/recovery-codes/"
    assert "Your spare codes" in client.get(response.url).content.decode()
    assert client.get("/accounts/second-step/").url == "/staff/"
    assert client.get("/staff/").status_code == 200


def test_a_session_from_before_it_was_set_up_is_asked_for_a_code(client):
    member = staff(Role.EDITOR)
    client.force_login(member)
    second_factor.set_totp(member, SECRET)
    response = client.get("/accounts/second-step/?next=/staff/")
    assert response.url == "/accounts/2fa/reauthenticate/?next=%2Faccounts%2Fsecond-step%2F"
    response = client.post(response.url, {"code": code(), "next": "/accounts/second-step/"})
    assert client.get(response.url).url == "/staff/"


def test_those_who_need_it_cannot_switch_it_off(client):
    member = with_password(staff(Role.EDITOR))
    second_factor.set_totp(member, SECRET)
    sign_in(client, member)
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/accounts/2fa/totp/deactivate/")
    assert "the second step stays on" in page.content.decode()
    assert second_factor.is_set_up(member)


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_wagtails_own_doors_are_shut(client, address):
    member = with_password(staff(Role.EDITOR))
    form = {"username": member.email, "email": member.email, "password": PASSWORD}
    assert client.get(address).url.startswith("/accounts/login/")
    assert client.post(address, form).url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session
    assert client.get(f"{address}?next=https://evil.example/").url.count("evil") == 0


def test_wagtail_changes_no_passwords(client):
    assert client.get("/admin/password_reset/").status_code == 404


def test_signing_up_needs_the_address_to_be_confirmed(client):
    form = {"name": "Tom Brennan", "email": "tom@aldermere.example", "password1": "three odd words together"}
    assert client.post("/accounts/signup/", form).url == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    assert User.objects.get(email="tom@aldermere.example").name == "Tom Brennan"
    [sent] = mail.outbox
    assert sent.subject == "Confirm your email address"
    link = re.search(r"http://testserver(\S+)", sent.body)[1]
    assert "Is <strong>tom@aldermere.example</strong>" in client.get(link).content.decode()
    client.post(link)
    signed_in = client.post("/accounts/login/", {"login": form["email"], "password": form["password1"]})
    assert (signed_in.url, "_auth_user_id" in client.session) == ("/", True)


@pytest.mark.parametrize(
    ("password", "says"),
    [("short", "at least 12 characters"), ("administrator", "Many people use this password")],
)
def test_weak_passwords_are_refused_in_words(client, password, says):
    form = {"name": "Tom Brennan", "email": "tom@aldermere.example", "password1": password}
    page = client.post("/accounts/signup/", form).content.decode()
    assert says in page
    assert 'value="Tom Brennan"' in page
    assert not User.objects.filter(email=form["email"]).exists()


def test_a_long_password_of_small_letters_with_spaces_will_do(client):
    form = {"name": "Tom Brennan", "email": "tom@aldermere.example", "password1": "green heron kettle"}
    assert client.post("/accounts/signup/", form).status_code == 302


def test_signing_up_twice_tells_the_owner_and_nobody_else(client):
    rosa = user("Rosa Alvarez")
    form = {"name": "Somebody", "email": rosa.email, "password1": "green heron kettle"}
    assert client.post("/accounts/signup/", form).url == "/accounts/confirm-email/"
    assert [m.subject for m in mail.outbox] == ["You already have a sign-in"]


def test_a_forgotten_password_is_chosen_again(client):
    rosa = user("Rosa Alvarez", password=PASSWORD)
    response = client.post("/accounts/password/reset/", {"email": rosa.email})
    assert response.url == "/accounts/password/reset/done/"
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    client.post(address, {"password1": "green heron kettle"})
    assert sign_in(client, rosa, "green heron kettle").status_code == 302
    assert client.get(link, follow=True).content.decode().count("This link does not work") >= 1


def test_an_unknown_address_gets_the_same_page(client):
    response = client.post("/accounts/password/reset/", {"email": "nobody@aldermere.example"})
    assert response.url == "/accounts/password/reset/done/"


@pytest.mark.parametrize(
    "address",
    [
        "login/",
        "signup/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "confirm-email/",
        "confirm-email/no-such-key/",
        "inactive/",
        "password/reset/key/1-set-password/",
    ],
)
def test_every_page_of_the_way_in_is_in_our_shell(client, address):
    page = client.get(f"/accounts/{address}").content.decode()
    assert "Skip to main content" in page
    assert "{" not in re.sub(r"<script.*?</script>", "", page, flags=re.S)


@pytest.mark.parametrize("address", ["", "name/", "email/", "password/change/", "logout/", "reauthenticate/", "2fa/"])
def test_every_page_of_ones_own_is_in_our_shell(client, address):
    sign_in(client, user("Rosa Alvarez", password=PASSWORD))
    response = client.get(f"/accounts/{address}")
    assert (response.status_code, "Skip to main content" in response.content.decode()) == (200, True)


def test_changing_email_waits_for_the_new_address(client):
    rosa = user("Rosa Alvarez", password=PASSWORD)
    sign_in(client, rosa)
    client.post("/accounts/email/", {"email": "new@aldermere.example", "action_add": "1"})
    rosa.refresh_from_db()
    assert rosa.email != "new@aldermere.example"
    assert "We sent a link to new@aldermere.example" in client.get("/accounts/email/").content.decode()
    client.post(re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1])
    rosa.refresh_from_db()
    assert rosa.email == "new@aldermere.example"


def test_a_visitor_behind_our_proxy_is_limited_by_her_own_address(rf, settings):
    from allauth.account.adapter import get_adapter

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9", REMOTE_ADDR="10.0.0.1")
    assert get_adapter(request).get_client_ip(request) == "203.0.113.9"
