"""Ben signs in by the form: password, a wrong code, the right one."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from config.demo.people import PASSWORD, TOTP_SECRET
from tests.browser.telling import headed, press, problems, says

STEP = 30


def code(steps_away: int = 0) -> str:
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // STEP + steps_away))


def test_ben_signs_in_with_a_code(visit):
    page = visit(None, "/provider/")
    headed(page, "Sign in")
    page.get_by_label("Email address").fill("ben@aldermere.example")
    page.get_by_label("Password", exact=True).fill("not his password")
    press(page, "Sign in")
    expect(page.get_by_label("Email address")).to_have_value("ben@aldermere.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    headed(page, "Enter your code")
    page.goto("/provider/")
    headed(page, "Enter your code")  # a password alone opens nothing
    page.get_by_label("Your code").fill(code(-100))
    press(page, "Sign in")
    problems(page, "That code is not right. Wait for a new one and enter it")
    right = code()
    page.get_by_label("Your code").fill(f"{right[:3]} {right[3:]}")
    press(page, "Sign in")
    headed(page, "Your desk")
    says(page, "The next 7 days")
